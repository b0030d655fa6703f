"""The line broke, and the case system sends it again: it is answered again, and not done again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from bot.adapters.database.answered import StoredAnswers
from tests.api.conftest import CONFERENCE
from tests.stores import NOW, database_file, encryption, engine

__all__ = ["database_file", "encryption", "engine"]


def again(key):
    return {"Idempotency-Key": key}


def test_a_conference_that_is_sent_again_is_one_conference(york, rooms):
    first, second = (york.post("/conferences", json=CONFERENCE, headers=again("a-1")) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert [second.headers[name] for name in ("location", "etag")] == [
        first.headers[name] for name in ("location", "etag")
    ]
    assert second.headers["idempotent-replayed"] == "true"
    assert len(rooms.desk.cases.cases("york")) == 1


def test_a_link_that_is_sent_again_is_one_message_with_one_code(york, invitation, rooms):
    path = f"/invitations/{invitation['id']}/links"
    first, second = (york.post(path, json={"ways": ["sms"]}, headers=again("b")) for _ in range(2))

    assert first.json() == second.json()
    assert first.json()["code"]
    assert len(rooms.desk.outbox.of_council("york", most=9)) == 1
    other = york.post(path, json={"ways": ["sms"]}, headers=again("c")).json()
    assert other["code"] != first.json()["code"]


def test_the_answer_of_nothing_is_nothing_again(york, invitation):
    path = f"/invitations/{invitation['id']}/withdraw"

    answers = [york.post(path, headers=again("w")) for _ in range(2)]

    assert [(one.status_code, one.content) for one in answers] == [(204, b"")] * 2


def test_the_same_key_with_another_call_is_a_mistake(york, rooms, conference):
    york.post("/conferences", json=CONFERENCE, headers=again("a"))

    other_body = york.post("/conferences", json={**CONFERENCE, "reference": "2"}, headers=again("a"))
    other_path = york.post(f"/conferences/{conference['id']}/cancel", headers={**again("a"), "If-Match": '"1"'})

    assert (other_body.status_code, other_path.status_code) == (422, 422)
    assert other_body.json()["errors"][0]["where"] == "Idempotency-Key"


def test_two_systems_may_draw_the_same_key(york, system, rooms):
    york.post("/conferences", json=CONFERENCE, headers=again("a"))

    assert "idempotent-replayed" not in system().post("/conferences", json=CONFERENCE, headers=again("a")).headers
    assert len(rooms.desk.cases.cases("york")) == 2


def test_what_was_refused_was_not_done_and_may_be_sent_again_with_its_key(york):
    wrong = york.post("/conferences", json={**CONFERENCE, "place": ""}, headers=again("a"))

    right = york.post("/conferences", json=CONFERENCE, headers=again("a"))

    assert (wrong.status_code, right.status_code) == (422, 201)


def test_after_a_day_a_key_is_new_again(york, rooms, clock):
    york.post("/conferences", json=CONFERENCE, headers=again("a"))
    clock.wait(hours=25)

    assert "idempotent-replayed" not in york.post("/conferences", json=CONFERENCE, headers=again("a")).headers


def test_while_it_is_being_done_the_other_is_told_to_wait(york, rooms):
    york.post("/conferences", json=CONFERENCE)  # everything is warm
    begun, go_on = threading.Event(), threading.Event()
    add = rooms.desk.arranging.add

    class Slow:
        def add(self, *given):
            begun.set()
            assert go_on.wait(20)
            return add(*given)

    rooms.desk.arranging = Slow()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(york.post, "/conferences", json=CONFERENCE, headers=again("a"))
        assert begun.wait(20)
        second = york.post("/conferences", json=CONFERENCE, headers=again("a"))
        go_on.set()

    assert (second.status_code, second.headers["retry-after"]) == (409, "1")
    assert first.result().status_code == 201


def test_what_died_half_way_is_never_done_twice_and_says_so(york, rooms, clock):
    """Nobody can know whether it was done: the process went between the writing and the answer."""
    real = rooms.desk.answered

    class Dies:
        claim = real.claim

        def keep(self, *_):
            raise SystemError

    rooms.desk.answered = Dies()
    assert york.post("/conferences", json=CONFERENCE, headers=again("a")).status_code == 500
    rooms.desk.answered = real
    clock.wait(minutes=2)

    answer = york.post("/conferences", json=CONFERENCE, headers=again("a"))

    assert answer.status_code == 409
    assert "retry-after" not in answer.headers
    assert "new key" in answer.json()["detail"]
    assert len(rooms.desk.cases.cases("york")) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256])
def test_a_key_that_cannot_be_kept_is_refused(york, rooms, key):
    answer = york.post("/conferences", json=CONFERENCE, headers=again(key))

    assert answer.status_code == 422
    assert rooms.desk.cases.cases("york") == ()


def test_nothing_of_an_answer_nor_of_its_key_can_be_read_in_the_database(york, invitation, rooms):
    path = f"/invitations/{invitation['id']}/links"
    code = york.post(path, json={"ways": ["sms"]}, headers=again("winter-7")).json()["code"]

    with rooms.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM answered").all())

    assert code not in kept
    assert "winter" not in kept


def test_of_twenty_at_once_one_does_it(engine, encryption):
    answers, key = StoredAnswers(engine, encryption), uuid4()
    with engine.begin() as connection:
        id = key.hex if engine.dialect.name == "sqlite" else str(key)
        connection.exec_driver_sql(
            f"INSERT INTO api_keys (id, council, name, key_hash, scopes, created_at)"
            f" VALUES ('{id}', 'york', 'Mosaic', 'hash', '', '2027-03-01 09:30:00')"
        )
    with ThreadPoolExecutor(20) as pool:
        claims = list(pool.map(lambda _: answers.claim(key, "a", "POST /x", at=NOW), range(20)))

    assert [claim.ours for claim in claims].count(True) == 1
    assert all(claim.same for claim in claims)
