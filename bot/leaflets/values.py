"""The kinds of value that a fact can have, and how each is written in a leaflet's file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.text.data_files import did_you_mean
from bot.text.durations import Duration
from bot.text.spans import Span


class Kind(str, Enum):
    """What a fact is. The name decides it, in data/facts.yml, not the leaflet."""

    DURATION = "duration"
    SPAN = "span"
    AGE = "age"
    ROLES = "roles"
    ITEMS = "items"
    YESNO = "yesno"
    COUNT = "count"
    SCALE = "scale"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    NAME = "name"
    ADDRESS = "address"

    @property
    def has_keys(self) -> bool:
        """Whether its value is a list of keys, whose words are in data/facts.yml."""
        return self in (Kind.ROLES, Kind.ITEMS)

    @property
    def is_contact(self) -> bool:
        """Whether it is a way to reach somebody."""
        return self in (Kind.PHONE, Kind.EMAIL, Kind.WEB, Kind.ADDRESS)


class Bound(str, Enum):
    """Whether a length, an age or a number is the thing itself or its edge."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    INCLUSIVE = "inclusive"  # an age: that old or older
    EXCLUSIVE = "exclusive"  # an age: older than that
    BELOW = "below"  # an age: younger than that


@dataclass(frozen=True)
class Scale:
    """The two ends of a scale."""

    low: int
    high: int


Value = Duration | Span | Scale | bool | int | str | tuple[str, ...]

_OF_LENGTHS = frozenset({Bound.EXACT, Bound.AT_LEAST, Bound.AT_MOST, Bound.ABOUT})
_OF_AGES = frozenset({Bound.INCLUSIVE, Bound.EXCLUSIVE, Bound.BELOW})


def bounds_of(kind: Kind) -> frozenset[Bound]:
    """The bounds that make sense. An age always needs one: "over 10" leaves out a child of ten, "from 10" does not."""
    if kind is Kind.AGE:
        return _OF_AGES
    if kind in (Kind.DURATION, Kind.COUNT, Kind.SPAN):
        return _OF_LENGTHS
    return frozenset({Bound.EXACT})


class ValueUnfit(ValueError):
    """What is written is not a value of this kind."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


def parse_value(kind: Kind, written: Any, keys: Collection[str]) -> Value:
    """Read a value as its kind is written; `keys` are the roles and items that have words."""
    if kind.has_keys:
        return _keys(written, keys)
    return _PARSERS[kind](written)


def _duration(written: Any) -> Value:
    return _timed(Duration.parse, written)


def _span(written: Any) -> Value:
    return _timed(Span.parse, written)


def _timed(parse: Callable[[str], Value], written: Any) -> Value:
    try:
        return parse(str(written))
    except ValueError as error:
        problem, _, remedy = str(error).partition(": ")
        raise ValueUnfit(problem, f"{remedy[:1].upper()}{remedy[1:]}.") from error


def _whole_number(written: Any) -> int:
    if isinstance(written, bool) or not isinstance(written, int) or written < 0:
        raise ValueUnfit(f"{written!r} is not a whole number", "Write it in digits, without quotes.")
    return written


def _yesno(written: Any) -> Value:
    if not isinstance(written, bool):
        raise ValueUnfit(
            f"{written!r} is not true or false", "Write true or false; leave the fact out if it is not said."
        )
    return written


def _scale(written: Any) -> Value:
    if not isinstance(written, list) or len(written) != 2:
        raise ValueUnfit(f"{written!r} is not a scale", "Write its two ends: [0, 10].")
    low, high = _whole_number(written[0]), _whole_number(written[1])
    if low >= high:
        raise ValueUnfit(f"{written!r} is not a scale", "Write the lower end first: [0, 10].")
    return Scale(low, high)


def _text(written: Any) -> str:
    if not isinstance(written, str) or not written.strip():
        raise ValueUnfit(f"{written!r} is not text", "Write it as printed, in quotes.")
    return written


def _lines(written: Any) -> Value:
    if not isinstance(written, list) or not written:
        raise ValueUnfit(f"{written!r} is not an address", "Write a list of lines.")
    return tuple(_text(line) for line in written)


def _keys(written: Any, keys: Collection[str]) -> Value:
    if not isinstance(written, list) or not written:
        raise ValueUnfit(f"{written!r} is not a list", "Write a list of keys: [social_worker, police].")
    for key in written:
        if key not in keys:
            raise ValueUnfit(f"{key!r} has no words in data/facts.yml", did_you_mean(str(key), keys))
    if len(set(written)) < len(written):
        raise ValueUnfit("the same key stands twice in the list", "Keep one of them.")
    return tuple(written)


_PARSERS: dict[Kind, Callable[[Any], Value]] = {
    Kind.DURATION: _duration,
    Kind.SPAN: _span,
    Kind.AGE: _whole_number,
    Kind.YESNO: _yesno,
    Kind.COUNT: _whole_number,
    Kind.SCALE: _scale,
    Kind.PHONE: _text,
    Kind.EMAIL: _text,
    Kind.WEB: _text,
    Kind.NAME: _text,
    Kind.ADDRESS: _lines,
}
