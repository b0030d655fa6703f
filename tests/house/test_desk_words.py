"""What the desk says of a mistake stands in data/desk.yml, for every mistake that the code can find."""

from __future__ import annotations

import ast

import pytest

from bot.casework.mistakes import DESK, Mistake, called
from bot.casework.reading import CONFERENCE_FIELDS, INVITED_FIELDS
from bot.text.data_files import read
from bot.text.phrases import placeholders
from tests.house.calls import files, tree


def named() -> set[str]:
    """Every name of a mistake that is written in the room or at a door, as a string of its own."""
    return {
        node.value
        for path in files("bot")
        if "casework" in path.parts or "web" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.fixture(scope="module")
def desk():
    return read(DESK).content


def test_every_mistake_that_the_desk_can_tell_is_one_that_the_code_can_find(desk):
    assert sorted({*desk["mistakes"], *desk["doubts"]} - named()) == []


def test_every_mistake_says_what_is_wrong_and_what_to_do(desk):
    for name, said in {**desk["mistakes"], **desk["doubts"]}.items():
        words = {place: "x" for sentence in said.values() for place in placeholders(sentence)}
        mistake = Mistake("phone", name, tuple(words.items()))
        assert mistake.what
        assert mistake.do.endswith(".")


@pytest.mark.parametrize("field", [*CONFERENCE_FIELDS, *INVITED_FIELDS])
def test_every_field_has_a_name_that_a_social_worker_knows(field):
    assert called(field)
