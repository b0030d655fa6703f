"""
All the leaflets, read once and never changed.

* CouncilUnknown    nobody's leaflet of that name is on the shelf
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.leaflets.facts import Fact, Leaflet, National
from bot.leaflets.loading import load_leaflet, load_national
from bot.leaflets.vocabulary import Vocabulary, load_vocabulary
from bot.text.data_files import DATA, DataFileError, Mistake, Mistakes

NATIONAL_FILE = "national.yml"


class CouncilUnknown(LookupError):
    """Nobody's leaflet of that name is on the shelf."""

    def __init__(self, council: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no leaflet of {council!r}; there are {', '.join(known)}")
        self.council = council
        self.known = known


@dataclass(frozen=True)
class Shelf:
    """The vocabulary, every council's leaflet by its key, and what holds in all England."""

    vocabulary: Vocabulary
    leaflets: Mapping[str, Leaflet]
    national: National

    @property
    def councils(self) -> tuple[str, ...]:
        """The keys of all councils, in alphabetical order."""
        return tuple(self.leaflets)

    def leaflet(self, council: str) -> Leaflet:
        """A council's leaflet, by its key."""
        if council not in self.leaflets:
            raise CouncilUnknown(council, self.councils)
        return self.leaflets[council]

    def fact(self, name: str, council: str | None) -> Fact | None:
        """A national fact, or this council's own. Never a neighbour's; without a council, no council's at all."""
        if self.vocabulary.terms[name].national:
            return self.national.usable(name)
        return self.leaflet(council).usable(name) if council is not None else None


def load_shelf(data: Path = DATA, *, sources: Path | None = None) -> Shelf:
    """
    Read data/facts.yml and data/leaflets/; all mistakes in all files are raised together.

    `sources` is where the councils' own texts lie, if they can be had: then every line cited is looked up in them.
    """
    vocabulary = load_vocabulary(data / "facts.yml")
    folder, mistakes = data / "leaflets", Mistakes()
    leaflets: dict[str, Leaflet] = {}
    national = National({})
    with mistakes.kept():
        national = load_national(folder / NATIONAL_FILE, vocabulary)
    for path in sorted(folder.glob("*.y*ml")):
        if path.name != NATIONAL_FILE:
            with mistakes.kept():
                leaflets[path.stem] = load_leaflet(path, vocabulary, sources=sources)
    mistakes.raise_any()
    if not leaflets:
        raise DataFileError(Mistake(folder, 1, "there is no leaflet here", "Add one: <council>.yml."))
    return Shelf(vocabulary, MappingProxyType(leaflets), national)
