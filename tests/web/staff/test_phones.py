"""Phones that text us, at the desk: no more texts, opened by text, and a number that is somebody else's now."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.phones import StoredPhones
from bot.outreach.message import State
from bot.texting.inbound import InboundText
from tests.web.staff.cases import MS_WINTER, add, hidden, invited_of, send, words

HERS = "+447700900123"
STOPPED = "This phone asked for no more texts on Monday 1 March 2027."


@pytest.fixture
def conference(social_workers_desk):
    return add(social_workers_desk, **MS_WINTER)


@pytest.fixture
def ms_winter(rooms, conference):
    return invited_of(rooms, conference).invitation.id


@pytest.fixture
def texts(rooms):
    """Her phone texts something, and this is how it stands afterwards."""

    def text(**changed):
        inbox, phones = StoredInbox(rooms.engine), StoredPhones(rooms.engine)
        one = InboundText(uuid4(), "console", uuid4().hex, HERS, "nobody at the desk reads this", rooms.now())
        inbox.put(one)
        inbox.settle([one], replace(phones.find(HERS), **changed), [], at=rooms.now())

    return text


def offered(page) -> list[str]:
    return re.findall(r'name="way" type="checkbox" value="(\w+)"', page.text)


def test_that_a_phone_asked_for_no_more_texts_stands_on_the_card_and_before_sending(
    social_workers_desk, rooms, conference, ms_winter, texts
):
    before = social_workers_desk.get(f"/staff/invitations/{ms_winter}/send")
    texts(stopped_at=rooms.now())

    card = words(social_workers_desk.get(f"/staff/conferences/{conference}"))
    assert f"{STOPPED} It is not texted until somebody texts BACK from it. Ring instead." in card
    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/send")
    assert STOPPED in words(page)
    assert (offered(before), offered(page)) == (["sms", "email"], ["email"])
    late = social_workers_desk.submit(
        f"/staff/invitations/{ms_winter}/send", {"way": ["sms"], "links": hidden(before, "links")}
    )
    assert late.status_code == 409
    assert "or the phone asked for no more texts" in words(late)


def test_a_link_that_was_not_sent_for_it_is_shown_wherever_somebody_looks(
    social_workers_desk, rooms, conference, ms_winter, texts
):
    send(social_workers_desk, ms_winter)
    texts(stopped_at=rooms.now())

    assert invited_of(rooms, conference).messages[0].state is State.DROPPED
    home = social_workers_desk.get("/staff")
    assert "Not sent: this phone asked for no more texts. Ring them, or choose another way" in words(home)
    messages = social_workers_desk.get("/staff/messages")
    assert "Not sent: this phone asked for no more texts." in words(messages)
    assert f'href="/staff/invitations/{ms_winter}/send"' in messages.text
    sent = words(social_workers_desk.get(f"/staff/invitations/{ms_winter}/sent"))
    assert "Text message: Not sent: this phone asked for no more texts" in sent
    assert "Link not sent" in words(social_workers_desk.get(f"/staff/conferences/{conference}"))


def test_of_news_that_was_not_sent_for_it_she_has_to_be_rung(social_workers_desk, rooms, texts):
    id = add(social_workers_desk, **{**MS_WINTER, "safe_ways": ["sms", "call"]})
    texts(stopped_at=rooms.now())

    page = social_workers_desk.get(f"/staff/conferences/{id}/cancel")

    assert "Ms Winter: this phone asked for no more texts. Ring 07700 900123." in words(page)


def test_news_that_waited_when_she_asked_for_none_is_for_her_social_worker_to_tell(social_workers_desk, rooms, texts):
    id = add(social_workers_desk, **{**MS_WINTER, "safe_ways": ["sms", "call"]})
    version = hidden(social_workers_desk.get(f"/staff/conferences/{id}/cancel"), "version")
    told = social_workers_desk.submit(f"/staff/conferences/{id}/cancel", {"version": version})
    assert "Told by message" in words(told)
    texts(stopped_at=rooms.now())

    again = words(social_workers_desk.get(told.url.path, params=told.url.params))

    assert "Tell them yourself Ms Winter: Ring 07700 900123." in again


def test_that_she_opened_it_by_text_is_shown_and_not_what_she_wrote(
    social_workers_desk, rooms, conference, ms_winter, texts
):
    assert "by text" not in words(social_workers_desk.get(f"/staff/conferences/{conference}"))

    texts(opened=(ms_winter,), invitation=ms_winter)

    page = words(social_workers_desk.get(f"/staff/conferences/{conference}"))
    assert "Opened by text on Monday 1 March 2027" in page
    assert "Opened it by text message, with the code" in page
    assert "nobody at the desk" not in page


def test_a_number_is_cut_off_after_being_asked(social_workers_desk, rooms, conference, ms_winter, texts):
    texts(opened=(ms_winter,), invitation=ms_winter)
    card = social_workers_desk.get(f"/staff/conferences/{conference}")
    assert f'href="/staff/invitations/{ms_winter}/cut-off"' in card.text
    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/cut-off")
    assert "Is 07700 900123 somebody else’s now?" in words(page)
    assert invited_of(rooms, conference).invitation.contact.phone == HERS

    for _ in range(2):
        answer = social_workers_desk.submit(
            f"/staff/invitations/{ms_winter}/cut-off", {"version": hidden(page, "version")}
        )

    assert "Cut off. The number is taken out, and nothing is sent to it any more." in words(answer)
    assert "900123" not in words(answer)
    assert "cut-off" not in answer.text
    assert StoredPhones(rooms.engine).find(HERS).opened == ()
    actions = [line.action for line in rooms.desk.audit.newest("york", most=10)]
    assert actions.count("phone_cut_off") == 1
    assert "There is no number to cut off" in words(social_workers_desk.get(f"/staff/invitations/{ms_winter}/cut-off"))


def test_an_old_page_does_not_cut_off_a_newer_number(social_workers_desk, rooms, conference, ms_winter):
    version = hidden(social_workers_desk.get(f"/staff/invitations/{ms_winter}/cut-off"), "version")
    change = {**MS_WINTER, "phone": "07700 900777", "version": version}
    social_workers_desk.submit(f"/staff/invitations/{ms_winter}/change", change)

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/cut-off", {"version": version})

    assert page.status_code == 409
    assert "Nothing was cut off." in words(page)
    assert invited_of(rooms, conference).invitation.contact.phone == "+447700900777"


def test_the_audit_says_it_in_words(social_workers_desk, administrators_desk, ms_winter):
    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/cut-off")
    social_workers_desk.submit(f"/staff/invitations/{ms_winter}/cut-off", {"version": hidden(page, "version")})

    assert "cut off a number that is somebody else’s now" in words(administrators_desk.get("/staff/audit"))
