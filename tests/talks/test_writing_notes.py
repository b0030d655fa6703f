"""A parent writes their notes in the chat, from the first section to the last."""

from __future__ import annotations

import pytest

from bot.conversation.messages import Kind
from bot.notes.note import Section
from tests.talks.parent import Parent, said

pytestmark = pytest.mark.rasa

# What stands behind the choices.
NEXT, SHOW, STOP, KEEP = "deny", "review_notes", "goodbye", "deny"
UNDO, DELETE_ALL = 'delete_notes{"scope": "last"}', 'delete_notes{"scope": "all"}'
FORGET = 'delete_my_data{"scope": "all"}'


def named(section: Section, parent: Parent) -> str:
    return parent.rooms.headings(parent.stands)[section].title


@pytest.fixture
async def writing(rooms) -> Parent:
    """In the first section, with nothing written."""
    parent = Parent(rooms, "york")
    await parent.says("help me make notes")
    assert parent.stands.open_section is Section.STRENGTHS
    return parent


async def test_section_by_section_to_the_end(writing):
    await writing.says("they are fed and clean and happy")
    await writing.presses(NEXT)
    await writing.says("the damp in the flat")
    await writing.presses(NEXT)
    await writing.says("we need somebody to fix the heating")
    await writing.presses(NEXT)
    await writing.says("i will phone the housing on monday")
    await writing.presses(NEXT)
    await writing.says("who reads the report to me?")
    await writing.presses(NEXT)
    await writing.says("page 3 is about somebody else")
    done = await writing.presses(NEXT)

    assert "saved" in said(done)
    assert writing.stands.open_section is None
    shown = await writing.says("show my notes")
    assert said(shown, Kind.ASIDE).split("\n") == [named(section, writing) for section in Section]
    assert said(shown, Kind.NOTE).split("\n") == [
        "they are fed and clean and happy",
        "the damp in the flat",
        "we need somebody to fix the heating",
        "i will phone the housing on monday",
        "who reads the report to me?",
        "page 3 is about somebody else",
    ]


async def test_a_note_is_read_back_word_for_word(writing):
    words = "  My boys, (both) *very* clever:\n\n– {council} £5 <3 it's ok ok "

    reply = await writing.says(words)

    assert said(reply, Kind.NOTE) == words
    assert writing.notes == [words]


async def test_undo_takes_back_the_last_one(writing):
    await writing.says("they are fed and clean and happy")
    await writing.says("we always have a hot tea together")

    reply = await writing.presses(UNDO)

    assert said(reply, Kind.NOTE) == "we always have a hot tea together"
    assert writing.notes == ["they are fed and clean and happy"]
    assert writing.stands.open_section is Section.STRENGTHS


async def test_a_question_in_between_is_answered_and_the_section_stays_open(writing):
    await writing.says("they are fed and clean and happy")

    reply = await writing.says("when do i get the reports?")

    assert "at least 3 days" in said(reply)
    assert "still writing" in said(reply, Kind.ASIDE)
    assert named(Section.STRENGTHS, writing) in said(reply, Kind.ASIDE)
    assert writing.notes == ["they are fed and clean and happy"]
    await writing.says("and they love their nan very much")
    assert writing.notes[-1] == "and they love their nan very much"


async def test_showing_the_notes_does_not_end_the_writing(writing):
    await writing.says("they are fed and clean and happy")

    shown = await writing.presses(SHOW)

    assert said(shown, Kind.NOTE) == "they are fed and clean and happy"
    assert writing.stands.open_section is Section.STRENGTHS


async def test_stopping_keeps_what_was_written_and_coming_back_goes_on(writing):
    await writing.says("they are fed and clean and happy")

    await writing.presses(STOP)
    assert writing.stands.open_section is None
    await writing.says("help me make notes")

    assert writing.notes == ["they are fed and clean and happy"]
    assert writing.stands.open_section is Section.WORRIES


@pytest.mark.parametrize("word", ["bye", "goodbye", "bye for now", "stop", "stop for now"])
async def test_stop_and_goodbye_may_be_typed(writing, word):
    """What was asked is an end; being asked for the next section instead would be the opposite."""
    await writing.says("they are fed and clean and happy")

    await writing.says(word)

    assert writing.stands.open_section is None
    assert writing.notes == ["they are fed and clean and happy"]


@pytest.mark.parametrize("word", ["next", "no", "done"])
async def test_going_on_may_be_typed(writing, word):
    await writing.says("they are fed and clean and happy")

    await writing.says(word)

    assert writing.stands.open_section is Section.WORRIES
    assert writing.notes == ["they are fed and clean and happy"]


@pytest.mark.parametrize(
    "good",
    [
        "i read to them every night",
        "i never miss a school run",
        "my boys are fed and clean and at school every day",
        "she sleeps in her own bed now",
        "i stopped drinking in march",
        "my mum has them on fridays",
        "he cuddles up to me when he is sad",
    ],
)
async def test_what_is_good_in_a_family_is_a_note_and_not_danger(writing, good):
    """Somebody who writes what they do well must not be told to ring 999."""
    reply = await writing.says(good)

    assert said(reply, Kind.NOTE) == good
    assert said(reply, Kind.DANGER) == ""


async def test_after_a_pressed_choice_the_next_words_are_a_note_again(writing):
    await writing.presses(SHOW)
    await writing.says("they are fed and clean and happy")

    assert writing.notes == ["they are fed and clean and happy"]


async def test_deleting_all_asks_first_and_keeping_is_a_press(writing):
    await writing.says("they are fed and clean and happy")
    await writing.presses(STOP)

    asked = await writing.says("delete my notes")
    assert [choice.value for choice in asked.choices] == [UNDO, DELETE_ALL, KEEP]
    await writing.presses(KEEP)
    assert writing.notes == ["they are fed and clean and happy"]

    await writing.says("delete my notes")
    await writing.presses(DELETE_ALL)
    assert writing.notes == []


async def test_forgetting_everything_leaves_nothing(writing, rooms):
    await writing.says("they are fed and clean and happy")
    await writing.presses(STOP)
    await writing.says("delete everything you have about me")

    reply = await writing.presses(FORGET)

    assert "It is done" in said(reply)
    assert rooms.conversations.find(writing.id) is None
    assert rooms.transcript.last(writing.id, 50) == ()
    assert rooms.notes.of(writing.id) == ()


async def test_forgetting_leaves_no_tracker_behind(writing, rooms):
    """Rasa saves its slots after the action has run: that must not bring the conversation back."""
    await writing.presses(STOP)
    await writing.says("delete everything you have about me")
    await writing.presses(FORGET)

    assert rooms.trackers.load(writing.id) is None
    assert rooms.conversations.find(writing.id) is None


async def test_saying_no_keeps_everything(writing):
    await writing.says("they are fed and clean and happy")
    await writing.presses(STOP)
    await writing.says("delete everything you have about me")

    await writing.presses(KEEP)

    assert writing.notes == ["they are fed and clean and happy"]
