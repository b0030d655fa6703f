"""Reminders: to whom, when, and once; in the outbox of a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import select, update

from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.numbers import hash_of_number
from bot.adapters.database.outbox import StoredOutbox, drop_waiting
from bot.adapters.database.phones import make
from bot.adapters.database.reminding import Reminding
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import ConferenceRow, InvitationRow, table
from bot.adapters.database.texting_tables import PhoneRow
from bot.conferences.calendar import LONDON
from bot.conferences.conference import Conference
from bot.conferences.deadlines import DeadlineName, Rule, deadlines
from bot.conferences.invitation import Contact, Way
from bot.languages import Language
from bot.outreach.message import Channel, MessageKind, State
from bot.outreach.quiet_hours import QuietHours
from bot.outreach.reminders import ONLY_IF_AGREED, is_reminded, reminders
from bot.outreach.texts import ReplyTo
from bot.text.durations import Duration, Unit
from tests.outreach.people import EMAIL, NOW, PHONE, zahra
from tests.stores import a_conference

QUIET = QuietHours(time(20), time(9))
FIVE, ONE, OWN = MessageKind.REMINDER_FIVE_DAYS, MessageKind.REMINDER_ONE_DAY, MessageKind.REMINDER_OWN_WRITING


def london(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON).astimezone(timezone.utc)


def own_writing(conference: Conference):
    rule = Rule("own_writing_to_chair_before", Duration(2, Unit.WORKING_DAYS), "exact")
    return next(one for one in deadlines(conference, [rule]) if one.name is DeadlineName.OWN_WRITING)


def span(reminder) -> tuple[str, str]:
    return tuple(f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}" for moment in (reminder.due_at, reminder.not_after))


# When.


def test_she_is_reminded_five_days_and_one_day_before_in_the_morning():
    five, one = reminders(a_conference(), None, QUIET)

    assert (five.kind, span(five)) == (FIVE, ("2027-03-13 10:00", "2027-03-13 20:00"))
    assert (one.kind, span(one)) == (ONE, ("2027-03-17 10:00", "2027-03-17 20:00"))


def test_her_own_writing_two_days_before_it_is_due_where_the_guide_gives_a_day():
    *_, own = reminders(a_conference(), own_writing(a_conference()), QUIET)

    assert (own.kind, own.on) == (OWN, date(2027, 3, 16))
    assert span(own) == ("2027-03-14 10:00", "2027-03-14 20:00")


def test_when_the_clocks_change_in_between_it_is_still_ten_in_the_morning():
    """The clocks go forward on 28 March 2027."""
    five, one = reminders(a_conference(starts_at=london("2027-03-29 10:00")), None, QUIET)

    assert (five.due_at.hour, one.due_at.hour) == (10, 9)
    assert [span(reminder)[0][11:] for reminder in (five, one)] == ["10:00", "10:00"]


@pytest.mark.parametrize(
    ("quiet", "first", "last"),
    [
        pytest.param((time(20), time(9)), "10:00", "20:00", id="as it is set by itself"),
        pytest.param((time(22), time(11, 30)), "11:30", "22:00", id="a long night: as soon as it ends"),
        pytest.param((time(8), time(0)), "00:00", "08:00", id="quiet from eight on: before, and on the same day"),
        pytest.param((time(9), time(13)), "13:00", "00:00", id="quiet in the morning only"),
        pytest.param((time(0), time(0)), "10:00", "00:00", id="never quiet"),
    ],
)
def test_whatever_hours_are_quiet_the_day_before_stays_the_day_before(quiet, first, last):
    due_at, not_after = QuietHours(*quiet).on_day(date(2027, 3, 17), time(10))

    assert f"{due_at.astimezone(LONDON):%Y-%m-%d %H:%M}" == f"2027-03-17 {first}"
    assert f"{not_after.astimezone(LONDON):%H:%M}" == last


def test_the_first_moment_that_is_not_quiet():
    assert QUIET.after(london("2027-03-01 20:00")) == london("2027-03-02 09:00")
    assert QUIET.after(london("2027-03-02 03:00")) == london("2027-03-02 09:00")
    assert QUIET.after(london("2027-03-02 09:00")) == london("2027-03-02 09:00")
    assert QUIET.after(london("2027-03-02 19:59")) == london("2027-03-02 19:59")


# Who.


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"agreed": False}, id="who said no"),
        pytest.param({"agreed": None}, id="who was never asked"),
        pytest.param({"opened_at": None}, id="who has not opened the link"),
        pytest.param({"withdrawn": True}, id="whose link was taken back"),
    ],
)
def test_nobody_else_is_reminded(changed):
    now = london("2027-03-13 12:00")

    assert is_reminded(zahra(), a_conference(), now)
    assert not is_reminded(zahra(**changed), a_conference(), now)


def test_of_a_meeting_that_is_cancelled_or_has_begun_nobody_is_reminded():
    now = london("2027-03-13 12:00")

    assert not is_reminded(zahra(), replace(a_conference(), cancelled_at=now), now)
    assert not is_reminded(zahra(), a_conference(), a_conference().starts_at)


# In the outbox.


@pytest.fixture
def mother(conference, invitations: StoredInvitations):
    """Zahra, invited to the conference and come in."""
    invitation = zahra(conference=conference)
    invitations.add(invitation, token_hash="x", code="123456")
    return invitation


@pytest.fixture
def reminding(engine) -> Reminding:
    return Reminding(engine, quiet=QUIET, own_writing=own_writing)


def outbox(engine, mother):
    return {one.kind: one for one in StoredOutbox(engine).of_invitation(mother.id)}


def change(engine, row, id, **values) -> None:
    with engine.begin() as connection:
        connection.execute(update(table(row)).where(row.id == id).values(**values))


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        ("2027-03-13 09:59", set()),
        ("2027-03-13 10:00", {FIVE}),
        ("2027-03-13 19:59", {FIVE}),
        ("2027-03-13 20:00", set()),
        ("2027-03-14 12:00", {OWN}),
        ("2027-03-17 12:00", {ONE}),
        ("2027-03-18 09:30", set()),
        ("2027-03-19 12:00", set()),
    ],
)
def test_what_is_due_is_written_and_nothing_else(engine, reminding, mother, now, kinds):
    assert reminding.plan(london(now)) == len(kinds)
    assert set(outbox(engine, mother)) == kinds


def test_run_again_and_again_each_reminder_is_there_once(engine, reminding, mother):
    """Every three hours here, to be quick; each time twice, as two workers would."""
    hours = [london("2027-03-12 00:30") + timedelta(hours=hour) for hour in range(0, 7 * 24, 3)]
    written = sum(reminding.plan(hour) + reminding.plan(hour) for hour in hours)

    assert written == len(outbox(engine, mother)) == 3


def test_a_reminder_goes_by_text_first_at_once_and_not_after_its_day(engine, reminding, mother):
    now = london("2027-03-17 12:00")
    reminding.plan(now)

    message = outbox(engine, mother)[ONE]
    assert (message.channel, message.address, message.language) == (Channel.SMS, PHONE, Language.URDU)
    assert (message.due_at, message.not_after) == (now, london("2027-03-17 20:00"))
    assert message.intent == f"reminder_one_day:{mother.id}:2027-03-18T10:00Z"
    assert StoredOutbox(engine).claim(now=london("2027-03-17 20:01"), most=9) == ()


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        pytest.param(Contact(PHONE, EMAIL, frozenset({Way.EMAIL})), EMAIL, id="only e-mail is safe"),
        pytest.param(Contact(PHONE, EMAIL, frozenset({Way.CALL, Way.LETTER})), None, id="neither is safe"),
        pytest.param(Contact(None, None, frozenset({Way.SMS, Way.EMAIL})), None, id="there is no address"),
    ],
)
def test_nothing_goes_a_way_that_is_not_safe(engine, reminding, mother, contact, address):
    ways = ",".join(way.value for way in contact.ways)
    change(engine, InvitationRow, mother.id, phone=contact.phone, email=contact.email, ways=ways)
    reminding.plan(london("2027-03-17 12:00"))

    assert [message.address for message in outbox(engine, mother).values()] == ([address] if address else [])


@pytest.mark.parametrize("email", [EMAIL, None], ids=["with e-mail", "without"])
def test_a_phone_that_asked_for_no_more_texts_is_reminded_by_e_mail_or_not_at_all(engine, reminding, mother, email):
    change(engine, InvitationRow, mother.id, email=email, ways="email,sms")
    with engine.begin() as connection:
        make(connection, hash_of_number(connection, PHONE))
        connection.execute(table(PhoneRow).update().values(stopped_at=NOW))

    reminding.plan(london("2027-03-17 12:00"))

    assert [message.address for message in outbox(engine, mother).values()] == ([email] if email else [])


@pytest.mark.parametrize("stop", [None, "NO TEXTS"], ids=["page only", "by text too"])
def test_a_reminder_names_the_word_that_stops_it_where_we_can_be_texted(engine, mother, stop):
    reply_to = ReplyTo("+447700900999", lambda _: stop) if stop else None
    Reminding(engine, quiet=QUIET, own_writing=own_writing, reply_to=reply_to).plan(london("2027-03-17 12:00"))

    (message,) = outbox(engine, mother).values()
    assert ("NO TEXTS" in message.body) is bool(stop)


@pytest.mark.parametrize(
    "changed", [{"agreed": False}, {"agreed": None}, {"opened_at": None}, {"withdrawn": True}], ids=str
)
def test_whoever_is_not_to_be_reminded_is_not_in_the_outbox(engine, reminding, mother, changed):
    change(engine, InvitationRow, mother.id, **changed)

    assert reminding.plan(london("2027-03-17 12:00")) == 0


def test_a_meeting_that_moved_is_reminded_of_anew_and_the_old_day_no_more(engine, reminding, mother, conference):
    now = london("2027-03-17 12:00")
    reminding.plan(now)
    with engine.begin() as connection:  # as whoever moves it does, in one transaction
        moved = update(table(ConferenceRow)).where(ConferenceRow.id == conference.id)
        connection.execute(moved.values(starts_at=london("2027-03-25 10:00")))
        drop_waiting(connection, mother.id, ONLY_IF_AGREED)

    assert reminding.plan(now) == 0
    assert outbox(engine, mother)[ONE].state is State.DROPPED
    assert reminding.plan(london("2027-03-24 12:00")) == 1
    with engine.connect() as connection:
        intents = connection.scalars(select(OutboxRow.intent).where(OutboxRow.kind == ONE.value)).all()
    assert sorted(intent[-17:] for intent in intents) == ["2027-03-18T10:00Z", "2027-03-25T10:00Z"]


def test_a_cancelled_meeting_is_reminded_of_no_more(engine, reminding, mother, conference):
    change(engine, ConferenceRow, conference.id, cancelled_at=london("2027-03-12 12:00"))

    assert reminding.plan(london("2027-03-17 12:00")) == 0


def test_a_council_whose_guide_gives_no_day_for_it_reminds_of_no_writing(engine, mother):
    reminding = Reminding(engine, quiet=QUIET, own_writing=lambda _: None)

    assert reminding.plan(london("2027-03-14 12:00")) == 0


def test_whoever_says_no_gets_nothing_that_is_still_waiting(engine, reminding, mother, invitations):
    now = london("2027-03-17 12:00")
    reminding.plan(now)
    invitations.agree(mother.id, False)

    assert outbox(engine, mother)[ONE].state is State.DROPPED
    assert StoredOutbox(engine).claim(now=now, most=9) == ()
    assert invitations.get(mother.id).agreed is False


def test_what_the_parent_says_makes_an_open_form_of_the_desks_out_of_date(mother, invitations):
    """Else the social worker who changes the number would put back what it showed before."""
    invitations.agree(mother.id, False)

    assert invitations.get(mother.id).version == mother.version + 1
