"""The names that facts may have, what each means, and the words of the keys: `data/facts.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from bot.leaflets.forms import Form, fill_in
from bot.leaflets.values import Kind
from bot.text.data_files import DATA, DataFile, Mistakes, did_you_mean, read

FACTS = DATA / "facts.yml"
FOR_PROFESSIONALS = "pro_"  # facts and topics that are never for a parent
NATIONAL = ("england_", "helpline_")


@dataclass(frozen=True)
class Term:
    """The name of a fact, and what a reader of the files needs to know about it."""

    name: str
    kind: Kind
    means: str
    topic: str
    national: bool  # said of all England, not of a council
    any_of: bool  # a list of which one thing is enough: "a friend or an advocate"
    held_against: str | None  # the national fact that says the same thing

    @property
    def for_professionals(self) -> bool:
        """Whether it is only ever said to an invited professional."""
        return self.name.startswith(FOR_PROFESSIONALS)


@dataclass(frozen=True)
class Vocabulary:
    """Every term there is, and the English words of roles and items."""

    terms: Mapping[str, Term]
    keys: Mapping[str, str]

    def council_terms(self) -> tuple[Term, ...]:
        """The terms that a council's leaflet may hold."""
        return tuple(term for term in self.terms.values() if not term.national)


class _TermForm(Form):
    kind: Kind = Field(strict=False)
    means: str
    topic: str
    join: Literal["and", "or"] = "and"
    held_against: str | None = None


class _FactsForm(Form):
    council: dict[str, Any]
    national: dict[str, Any]
    keys: dict[str, str]


def load_vocabulary(path: Path = FACTS) -> Vocabulary:
    """Read the vocabulary; whatever is wrong with it is raised together."""
    file = read(path)
    form = fill_in(_FactsForm, file, (), file.content)
    terms: dict[str, Term] = {}
    mistakes = Mistakes()
    # National terms first: a council's term may name the national one that it is held against.
    for national, section in ((True, form.national), (False, form.council)):
        for name, raw in section.items():
            with mistakes.kept():
                if name in terms:
                    raise file.mistake(("council", name), f"{name!r} is a national fact too", "Give it another name.")
                terms[name] = _term(file, name, raw, national, terms)
    mistakes.raise_any()
    return Vocabulary(MappingProxyType(terms), MappingProxyType(form.keys))


def _term(file: DataFile, name: str, raw: Any, national: bool, known: Mapping[str, Term]) -> Term:
    place = ("national" if national else "council", name)
    if name.startswith(NATIONAL) is not national:
        remedy = "Begin national names, and only those, with england_ or helpline_."
        raise file.mistake(place, f"{name!r} stands in the wrong section", remedy)
    form = fill_in(_TermForm, file, place, raw)
    held_against = form.held_against
    if held_against is None and f"england_{name}" in known:
        held_against = f"england_{name}"
    if held_against is not None and (held_against not in known or known[held_against].kind is not form.kind):
        remedy = did_you_mean(held_against, [term.name for term in known.values() if term.kind is form.kind])
        raise file.mistake((*place, "held_against"), f"there is no national {form.kind.value} {held_against!r}", remedy)
    return Term(name, form.kind, form.means, form.topic, national, form.join == "or", held_against)
