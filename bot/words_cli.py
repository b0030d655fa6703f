"""`python -m bot words`: the catalogues brought up to date, counted, and checked off by whoever reviewed them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.languages import SPOKEN, Language
from bot.text.data_files import DataFileError
from bot.text.words import NothingToReview, Status, review, status, update

words = typer.Typer(no_args_is_help=True, help="The sentences in every other language.")

_console = Console()
_OTHERS = tuple(language for language in SPOKEN if language is not Language.ENGLISH)


@words.command("status")
def show_status() -> None:
    """Per language: sentences translated, reviewed by a person, and stale because the English has changed."""
    table = Table("language", "", "sentences", "translated", "reviewed", "stale", "missing", box=None)
    rows = list(status(_OTHERS))
    for row in rows:
        table.add_row(*_cells(row))
    _console.print(table)
    if any(row.translated < row.sentences for row in rows):
        _console.print(
            "\nWhat is missing or stale is shown in English. `python -m bot words update` lists it in the .po."
        )
    if any(row.reviewed < row.translated for row in rows):
        _console.print("\nWhat no person has reviewed is shown to parents as a draft, with the English beside it.")


@words.command("update")
def bring_up_to_date() -> None:
    """Find every sentence in Python, pages, domain.yml and data/, and bring locales/ up to it."""
    with _console.status("Looking for sentences …"):
        try:
            update(_OTHERS)
        except DataFileError as error:
            _console.print(str(error), style="red", markup=False)
            raise typer.Exit(2) from error
    show_status()


@words.command("review")
def record(
    language: Annotated[Language, typer.Option(help="The language that was checked.")],
    by: Annotated[str, typer.Option(help="Who checked it: a person's name.")],
    english: Annotated[str | None, typer.Option(help="Only this English sentence; without it, all of them.")] = None,
) -> None:
    """Record a person as having checked a language's translations, as they are now."""
    if not by.strip() or "," in by:
        _console.print("Give the reviewer's name, without a comma: --by 'Amina Khan'.", style="red")
        raise typer.Exit(2)
    if english is None and not typer.confirm(f"Has {by} checked every sentence of {language.english_name}?"):
        raise typer.Exit(1)
    try:
        count = review(language, by.strip(), date.today(), english)
    except NothingToReview as error:
        what = f"no translation of {english!r}" if english else "no translation at all"
        _console.print(f"{language.english_name} has {what}. `python -m bot words status` counts them.", style="red")
        raise typer.Exit(2) from error
    _console.print(f"{count} of {language.english_name} recorded as reviewed by {by}.", markup=False)


def _cells(row: Status) -> tuple[str, ...]:
    counts = (row.sentences, row.translated, row.reviewed, row.stale, row.sentences - row.translated)
    return (row.language.value, row.language.english_name, *map(str, counts))
