"""A topic, its sentences, and what each of them needs to be said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.leaflets.facts import Fact
from bot.leaflets.values import Bound, Value

# Not facts of a leaflet, but of the council and its leaflet themselves.
COUNCIL = "council"
AUDIENCE = "audience"


@dataclass(frozen=True)
class Condition:
    """
    What a fact has to be: given at all, or given as `value`, with this bound, or with this key in its list.

    `AUDIENCE` stands among the facts; its value is whom the leaflet speaks to.
    """

    fact: str
    wanted: Value | Bound | None = None  # None: given, whatever it says

    def holds(self, fact: Fact | None) -> bool:
        """Whether this fact, or its absence, is what is asked for."""
        if fact is None:
            return False
        if self.wanted is None:
            return True
        if isinstance(self.wanted, Bound):
            return fact.bound is self.wanted
        if isinstance(self.wanted, tuple) and isinstance(fact.value, tuple):
            return set(self.wanted) <= set(fact.value)
        return fact.value == self.wanted


@dataclass(frozen=True)
class Sentence:
    """An English sentence, said only where every fact it names is there, all `when` hold and no `unless` does."""

    say: str
    line: int
    names: frozenset[str]  # its placeholders
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()

    @property
    def rests_on(self) -> frozenset[str]:
        """The facts whose presence lets it be said. What it is silent for (`unless`) is not among them."""
        return self.names | {condition.fact for condition in self.when}


@dataclass(frozen=True)
class Topic:
    """What there is to say on a topic. One that an action answers has a title only."""

    name: str
    title: str
    file: Path
    line: int
    say: tuple[Sentence, ...] = ()
    short: tuple[Sentence, ...] = ()  # by text message: the fact first, and nothing that tells a stranger
    unknown: str | None = None  # said where the council's leaflet gives none of the facts
    next: tuple[str, ...] = ()
    picture: str | None = None  # shown with it, where the council's leaflet gives what it needs
    short_title: str | None = None  # by text message, where the title would tell a stranger what the meeting is

    @property
    def is_answer(self) -> bool:
        """Whether it is answered from here, not by an action."""
        return bool(self.say)
