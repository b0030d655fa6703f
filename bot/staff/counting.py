"""
What an administrator is shown of what parents ask about.

A small council may have three families in a month. So no number is exact: each is rounded to fives, and under five says
only that. Exact numbers in two tables could be subtracted until one person is left over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

FEWEST = 5
DAYS = 28


@dataclass(frozen=True)
class Roughly:
    """A number rounded to fives; None is "fewer than 5", and more than none."""

    about: int | None

    @classmethod
    def of(cls, count: int) -> Roughly:
        return cls(None if count < FEWEST else (count + FEWEST // 2) // FEWEST * FEWEST)


@dataclass(frozen=True)
class Asked:
    """What parents of a council asked about, the most frequent first. `topics` leaves out what was not known."""

    everything: Roughly
    topics: tuple[tuple[str, Roughly], ...]
    not_known: tuple[tuple[str, Roughly], ...]
    languages: tuple[tuple[str, Roughly], ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.topics or self.not_known)


def asked(counts: Mapping[tuple[str, str], int], unknown: Collection[str]) -> Asked:
    """`counts` by topic and language; `unknown` are the names for "not sure" and "not ours"."""
    topics: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for (topic, language), count in counts.items():
        topics[topic] += count
        languages[language] += count
    return Asked(
        Roughly.of(sum(topics.values())),
        _in_order({topic: count for topic, count in topics.items() if topic not in unknown}),
        _in_order({topic: count for topic, count in topics.items() if topic in unknown}),
        _in_order(languages),
    )


def _in_order(counts: Mapping[str, int]) -> tuple[tuple[str, Roughly], ...]:
    """By what is shown, then by name: the order must not tell which of two small numbers is the smaller."""
    rough = [(name, Roughly.of(count)) for name, count in counts.items()]
    return tuple(sorted(rough, key=lambda one: (-(one[1].about or 0), one[0])))
