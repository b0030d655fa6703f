"""Who may call, how often, and what for."""

from __future__ import annotations

import pytest

from bot.adapters.calls import Calls
from bot.staff.account import Scope, actor_of
from tests.api.conftest import CONFERENCE, MS_WINTER, key_for
from tests.stores import NOW
from tests.web.staff.conftest import ADMINISTRATOR, OF_MERTON, SOCIAL_WORKER

EVERY_CALL = [
    ("GET", "/conferences", Scope.READ),
    ("POST", "/conferences", Scope.WRITE),
    ("GET", "/conferences/{conference}", Scope.READ),
    ("PUT", "/conferences/{conference}", Scope.WRITE),
    ("POST", "/conferences/{conference}/cancel", Scope.WRITE),
    ("GET", "/conferences/{conference}/invitations", Scope.READ),
    ("POST", "/conferences/{conference}/invitations", Scope.WRITE),
    ("GET", "/invitations/{invitation}", Scope.READ),
    ("PUT", "/invitations/{invitation}", Scope.WRITE),
    ("GET", "/invitations/{invitation}/status", Scope.READ),
    ("POST", "/invitations/{invitation}/links", Scope.SEND),
    ("POST", "/invitations/{invitation}/unlock", Scope.WRITE),
    ("POST", "/invitations/{invitation}/withdraw", Scope.WRITE),
]
each_call = pytest.mark.parametrize(
    ("method", "path", "scope"), [pytest.param(*call, id=f"{call[0]} {call[1]}") for call in EVERY_CALL]
)


def do(client, method, path, conference, invitation, worker=SOCIAL_WORKER):
    """The call with a body that could be taken, if it takes one."""
    meeting = {**CONFERENCE, "social_worker_email": worker.email}
    filled = path.format(conference=conference["id"], invitation=invitation["id"])
    bodies = {
        "/conferences": meeting,
        "/conferences/{conference}": meeting,
        "/invitations/{invitation}": MS_WINTER,
    }
    bodies |= {"/conferences/{conference}/invitations": MS_WINTER, "/invitations/{invitation}/links": {"ways": ["sms"]}}
    sent = {} if method == "GET" or path not in bodies else {"json": bodies[path]}
    return client.request(method, filled, headers={"If-Match": '"1"'}, **sent)


def test_every_call_that_is_described_is_in_the_list_above(york):
    described = york.get("http://testserver/api/openapi.json").json()["paths"]
    ours = {
        (method.upper(), path.removeprefix("/api/v1").replace("_id}", "}"))
        for path, methods in described.items()
        if path.startswith("/api/v1")
        for method in methods
    }

    assert ours == {(method, path) for method, path, _ in EVERY_CALL}


@each_call
def test_without_a_key_nobody_is_told_anything(york, conference, invitation, method, path, scope):
    del york.headers["Authorization"]

    answer = do(york, method, path, conference, invitation)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="beforehand"'
    assert answer.headers["content-type"] == "application/problem+json"


@each_call
def test_a_key_does_nothing_that_it_was_not_made_for(system, conference, invitation, method, path, scope):
    others = [other for other in Scope if other is not scope]

    answer = do(system(*others), method, path, conference, invitation)

    assert answer.status_code == 403
    assert f'error="insufficient_scope", scope="{scope.value}"' in answer.headers["www-authenticate"]
    assert scope.value in answer.json()["detail"]


@each_call
def test_another_councils_things_are_simply_not_there(merton, conference, invitation, method, path, scope):
    """The same answer, to the letter, as for what never was."""
    if path == "/conferences":
        assert merton.get("/conferences").json()["items"] == []
        return
    nobodys = {"id": "00000000-0000-4000-8000-0000000000ff"}

    theirs, never = (
        do(merton, method, path, *ids, worker=OF_MERTON) for ids in [(conference, invitation), (nobodys, nobodys)]
    )

    assert theirs.status_code == 404
    assert theirs.content == never.content


@pytest.mark.parametrize(
    "written",
    ["Bearer bf_wrong", "Bearer", "Bearer ", "Basic eDp5", "bf_wrong", "Bearer b\u00e9f"],
)
def test_a_wrong_key_is_refused_and_not_repeated(york, written):
    del york.headers["Authorization"]

    answer = york.get("/conferences", headers={"Authorization": written.encode("latin-1")})

    assert answer.status_code == 401
    assert "wrong" not in answer.text


def test_a_key_that_was_revoked_is_refused_from_the_next_call_on(york, rooms):
    (key,) = rooms.desk.systems.keys(actor_of(ADMINISTRATOR))
    assert york.get("/conferences").status_code == 200

    rooms.desk.systems.revoke_key(actor_of(ADMINISTRATOR), key.id)

    assert york.get("/conferences").status_code == 401


def test_an_administrator_sees_when_a_key_was_last_used(york, rooms, clock):
    (key,) = rooms.desk.systems.keys(actor_of(ADMINISTRATOR))
    assert key.last_used_at is None
    york.get("/conferences")
    clock.wait(seconds=30)

    york.get("/conferences")  # to the minute: not each call is a write

    assert rooms.desk.systems.keys(actor_of(ADMINISTRATOR))[0].last_used_at == NOW


def test_a_key_that_calls_too_often_is_told_when_to_go_on_and_another_is_not_kept_waiting(york, rooms):
    rooms.desk.calls = Calls("", most=2)
    left = [york.get("/conferences").headers["ratelimit-remaining"] for _ in range(2)]
    assert left == ["1", "0"]

    answer = york.get("/conferences")

    assert answer.status_code == 429
    assert answer.headers["ratelimit-limit"] == "2"
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert york.get("/conferences", headers={"Authorization": f"Bearer {key_for(rooms)}"}).status_code == 200


def test_what_a_key_did_is_in_the_audit_by_its_id(york, rooms, conference, invitation):
    (key,) = rooms.desk.systems.keys(actor_of(ADMINISTRATOR))
    york.get("/conferences")
    york.get(f"/conferences/{conference['id']}")
    york.post(f"/invitations/{invitation['id']}/links", json={"ways": ["sms"]})

    lines = rooms.desk.audit.newest("york", most=99, actor=f"key:{key.id}")

    assert [line.action for line in reversed(lines)] == [
        "conference_added",
        "invitation_added",
        "conferences_listed",
        "conference_seen",
        "link_sent",
        "code_seen",
    ]
