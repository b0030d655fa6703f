"""Every message is handed to one sender, is kept until its fate is known, and is not readable in a stolen file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from bot.adapters.database.casework import StoredCases
from bot.adapters.database.conferences import StoredConferences
from bot.adapters.database.outbox import StoredOutbox, drop_waiting, put
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.writing import writing
from bot.outreach.message import Channel, MessageKind, State
from tests.outreach.messages import NOW, TOKEN, a_message

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(engine):
    return StoredOutbox(engine)


@pytest.fixture
def written(engine):
    def write(*messages):
        with writing(engine) as connection:
            return [put(connection, message) for message in messages]

    return write


def test_of_two_messages_for_the_same_reason_one_is_kept(outbox, written):
    first, second = a_message(intent="link:one:1"), a_message(intent="link:one:1")

    assert written(first, second) == [True, False]
    assert outbox.of_council("york", most=10) == (first,)


def test_a_change_that_fails_leaves_no_message_behind(engine, outbox):
    def change_and_fail():
        with writing(engine) as connection:
            put(connection, a_message())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()

    assert outbox.of_council("york", most=10) == ()


def test_what_is_due_is_handed_out_oldest_first_and_once(outbox, written):
    late, early, not_yet = a_message(), a_message(due_at=NOW - MINUTE), a_message(due_at=NOW + MINUTE)
    written(late, early, not_yet)

    assert [message.id for message in outbox.claim(now=NOW, most=5)] == [early.id, late.id]
    assert outbox.claim(now=NOW, most=5) == ()


def test_two_workers_at_once_never_get_the_same_message(outbox, written):
    messages = [a_message() for _ in range(60)]
    written(*messages)

    def take_all(_):
        taken = []
        while claimed := outbox.claim(now=NOW, most=1):
            taken += [message.id for message in claimed]
        return taken

    with ThreadPoolExecutor(4) as workers:
        taken = [id for each in workers.map(take_all, range(4)) for id in each]

    assert sorted(taken) == sorted(message.id for message in messages)


def test_a_reminder_of_yesterday_is_dropped(outbox, written):
    message = a_message(kind=MessageKind.REMINDER_ONE_DAY, not_after=NOW - MINUTE)
    written(message)

    assert outbox.claim(now=NOW, most=5) == ()
    assert outbox.of_council("york", most=1)[0].state is State.DROPPED


def test_what_a_dead_worker_held_is_found_once_and_only_after_a_while(outbox, written):
    message = a_message()
    written(message)
    outbox.claim(now=NOW, most=1)

    assert outbox.stranded(now=NOW + MINUTE, after_seconds=120) == ()
    found = outbox.stranded(now=NOW + 3 * MINUTE, after_seconds=120)
    assert [one.id for one in found] == [message.id]
    assert outbox.stranded(now=NOW + 3 * MINUTE, after_seconds=120) == ()


def test_once_a_link_was_sent_nobody_reads_it_in_the_outbox(outbox, written):
    message = a_message()
    written(message)
    outbox.claim(now=NOW, most=1)

    outbox.sent(message.id, provider="notify", provider_id="n-1", at=NOW)

    (kept,) = outbox.of_council("york", most=1)
    assert kept.state is State.SENT
    assert kept.body == "Your meeting: https://beforehand.example/l/… آپ کی ملاقات"


def test_at_the_console_the_link_stays_because_it_is_read_there(outbox, written):
    message = a_message()
    written(message)
    outbox.claim(now=NOW, most=1)

    outbox.sent(message.id, provider="console", provider_id=None, at=NOW)

    assert TOKEN in outbox.of_council("york", most=1)[0].body


def test_a_message_that_was_not_taken_comes_up_again_when_it_is_due(outbox, written):
    message = a_message()
    written(message)
    outbox.claim(now=NOW, most=1)

    outbox.try_again(message.id, problem="not_reached", due_at=NOW + MINUTE)

    assert outbox.claim(now=NOW, most=1) == ()
    (again,) = outbox.claim(now=NOW + MINUTE, most=1)
    assert (again.attempts, again.problem, again.body) == (2, "not_reached", message.body)


@pytest.mark.parametrize(
    ("news", "stands"),
    [
        pytest.param([State.SENT, State.DELIVERED], State.DELIVERED, id="as it happens"),
        pytest.param([State.DELIVERED, State.SENT], State.DELIVERED, id="out of order"),
        pytest.param([State.DELIVERED, State.FAILED], State.DELIVERED, id="failed after delivered"),
        pytest.param([State.FAILED, State.DELIVERED], State.DELIVERED, id="delivered after all"),
        pytest.param([State.FAILED, State.SENT], State.FAILED, id="an old receipt"),
    ],
)
def test_receipts_out_of_order_never_undo_what_is_known(outbox, written, news, stands):
    message = a_message()
    written(message)
    outbox.claim(now=NOW, most=1)
    outbox.sent(message.id, provider="notify", provider_id="n-1", at=NOW)

    for state in news:
        problem = "not_there" if state is State.FAILED else None
        assert outbox.receipt(provider="notify", provider_id="n-1", state=state, problem=problem, at=NOW)

    assert outbox.of_council("york", most=1)[0].state is stands


def test_a_receipt_that_is_quicker_than_the_answer_counts(outbox, written):
    """Notify may tell us that it was delivered before its own answer to us is written down."""
    message = a_message()
    written(message)
    outbox.claim(now=NOW, most=1)

    outbox.receipt(
        provider="notify", provider_id="n-1", state=State.DELIVERED, problem=None, at=NOW + MINUTE, id=message.id
    )
    outbox.sent(message.id, provider="notify", provider_id="n-1", at=NOW + 2 * MINUTE)
    outbox.failed(message.id, problem="late", at=NOW)

    (kept,) = outbox.of_council("york", most=1)
    assert (kept.state, kept.provider_id, kept.sent_at) == (State.DELIVERED, "n-1", NOW + MINUTE)
    assert TOKEN not in kept.body


def test_a_receipt_for_a_message_we_never_sent_changes_nothing(outbox, written):
    written(a_message())

    assert not outbox.receipt(
        provider="notify", provider_id="?", state=State.DELIVERED, problem=None, at=NOW, id=uuid4()
    )
    assert not outbox.receipt(provider="notify", provider_id="?", state=State.DELIVERED, problem=None, at=NOW)
    assert outbox.counts()[State.QUEUED] == 1


def test_a_meeting_that_moves_takes_back_its_reminders_and_nothing_else(engine, outbox, written, invited):
    invitation, _ = invited
    kind = MessageKind.REMINDER_ONE_DAY
    waiting = a_message(kind=kind, invitation_id=invitation.id, due_at=NOW + MINUTE)
    going = a_message(kind=kind, invitation_id=invitation.id)
    link, another = a_message(invitation_id=invitation.id, due_at=NOW + MINUTE), a_message(kind=kind)
    written(waiting, going)
    outbox.claim(now=NOW, most=1)
    written(link, another)

    with writing(engine) as connection:
        assert drop_waiting(connection, invitation.id, [kind]) == 1

    outbox.try_again(going.id, problem="interrupted", due_at=NOW)
    handed_out = outbox.claim(now=NOW + MINUTE, most=9)
    assert {message.id for message in handed_out} == {link.id, another.id}
    states = {message.id: message.state for message in outbox.of_invitation(invitation.id)}
    assert (states[waiting.id], states[going.id]) == (State.DROPPED, State.DROPPED)


def test_messages_go_with_the_conference_they_are_about(engine, outbox, written, invited, conference):
    invitation, _ = invited
    written(a_message(invitation_id=invitation.id))

    with writing(engine) as connection:
        connection.execute(text("DELETE FROM conferences"))

    assert StoredConferences(engine).get(conference.id) is None
    assert outbox.of_council("york", most=9) == ()


def test_what_a_case_system_was_told_long_ago_is_forgotten(outbox, written):
    told, waiting = (
        a_message(channel=Channel.WEBHOOK, kind=MessageKind.EVENT, created_at=NOW - timedelta(days=40), due_at=due)
        for due in (NOW, NOW + MINUTE)
    )
    written(told, waiting)
    outbox.claim(now=NOW, most=1)
    outbox.sent(told.id, provider="case_system", provider_id=None, at=NOW)

    assert outbox.forget_old(before=NOW - timedelta(days=28)) == 1
    assert [message.id for message in outbox.of_council("york", most=9)] == [waiting.id]


def test_a_stolen_database_tells_no_number_and_no_words(engine, written):
    message = a_message(subject="Your meeting")
    written(message)

    with engine.connect() as connection:
        row = repr(connection.execute(text("SELECT * FROM outbox")).all())

    assert not [secret for secret in (message.address, "07700", TOKEN, "Your meeting") if secret in row]


def a_reply(**changed):
    usual = {"intent": f"reply:{uuid4()}:0", "kind": MessageKind.REPLY, "body": "The chair is Judith Marlow."}
    return a_message(**{**usual, **changed})


def what_is_kept(engine, id):
    with engine.connect() as connection:
        row = connection.execute(select(OutboxRow.state, OutboxRow.body).where(OutboxRow.id == id)).one()
    return State(row.state), row.body


def sent(outbox, message):
    outbox.sent(message.id, provider="notify", provider_id="n-1", at=NOW)


def printed_here(outbox, message):
    outbox.sent(message.id, provider="console", provider_id=None, at=NOW)


def failed(outbox, message):
    outbox.failed(message.id, problem="number_wrong", at=NOW)


def unsure(outbox, message):
    outbox.unsure(message.id, problem="line_broke", at=NOW)


@pytest.mark.parametrize(
    ("happens", "state"),
    [(sent, State.SENT), (printed_here, State.SENT), (failed, State.FAILED), (unsure, State.UNSURE)],
)
def test_the_words_of_an_answer_to_a_text_are_gone_once_it_left_us(engine, outbox, written, happens, state):
    reply = a_reply()
    written(reply)
    outbox.claim(now=NOW, most=1)
    assert what_is_kept(engine, reply.id)[1] == reply.body

    happens(outbox, reply)

    assert what_is_kept(engine, reply.id) == (state, "")


def test_an_answer_to_a_text_that_came_too_late_to_be_sent_keeps_no_words_either(engine, outbox, written):
    reply = a_reply(not_after=NOW - MINUTE)
    written(reply)

    outbox.claim(now=NOW, most=1)

    assert what_is_kept(engine, reply.id) == (State.DROPPED, "")


def test_an_answer_that_the_provider_did_not_take_is_sent_again_word_for_word(outbox, written):
    reply = a_reply()
    written(reply)
    outbox.claim(now=NOW, most=1)

    outbox.try_again(reply.id, problem="too_many", due_at=NOW)

    assert [message.body for message in outbox.claim(now=NOW, most=1)] == [reply.body]


def test_the_desk_is_never_shown_an_answer_to_a_text(engine, outbox, written, encryption, conference, invited):
    invitation, _ = invited
    link = a_message(invitation_id=invitation.id)
    written(link, a_reply(invitation_id=invitation.id))

    case = StoredCases(engine, encryption).case(conference.id)

    assert outbox.of_invitation(invitation.id) == (link,)
    assert outbox.of_council("york", most=10) == (link,)
    assert [invited.messages for invited in case.invited] == [(link,)]


@pytest.mark.parametrize("happens", [sent, unsure])
def test_an_old_answer_to_a_text_is_forgotten_whatever_became_of_it(engine, outbox, written, invited, happens):
    reply, link = a_reply(invitation_id=invited[0].id), a_message(invitation_id=invited[0].id)
    written(reply, link)
    outbox.claim(now=NOW, most=2)
    happens(outbox, reply)

    assert outbox.forget_old(before=NOW + MINUTE) == 1
    assert [message.id for message in outbox.of_invitation(invited[0].id)] == [link.id]


def test_a_message_is_known_by_its_providers_name_for_it(outbox, written):
    message = a_message()
    written(message)
    outbox.sent(message.id, provider="twilio", provider_id="SM1", at=NOW)

    assert outbox.knows("twilio", "SM1")
    assert not outbox.knows("twilio", "SM2")
    assert not outbox.knows("notify", "SM1")
