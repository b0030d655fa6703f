"""Sending the link: the words and the price before, once however often it is pressed, the code after; a letter."""

from __future__ import annotations

import re

import pytest

from bot.languages import Language
from bot.outreach.message import Channel, State
from bot.outreach.texts import words_for
from bot.text.phrases import say
from bot.text.sms import as_sms, parts
from tests.web.staff.cases import MS_WINTER, add, code_on, hidden, invited_of, send, words


@pytest.fixture
def conference(social_workers_desk):
    return add(social_workers_desk, **MS_WINTER)


@pytest.fixture
def ms_winter(rooms, conference):
    return invited_of(rooms, conference).invitation.id


def test_before_sending_the_very_words_and_what_they_cost_are_shown(social_workers_desk, rooms, conference, ms_winter):
    """Ms Winter's message is in Polish and English: two parts."""
    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/send")
    send(social_workers_desk, ms_winter)

    (message,) = invited_of(rooms, conference).messages
    for line in message.body.splitlines()[:-1]:
        assert line in words(page)
    parts = re.search(r"(\d) parts?, ([\d.]+)p before VAT", words(page))
    assert parts
    assert float(parts[2]) == pytest.approx(2.4 * int(parts[1]))
    assert "Costs nothing" in words(page)


@pytest.fixture
def can_be_texted(monkeypatch):
    """To be used before the rooms are made."""
    monkeypatch.setenv("BEFOREHAND_SMS_NUMBER", "+447700900999")


@pytest.mark.usefixtures("can_be_texted")
def test_where_we_can_be_texted_the_number_is_in_what_is_shown_priced_and_sent(
    social_workers_desk, rooms, conference, ms_winter
):
    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/send")
    send(social_workers_desk, ms_winter)

    (message,) = invited_of(rooms, conference).messages
    own, *_ = message.body.splitlines()
    assert own.endswith(as_sms(say("text_link_by_text", Language.POLISH, number="07700900999")))
    assert own in words(page)
    assert f"{parts(message.body)} parts, {2.4 * parts(message.body):.1f}p before VAT" in words(page)


def test_nothing_in_what_is_sent_is_the_code(social_workers_desk, rooms, conference, ms_winter):
    code = code_on(send(social_workers_desk, ms_winter, "sms", "email"))

    sent = invited_of(rooms, conference).messages
    assert len(sent) == 2
    assert all(code not in message.body + (message.subject or "") for message in sent)


def test_only_safe_ways_are_offered_and_one_is_ticked(social_workers_desk, rooms):
    id = add(social_workers_desk, **{**MS_WINTER, "safe_ways": ["email", "letter"]})
    page = social_workers_desk.get(f"/staff/invitations/{invited_of(rooms, id).invitation.id}/send")

    assert re.findall(r'name="way" type="checkbox" value="(\w+)"( checked)?', page.text) == [("email", " checked")]


def test_a_way_that_is_not_safe_is_refused_whatever_the_form_says(social_workers_desk, rooms):
    id = add(social_workers_desk, **{**MS_WINTER, "safe_ways": ["email"]})

    page = send(social_workers_desk, invited_of(rooms, id).invitation.id, "sms")

    assert page.status_code == 409
    assert "That way is not safe any more" in words(page)
    assert invited_of(rooms, id).messages == ()


def test_without_a_way_nothing_is_sent_and_the_old_link_stays(social_workers_desk, rooms, conference, ms_winter):
    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/send", {"links": "1"})

    assert page.status_code == 422
    assert '<a href="#way">Choose at least one way to send it.</a>' in page.text
    assert invited_of(rooms, conference).invitation.links == 1


def test_with_no_safe_way_a_letter_is_offered(social_workers_desk, rooms):
    id = add(social_workers_desk, **{**MS_WINTER, "phone": "", "email": "", "safe_ways": ["letter"]})
    page = social_workers_desk.get(f"/staff/invitations/{invited_of(rooms, id).invitation.id}/send")

    assert "No safe way to send a message to Ms Winter is known (safe: letter)." in words(page)
    assert "Make a letter (PDF)" in words(page)


def test_pressed_twice_it_is_sent_once_and_the_page_says_so(social_workers_desk, rooms, conference, ms_winter):
    links = hidden(social_workers_desk.get(f"/staff/invitations/{ms_winter}/send"), "links")
    fields = {"way": ["sms"], "links": links}
    code = code_on(social_workers_desk.submit(f"/staff/invitations/{ms_winter}/send", fields))

    again = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/send", fields)

    assert again.url.path == f"/staff/invitations/{ms_winter}/sent"
    assert "Show the code" in words(again)
    assert len(invited_of(rooms, conference).messages) == 1
    assert code_on(social_workers_desk.submit(f"/staff/invitations/{ms_winter}/code")) == code


def test_sending_again_makes_a_new_link_and_code(social_workers_desk, rooms, conference, ms_winter):
    first = code_on(send(social_workers_desk, ms_winter))
    second = code_on(send(social_workers_desk, ms_winter))

    assert first != second
    states = [message.state for message in invited_of(rooms, conference).messages]
    assert sorted(states) == [State.DROPPED, State.QUEUED]


def test_how_far_it_is_can_be_looked_at_again(social_workers_desk, rooms, conference, ms_winter):
    send(social_workers_desk, ms_winter)
    rooms.desk.sender.send_due(most=10)

    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/sent")

    assert "Text message: Shown at “Sent messages” only: no messages leave this server" in words(page)


def test_a_letter_is_a_pdf_with_a_link_that_works_and_no_name_in_its_file(
    social_workers_desk, rooms, conference, ms_winter
):
    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/send")
    fields = {"links": hidden(page, "links")}

    letter = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/letter", fields)
    again = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/letter", fields)

    assert letter.content.startswith(b"%PDF")
    assert letter.headers["content-disposition"] == 'attachment; filename="letter.pdf"'
    assert again.status_code == 409
    assert "it is among your downloads" in words(again)
    assert invited_of(rooms, conference).invitation.links == 2
    assert code_on(social_workers_desk.submit(f"/staff/invitations/{ms_winter}/code"))


def test_a_link_sent_over_an_unseen_letter_says_so_first(social_workers_desk, rooms, conference, ms_winter):
    links = hidden(social_workers_desk.get(f"/staff/invitations/{ms_winter}/send"), "links")
    social_workers_desk.submit(f"/staff/invitations/{ms_winter}/letter", {"links": links})

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/send", {"way": ["sms"], "links": links})

    assert page.status_code == 409
    assert "A newer link was made since you opened this page" in words(page)
    assert invited_of(rooms, conference).messages == ()


def test_after_the_conference_no_link_is_sent(social_workers_desk, rooms, conference, ms_winter):
    version = hidden(social_workers_desk.get(f"/staff/conferences/{conference}/cancel"), "version")
    social_workers_desk.submit(f"/staff/conferences/{conference}/cancel", {"version": version})

    for answer in (
        social_workers_desk.get(f"/staff/invitations/{ms_winter}/send"),
        social_workers_desk.submit(f"/staff/invitations/{ms_winter}/send", {"way": ["sms"], "links": "1"}),
        social_workers_desk.submit(f"/staff/invitations/{ms_winter}/letter", {"links": "1"}),
    ):
        assert answer.status_code == 409


def test_the_preview_is_what_the_outbox_is_given(rooms, social_workers_desk, conference, ms_winter):
    """But for the link's own letters."""
    send(social_workers_desk, ms_winter, "sms")
    (message,) = invited_of(rooms, conference).messages
    link = message.body.splitlines()[-1]

    assert words_for(message.kind, Channel.SMS, message.language, link=link).body == message.body
    assert len(link.rpartition("/")[2]) == 22
