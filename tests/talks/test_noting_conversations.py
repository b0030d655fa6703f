"""
A hundred parents write their notes, as people write: in a hurry, with slips, questions and danger in between.

The scripts (tests/talks/noting) say of every message what it is, labelled by the issue's rule before anything was run;
what must be there afterwards follows from the labels. `-s` prints every talk.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any
from uuid import UUID

import pytest
import yaml

from bot.conversation.assistant import CRISES
from bot.conversation.messages import Choice, Incoming, Kind, Reply
from bot.languages import SPOKEN, Language
from bot.notes.note import Note, Section
from bot.text.data_files import ROOT
from bot.wiring import Rooms
from tests.talks.parent import Parent, is_danger, said

SCRIPTS = ROOT / "tests" / "talks" / "noting"
# Each is a method of `Talk`.
STEPS = {
    "open",
    "note",
    "ask",
    "doubt",
    "danger",
    "undo",
    "next",
    "show",
    "change",
    "remove",
    "putback",
    "repeat",
    "stop",
}
NEXT, SHOW, STOP, UNDO = "deny", "review_notes", "goodbye", 'delete_notes{"scope": "last"}'
# What is always there to press while writing: whatever is offered besides is an answer.
WAYS_ON = {NEXT, SHOW, STOP, UNDO}

# Of a hundred notes at most so many may be answered as danger where there is none. They are kept all the same, and
# less than this costs danger that is missed (docs/measured.md).
MOST_FALSE_ALARMS = 12


def scripts() -> list[dict[str, Any]]:
    return [
        script for file in sorted(SCRIPTS.glob("*.yml")) for script in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def kind_and_words(step: str | dict[str, Any]) -> tuple[str, Any]:
    """A step is its kind alone, or its kind with what goes with it; `words` beside it were typed, not pressed."""
    if isinstance(step, str):
        return step, None
    kind = next(iter(step))
    return kind, (step[kind], step.get("words")) if kind == "open" else step[kind]


@dataclass
class Written:
    """A note that must be there, unless it is gone."""

    section: Section
    text: str
    gone: bool = False


class Writer(Parent):
    """Somebody whose phone may send the last message again, and who may press what was offered further up."""

    sent: Incoming

    async def _sends(self, text: str, choice: Choice | None) -> Reply:
        self.sent = Incoming(self.id, f"m{next(self._numbers)}", text, self.stands.door, choice)
        self.replies.append(await self.rooms.take_turn(self.sent))
        return self.replies[-1]

    async def sends_again(self) -> Reply:
        return await self.rooms.take_turn(self.sent)

    async def opens(self, section: Section) -> Reply:
        """On the notes page, where every part can be opened."""
        return await self._sends("", Choice(section.value, f'start_notes{{"section": "{section.value}"}}'))

    async def presses_last_offered(self, value: str) -> Reply:
        offered = [choice for reply in self.replies for choice in reply.choices if choice.value == value]
        assert offered, f"{value} was never offered"
        return await self._sends("", offered[-1])

    def note(self, text: str) -> Note:
        (found,) = [note for note in self.rooms.notes.of(self.stands.notes_owner) if note.text == text]
        return found


@dataclass
class Talk:
    """One script being talked, and what must be there by now. Each kind of step is a method that holds its promise."""

    writer: Writer
    open_section: Section | None = None
    written: list[Written] = field(default_factory=list)
    removed: dict[str, UUID] = field(default_factory=dict)

    @property
    def kept(self) -> list[Written]:
        order = list(Section)
        there = [written for written in self.written if not written.gone]
        return sorted(there, key=lambda written: order.index(written.section))

    async def takes(self, step: str | dict[str, Any]) -> None:
        kind, words = kind_and_words(step)
        await getattr(self, kind)(words)
        self.check()

    def check(self) -> None:
        """Every note is there word for word, in its section and in order, and nothing else is."""
        there = self.writer.rooms.notes.of(self.writer.stands.notes_owner)
        assert [(note.section, note.text) for note in there] == [(kept.section, kept.text) for kept in self.kept]
        assert self.writer.stands.open_section is self.open_section

    async def open(self, what: tuple[str, str | None]) -> None:
        section, words = Section(what[0]), what[1]
        await (self.writer.opens(section) if words is None else self.writer.says(words))
        self.open_section = section

    async def note(self, words: str) -> Reply:
        """Kept and read back. Where it is taken for danger it is kept too, and the next test counts how often."""
        reply = await self._writes(words)
        assert is_danger(reply) or said(reply, Kind.NOTE) == words
        return reply

    async def doubt(self, words: str) -> None:
        reply = await self.note(words)
        assert {choice.value for choice in reply.choices} - WAYS_ON, "kept, but no answer was offered"

    async def danger(self, words: str) -> None:
        reply = await self._writes(words)
        assert is_danger(reply), "kept, but danger was not answered first"

    async def _writes(self, words: str) -> Reply:
        assert self.open_section is not None
        reply = await self.writer.says(words)
        self.written.append(Written(self.open_section, words))
        self.check()
        return reply

    async def ask(self, words: str) -> None:
        reply = await self.writer.says(words)
        self.check()
        assert not is_danger(reply), "a question was taken for danger"
        assert said(reply, Kind.NOTE) == "", "a question was read back as a note"
        assert said(reply, Kind.ANSWER) or said(reply, Kind.CONTACT), "nothing was answered"

    async def undo(self, _: None) -> None:
        last = [written for written in self.written if not written.gone][-1]
        reply = await self.writer.presses_last_offered(UNDO)
        last.gone = True
        assert said(reply, Kind.NOTE) == last.text

    async def next(self, words: str | None) -> None:
        assert self.open_section is not None
        await (self.writer.presses_last_offered(NEXT) if words is None else self.writer.says(words))
        self.open_section = self.open_section.following

    async def show(self, _: None) -> None:
        english = self.writer.stands.language is Language.ENGLISH
        reply = await (self.writer.says("show my notes") if english else self.writer.presses_last_offered(SHOW))
        shown = [part.text for part in reply.parts if part.kind is Kind.NOTE]
        assert shown == [kept.text for kept in self.kept]

    async def change(self, texts: list[str]) -> None:
        old, new = texts
        note = self.writer.note(old)
        self.writer.rooms.notes.change(note.owner, note.id, new, version=note.version)
        self._one(old).text = new

    async def remove(self, text: str) -> None:
        note = self.writer.note(text)
        self.writer.rooms.notes.take_back(note.owner, note.id)
        self.removed[text] = note.id
        self._one(text).gone = True

    async def putback(self, text: str) -> None:
        self.writer.rooms.notes.put_back(self.writer.stands.notes_owner, self.removed[text])
        self._one(text).gone = False

    async def repeat(self, _: None) -> None:
        assert await self.writer.sends_again() == self.writer.replies[-1]

    async def stop(self, words: str | None) -> None:
        await (self.writer.presses_last_offered(STOP) if words is None else self.writer.says(words))
        self.open_section = None

    def _one(self, text: str) -> Written:
        (found,) = [written for written in self.written if written.text == text]
        return found


def begin(script: dict[str, Any], rooms: Rooms) -> Talk:
    return Talk(Writer(rooms, script["council"], language=Language(script["language"])))


@pytest.mark.rasa
@pytest.mark.parametrize("script", scripts(), ids=itemgetter("name"))
async def test_every_note_of_a_talk_is_there_word_for_word_and_nothing_else_is(rooms, script):
    talk = begin(script, rooms)
    for number, step in enumerate(script["talk"], start=1):
        print(f"\n[{script['name']}] {number}. {step}")  # noqa: T201
        await talk.takes(step)


@pytest.mark.rasa
async def test_not_too_many_notes_are_answered_as_danger_where_there_is_none(rooms):
    """In the section that it was written in: what is no danger among worries may be one elsewhere."""
    wrong, notes = [], 0
    for script in scripts():
        conversation = begin(script, rooms).writer.stands
        for kind, words in map(kind_and_words, script["talk"]):
            if kind == "open":
                conversation = replace(conversation, open_section=Section(words[0]))
            elif kind == "next":
                conversation = replace(conversation, open_section=conversation.open_section.following)
            elif kind in {"note", "doubt"}:
                notes += 1
                understood = await rooms.assistant.understand(words, conversation)
                wrong += [words] if understood.intent in CRISES else []

    assert notes > 300
    assert len(wrong) <= MOST_FALSE_ALARMS / 100 * notes, wrong


def test_there_are_a_hundred_parents_and_no_two_have_one_name():
    names = Counter(script["name"] for script in scripts())

    assert len(names) >= 100
    assert [name for name, times in names.items() if times > 1] == []


def test_every_language_is_written_in_at_least_four_talks():
    languages = Counter(Language(script["language"]) for script in scripts())

    assert {language: languages[language] for language in SPOKEN if languages[language] < 4} == {}


def test_every_kind_of_step_is_taken_at_least_ten_times_and_no_other_is():
    kinds = Counter(kind_and_words(step)[0] for script in scripts() for step in script["talk"])

    assert set(kinds) == STEPS
    assert {kind: times for kind, times in kinds.items() if times < 10} == {}


def test_a_talk_has_four_to_twelve_steps():
    assert [script["name"] for script in scripts() if not 4 <= len(script["talk"]) <= 12] == []


def test_no_two_notes_are_alike():
    """Else a note that went to the wrong place would be taken for the other."""
    notes: Counter[str] = Counter()
    for script in scripts():
        for kind, words in map(kind_and_words, script["talk"]):
            if kind in {"note", "doubt", "danger"}:
                notes[words] += 1
            elif kind == "change":
                notes[words[1]] += 1

    assert [note for note, times in notes.items() if times > 1] == []
