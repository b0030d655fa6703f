"""A case system keeps its conferences here: adds, lists, changes, cancels."""

from __future__ import annotations

import itertools
from datetime import datetime

import pytest

from bot.outreach.message import MessageKind
from tests.api.conftest import CONFERENCE, MS_WINTER
from tests.web.staff.conftest import ADMINISTRATOR, MANAGER, OF_MERTON, SOCIAL_WORKER


def places(answer):
    return {error["where"] for error in answer.json()["errors"]}


def test_a_conference_is_added_for_its_social_worker_and_has_an_address_and_a_version(york, rooms):
    made = york.post("/conferences", json={**CONFERENCE, "chair_email": MANAGER.email})

    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/conferences/{made.json()['id']}"
    assert made.headers["etag"] == '"1"'
    got = york.get(made.headers["location"].removeprefix("/api/v1"))
    assert got.json() == made.json()
    assert got.headers["etag"] == '"1"'
    (case,) = rooms.desk.cases.cases("york")
    assert (case.conference.owner_id, case.conference.chair_id) == (SOCIAL_WORKER.id, MANAGER.id)
    assert case.conference.team == "East"
    assert got.json()["social_worker_name"] == "Sam Petty"


def test_a_time_in_any_zone_is_the_same_time(york):
    made = york.post("/conferences", json={**CONFERENCE, "starts_at": "2027-06-01T11:30:00+01:00"})

    assert made.json()["starts_at"] == "2027-06-01T10:30:00Z"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        pytest.param({"starts_at": "2027-02-28T10:00:00Z"}, "/starts_at", id="yesterday"),
        pytest.param({"starts_at": "2031-02-28T10:00:00Z"}, "/starts_at", id="in four years"),
        pytest.param({"starts_at": "0001-01-01T00:00:00+14:00"}, "/starts_at", id="before there were days"),
        pytest.param({"starts_at": "9999-12-31T23:59:59-14:00"}, "/starts_at", id="after the last one"),
        pytest.param({"starts_at": "2027-03-18T10:00:00"}, "/starts_at", id="a time without its zone"),
        pytest.param({"starts_at": "18/3/2027 10:00"}, "/starts_at", id="a British date"),
        pytest.param({"starts_at": 1805364000}, "/starts_at", id="seconds since 1970"),
        pytest.param({"kind": "second"}, "/kind", id="a kind that there is not"),
        pytest.param({"place": None}, "/place", id="nowhere"),
        pytest.param({"video_link": "meet.example.org"}, "/video_link", id="half an address"),
        pytest.param({"video_link": "https://meet"}, "/video_link", id="no name of a machine"),
        pytest.param({"chair_name": "  "}, "/chair_name", id="a nameless chair"),
        pytest.param({"place": "x" * 501}, "/place", id="an endless place"),
        pytest.param({"social_worker_email": "nobody@example.org"}, "/social_worker_email", id="nobody"),
        pytest.param({"social_worker_email": OF_MERTON.email}, "/social_worker_email", id="another council's"),
        pytest.param({"social_worker_email": ADMINISTRATOR.email}, "/social_worker_email", id="an administrator"),
        pytest.param({"chair_email": "nobody@example.org"}, "/chair_email", id="a chair who is nobody"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_place_with_what_to_do_and_not_repeated(york, rooms, changed, where):
    answer = york.post("/conferences", json={**CONFERENCE, **changed})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["where"] == where
    assert error["what"]
    assert error["do"]
    assert changed == {"place": None} or str(*changed.values()) not in answer.text
    assert rooms.desk.cases.cases("york") == ()


def test_every_mistake_is_told_and_not_only_the_first(york):
    answer = york.post(
        "/conferences", json={**CONFERENCE, "starts_at": "2020-01-01T00:00:00Z", "place": "", "chair_name": " "}
    )

    assert places(answer) == {"/starts_at", "/place", "/chair_name"}


def test_what_is_left_out_is_told(york):
    assert places(york.post("/conferences", json={})) == {
        "/kind",
        "/starts_at",
        "/chair_name",
        "/social_worker_email",
    }


def test_a_field_that_we_do_not_know_is_refused_without_repeating_its_name(york):
    answer = york.post("/conferences", json={**CONFERENCE, "Ms Winter": "of York"})

    assert answer.status_code == 422
    assert "Winter" not in answer.text


def test_a_change_is_made_on_the_version_that_was_seen(york, conference):
    path = f"/conferences/{conference['id']}"
    changed = york.put(path, json={**CONFERENCE, "reference": "YRK-1"}, headers={"If-Match": '"1"'})

    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert changed.json()["conference"]["reference"] == "YRK-1"
    for old in ('"1"', '"7"', '"abc"'):
        again = york.put(path, json={**CONFERENCE, "reference": "YRK-2"}, headers={"If-Match": old})
        assert again.status_code == 412
    assert york.put(path, json=CONFERENCE, headers={"If-Match": "2"}).status_code == 422
    assert york.put(path, json=CONFERENCE).status_code == 428
    assert york.get(path).json()["reference"] == "YRK-1"


def test_a_moved_meeting_tells_those_who_agreed_and_names_who_has_to_be_rung(york, conference, invitation, rooms):
    other = {**MS_WINTER, "called": "Mr Winter", "agreed": False}
    to_ring = york.post(f"/conferences/{conference['id']}/invitations", json=other).json()

    moved = york.put(
        f"/conferences/{conference['id']}",
        json={**CONFERENCE, "starts_at": "2027-03-19T10:00:00Z"},
        headers={"If-Match": '"1"'},
    ).json()

    assert (moved["told"], moved["to_ring"]) == ([invitation["id"]], [to_ring["id"]])
    (message,) = rooms.desk.outbox.of_council("york", most=9)
    assert message.kind is MessageKind.MOVED


def test_a_cancelled_conference_is_changed_no_more(york, conference):
    path = f"/conferences/{conference['id']}"

    cancelled = york.post(f"{path}/cancel", headers={"If-Match": '"1"'})

    assert cancelled.status_code == 200
    assert cancelled.json()["conference"]["cancelled_at"] == "2027-03-01T09:30:00Z"
    assert cancelled.headers["etag"] == '"2"'
    assert york.put(path, json=CONFERENCE, headers={"If-Match": '"2"'}).status_code == 409
    assert york.post(f"{path}/cancel", headers={"If-Match": '"2"'}).status_code == 409
    assert york.post(f"{path}/cancel", headers={"If-Match": '"1"'}).status_code == 412
    assert york.post(f"{path}/invitations", json=MS_WINTER).status_code == 409


@pytest.fixture
def seven(york):
    """Seven conferences, three of them at the same time."""
    days = [18, 19, 22, 22, 22, 23, 24]
    times = [f"2027-03-{day}T10:00:00Z" for day in days]
    return [york.post("/conferences", json={**CONFERENCE, "starts_at": time}).json()["id"] for time in times]


def test_a_long_list_comes_in_pages_and_each_conference_once(york, seven):
    found, cursor = [], None
    for _ in range(4):
        page = york.get("/conferences", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found.append([one["id"] for one in page["items"]])
        cursor = page["next_cursor"]

    assert cursor is None
    assert [len(page) for page in found] == [2, 2, 2, 1]
    assert sorted(itertools.chain(*found)) == sorted(seven)


def test_a_conference_that_is_added_meanwhile_moves_no_page(york, seven):
    first = york.get("/conferences", params={"limit": 3}).json()
    york.post("/conferences", json={**CONFERENCE, "starts_at": "2027-03-17T10:00:00Z"})

    second = york.get("/conferences", params={"limit": 9, "cursor": first["next_cursor"]}).json()

    assert sorted(one["id"] for one in [*first["items"], *second["items"]]) == sorted(seven)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"from": "2027-03-22"}, [22, 22, 22, 23, 24]),
        ({"to": "2027-03-19"}, [18, 19]),
        ({"from": "2027-03-19", "to": "2027-03-22"}, [19, 22, 22, 22]),
        ({"from": "2028-01-01"}, []),
        ({"from": "0001-01-01", "to": "9999-12-31"}, [18, 19, 22, 22, 22, 23, 24]),
    ],
)
def test_a_list_can_be_of_some_days(york, seven, asked, days):
    items = york.get("/conferences", params=asked).json()["items"]

    assert [datetime.fromisoformat(one["starts_at"].replace("Z", "+00:00")).day for one in items] == days


def test_a_day_is_londons(york):
    """Half past eleven at night in UTC is half past midnight in a British summer."""
    york.post("/conferences", json={**CONFERENCE, "starts_at": "2027-06-01T23:30:00Z"})

    assert york.get("/conferences?from=2027-06-02").json()["items"]
    assert not york.get("/conferences?to=2027-06-01").json()["items"]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("limit=0", "?limit"),
        ("limit=201", "?limit"),
        ("limit=many", "?limit"),
        ("cursor=next", "?cursor"),
        (f"cursor=f{'_' * 31}", "?cursor"),
        ("from=18.3.2027", "?from"),
        ("to=2027-02-30", "?to"),
        ("to=1805364000", "?to"),
    ],
)
def test_a_list_that_cannot_be_made_is_told_why(york, asked, where):
    answer = york.get(f"/conferences?{asked}")

    assert answer.status_code == 422
    assert places(answer) == {where}
