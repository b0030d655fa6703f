"""What each part of a parent's notes is called, by each council's own leaflet."""

from __future__ import annotations

import pytest

from bot.languages import Language
from bot.leaflets.shelf import load_shelf
from bot.notes.headings import framework, heading, prompt
from bot.notes.note import Section
from bot.text.both import english_of


@pytest.fixture(scope="module")
def shelf():
    return load_shelf()


@pytest.mark.parametrize(
    ("council", "titles"),
    [
        # Kirklees' lines 59, 64, 67 and 71; York's 39, 40 and 43; Merton's 65 to 67 (its part of the text).
        ("kirklees", ["Strengths", "Risks or concerns", "Services or support you need", "Next steps"]),
        ("york", ["What is working well", "What people are worried about", None, "Planning what happens next"]),
        ("merton", ["Strengths", "What you are worried about", None, "Next steps"]),
        ("staffordshire", [None, None, None, None]),
        ("nottinghamshire", [None, None, None, None]),
        (None, [None, None, None, None]),
    ],
)
def test_a_part_has_the_councils_heading_or_ours_never_a_neighbours(shelf, council, titles):
    headings = [heading(section, shelf, council, Language.ENGLISH) for section in list(Section)[:4]]

    assert [one.title if one.title != one.ours else None for one in headings] == titles


@pytest.mark.parametrize("section", [Section.QUESTIONS, Section.CORRECTIONS])
@pytest.mark.parametrize("council", ["kirklees", "york", "merton"])
def test_the_two_lists_besides_are_called_what_we_call_them(shelf, council, section):
    one = heading(section, shelf, council, Language.ENGLISH)

    assert one.title == one.ours


def test_a_polish_heading_knows_its_english(shelf):
    one = heading(Section.WORRIES, shelf, "kirklees", Language.POLISH)

    assert english_of(one.title) == "Risks or concerns"
    assert str(one.title) != english_of(one.title)


def test_kirklees_and_york_name_their_way_and_others_do_not(shelf):
    found = {key: framework(shelf, key, Language.ENGLISH) for key in shelf.councils}

    assert {key: one.name for key, one in found.items() if one} == {
        "kirklees": "Strengthening Families",
        "york": "Signs of Safety",
    }
    assert found["kirklees"].headings.startswith("harm, strengths")


@pytest.mark.parametrize("section", list(Section))
def test_every_part_asks_its_questions_one_by_one_and_then_no_more(section):
    asked = [prompt(section, already, Language.ENGLISH) for already in range(5)]

    kept = [question for question in asked if question]
    assert 2 <= len(kept) <= 3
    assert len(set(kept)) == len(kept)
    assert asked[len(kept) :] == [None] * (5 - len(kept))
