"""Whose meeting a phone is told about: a number means nothing until it sent the code, and then that meeting only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.notes.note import Section
from bot.texting.phone import PhoneOvertaken
from tests.stores import NOW, only_sqlite
from tests.texting.messages import BILAL, ZAHRA
from tests.texting.street import DANGER, HOUR, MINUTE, has

pytestmark = only_sqlite

PAGE = ConversationId("page:zahra")
DAY = timedelta(days=1)
WHEN = "It is on Thursday 18 March 2027"


def begins_on_the_page(street, invitation, **changed):
    """A mother has opened her link on the page."""
    street.rooms.conversations.save(Conversation(PAGE, Door.PAGE, **changed))
    street.rooms.invitations.open(invitation.id, at=NOW)
    return street.rooms.open_meeting(PAGE, invitation.id)


# One phone, one meeting.


async def test_a_phone_that_was_sent_a_link_is_told_nothing_before_its_code(street):
    invitation = street.invite("123456")

    answers = [*await street.texts("meeting"), *await street.texts("notes"), *await street.texts("when is it?")]

    assert has("I cannot tell you.", answers)
    assert has("No notes.", answers)
    assert not has("18 March", answers)
    assert not street.is_open(invitation)


async def test_the_right_code_opens_the_meeting_on_this_phone(street):
    invitation = street.invite("123456")

    (thanks,) = await street.texts("123456")

    assert thanks.startswith("Thank you. Your meeting is open on this phone now.")
    assert street.is_open(invitation)
    assert await street.texts("MEETING") == [f"{WHEN} at 10am."]


@pytest.mark.parametrize(
    "sent",
    ["123 456", " 1 2 3 4 5 6 ", "My code is 123456", "۱۲۳۴۵۶", "১২৩৪৫৬", "੧੨੩੪੫੬", "123456.", "１２３４５６"],
    ids=["in threes", "one by one", "in a sentence", "Urdu", "Bengali", "Punjabi", "with a full stop", "full width"],
)
async def test_a_code_may_be_sent_in_any_digits(street, sent):
    invitation = street.invite("123456")

    await street.texts(sent)

    assert street.is_open(invitation)
    assert street.phone().invitation == invitation.id


async def test_a_code_is_kept_nowhere(street):
    street.invite("123456")

    await street.texts("123456")

    assert street.said(street.phone().conversation) == []


async def test_a_stranger_with_the_right_code_opens_nothing_and_costs_nobody_a_try(street):
    invitation = street.invite("123456")

    answers = await street.texts("123456", number=BILAL)

    assert has("I have no code for this phone.", answers)
    assert (street.is_open(invitation), street.tries(invitation)) == (False, 0)
    assert has("I cannot tell you.", await street.texts("meeting", number=BILAL))


async def test_five_wrong_codes_lock_and_then_the_right_one_opens_nothing(street):
    invitation = street.invite("123456")

    answers = [(await street.texts(f"11111{digit}"))[0] for digit in range(5)]

    assert all(answer.startswith("That code is not right.") for answer in answers[:4])
    assert answers[4].startswith("That was one wrong code too many")
    assert has("one wrong code too many", await street.texts("123456"))
    assert not street.is_open(invitation)
    assert street.phone().invitation is None


async def test_a_code_sent_twice_still_opens_and_says_for_which_meeting(street):
    street.invite("123456")
    await street.texts("123456")

    assert has("meeting on Thursday 18 March 2027", await street.texts("123456"))


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"last_day": NOW.date() - DAY}, "That code is too old."),
        ({"withdrawn": True}, "I have no code for this phone."),
        ({"code_tries": 5}, "That was one wrong code too many"),
    ],
    ids=["expired", "withdrawn", "locked"],
)
async def test_a_mother_whose_code_does_not_work_any_more_is_told_why(street, changed, answer):
    invitation = street.invite("123456", **changed)

    assert has(answer, await street.texts("123456"))
    assert not street.is_open(invitation)


async def test_while_she_writes_notes_digits_in_a_sentence_are_her_words_and_her_code_alone_is_a_code(street):
    invitation = street.invite("123456")
    await street.texts("123456")
    await street.texts("write")

    await street.texts("he rang 123457 that night")
    assert street.tries(invitation) == 0
    assert street.notes(invitation) == ["he rang 123457 that night"]

    assert has("From here on", await street.texts("123456"))
    assert street.notes(invitation) == ["he rang 123457 that night"]


# The page and the phone.


async def test_a_mother_who_began_on_the_page_goes_on_by_text(street):
    invitation = street.invite("123456")
    page = begins_on_the_page(street, invitation, language=Language.URDU)
    await street.on_the_page(page, "write")
    await street.on_the_page(page, "my sister helps", id="p2")

    await street.texts("123456")
    await street.texts("and my aunt")

    assert street.phone().conversation == page
    assert street.conversation().language is Language.URDU
    assert street.notes(invitation) == ["my sister helps", "and my aunt"]
    assert street.said(page) == ["write", "my sister helps", "and my aunt"]


async def test_a_mother_who_began_by_text_goes_on_at_the_page(street):
    invitation = street.invite("123456")
    await street.texts("who comes?")
    await street.texts("123456")
    await street.texts("write")
    await street.texts("my sister helps")

    street.rooms.conversations.save(Conversation(PAGE, Door.PAGE))
    counts = street.rooms.open_meeting(PAGE, invitation.id)
    await street.on_the_page(counts, "and my aunt")
    await street.texts("and my uncle")

    assert counts == street.phone().conversation
    assert street.rooms.conversations.find(PAGE) is None
    assert street.notes(invitation) == ["my sister helps", "and my aunt", "and my uncle"]
    assert street.said(counts)[0] == "who comes?"


async def test_what_was_half_written_before_the_code_goes_along(street):
    invitation = street.invite("123456")
    await street.texts("who comes?")
    own = street.conversation()
    street.rooms.notes.write(own.notes_owner, Section.WORRIES, "half a note", at=NOW)

    await street.texts("123456")

    assert street.notes(invitation) == ["half a note"]


async def test_a_note_sent_by_phone_stands_on_the_page_as_it_was_typed(street):
    invitation = street.invite("123456")
    await street.texts("123456")
    await street.texts("write")

    await street.texts("  He's *7* – and “shy” ❤️  ")

    assert street.notes(invitation) == ["  He's *7* – and “shy” ❤️  "]


# One phone, several meetings.


@pytest.fixture
async def two(street):
    """Zahra's phone has opened two meetings; the second is the one it is in."""
    first, second = street.invite("111222", meeting=1), street.invite("333444", meeting=2)
    await street.texts("111222")
    await street.texts("333444")
    return first, second


async def test_the_right_code_of_one_costs_the_other_no_try(street):
    first, second = street.invite("111222", meeting=1), street.invite("333444", meeting=2)

    await street.texts("999999")
    await street.texts("111222")
    await street.texts("333444")

    assert (street.tries(first), street.tries(second)) == (0, 0)
    assert street.phone().opened == (first.id, second.id)


async def test_two_meetings_have_two_sets_of_notes(street, two):
    first, second = two
    await street.texts("write")
    await street.texts("for the second")
    await street.texts("111222")
    await street.texts("write")
    await street.texts("for the first")

    assert (street.notes(first), street.notes(second)) == (["for the first"], ["for the second"])


@pytest.mark.parametrize("code", ["555666", "555 666", "555-666", "5 5 5 6 6 6", "۵۵۵ ۶۶۶"])
async def test_the_code_of_another_adult_never_lands_in_the_notes_that_are_open(street, two, code):
    """She takes the phone while his notes are open, and sends her code as it was told to her."""
    _, his = two
    hers = street.invite("555666", meeting=2)
    await street.texts("write")

    await street.texts(code)

    assert street.notes(his) == []
    assert street.phone().invitation == hers.id


async def test_within_half_an_hour_nobody_is_asked_which(street, two):
    street.clock.wait(25 * MINUTE)

    assert await street.texts("meeting") == ["It is on Friday 19 March 2027 at 10am."]


async def test_after_half_an_hour_she_is_asked_which_and_what_she_wrote_is_answered_then(street, two):
    street.clock.wait(HOUR)

    (which,) = await street.texts("can my aunt come?")
    assert which.splitlines()[-2:] == ["1 Thursday 18 March 2027 at 10am", "2 Friday 19 March 2027 at 10am"]

    (answer,) = await street.texts("1")
    assert answer.startswith("From here on I talk about the meeting on Thursday 18 March 2027 at 10am.")
    assert "About can my aunt come?" in answer
    assert street.phone().invitation == two[0].id
    assert street.phone().held is None


async def test_what_else_she_writes_before_she_chooses_is_not_lost(street, two):
    first, _ = two
    await street.texts("111222")
    await street.texts("write")
    street.clock.wait(HOUR)

    await street.texts("he *shouts*  at night")
    await street.texts("and I hide")
    await street.texts("1")

    assert street.notes(first) == ["he *shouts*  at night\nand I hide"]


async def test_a_command_that_was_held_is_done_when_she_has_chosen(street, two):
    street.clock.wait(HOUR)
    await street.texts("MEETING")

    (answer,) = await street.texts("1")

    assert WHEN in answer


async def test_a_wish_for_the_menu_that_was_held_brings_the_menu(street, two):
    street.clock.wait(HOUR)
    await street.texts("menu")

    (answer,) = await street.texts("2")

    assert "Text MEETING, CHAIR" in answer


async def test_a_picture_is_nothing_to_be_held(street, two):
    street.clock.wait(HOUR)

    assert has("I can only read words.", await street.texts("", wordless=True))
    assert street.phone().held is None


async def test_danger_in_words_that_are_held_is_answered_at_once(street, two):
    street.clock.wait(HOUR)

    answers = await street.texts(f"{DANGER} and the kids")

    assert "999" in answers[0]
    assert has("Which one is this for?", answers)
    assert street.phone().held == f"{DANGER} and the kids"


async def test_two_adults_of_one_meeting_are_asked_for_the_code(street):
    hers, his = street.invite("111222", meeting=1), street.invite("333444", meeting=1)
    await street.texts("111222")
    await street.texts("333444")
    street.clock.wait(HOUR)

    answers = await street.texts("notes")
    assert has("Text me the six-digit code of yours.", answers)
    assert street.phone().offers == ()

    assert has("From here on", await street.texts("111222"))
    assert street.phone().invitation == hers.id
    assert his.id in street.phone().opened


async def test_two_adults_of_one_meeting_are_asked_for_the_code_also_beside_a_third_meeting(street):
    """Nobody may pick the other's notes from a list because somebody's else meeting stands before them."""
    street.invite("555666", meeting=2)
    street.invite("111222", meeting=1)
    street.invite("333444", meeting=1)
    for code in ("555666", "111222", "333444"):
        await street.texts(code)
    street.clock.wait(HOUR)

    assert has("Text me the six-digit code of yours.", await street.texts("notes"))


# Phones that are cut off.


async def test_a_phone_cut_off_at_the_desk_knows_nothing_any_more(street):
    invitation = street.invite("123456")
    await street.texts("123456")
    await street.texts("write")
    await street.texts("my secret")

    street.phones.cut_off(invitation.id)

    answers = [*await street.texts("notes"), *await street.texts("meeting"), *await street.texts("more")]
    assert not has("my secret", answers)
    assert not has("18 March", answers)


async def test_a_phone_cut_off_while_its_answer_is_thought_about_is_not_sent_it(street, assistant, monkeypatch):
    invitation = street.invite("123456")
    await street.texts("123456")
    await street.texts("write")
    await street.texts("my secret")
    street.sends("notes")
    answer = type(assistant).answer

    async def meanwhile(self, incoming, conversation, *, listener):
        reply = await answer(self, incoming, conversation, listener=listener)
        street.phones.cut_off(invitation.id)
        return reply

    with monkeypatch.context() as patched:
        patched.setattr(type(assistant), "answer", meanwhile)
        with pytest.raises(PhoneOvertaken):
            await street.answering.answer(ZAHRA)

    assert not has("my secret", await street.answered())
    assert not has("my secret", street.sent())


async def test_a_withdrawn_invitation_is_told_nothing_of(street):
    invitation = street.invite("123456")
    await street.texts("123456")

    street.rooms.invitations.save(replace(street.invited(invitation), withdrawn=True))

    assert has("I cannot tell you.", await street.texts("meeting"))


async def test_who_has_everything_deleted_by_text_is_as_new(street, assistant, monkeypatch):
    street.invite("123456")
    await street.texts("123456")
    answer = type(assistant).answer

    async def deleting(self, incoming, conversation, *, listener):
        reply = await answer(self, incoming, conversation, listener=listener)
        street.rooms.forget(conversation)
        return reply

    with monkeypatch.context() as patched:
        patched.setattr(type(assistant), "answer", deleting)
        await street.texts("delete it all?")

    assert has("About delete it all?", street.sent())
    assert street.phone().opened == ()
    assert has("I cannot tell you.", await street.texts("meeting"))
