"""A fact, where it stands, and the leaflet that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.leaflets.values import Bound, Kind, Value


class Audience(str, Enum):
    """Whom a leaflet speaks to. In one for professionals, "you" is never the parent."""

    PARENTS = "parents"
    PROFESSIONALS = "professionals"


@dataclass(frozen=True)
class Origin:
    """Where a fact comes from: lines of a council's text, or a publication and the day somebody last saw it there."""

    file_line: int  # in our own data file
    lines: tuple[int, ...] = ()
    publication: str = ""
    checked: date | None = None


@dataclass(frozen=True)
class Fact:
    """One thing that may be told to somebody."""

    name: str
    kind: Kind
    value: Value
    bound: Bound
    origin: Origin


@dataclass(frozen=True)
class Misprint:
    """
    Something a leaflet says that cannot be right, such as a number with a digit missing.

    It is not a `Fact`, so that no answer can hold it and no parent can be shown it.
    """

    name: str
    printed: str
    problem: str
    origin: Origin


@dataclass(frozen=True)
class Month:
    """A leaflet's own date, as it prints it."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2017-03"."""
        year, _, month = text.partition("-")
        return cls(int(year), int(month))

    def years_before(self, day: date) -> float:
        """How many years lie between, counted in whole months."""
        return ((day.year - self.year) * 12 + day.month - self.month) / 12

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


@dataclass(frozen=True)
class Guidance:
    """The edition of Working Together that a leaflet names."""

    edition: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Leaflet:
    """What one council's leaflet says. `key` is how the council is named in data and addresses: "york"."""

    key: str
    council: str
    title: str
    called: str  # "guide", "leaflet": what its readers would call it
    audience: Audience
    dated: Month | None
    guidance: Guidance | None
    facts: Mapping[str, Fact]
    misprints: tuple[Misprint, ...] = ()

    def usable(self, name: str) -> Fact | None:
        """The fact, if this leaflet gives it and it can be right."""
        return self.facts.get(name)


@dataclass(frozen=True)
class National:
    """What holds in all England, and the helplines."""

    facts: Mapping[str, Fact]
    misprints: tuple[Misprint, ...] = ()

    def usable(self, name: str) -> Fact | None:
        """The fact, if it is there and can be right."""
        return self.facts.get(name)
