"""Danger is answered first, wherever the conversation stands."""

from __future__ import annotations

import pytest

from bot.notes.note import Section
from tests.talks.parent import Parent, is_danger, said

pytestmark = pytest.mark.rasa

DANGER = [
    pytest.param("i want to die", "Samaritans", id="self"),
    pytest.param("my partner is shaking the baby", "NSPCC", id="child"),
    pytest.param("he hits me and the kids and im scared to go home", "Domestic Abuse", id="abuse"),
]

# How the parent got to where they are.
STATES = {
    "the first words": [],
    "after a greeting": ["hello"],
    "after an answer": ["when do i get the reports"],
    "after something that is not ours": ["how do i get a divorce"],
    "after something unclear": ["the thing with the thing"],
    "while writing": ["help me make notes"],
    "with notes written": ["help me make notes", "they are fed and clean and happy"],
    "asked whether to delete everything": ["delete everything you have about me"],
    "asked which council": ["i want to change my council"],
    "told that only English is spoken": ["polish please"],
    "after other danger": ["i want to die"],
}


@pytest.mark.parametrize("before", STATES.values(), ids=STATES.keys())
@pytest.mark.parametrize(("words", "helpline"), DANGER)
async def test_danger_is_answered_first(rooms, before, words, helpline):
    parent = Parent(rooms, "york")
    for earlier in before:
        await parent.says(earlier)

    reply = await parent.says(words)

    assert is_danger(reply)
    assert helpline in reply.parts[0].text


@pytest.mark.parametrize(("words", "helpline"), DANGER)
async def test_before_a_council_is_known(rooms, words, helpline):
    reply = await Parent(rooms, council=None).says(words)

    assert is_danger(reply)
    assert helpline in reply.parts[0].text


@pytest.mark.parametrize("section", list(Section))
async def test_in_every_section_of_the_notes_the_words_are_kept_too(rooms, section):
    parent = Parent(rooms, "york")
    await parent.says("help me make notes")
    for _ in range(list(Section).index(section)):
        await parent.presses("deny")  # on to the next

    reply = await parent.says("he hits me when he drinks")

    assert is_danger(reply)
    assert "still in your notes" in said(reply)
    assert parent.notes == ["he hits me when he drinks"]
    assert parent.stands.open_section is section


async def test_danger_and_a_question_in_one_message(rooms):
    reply = await Parent(rooms, "york").says("can i bring my sister to the meeting because he hits me")

    assert is_danger(reply)


async def test_danger_at_the_end_of_four_thousand_characters(rooms):
    words = ("and then they came round again and looked in the fridge and i said what is it now " * 60)[:3970]

    assert is_danger(await Parent(rooms, "york").says(f"{words} i want to die"))


async def test_danger_is_answered_at_the_anonymous_door_too(rooms):
    from bot.conversation.messages import Door

    assert is_danger(await Parent(rooms, "york", Door.REST).says("he has a knife"))


@pytest.mark.parametrize(
    "words",
    [
        "im nervous to death about this meeting",
        "the report says i shook the baby and its a lie",
        "what is a danger statement",
        "are you going to take my kids",
        "what happens if they say i hit him",
    ],
)
async def test_what_only_sounds_like_danger_gets_its_own_answer(rooms, words):
    """A helpline may follow as a footnote; it is not the answer."""
    assert not is_danger(await Parent(rooms, "york").says(words))
