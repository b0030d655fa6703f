"""`python -m bot audit`: whether the trail of what staff did is whole, and what is in it."""

from __future__ import annotations

import re
from typing import Annotated

import typer
from rich.console import Console

from bot.adapters.database.audit import StoredAudit
from bot.staff.chain import Head, Verified, Wrong
from bot.terminal import opened, stop

audit = typer.Typer(no_args_is_help=True, help="The trail of who saw or changed what at the desk.")

_console = Console()
_HEAD = re.compile(r"(\d{1,9}):([0-9a-f]{64})", re.ASCII)

_Since = Annotated[
    str | None, typer.Option(help="What `audit head` printed earlier: that line must be there, and the same.")
]


@audit.command("verify")
def verify(since: _Since = None) -> None:
    """Follow the chain from its first line. Exits 1 and names the first line that was changed, taken out or put in."""
    verified = _stored().verify(_head(since) if since else None)
    if not verified.whole:
        _tell(_what_is_wrong(verified), style="red")
        raise typer.Exit(1)
    if not verified.lines:
        _tell("There is no line yet.")
        return
    _tell(f"Whole, from the first line to number {verified.lines}.")
    if since is None:
        _tell("Whether the newest were taken away, only --since can tell, with what `audit head` printed earlier.")


@audit.command("head")
def show_head() -> None:
    """Print the newest line's number and digest, to be kept where nobody who can write to the database can reach it."""
    head = _stored().head()
    if not head.number:
        stop("There is no line yet.")
    _tell(f"{head.number}:{head.digest}")


@audit.command("list")
def show(
    council: Annotated[str, typer.Option(help="york, merton, …; '' for what belongs to none.")],
    most: Annotated[int, typer.Option(help="How many lines.", min=1)] = 50,
    before: Annotated[int | None, typer.Option(help="Only lines with a smaller number.")] = None,
) -> None:
    """A council's newest lines, the newest first, in UTC. Ids only: whose they are stands at the desk."""
    for line in _stored().newest(council, most=most, before=before):
        at = line.at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
        _tell(f"{line.number}  {at}  {line.actor}  {line.action}  {line.subject}")


def _what_is_wrong(verified: Verified) -> str:
    said = {
        Wrong.CHANGED: "was changed, or was put in, or was sealed with a key that is not in BEFOREHAND_SECRET_KEY now.",
        Wrong.MISSING: "was taken out.",
        Wrong.NOT_THE_SAME: "is not the one that was written down.",
    }
    before = "Every line before it is whole." if verified.lines else "It is the first."
    return f"Line {verified.first_wrong} {said[verified.wrong or Wrong.CHANGED]} {before}"


def _head(written: str) -> Head:
    found = _HEAD.fullmatch(written.strip())
    if found is None:
        stop("--since is what `python -m bot audit head` printed: a number, a colon and 64 letters and digits.")
    return Head(int(found[1]), found[2])


def _stored() -> StoredAudit:
    _, engine, encryption = opened()
    return StoredAudit(engine, encryption)


def _tell(words: str, style: str | None = None) -> None:
    # Digests are long: a terminal's width must not cut one in two.
    _console.print(words, style=style, markup=False, highlight=False, soft_wrap=True)
