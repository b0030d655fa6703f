"""Read one leaflet's file, or the national one, and refuse what is wrong with its line and a remedy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import Field, PositiveInt

from bot.leaflets.facts import Audience, Fact, Guidance, Leaflet, Misprint, Month, National, Origin
from bot.leaflets.forms import Form, fill_in
from bot.leaflets.misprints import why_not_right
from bot.leaflets.values import Bound, ValueUnfit, bounds_of, parse_value
from bot.leaflets.vocabulary import Vocabulary
from bot.text.data_files import DataFile, Mistakes, Place, did_you_mean, read

_Entry = tuple[Any, Bound, Origin]


class _AboutForm(Form):
    title: str
    source: str
    source_lines: PositiveInt | None = None
    dated: str | None = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    audience: Audience = Field(strict=False)
    called: str


class _GuidanceForm(Form):
    edition: PositiveInt
    lines: list[PositiveInt] = Field(min_length=1)


class _LeafletForm(Form):
    council: str
    leaflet: _AboutForm
    guidance: _GuidanceForm | None = None
    facts: dict[str, Any]


class _FactForm(Form):
    value: Any
    bound: Bound = Field(default=Bound.EXACT, strict=False)
    lines: list[PositiveInt] = Field(min_length=1)


class _NationalForm(Form):
    source: str
    facts: dict[str, Any]


class _NationalFactForm(Form):
    value: Any
    bound: Bound = Field(default=Bound.EXACT, strict=False)
    publication: str = Field(alias="from")
    checked: date | None  # null: nobody here has seen it


def load_leaflet(path: Path, vocabulary: Vocabulary, *, sources: Path | None = None) -> Leaflet:
    """Read a council's leaflet. Its key is the file's name."""
    file = read(path)
    form = fill_in(_LeafletForm, file, (), file.content)
    text = _source_text(form.leaflet, sources)
    mistakes = Mistakes()
    with mistakes.kept():
        _check_length(file, form.leaflet, text)
    if form.guidance is not None:
        with mistakes.kept():
            _check_lines(file, ("guidance", "lines"), form.guidance.lines, form.leaflet, text)

    def entry(name: str, raw: Any) -> _Entry:
        fact = fill_in(_FactForm, file, ("facts", name), raw)
        _check_lines(file, ("facts", name, "lines"), fact.lines, form.leaflet, text)
        return fact.value, fact.bound, Origin(file.line("facts", name), lines=tuple(fact.lines))

    facts, misprints = _sorted_out(file, form.facts, vocabulary, entry, mistakes, national=False)
    mistakes.raise_any()
    return Leaflet(
        key=path.stem,
        council=form.council,
        title=form.leaflet.title,
        called=form.leaflet.called,
        audience=form.leaflet.audience,
        dated=Month.parse(form.leaflet.dated) if form.leaflet.dated else None,
        guidance=Guidance(form.guidance.edition, tuple(form.guidance.lines)) if form.guidance else None,
        facts=MappingProxyType(facts),
        misprints=tuple(misprints),
    )


def load_national(path: Path, vocabulary: Vocabulary) -> National:
    """Read what holds in all England."""
    file = read(path)
    form = fill_in(_NationalForm, file, (), file.content)
    mistakes = Mistakes()

    def entry(name: str, raw: Any) -> _Entry:
        fact = fill_in(_NationalFactForm, file, ("facts", name), raw)
        origin = Origin(file.line("facts", name), publication=fact.publication, checked=fact.checked)
        return fact.value, fact.bound, origin

    facts, misprints = _sorted_out(file, form.facts, vocabulary, entry, mistakes, national=True)
    mistakes.raise_any()
    return National(MappingProxyType(facts), tuple(misprints))


def _sorted_out(
    file: DataFile,
    written: dict[str, Any],
    vocabulary: Vocabulary,
    entry: Callable[[str, Any], _Entry],
    mistakes: Mistakes,
    *,
    national: bool,
) -> tuple[dict[str, Fact], list[Misprint]]:
    """Every fact of a file: those that may be told, and those that cannot be right."""
    facts: dict[str, Fact] = {}
    misprints: list[Misprint] = []
    for name, raw in written.items():
        with mistakes.kept():
            found = _fact(file, name, entry, raw, vocabulary, national)
            if isinstance(found, Fact):
                facts[name] = found
            else:
                misprints.append(found)
    return facts, misprints


def _fact(
    file: DataFile, name: str, entry: Callable[[str, Any], _Entry], raw: Any, vocabulary: Vocabulary, national: bool
) -> Fact | Misprint:
    place: Place = ("facts", name)
    term = vocabulary.terms.get(name)
    if term is None or term.national is not national:
        known = [each.name for each in vocabulary.terms.values() if each.national is national]
        raise file.mistake(place, f"unknown fact {name!r}", did_you_mean(name, known))
    written, bound, origin = entry(name, raw)
    if bound not in bounds_of(term.kind):
        remedy = f"Write one of these: {', '.join(sorted(bounds_of(term.kind)))}."
        raise file.mistake(
            (*place, "bound"), f"the bound of {name!r} is {bound.value!r}, which no {term.kind.value} has", remedy
        )
    try:
        value = parse_value(term.kind, written, vocabulary.keys)
    except ValueUnfit as unfit:
        raise file.mistake(
            (*place, "value"), f"{name!r}, a {term.kind.value}: {unfit.problem}", unfit.remedy
        ) from unfit
    problem = why_not_right(term.kind, value)
    if problem is not None:
        return Misprint(name, str(value), problem, origin)
    return Fact(name, term.kind, value, bound, origin)


def _source_text(about: _AboutForm, sources: Path | None) -> list[str] | None:
    path = sources / about.source if sources is not None else None
    if path is None or not path.exists():
        return None
    # Counted as editors count: a form feed inside a line does not begin a new one.
    with path.open(encoding="utf-8") as text:
        return list(text)


def _check_length(file: DataFile, about: _AboutForm, text: list[str] | None) -> None:
    if text is not None and about.source_lines not in (None, len(text)):
        problem = f"{about.source} has {len(text)} lines, not {about.source_lines}"
        raise file.mistake(
            ("leaflet", "source_lines"), problem, "If the text is new, look up every fact's lines again."
        )


def _check_lines(file: DataFile, place: Place, lines: Sequence[int], about: _AboutForm, text: list[str] | None) -> None:
    last = len(text) if text is not None else about.source_lines
    for index, line in enumerate(lines):
        if last is not None and line > last:
            problem = f"{about.source} has no line {line}: it ends at {last}"
            raise file.mistake((*place, index), problem, "Look the line up again.")
        if text is not None and not text[line - 1].strip():
            problem = f"line {line} of {about.source} is empty"
            raise file.mistake((*place, index), problem, "Look the line up again.")
