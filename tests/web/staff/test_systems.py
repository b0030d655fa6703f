"""An administrator gives case systems keys, and says which of them are told of events."""

from __future__ import annotations

import re

import pytest

from bot.outreach.message import State
from bot.staff.account import Scope, actor_of
from bot.staff.audit import Action
from tests.web.staff.conftest import MERTONS_ADMINISTRATOR

MOSAIC = {"name": "Mosaic", "scopes": ["conferences:read", "links:send"]}
HOOK = {"url": "https://mosaic.example.org/hook", "events": ["opened", "locked"]}


@pytest.fixture
def made_key(administrators_desk):
    page = administrators_desk.submit("/staff/systems/keys/new", MOSAIC)
    return re.search(r"bf_[\w-]{43}", page.text)[0]


@pytest.fixture
def subscription(administrators_desk, rooms, administrator):
    administrators_desk.submit("/staff/systems/subscriptions/new", HOOK)
    return told(rooms, administrator).subscription


def told(rooms, administrator):
    (only,) = rooms.desk.systems.subscriptions(actor_of(administrator))
    return only


def actions(rooms):
    return [line.action for line in rooms.desk.audit.newest("york", most=9)]


def test_a_key_is_shown_once_and_opens_what_it_was_made_for(administrators_desk, made_key, rooms):
    listed = administrators_desk.get("/staff/systems").text

    assert "Mosaic" in listed
    assert made_key not in listed
    assert rooms.desk.keys.find(made_key).scopes == {Scope.READ, Scope.SEND}
    assert actions(rooms)[0] == Action.KEY_MADE.value


def test_of_a_key_only_its_hash_is_kept(made_key, rooms):
    with rooms.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM api_keys").first()

    assert made_key not in str(kept)


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        pytest.param({"name": " "}, "Enter what the key is for", id="for nothing"),
        pytest.param({"name": "x" * 101}, "100 characters or fewer", id="an endless name"),
        pytest.param({"scopes": []}, "Choose what the key may do", id="may do nothing"),
        pytest.param({"scopes": ["everything"]}, "Choose what the key may do", id="a scope that there is not"),
    ],
)
def test_a_key_that_cannot_be_made_is_told_at_its_box(administrators_desk, rooms, administrator, boxes, said):
    page = administrators_desk.submit("/staff/systems/keys/new", {**MOSAIC, **boxes})

    assert page.status_code == 422
    assert said in page.text
    assert rooms.desk.systems.keys(actor_of(administrator)) == []


def test_a_revoked_key_opens_nothing_any_more(administrators_desk, made_key, rooms):
    id = rooms.desk.keys.find(made_key).id
    assert "for good" in administrators_desk.get(f"/staff/systems/keys/{id}/revoke").text

    page = administrators_desk.submit(f"/staff/systems/keys/{id}/revoke")

    assert "The key is revoked" in page.text
    answer = administrators_desk.get("/api/v1/conferences", headers={"Authorization": f"Bearer {made_key}"})
    assert answer.status_code == 401
    administrators_desk.submit(f"/staff/systems/keys/{id}/revoke")  # pressed twice
    assert actions(rooms).count(Action.KEY_REVOKED.value) == 1


def test_a_system_is_told_and_its_secret_is_shown_once(administrators_desk, rooms, administrator):
    page = administrators_desk.submit("/staff/systems/subscriptions/new", HOOK)
    secret = re.search(r"whsec_[\w+/=]+", page.text)[0]

    listed = administrators_desk.get("/staff/systems").text
    assert "mosaic.example.org" in listed
    assert secret not in listed
    assert told(rooms, administrator).subscription.secret == ""
    assert actions(rooms)[0] == Action.SUBSCRIPTION_MADE.value


@pytest.mark.parametrize(
    "url",
    ["", "mosaic", "http://mosaic.example.org", "https://me:word@mosaic.example.org", "https://a b", "javascript:1"],
)
def test_an_address_that_cannot_be_told_is_refused(administrators_desk, url):
    page = administrators_desk.submit("/staff/systems/subscriptions/new", {**HOOK, "url": url})

    assert page.status_code == 422
    assert "Enter" in page.text


def test_a_test_event_waits_to_be_sent_and_says_nothing_of_anybody(
    administrators_desk, subscription, rooms, administrator
):
    page = administrators_desk.submit(f"/staff/systems/subscriptions/{subscription.id}/test")

    assert "A test is on its way" in page.text
    (message,) = told(rooms, administrator).deliveries
    assert (message.state, message.subscription_id) == (State.QUEUED, subscription.id)
    assert '"type":"test"' in message.body
    assert "invitation" not in message.body


def test_a_subscription_that_ended_is_told_nothing_any_more(administrators_desk, subscription, rooms):
    administrators_desk.submit(f"/staff/systems/subscriptions/{subscription.id}/end")

    assert "Nothing any more" in administrators_desk.get("/staff/systems").text
    assert administrators_desk.submit(f"/staff/systems/subscriptions/{subscription.id}/test").status_code == 404
    assert actions(rooms)[0] == Action.SUBSCRIPTION_ENDED.value


def test_another_councils_administrator_finds_none_of_it(open_desk, made_key, subscription, rooms):
    mertons = open_desk(MERTONS_ADMINISTRATOR)
    key = rooms.desk.keys.find(made_key).id

    assert "Mosaic" not in mertons.get("/staff/systems").text
    for path in (f"keys/{key}/revoke", f"subscriptions/{subscription.id}/end"):
        assert mertons.get(f"/staff/systems/{path}").status_code == 404
        assert mertons.submit(f"/staff/systems/{path}").status_code == 404
    assert mertons.submit(f"/staff/systems/subscriptions/{subscription.id}/test").status_code == 404
    assert rooms.desk.keys.find(made_key).revoked_at is None


@pytest.mark.parametrize("desk", ["social_workers_desk", "managers_desk"])
def test_whoever_has_cases_has_no_keys(request, desk):
    theirs = request.getfixturevalue(desk)

    for path in ("", "/keys/new", "/subscriptions/new"):
        assert theirs.get(f"/staff/systems{path}").status_code == 403
    assert theirs.submit("/staff/systems/keys/new", MOSAIC).status_code == 403
