"""Pictures that stand beside an answer, as words and numbers in order: whoever shows them draws, nobody else has to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.answers.words import in_words
from bot.languages import Language
from bot.leaflets.facts import Fact
from bot.leaflets.values import Scale
from bot.leaflets.vocabulary import Vocabulary
from bot.text.catalogue import gettext
from bot.text.phrases import say

Facts = Callable[[str], "Fact | None"]


@dataclass(frozen=True)
class Picture:
    """What a picture shows, already in the parent's language. It adds nothing that the answer does not rest on."""

    name: str  # which one: a key of PICTURES
    title: str  # the whole of it, for somebody who cannot see it
    labels: tuple[str, ...]  # in order: who sits there, or what the two ends mean
    note: str = ""
    ends: tuple[int, int] | None = None  # of a scale


def room(facts: Facts, language: Language, vocabulary: Vocabulary) -> Picture | None:
    """Who sits in the room, the parent first; only where the council's guide says who comes."""
    coming = facts("who_attends")
    if coming is None or not isinstance(coming.value, tuple):
        return None
    keys = dict.fromkeys(("chair", *coming.value))  # some guides name the chair among them
    people = [gettext(vocabulary.keys["you"], language)]
    if _is_true(facts("may_bring_supporter")):
        people.append(say("seat_supporter", language))
    people += [gettext(vocabulary.keys[key], language) for key in keys]
    if _is_true(facts("note_taker_present")):
        people.append(say("seat_note_taker", language))
    title, note = say("picture_room_title", language), say("picture_room_note", language)
    return Picture("room", title, tuple(people), note)


def scale(facts: Facts, language: Language, vocabulary: Vocabulary) -> Picture | None:
    """The numbers that everyone chooses from; only where the guide says what both ends mean."""
    between, low, high = facts("scale"), facts("scale_low_means"), facts("scale_high_means")
    if between is None or low is None or high is None or not isinstance(between.value, Scale):
        return None
    ends = between.value.low, between.value.high
    title = say("picture_scale_title", language, low=str(ends[0]), high=str(ends[1]))
    return Picture("scale", title, tuple(in_words(end, language, vocabulary) for end in (low, high)), ends=ends)


# A topic names its picture in data/answers/.
PICTURES: Mapping[str, Callable[[Facts, Language, Vocabulary], Picture | None]] = MappingProxyType(
    {"room": room, "scale": scale}
)


def picture_from(written: Mapping[str, Any] | None) -> Picture | None:
    """A picture again, from `dataclasses.asdict` of it, by way of JSON or not."""
    if written is None:
        return None
    low_and_high = written["ends"]
    ends = (low_and_high[0], low_and_high[1]) if low_and_high is not None else None
    return Picture(written["name"], written["title"], tuple(written["labels"]), written["note"], ends)


def _is_true(fact: Fact | None) -> bool:
    return fact is not None and fact.value is True
