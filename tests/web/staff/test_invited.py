"""Invited adults at the desk: added, changed, told their code, unlocked, taken back."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.adapters.database.tables import InvitationRow, table
from tests.web.staff.cases import MS_WINTER, add, code_on, hidden, invited_of, send, words


@pytest.fixture
def conference(social_workers_desk):
    return add(social_workers_desk, **MS_WINTER)


@pytest.fixture
def ms_winter(rooms, conference):
    return invited_of(rooms, conference).invitation.id


def lock(rooms, invitation):
    """Five wrong codes."""
    with rooms.engine.begin() as connection:
        connection.execute(table(InvitationRow).update().where(InvitationRow.id == invitation).values(code_tries=5))


def test_a_second_adult_is_added_once_however_often_the_form_is_sent(social_workers_desk, rooms, conference):
    page = social_workers_desk.get(f"/staff/conferences/{conference}/invite")
    fields = {**MS_WINTER, "called": "Mr Field", "phone": "07700 900456", "once": hidden(page, "once")}

    for _ in range(2):
        page = social_workers_desk.submit(f"/staff/conferences/{conference}/invite", fields)

    assert "Nothing is sent yet" in words(page)
    assert len(rooms.desk.cases.case(conference).invited) == 2


def test_two_adults_with_one_phone_are_warned_of(social_workers_desk, rooms, conference):
    mr_field = {**MS_WINTER, "called": "Mr Field", "email": "field@example.org"}
    page = social_workers_desk.submit(f"/staff/conferences/{conference}/invite", mr_field)

    told = words(page)
    assert "have the same phone number or e-mail address" in told
    assert "Whoever has this phone or mailbox could read both links." in told
    assert "Ms Winter and Mr Field" in told or "Mr Field and Ms Winter" in told


def test_two_adults_with_phones_of_their_own_are_not(social_workers_desk, conference):
    mr_field = {**MS_WINTER, "called": "Mr Field", "phone": "07700 900456", "email": "field@example.org"}
    page = social_workers_desk.submit(f"/staff/conferences/{conference}/invite", mr_field)

    assert "the same phone number" not in words(page)


def test_what_is_wrong_of_an_adult_is_told_and_what_was_typed_stays(social_workers_desk, ms_winter):
    path = f"/staff/invitations/{ms_winter}/change"
    page = social_workers_desk.submit(path, {**MS_WINTER, "phone": "01904 551550", "version": "1"})

    assert page.status_code == 422
    assert "Mobile number is a landline, which gets no text messages." in words(page)
    assert 'value="01904 551550"' in page.text
    assert 'value="email" checked' in page.text


def test_a_change_is_kept_and_sent_twice_is_one(social_workers_desk, rooms, conference, ms_winter):
    path = f"/staff/invitations/{ms_winter}/change"
    fields = {**MS_WINTER, "called": "Mrs Winter", "version": hidden(social_workers_desk.get(path), "version")}

    first, second = social_workers_desk.submit(path, fields), social_workers_desk.submit(path, fields)

    assert first.url == second.url
    invited = invited_of(rooms, conference, "Mrs Winter")
    assert invited.invitation.version == 2


def test_who_changes_an_adult_a_moment_too_late_is_shown_both(social_workers_desk, managers_desk, rooms, ms_winter):
    path = f"/staff/invitations/{ms_winter}/change"
    version = hidden(social_workers_desk.get(path), "version")
    managers_desk.submit(path, {**MS_WINTER, "called": "Mrs Winter", "version": version})

    page = social_workers_desk.submit(path, {**MS_WINTER, "called": "Hania Winter", "version": version})

    assert page.status_code == 409
    assert "What to call them Mrs Winter" in words(page)
    assert 'value="Hania Winter"' in page.text


def test_a_form_can_go_straight_on_to_sending(social_workers_desk, ms_winter):
    path = f"/staff/invitations/{ms_winter}/change"
    page = social_workers_desk.submit(path, {**MS_WINTER, "version": "1", "then": "send"})

    assert page.url.path == f"/staff/invitations/{ms_winter}/send"


def test_the_code_is_shown_once_more_on_being_asked_and_that_is_written_down(social_workers_desk, rooms, ms_winter):
    code = code_on(send(social_workers_desk, ms_winter))

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/code")

    assert code_on(page) == code
    actions = [line.action for line in rooms.desk.audit.newest("york", most=10)]
    assert actions.count("code_seen") == 2  # the first time it was shown with the sending


def test_no_address_shows_a_code(social_workers_desk, conference, ms_winter):
    code = code_on(send(social_workers_desk, ms_winter))
    paths = (
        "/staff",
        "/staff/messages",
        f"/staff/conferences/{conference}",
        f"/staff/invitations/{ms_winter}/send",
        f"/staff/invitations/{ms_winter}/sent",
        f"/staff/invitations/{ms_winter}/code",
    )
    for path in paths:
        page = social_workers_desk.get(path)
        assert code not in page.text
        assert f"{code[:3]} {code[3:]}" not in page.text


def test_before_a_link_there_is_no_code(social_workers_desk, ms_winter):
    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/code")

    assert "There is no code to tell" in words(page)


def test_a_locked_adult_is_given_a_new_code_and_the_link_stays(social_workers_desk, rooms, conference, ms_winter):
    code = code_on(send(social_workers_desk, ms_winter))
    lock(rooms, ms_winter)
    assert "Locked after five wrong codes: give a new code" in words(social_workers_desk.get("/staff"))
    links = invited_of(rooms, conference).invitation.links

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/unlock")

    assert code_on(page) != code
    now = invited_of(rooms, conference).invitation
    assert (now.locked, now.links) == (False, links)


def test_unlocking_twice_keeps_the_code_that_was_told(social_workers_desk, rooms, ms_winter):
    send(social_workers_desk, ms_winter)
    lock(rooms, ms_winter)
    code = code_on(social_workers_desk.submit(f"/staff/invitations/{ms_winter}/unlock"))

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/unlock")

    assert "It is not locked any more." in words(page)
    assert code_on(social_workers_desk.submit(f"/staff/invitations/{ms_winter}/code")) == code


def test_a_link_is_taken_back_after_being_asked(social_workers_desk, rooms, conference, ms_winter):
    send(social_workers_desk, ms_winter)
    page = social_workers_desk.get(f"/staff/invitations/{ms_winter}/withdraw")
    assert not invited_of(rooms, conference).invitation.withdrawn

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/withdraw", {"links": hidden(page, "links")})

    assert "Taken back. Whoever came in by the link is out." in words(page)
    assert invited_of(rooms, conference).invitation.withdrawn


def test_an_old_page_does_not_take_back_a_newer_link(social_workers_desk, rooms, conference, ms_winter):
    send(social_workers_desk, ms_winter)
    links = hidden(social_workers_desk.get(f"/staff/invitations/{ms_winter}/withdraw"), "links")
    send(social_workers_desk, ms_winter)

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/withdraw", {"links": links})

    assert page.status_code == 409
    assert not invited_of(rooms, conference).invitation.withdrawn


@pytest.mark.parametrize("path", ["change", "send", "sent", "withdraw"])
def test_another_councils_parent_looks_like_one_that_never_was(mertons_desk, ms_winter, path):
    theirs = mertons_desk.get(f"/staff/invitations/{ms_winter}/{path}")
    nobodys = mertons_desk.get(f"/staff/invitations/{uuid4()}/{path}")

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text == nobodys.text


@pytest.mark.parametrize("path", ["change", "send", "withdraw", "code", "unlock", "letter", "shared", "shared.pdf"])
def test_another_council_does_nothing_to_them(mertons_desk, rooms, conference, ms_winter, path):
    before = rooms.desk.cases.case(conference)

    answer = mertons_desk.submit(
        f"/staff/invitations/{ms_winter}/{path}", {**MS_WINTER, "version": "1", "links": "1", "way": ["sms"]}
    )

    assert answer.status_code == 404
    assert rooms.desk.cases.case(conference) == before


def test_a_form_without_its_token_does_nothing(social_workers_desk, rooms, conference, ms_winter):
    answer = social_workers_desk.post(f"/staff/invitations/{ms_winter}/withdraw", data={"links": "1"})

    assert answer.status_code == 403
    assert not invited_of(rooms, conference).invitation.withdrawn
