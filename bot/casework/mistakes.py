"""
What is wrong with what somebody gave us, field by field, in words that say what to do: `data/desk.yml`.

* DraftWrong      something cannot be taken as it is; carries every mistake, not only the first
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.text.data_files import DATA, read
from bot.text.phrases import fill

DESK = DATA / "desk.yml"


@dataclass(frozen=True)
class Mistake:
    """One thing about one field. `name` is a key of data/desk.yml, `words` fill its sentence."""

    field: str
    name: str
    words: tuple[tuple[str, str], ...] = ()

    @property
    def what(self) -> str:
        """ "is not a telephone number"; never what was written."""
        return fill(str(_known(self.name)["what"]), dict(self.words))

    @property
    def do(self) -> str:
        """ "Write it like 07700 900123." """
        return fill(str(_known(self.name)["do"]), dict(self.words))

    @property
    def called(self) -> str:
        """What the field is called: "Mobile number"."""
        return called(self.field)


class DraftWrong(Exception):
    """Something cannot be taken as it is."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(", ".join(f"{mistake.field}: {mistake.name}" for mistake in mistakes))
        self.mistakes = mistakes

    def of(self, field: str) -> Mistake | None:
        """What is wrong with this field, if anything."""
        return next((mistake for mistake in self.mistakes if mistake.field == field), None)


def called(field: str) -> str:
    """What a field is called, to whoever gives it."""
    return str(_desk()["fields"][field])


def _known(name: str) -> Mapping[str, Any]:
    desk = _desk()
    found: Mapping[str, Any] = desk["mistakes"].get(name) or desk["doubts"][name]
    return found


@cache
def _desk() -> Mapping[str, Any]:
    return read(DESK).content
