"""A parent who came by their link asks about their own meeting."""

from __future__ import annotations

import pytest

from bot.conversation.messages import Door
from tests.talks.parent import Parent, said, titles

pytestmark = pytest.mark.rasa


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when is my meeting", ["Monday 22 March 2027", "10am", "Foss Bank House"]),
        ("who is my chair and whats their number", ["Judith Marlow", "01632 960031"]),
        ("whats my social workers phone number", ["Sam Petty", "01632 960032"]),
        ("what are my dates", ["19 March 2027", "24 March 2027", "7 April 2027", "York's guide"]),
        ("i cant come that day can we change the date", ["Sam Petty"]),
        ("remind me about the meeting", ["choose to be reminded", "Monday 22 March 2027"]),
        ("i want to talk to a real person", ["Sam Petty", "Judith Marlow", "Family Rights Group"]),
    ],
)
async def test_at_york_they_see_their_own(rooms, question, told):
    answer = said(await Parent(rooms, "york").comes_by_link().says(question))

    assert [fact for fact in told if fact not in answer] == []


async def test_at_merton_the_meeting_is_by_video_and_the_dates_are_mertons(rooms):
    parent = Parent(rooms, "merton").comes_by_link()

    assert "https://meet.example.org/" in said(await parent.says("when is my meeting"))
    dates = said(await parent.says("what are my dates"))
    assert "Merton's guide" in dates
    assert "23 March 2027" in dates  # the plan, one working day after Monday 22
    assert "York" not in dates


async def test_the_demonstration_puts_somebody_in_their_own_council(rooms):
    parent = Parent(rooms, "york").comes_by_link()

    reply = await parent.says("its merton council")

    assert parent.stands.council == "york"
    assert "York" in said(reply)


async def test_without_a_link_they_hear_how_to_get_one(rooms):
    reply = await Parent(rooms, "york").says("when is my meeting")

    assert "link" in said(reply)
    assert "22 March" not in said(reply)


async def test_notes_begun_before_the_link_was_opened_are_theirs_after_it(rooms):
    parent = Parent(rooms, "york")
    await parent.says("help me make notes")
    await parent.says("the boys are always at school on time")

    parent.comes_by_link()

    assert parent.notes == ["the boys are always at school on time"]
    assert "the boys are always at school on time" in said(await parent.says("show my notes"))


@pytest.mark.parametrize("door", [Door.REST, Door.COMMAND_LINE])
async def test_at_a_door_where_anyone_may_stand_there_is_no_meeting_and_no_note(rooms, door):
    """Not even where the conversation were joined to an invitation by mistake."""
    parent = Parent(rooms, "york", door).comes_by_link()

    for question in ("when is my meeting", "who is my chair", "what are my dates", "i want to talk to a person"):
        answer = said(await parent.says(question))
        assert [word for word in ("Marlow", "Petty", "22 March", "Foss Bank", "01632 96") if word in answer] == []
    for question in ("help me make notes", "show my notes", "delete my notes"):
        assert "cannot keep notes here" in said(await parent.says(question))
    assert parent.stands.open_section is None


async def test_what_is_said_at_such_a_door_is_never_a_note(rooms):
    parent = Parent(rooms, "york", Door.REST)
    await parent.says("help me make notes")
    await parent.says("the damp is bad for his chest")

    assert parent.notes == []


async def test_at_such_a_door_questions_are_answered_like_anywhere(rooms):
    reply = await Parent(rooms, "york", Door.REST).says("when do i get the reports")

    assert "at least 3 days" in said(reply)
    assert titles(reply)
