"""A text is kept once, thought about by one process at a time, and answered once, whatever dies in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.outbox import StoredOutbox, put
from bot.adapters.database.phones import StoredPhones
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.texting_tables import InboundTextRow
from bot.adapters.database.writing import writing
from bot.languages import Language
from bot.outreach.message import State
from bot.texting.inbound import Heard, Said
from bot.texting.phone import PhoneOvertaken
from tests.outreach.messages import a_message
from tests.texting.messages import BILAL, NOW, ZAHRA, a_reply, a_text

MINUTE = timedelta(minutes=1)


@pytest.fixture
def inbox(engine):
    return StoredInbox(engine)


@pytest.fixture
def phones(engine):
    return StoredPhones(engine)


@pytest.fixture
def outbox(engine):
    return StoredOutbox(engine)


@pytest.fixture
def answer(inbox, phones):
    """Answer a text that is there; what changes of the phone by it is given."""

    def one(text, *answers, at=NOW, **changed):
        inbox.settle([text], replace(phones.find(text.number), **changed), answers, at=at)

    return one


def in_outbox(engine):
    with engine.connect() as connection:
        rows = connection.execute(select(OutboxRow.intent, OutboxRow.state, OutboxRow.problem, OutboxRow.body))
        return {row.intent: (State(row.state), row.problem, row.body) for row in rows}


def test_a_text_waits_as_it_came(inbox):
    text = a_text("kiedy?\x00 \ud83d", sent_at=NOW - MINUTE, opted_out=True, wordless=True)

    assert inbox.put(text)

    (kept,) = inbox.waiting(ZAHRA)
    assert replace(kept, provider_id="") == replace(text, provider_id="")
    assert kept.provider_id != text.provider_id  # in a copied database it would lead to the words


def test_a_text_that_its_provider_sends_again_is_kept_once_even_when_it_was_answered(inbox, answer):
    text = a_text()
    again = replace(text, id=uuid4())

    assert (inbox.put(text), inbox.put(again)) == (True, False)
    answer(text)

    assert not inbox.put(again)
    assert inbox.waiting(ZAHRA) == ()


def test_two_providers_may_name_their_texts_alike(inbox):
    text = a_text()

    assert inbox.put(text)
    assert inbox.put(replace(text, id=uuid4(), provider="twilio"))


def test_a_provider_that_calls_many_times_at_once_is_heard_once(inbox):
    text = a_text()

    with ThreadPoolExecutor(8) as callers:
        kept = list(callers.map(lambda _: inbox.put(replace(text, id=uuid4())), range(8)))

    assert sorted(kept) == [False] * 7 + [True]
    assert len(inbox.waiting(ZAHRA)) == 1


def test_texts_that_overtook_each_other_wait_in_the_order_in_which_they_were_sent(inbox):
    second = a_text("two", sent_at=NOW - MINUTE, received_at=NOW)
    first = a_text("one", sent_at=NOW - 2 * MINUTE, received_at=NOW + MINUTE)
    for text in (second, first, a_text(number=BILAL)):
        inbox.put(text)

    assert [text.body for text in inbox.waiting(ZAHRA)] == ["one", "two"]


def test_who_waits_longest_is_thought_about_first_and_by_one(inbox):
    inbox.put(a_text(received_at=NOW))
    inbox.put(a_text(number=BILAL, received_at=NOW - MINUTE))
    inbox.put(a_text(number=BILAL, received_at=NOW + MINUTE))

    assert [inbox.lease(now=NOW, seconds=60) for _ in range(3)] == [BILAL, ZAHRA, None]


def test_a_phone_that_nobody_finished_with_comes_up_again_when_its_time_is_over(inbox):
    inbox.put(a_text())

    assert inbox.lease(now=NOW, seconds=60) == ZAHRA
    assert inbox.lease(now=NOW + timedelta(seconds=59), seconds=60) is None
    assert inbox.lease(now=NOW + MINUTE, seconds=60) == ZAHRA


def test_a_phone_that_was_given_back_comes_up_if_something_waits(inbox, answer):
    text = a_text()
    inbox.put(text)
    inbox.lease(now=NOW, seconds=60)
    inbox.release(ZAHRA)
    assert inbox.lease(now=NOW, seconds=60) == ZAHRA

    answer(text)
    inbox.release(ZAHRA)

    assert inbox.lease(now=NOW, seconds=60) is None


def test_two_processes_never_think_about_the_same_phone(inbox):
    numbers = [f"+4477009{place:05}" for place in range(40)]
    for number in numbers:
        inbox.put(a_text(number=number))

    def take_all(_):
        taken = []
        while (number := inbox.lease(now=NOW, seconds=600)) is not None:
            taken.append(number)
        return taken

    with ThreadPoolExecutor(4) as processes:
        taken = [number for each in processes.map(take_all, range(4)) for number in each]

    assert sorted(taken) == numbers


def test_an_answered_text_leaves_its_answers_and_nothing_to_read(engine, inbox, answer):
    text = a_text()
    inbox.put(text)

    answer(text, a_reply(text), a_reply(text, "Room 2", 1), language=Language.URDU)

    assert inbox.waiting(ZAHRA) == ()
    assert [body for _, _, body in in_outbox(engine).values()] == ["On 18 March", "Room 2"]
    with engine.connect() as connection:
        row = connection.execute(select(InboundTextRow.number, InboundTextRow.body, InboundTextRow.settled_at)).one()
    assert tuple(row) == (None, None, NOW)


def test_an_answer_that_cannot_be_kept_leaves_the_text_waiting_and_the_phone_as_it_was(engine, inbox, phones):
    text = a_text()
    inbox.put(text)
    before = phones.find(ZAHRA)
    broken = replace(a_reply(text), created_at=NOW.replace(tzinfo=None))

    with pytest.raises(Exception, match="without a zone"):
        inbox.settle([text], replace(before, greeted=True), [a_reply(text, number=1), broken], at=NOW)

    assert len(inbox.waiting(ZAHRA)) == 1
    assert phones.find(ZAHRA) == before
    assert in_outbox(engine) == {}


def test_two_who_thought_about_the_same_text_do_not_both_answer_it(engine, inbox, phones):
    """The lease of a slow one ended, and another went on."""
    text, later = a_text(), a_text("and where")
    for one in (text, later):
        inbox.put(one)
    phone = phones.find(ZAHRA)
    inbox.settle([text], phone, [a_reply(text)], at=NOW)

    with pytest.raises(PhoneOvertaken):
        inbox.settle([text, later], replace(phone, greeted=True), [a_reply(text, "On 19 March", 1)], at=NOW)

    assert [body for _, _, body in in_outbox(engine).values()] == ["On 18 March"]
    assert [one.id for one in inbox.waiting(ZAHRA)] == [later.id]
    assert not phones.find(ZAHRA).greeted


def test_an_answer_that_stands_in_the_outbox_is_not_put_there_again(engine, inbox, answer):
    text = a_text()
    inbox.put(text)
    with writing(engine) as connection:
        put(connection, a_reply(text))

    answer(text, a_reply(text, "said anew"))

    assert [body for _, _, body in in_outbox(engine).values()] == ["On 18 March"]


def test_who_wants_no_more_texts_is_sent_the_answer_and_nothing_else(engine, inbox, outbox, answer):
    reminder, others = a_message(intent="reminder"), a_message(intent="others", address=BILAL)
    text = a_text("no texts")
    inbox.put(text)
    with writing(engine) as connection:
        for message in (reminder, others):
            put(connection, message)

    answer(text, a_reply(text, "No more texts."), stopped_at=NOW)

    assert in_outbox(engine)["reminder"][:2] == (State.DROPPED, "stopped")
    assert {message.address for message in outbox.claim(now=NOW, most=5)} == {ZAHRA, BILAL}
    assert in_outbox(engine)[f"reply:{text.id}:0"][0] is State.SENDING


def test_what_is_written_after_a_stop_is_dropped_until_they_come_back(engine, inbox, outbox, answer):
    text, back = a_text("no texts"), a_text("back")
    inbox.put(text)
    answer(text, stopped_at=NOW)
    with writing(engine) as connection:
        put(connection, a_message(intent="link"))

    assert outbox.claim(now=NOW, most=5) == ()
    assert in_outbox(engine)["link"][:2] == (State.DROPPED, "stopped")

    inbox.put(back)
    answer(back, stopped_at=None)
    with writing(engine) as connection:
        put(connection, a_message(intent="another link"))
    assert [message.intent for message in outbox.claim(now=NOW, most=5)] == ["another link"]


def test_a_machine_that_repeats_itself_is_told_by_its_words_which_are_gone(inbox, answer):
    first = a_text("Out of  OFFICE ", received_at=NOW - MINUTE)
    inbox.put(first)
    answer(first)
    text = a_text("out of office")
    for one in (text, a_text("hello"), a_text("out of office", number=BILAL)):
        inbox.put(one)
    inbox.put(a_text("out of office", received_at=NOW - 90 * MINUTE))

    assert inbox.heard(text, since=NOW - 60 * MINUTE) == Heard(all=3, same=2)


def test_all_that_a_network_counts_is_counted(engine, inbox, outbox):
    text = a_text()
    messages = [a_reply(text), a_reply(text, number=1), a_message(body="your link"), a_message(address=BILAL)]
    with writing(engine) as connection:
        for message in messages:
            put(connection, message)
    for message in outbox.claim(now=NOW, most=5):
        outbox.sent(message.id, provider="notify", provider_id=None, at=NOW)

    assert inbox.said(ZAHRA, "on 18  march", since=NOW) == Said(all=3, same=2)
    assert inbox.said(ZAHRA, "On 18 March", since=NOW + MINUTE) == Said(all=0, same=0)


def test_what_was_dropped_is_not_counted(engine, inbox, outbox):
    with writing(engine) as connection:
        put(connection, a_message(not_after=NOW - MINUTE))
    outbox.claim(now=NOW, most=1)

    assert inbox.said(ZAHRA, "anything", since=NOW) == Said(all=0, same=0)


def test_a_robot_that_says_our_own_words_back_is_noticed(engine, inbox):
    with writing(engine) as connection:
        put(connection, a_reply(a_text(), "Your meeting is on 18 March."))

    echo = a_text("your meeting is\non 18 March. ")
    assert inbox.echoes(echo, since=NOW - MINUTE)
    assert not inbox.echoes(a_text("is my meeting on 18 March?"), since=NOW - MINUTE)
    assert not inbox.echoes(replace(echo, number=BILAL), since=NOW - MINUTE)
    assert not inbox.echoes(echo, since=NOW + MINUTE)
