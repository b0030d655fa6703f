"""The leaflets' check, printed for whoever keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from bot.leaflets.check import Concern, Finding, findings, national_findings
from bot.leaflets.facts import Leaflet
from bot.leaflets.shelf import Shelf, load_shelf
from bot.leaflets.values import Kind
from bot.leaflets.vocabulary import Term
from bot.text.data_files import DATA, ROOT, DataFileError, Mistake

# The councils' own texts lie outside the repository, and only on a content lead's machine.
SOURCES = ROOT.parent / "shared" / "leaflets"

# What a parent reckons with or uses.
_ACTED_ON = (Kind.DURATION, Kind.SPAN, Kind.AGE, Kind.COUNT, Kind.PHONE, Kind.EMAIL, Kind.WEB, Kind.ADDRESS)


def check_leaflets(
    today: date, console: Console, *, data: Path = DATA, sources: Path | None = SOURCES, every_name: bool = False
) -> int:
    """Read and check everything, and print it. The exit code: 1 where a file is wrong, 0 with or without findings."""
    try:
        shelf = load_shelf(data, sources=sources)
    except DataFileError as error:
        print_mistakes(error.mistakes, console)
        return 1
    return print_check(shelf, today, console, every_name=every_name)


def print_mistakes(mistakes: tuple[Mistake, ...], console: Console) -> None:
    """One mistake a paragraph: where, what, and how to mend it."""
    for mistake in mistakes:
        console.print(f"[red]✗[/red] {escape(str(mistake))}", soft_wrap=True, highlight=False)
    console.print(f"[red]{len(mistakes)} to mend.[/red] Nothing was checked.")


def print_check(shelf: Shelf, today: date, console: Console, *, every_name: bool = False) -> int:
    """
    Print what there is to look at, council by council. Findings are no failure: 0.

    Of what is missing, only times, ages, numbers and addresses are named; the rest is counted, unless asked for.
    """
    for council in shelf.councils:
        leaflet = shelf.leaflet(council)
        found = findings(shelf, council, today=today)
        missing = [shelf.vocabulary.terms[str(each.fact)] for each in found if each.concern is Concern.MISSING]
        console.print()
        console.print(f"[bold]{escape(leaflet.council)}[/bold], {escape(leaflet.title)}")
        held = f"{len(leaflet.facts)} facts held, {len(missing)} missing that others give"
        _print(held, console)
        for finding in found:
            if finding.concern is not Concern.MISSING:
                _print(_line(finding), console)
        for line in _missing(missing, leaflet, shelf, every_name=every_name):
            _print(f"[dim]{line}[/dim]", console)
    console.print()
    console.print("[bold]All England[/bold]")
    _print(f"{len(shelf.national.facts)} facts held", console)
    for finding in national_findings(shelf.national):
        _print(_line(finding), console)
    return 0


def _print(line: str, console: Console) -> None:
    console.print(Padding(line, (0, 0, 0, 2)), highlight=False)


def _line(finding: Finding) -> str:
    colour = "red" if finding.concern in (Concern.MISPRINT, Concern.CONTRADICTS) else "yellow"
    name = f" {finding.fact}" if finding.fact else ""
    lines = f" (in the text: {', '.join(map(str, finding.lines))})" if finding.lines else ""
    return f"[{colour}]{finding.concern.value}[/{colour}]{name}: {escape(finding.detail + lines)}"


def _missing(terms: list[Term], leaflet: Leaflet, shelf: Shelf, *, every_name: bool) -> Iterator[str]:
    given = {shelf.vocabulary.terms[name].topic for name in leaflet.facts}
    silent = dict.fromkeys(term.topic for term in terms if term.topic not in given)
    if silent:
        yield f"silent on {', '.join(silent)}"
    named = [term for term in terms if every_name or term.kind in _ACTED_ON]
    by_topic: dict[str, list[str]] = {}
    for term in named:
        by_topic.setdefault(term.topic, []).append(term.name)
    for topic, names in by_topic.items():
        yield f"missing on {topic}: {', '.join(names)}"
    if len(terms) > len(named):
        yield f"and {len(terms) - len(named)} smaller ones"
