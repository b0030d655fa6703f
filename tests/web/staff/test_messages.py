"""Sent messages: what became of each, in words; tried out without a provider; told where nobody can tell."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import table
from bot.outreach.message import State
from tests.web.staff.cases import MS_WINTER, add, code_on, invited_of, send, words

OUTBOX = table(OutboxRow)


@pytest.fixture
def conference(social_workers_desk):
    return add(social_workers_desk, **MS_WINTER)


@pytest.fixture
def ms_winter(rooms, conference):
    return invited_of(rooms, conference).invitation.id


@pytest.fixture
def became(rooms):
    """What the worker would have written."""

    def write(**values):
        with rooms.engine.begin() as connection:
            connection.execute(OUTBOX.update().values(**values))

    return write


def test_without_a_provider_a_link_is_tried_from_the_page_and_the_code_opens_it(
    social_workers_desk, rooms, ms_winter, conference
):
    """As in a first try-out: send, open the link in another browser, give the code."""
    code = code_on(send(social_workers_desk, ms_winter))
    rooms.desk.sender.send_due(most=10)

    page = social_workers_desk.get("/staff/messages")
    link = re.search(r'href="(http://[^"]*/l/[\w-]{22})"', page.text)
    assert link

    with TestClient(social_workers_desk.app) as phone:
        path = "/l/" + link[1].rpartition("/")[2]
        assert phone.get(path).status_code == 200
        phone.post(path)
        assert phone.post("/code", data={"code": code}).url.path == "/meeting"
    assert "Opened on Monday 1 March 2027" in words(social_workers_desk.get(f"/staff/conferences/{conference}"))


@pytest.mark.parametrize("provider", [None, "notify"])
def test_of_a_message_that_leaves_us_the_link_is_never_shown(social_workers_desk, rooms, ms_winter, became, provider):
    send(social_workers_desk, ms_winter)
    became(provider=provider)

    page = social_workers_desk.get("/staff/messages")

    assert "/l/…" in page.text
    assert not re.search(r"/l/[\w-]{20}", page.text)


def test_a_number_is_shown_by_its_last_digits(social_workers_desk, ms_winter):
    send(social_workers_desk, ms_winter, "sms", "email")
    page = words(social_workers_desk.get("/staff/messages"))

    assert "Text message to …0123" in page
    assert "E-mail to w…@example.org" in page
    assert "900123" not in page


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        ("number_wrong", "No text message reaches this number. Ask for the right one"),
        ("opted_out", "They have asked this number to send them nothing."),
        ("key_wrong", "Sending is set up wrongly here. Tell whoever looks after this service."),
        ("something_new", "The provider did not say why."),
    ],
)
def test_a_message_that_failed_says_why_and_what_to_do(social_workers_desk, rooms, ms_winter, became, problem, says):
    send(social_workers_desk, ms_winter)
    became(state=State.FAILED.value, problem=problem, settled_at=rooms.now())

    assert "Not delivered: see why, and what to do" in words(social_workers_desk.get("/staff"))
    page = social_workers_desk.get("/staff/messages")
    assert f"Not delivered. {says}" in words(page)
    assert f'href="/staff/invitations/{ms_winter}/send"' in page.text


def test_where_nobody_can_tell_a_person_says_that_it_arrived(social_workers_desk, rooms, conference, ms_winter, became):
    send(social_workers_desk, ms_winter)
    became(state=State.UNSURE.value, problem="line_broke", settled_at=rooms.now())
    page = social_workers_desk.get("/staff/messages")
    assert "It may have been sent. Nobody can tell." in words(page)
    (message,) = invited_of(rooms, conference).messages

    for _ in range(2):
        answer = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/messages/{message.id}/arrived")

    assert "Noted: it arrived." in words(answer)
    (message,) = invited_of(rooms, conference).messages
    assert message.state is State.DELIVERED
    assert not re.search(r"/l/[\w-]{20}", message.body)
    actions = [line.action for line in rooms.desk.audit.newest("york", most=10)]
    assert actions.count("message_arrived") == 1


def test_or_sends_it_again_with_a_new_link(social_workers_desk, rooms, conference, ms_winter, became):
    send(social_workers_desk, ms_winter)
    became(state=State.UNSURE.value, problem="line_broke", settled_at=rooms.now())

    send(social_workers_desk, ms_winter)

    first, second = sorted(invited_of(rooms, conference).messages, key=lambda message: message.intent)
    assert first.state is State.UNSURE  # it is not known, and does not matter any more
    assert second.state is State.QUEUED
    assert "Nobody can tell whether it was sent: ask them" not in words(social_workers_desk.get("/staff"))


def test_a_message_that_arrived_for_certain_is_not_changed_by_hand(social_workers_desk, rooms, conference, ms_winter):
    send(social_workers_desk, ms_winter)
    (message,) = invited_of(rooms, conference).messages

    social_workers_desk.submit(f"/staff/invitations/{ms_winter}/messages/{message.id}/arrived")

    assert invited_of(rooms, conference).messages[0].state is State.QUEUED


def test_a_manager_sees_the_teams_messages_and_another_council_none(
    managers_desk, mertons_desk, social_workers_desk, rooms, conference, ms_winter
):
    send(social_workers_desk, ms_winter)
    (message,) = invited_of(rooms, conference).messages

    assert "Ms Winter" in words(managers_desk.get("/staff/messages"))
    assert "Nothing was sent yet" in words(mertons_desk.get("/staff/messages"))
    arrived = f"/staff/invitations/{ms_winter}/messages/{message.id}/arrived"
    assert mertons_desk.submit(arrived).status_code == 404


def test_that_somebody_looked_at_the_messages_is_written_down(social_workers_desk, rooms):
    social_workers_desk.get("/staff/messages")

    assert rooms.desk.audit.newest("york", most=1)[0].action == "messages_seen"
