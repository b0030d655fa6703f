"""What stands in a printed document, whatever it is printed with."""

from __future__ import annotations

from datetime import date, datetime, timezone
from uuid import uuid4

import pytest

from bot.languages import Language
from bot.leaflets.shelf import load_shelf
from bot.notes.document import Choice, Document, Line, NothingToPrint, document, in_numbers
from bot.notes.headings import heading
from bot.notes.needs import GROUPS, TICKED, YES, Need, Needs
from bot.notes.note import Note, Section
from bot.notes.sharing import Part
from bot.text.data_files import DATA

ALL = frozenset(Part)


def note(section: Section, text: str) -> Note:
    return Note(uuid4(), "her", section, text, datetime(2027, 3, 1, tzinfo=timezone.utc))


def made(
    *notes: Note,
    needs: Needs | None = None,
    choice: Choice | None = None,
    language: Language = Language.ENGLISH,
    council: str | None = "york",
    reference: str | None = None,
) -> Document:
    shelf = load_shelf(DATA)
    return document(
        notes,
        needs or Needs(),
        {section: heading(section, shelf, council, language) for section in Section},
        choice or Choice(ALL),
        language=language,
        today=date(2027, 3, 1),
        reference=reference,
    )


def test_her_words_stand_exactly_as_she_wrote_them_under_the_councils_heading():
    words = "  two  blanks \n\n😀 <b> & ایک نوٹ "

    part = made(note(Section.STRENGTHS, words)).parts[0]

    assert part.title.words == "What is working well"
    assert [line.text for line in part.groups[0].lines] == [words]


def test_a_polish_mothers_headings_are_in_polish_and_in_english():
    printed = made(note(Section.STRENGTHS, "Nic"), language=Language.POLISH)

    assert (printed.title.words, printed.title.english) == ("Moje notatki", "My notes")
    assert printed.parts[0].title.english == "What is working well"
    assert printed.parts[0].title.words != printed.parts[0].title.english


def test_an_english_mothers_headings_are_not_said_twice():
    printed = made(note(Section.STRENGTHS, "Nothing"), reference="YK-1", choice=Choice(ALL, with_reference=True))

    assert {printed.title.english, printed.date.english, printed.parts[0].title.english} == {None}
    assert printed.reference is not None
    assert printed.reference.english is None


def test_parts_stand_in_their_order_and_only_those_that_were_chosen_and_have_something_in_them():
    notes = [note(section, section.value) for section in (Section.QUESTIONS, Section.WORRIES, Section.STRENGTHS)]
    chosen = Choice(frozenset({Part.QUESTIONS, Part.STRENGTHS, Part.SUPPORT}))

    assert [part.part for part in made(*notes, choice=chosen).parts] == [Part.STRENGTHS, Part.QUESTIONS]


@pytest.mark.parametrize(
    ("notes", "parts"),
    [
        pytest.param([], ALL, id="she wrote nothing yet"),
        pytest.param([note(Section.WORRIES, "x")], frozenset(), id="she chose nothing"),
        pytest.param([note(Section.WORRIES, "x")], frozenset({Part.NEEDS}), id="she chose what is empty"),
    ],
)
def test_there_is_no_empty_document(notes: list[Note], parts: frozenset[Part]):
    with pytest.raises(NothingToPrint):
        made(*notes, choice=Choice(parts))


def test_her_case_number_is_there_only_if_she_asked_for_it():
    worry = note(Section.WORRIES, "x")

    assert made(worry, reference="YK-1").reference is None
    assert made(worry, choice=Choice(ALL, with_reference=True)).reference is None
    asked = made(worry, reference="YK-1", choice=Choice(ALL, with_reference=True)).reference
    assert asked is not None
    assert "YK-1" in asked.words


def test_what_she_needs_is_printed_in_groups_each_line_under_its_label():
    lines = {need: YES if need in TICKED else f"words for {need.value}" for need in Need}
    lines[Need.INTERPRETER_GENDER] = "woman"

    groups = made(needs=Needs(lines)).parts[0].groups

    assert [len(group.lines) for group in groups] == [len(members) for members in GROUPS.values()]
    assert all(group.title and group.title.words for group in groups)
    printed = {line.label.words: line.text for group in groups for line in group.lines if line.label}
    assert len(printed) == len(Need)
    assert printed["I would like the interpreter to be"] == "a woman"
    assert printed["I do not hear well"] == ""
    assert printed["What helps me"] == "words for what_helps"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("hello", "ltr"),
        ("123 – ایک", "rtl"),
        ("۱۲ hello ایک", "ltr"),
        ("أهلا hello", "rtl"),
        ("১ আমি", "ltr"),
        ("999 !", None),
        ("", None),
    ],
)
def test_a_note_reads_the_way_of_its_first_letter(text: str, direction: str | None):
    assert Line(text).direction == direction


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ring 0113 496 0123.", ["0113 496 0123"]),
        ("+44 7700 900123, or (01632) 960 031", ["+44 7700 900123", "(01632) 960 031"]),
        ("On 12-3-2027 and 12/03/2027", ["12-3-2027", "12/03/2027"]),
        ("She is 3, he is 10: 5 - 10 times", []),
        ("فون 0113 496 0123 پر", ["0113 496 0123"]),
        ("0113 496 0123 07700 900123", ["0113 496 0123", "07700 900123"]),
        ("+92 300 1234567, 03001234567", ["+92 300 1234567", "03001234567"]),
        ("1 2 3 4 5 6 7 8 9 10 11 12", []),
    ],
)
def test_long_numbers_are_found_and_nothing_is_lost(text: str, numbers: list[str]):
    pieces = in_numbers(text)

    assert [words for words, number in pieces if number] == numbers
    assert "".join(words for words, _ in pieces) == text
