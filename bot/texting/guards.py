"""
What keeps us from texting too much: networks block a number that is sent more than 20 alike or 100 in all an hour.

And what tells a machine from a person: two that answer each other would go on for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.texting.inbound import Heard, Said

HOUR = timedelta(hours=1)

# What lies between these and the networks' own limits is for danger, and for saying once why we stop.
MOST_ALIKE, MOST = 14, 80
_MOST_ALIKE_IN_DANGER, _MOST_IN_DANGER = 19, 99

# So often in so long nobody says the same words, nor writes at all.
LATELY = timedelta(minutes=10)
_SAME, _ALL = 5, 40
# Nor this often for so long: a slow machine, which never comes near the limits of an hour.
LONG = timedelta(hours=6)
_ALL_LONG = 150
SILENT_FOR = timedelta(hours=1)


class Verdict(str, Enum):
    """Who texts, as it seems."""

    PERSON = "person"
    MACHINE = "machine"  # it is told so once, and then there is silence
    ECHO = "echo"  # it sends our own words back: answered, that would go on for ever


def judge(heard: Heard, in_all: int, *, echo: bool, may_repeat: bool) -> Verdict:
    """`heard` is what came LATELY, `in_all` how many LONG. Some words may be repeated at will: MORE, a number."""
    if echo:
        return Verdict.ECHO
    if heard.all >= _ALL or in_all >= _ALL_LONG or (heard.same >= _SAME and not may_repeat):
        return Verdict.MACHINE
    return Verdict.PERSON


@dataclass(frozen=True)
class Allowed:
    """Whether something may be sent within the HOUR, by what was `said` in it."""

    said: Sequence[Said]  # for each of the messages in question, in their order

    def as_answer(self) -> bool:
        return self._within(MOST_ALIKE, MOST)

    def in_danger(self) -> bool:
        """Up to what the networks would block anyway."""
        return self._within(_MOST_ALIKE_IN_DANGER, _MOST_IN_DANGER)

    def _within(self, most_alike: int, most: int) -> bool:
        return all(said.same < most_alike and said.all + at < most for at, said in enumerate(self.said))
