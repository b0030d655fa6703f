"""What a mother texts is kept, answered and settled once: whatever she sends, whatever breaks, whoever dies."""

from __future__ import annotations

from functools import partial
from inspect import iscoroutinefunction

import pytest

from bot.adapters.database.tables import Base
from bot.conversation.memory import Conversation
from bot.conversation.messages import Choice, ConversationId, Door, Reply, Said
from bot.languages import Language
from bot.notes.note import Section
from bot.outreach.message import State
from bot.staff.switches import Part
from bot.texting.answering import Answering
from tests.stores import only_sqlite
from tests.texting.messages import ZAHRA
from tests.texting.street import DANGER, HOUR, MINUTE, SECOND, Broken, Clock, SmallAssistant, Street, has

pytestmark = only_sqlite

LONG = tuple(Said(f"Page {number} begins. {'And so it goes on for long. ' * 7}Page {number} ends.") for number in "123")


# What she wants no more.


@pytest.mark.parametrize(
    "words",
    ["STOP", "stop.", "No texts", "please don't text me any more", "unsubscribe", "wrong number", "nie pisz do mnie"],
)
async def test_whoever_wants_no_more_texts_is_sent_one_goodbye_and_nothing_that_waited(street, hers, words):
    street.deliver()
    street.remind()
    street.sends("who comes?")

    street.sends(words)
    answers = await street.answered()

    assert answers[-1] == "You get no more texts from us. If you want to come back one day, text BACK."
    assert street.phones.stopped(ZAHRA) is not None
    assert street.deliver() == [answers[-1]]


async def test_who_stops_twice_is_told_once(street, hers):
    await street.texts("STOP")

    assert await street.texts("STOP") == []
    assert await street.texts("stop texting me") == []


async def test_who_has_stopped_and_writes_is_told_how_to_come_back_at_most_once_an_hour(street, hers):
    await street.texts("STOP")

    assert has("text BACK", await street.texts("hello"))
    assert await street.texts("hello again") == []
    street.clock.wait(2 * HOUR)
    assert has("text BACK", await street.texts("and again"))


async def test_who_comes_back_is_welcome_and_answered(street, hers):
    await street.texts("STOP")

    assert await street.texts("back") == ["Welcome back. Ask me anything, or text MENU."]
    assert street.phones.stopped(ZAHRA) is None
    assert has("About who comes?", await street.texts("who comes?"))


async def test_a_stopped_phone_that_texts_danger_is_answered_and_it_is_sent(street, hers):
    await street.texts("STOP")
    street.deliver()

    answers = await street.texts(f"help {DANGER}")

    assert "999" in answers[0]
    assert street.deliver() == answers


async def test_whom_the_provider_has_told_goodbye_hears_nothing_from_us(street, hers):
    assert await street.texts("stop", opted_out=True) == []
    assert street.phones.stopped(ZAHRA) is not None


async def test_stop_closes_the_notes_that_were_open(street, hers):
    await street.texts("write")

    await street.texts("STOP")

    assert street.conversation().open_section is None
    assert street.notes(hers) == []


async def test_stop_is_heard_while_the_assistant_is_broken(street, hers, assistant):
    """In words of her own too, which look like a question to us."""
    assistant.broken = True
    street.sends("please don't text me any more")

    assert await street.answering.could_not(ZAHRA, told=False)

    assert street.phones.stopped(ZAHRA) is not None
    assert has("You get no more texts", street.sent())


# What she writes to her notes.


async def test_a_note_is_there_though_the_assistant_breaks_and_once_though_it_is_tried_again(street, hers, assistant):
    await street.texts("write")
    street.sends("He's *7* & shy")
    assistant.broken = True

    for _ in range(2):
        with pytest.raises(Broken):
            await street.answering.answer(ZAHRA)
    await street.answering.could_not(ZAHRA, told=False)

    assert street.notes(hers) == ["He's *7* & shy"]
    assert has("I could not answer that just now.", street.sent())
    assert street.inbox.waiting(ZAHRA) == ()


async def test_a_note_that_could_not_be_answered_at_first_is_answered_and_there_once(street, hers, assistant):
    await street.texts("write")
    street.sends("my note")
    assistant.broken = True
    with pytest.raises(Broken):
        await street.answering.answer(ZAHRA)
    assistant.broken = False

    assert await street.answered() == ["Saved."]
    assert street.notes(hers) == ["my note"]


async def test_a_note_is_kept_while_the_phone_is_over_its_limits(street, hers):
    await street.texts("write")
    for number in range(80):
        street.remind(body=f"Text {number}")

    answers = await street.texts("he shouts at night")

    assert has("That is a lot of texts in one hour.", answers)
    assert street.notes(hers) == ["he shouts at night"]


async def test_notes_are_kept_while_we_are_silent_and_commands_are_none(street, hers):
    await street.texts("write")
    for _ in range(5):
        await street.texts("the same again")
    assert street.phone().silent_until is not None

    assert await street.texts("something new") == []
    assert await street.texts("MEETING") == []
    assert await street.texts("") == []

    assert street.notes(hers) == ["the same again"] * 5 + ["something new"]


async def test_a_note_from_a_phone_that_has_stopped_is_kept(street, hers):
    """She opened her notes on the page since."""
    await street.texts("STOP")
    street.change(open_section=Section.WORRIES)

    await street.texts("he shouts at night")

    assert street.notes(hers) == ["he shouts at night"]


async def test_a_note_is_kept_while_the_council_has_closed_the_chat(street, hers, monkeypatch):
    await street.texts("write")
    monkeypatch.setattr(type(street.rooms), "closed", lambda rooms, council: {Part.CHAT: None})

    answers = await street.texts("he shouts at night")

    assert has("I cannot answer by text just now.", answers)
    assert street.notes(hers) == ["he shouts at night"]


async def test_danger_is_answered_though_the_chat_is_closed(street, hers, monkeypatch):
    monkeypatch.setattr(type(street.rooms), "closed", lambda rooms, council: {Part.CHAT: None})

    answers = await street.texts(f"what if {DANGER}")

    assert "999" in answers[0]
    assert has("I cannot answer by text just now.", answers)


async def test_danger_in_a_note_is_answered_first_and_the_note_is_kept(street, hers):
    await street.texts("write")

    answers = await street.texts(f"sometimes {DANGER}")

    assert answers[0] == "Ring 999."
    assert street.notes(hers) == [f"sometimes {DANGER}"]


async def test_a_question_amid_the_notes_is_answered_and_no_note(street, hers):
    await street.texts("write")

    assert has("About who comes?", await street.texts("who comes?"))
    assert street.notes(hers) == []


# MORE, and numbers.


async def test_more_gives_every_page_once_and_in_order_and_then_what_follows(street, hers, assistant):
    assistant.says["tell me"] = Reply(LONG)

    pages = await street.texts("tell me")
    while street.phone().more:
        pages += await street.texts("more")

    words = " ".join(pages)
    assert [words.count(f"Page {number} begins.") for number in "123"] == [1, 1, 1]
    assert words.index("Page 1 ends.") < words.index("Page 2 begins.") < words.index("Page 3 begins.")
    assert await street.texts("more") == ["You chose more."]


async def test_more_over_the_limits_loses_no_page(street, hers, assistant):
    assistant.says["tell me"] = Reply(LONG)
    await street.texts("tell me")
    for number in range(80):
        street.remind(body=f"Text {number}")

    assert has("a lot of texts", await street.texts("more"))
    street.clock.wait(2 * HOUR)

    (page,) = await street.texts("more")
    assert "Page 2" in page or "Page 1 ends." in page
    assert page not in street.sent()[:-1]


async def test_a_new_answer_leaves_nothing_of_the_old_one_for_more(street, hers, assistant):
    assistant.says["tell me"] = Reply(LONG)
    await street.texts("tell me")
    await street.texts("who comes?")

    assert await street.texts("more") == ["You chose more."]


@pytest.mark.parametrize("digit", ["2", " 2. ", "two", "۲", "২", "Option 2", "dwa", "Where is it?", "2 where is it"])
async def test_a_choice_is_taken_by_its_number_in_any_script_or_by_its_words(street, hers, digit):
    await street.texts("who comes?")

    assert await street.texts(digit) == ["You chose where."]


async def test_a_number_that_was_not_offered_is_told_so(street, hers):
    await street.texts("who comes?")

    assert await street.texts("7") == ["There is no choice with that number. Text MENU to see what you can do."]


async def test_a_number_means_the_newest_list_when_it_was_sent(street, hers, assistant):
    """Her "1" was under way while a new list came."""
    assistant.says["first"] = Reply((Said("First list"),), (Choice("Old", "old"),))
    assistant.says["second"] = Reply((Said("Second list"),), (Choice("New", "new"),))
    await street.texts("first")
    sent_at = street.clock.now + SECOND
    street.clock.wait(MINUTE)
    await street.texts("second")

    assert await street.texts("1", sent_at=sent_at) == ["You chose old."]
    assert await street.texts("1") == ["You chose new."]


async def test_a_number_sent_long_before_any_list_that_we_remember_means_nothing(street, hers, assistant):
    sent_at = street.clock.now
    street.clock.wait(10 * MINUTE)
    for number in range(4):
        assistant.says[f"list {number}"] = Reply((Said(f"List {number}"),), (Choice(f"Choice {number}", f"c{number}"),))
        await street.texts(f"list {number}")

    assert has("There is no choice with that number.", await street.texts("1", sent_at=sent_at))


async def test_a_number_sent_just_after_its_list_is_understood_where_a_provider_s_clock_is_a_little_behind(
    street, hers
):
    await street.texts("who comes?")

    sent_at = street.phone().offers[-1].at - SECOND
    assert await street.texts("1", sent_at=sent_at) == ["You chose who_attends."]


async def test_no_number_picks_from_a_list_that_was_not_sent(street, hers, assistant):
    """She was over her limits when it was made, and never saw it."""
    assistant.says["first"] = Reply((Said("First list"),), (Choice("Old", "old"),))
    assistant.says["second"] = Reply((Said("Second list"),), (Choice("New", "new"),))
    await street.texts("first")
    for number in range(80):
        street.remind(body=f"Text {number}")
    await street.texts("second")
    street.clock.wait(2 * HOUR)

    assert await street.texts("1") == ["You chose old."]


async def test_a_list_from_before_the_code_is_none_of_the_meetings(street):
    street.invite("123456")
    await street.texts("who comes?")
    await street.texts("123456")

    assert has("There is no choice with that number.", await street.texts("1"))


# Who she is told she is talking to.


async def test_the_first_answer_says_what_this_is_and_how_to_stop_it_and_only_the_first(street):
    first = await street.texts("who comes?")
    second = await street.texts("where is it?")

    assert has("STOP", first) or has("NO TEXTS", first)
    assert not has("Text MENU to see what I can do", second)


async def test_a_parent_is_answered_in_the_language_of_her_link(street):
    street.invite("123456", language=Language.POLISH)

    await street.texts("menu")

    assert street.phone().language is Language.POLISH
    assert street.answers()[0].language is Language.POLISH


async def test_a_picture_is_told_that_only_words_can_be_read(street, hers):
    assert await street.texts("", wordless=True) == ["I can only read words. Please write it to me."]


async def test_what_the_desk_sees_of_an_answer_is_the_council_and_no_word(street, hers):
    await street.texts("who comes?")

    assert {message.council for message in street.answers()} == {"york"}
    assert street.rooms.desk.outbox.of_invitation(hers.id) == ()
    street.deliver()
    assert {message.body for message in street.answers()} == {""}
    assert street.states() == {State.SENT: len(street.answers())}


# Whatever dies.

VISIT = ["who comes?", "2", "123456", "write", "my *note*", f"and {DANGER}", "notes", "please stop texting me", "back"]


class Failing:
    """Something of ours whose n-th call fails, whichever of its methods that is: before it was done, or after."""

    def __init__(self, real: object, calls: list[str], fail_at: int, *, after: bool) -> None:
        self._real, self._calls, self._fail_at, self._after = real, calls, fail_at, after

    def __getattr__(self, name: str):
        found = getattr(self._real, name)
        if name == "conversations":
            return Failing(found, self._calls, self._fail_at, after=self._after)
        if iscoroutinefunction(found):
            return partial(self._call_later, found)
        return partial(self._call, found) if callable(found) else found

    def _call(self, real, *arguments: object, **named: object):
        fails = self._fails(real.__name__)
        answer = real(*arguments, **named)
        if fails:
            raise Broken
        return answer

    async def _call_later(self, real, *arguments: object, **named: object):
        fails = self._fails(real.__name__)
        answer = await real(*arguments, **named)
        if fails:
            raise Broken
        return answer

    def _fails(self, name: str) -> bool:
        self._calls.append(name)
        fails = len(self._calls) == self._fail_at
        if fails and not self._after:
            raise Broken
        return fails


async def visit(street: Street, *, fail_at: int, after: bool) -> tuple[list[str], list[str], int]:
    """A whole visit by text, in which for each text one call fails; what was sent and noted, and how many failed."""
    invitation = street.invite("123456")
    texting, calls, failed = street.rooms.texting, [], 0
    ours = (texting.inbox, texting.phones, texting.house)
    flaky = Answering(*(Failing(one, calls, fail_at, after=after) for one in ours))
    for words in VISIT:
        street.sends(words)
        street.clock.wait(SECOND)
        calls.clear()
        try:
            await flaky.answer(ZAHRA)
        except Broken:
            failed += 1
            await Answering(*ours).answer(ZAHRA)  # another process goes on
        assert street.inbox.waiting(ZAHRA) == (), (words, calls)
    return street.sent(), street.notes(invitation), failed


async def test_whatever_dies_everything_is_said_once_and_every_note_is_there_once(engine, rooms):
    """Each text's first call to a store or a room fails, then each one's second, … : all ends as if nothing had."""

    def anew() -> Street:
        with engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())
        clock = Clock()
        for kept in ("_turns", "texting"):
            rooms.__dict__.pop(kept, None)
        rooms.clock, rooms.assistant = clock, SmallAssistant(rooms)
        return Street(rooms, clock)

    sent, notes, _ = await visit(anew(), fail_at=0, after=False)
    assert notes == ["my *note*", f"and {DANGER}", "please stop texting me"]
    for after in (False, True):
        failed, fail_at = 1, 0
        while failed:
            fail_at += 1
            again, kept, failed = await visit(anew(), fail_at=fail_at, after=after)
            assert (again, kept) == (sent, notes), f"call {fail_at}, {'after' if after else 'before'} it was done"
        assert fail_at > 10


async def test_a_phone_of_an_anonymous_page_conversation_is_not_found(street):
    """Nobody's page is a phone's, without its code."""
    street.rooms.conversations.save(Conversation(ConversationId("page:x"), Door.PAGE))

    await street.texts("who comes?")

    assert street.phone().conversation != "page:x"
