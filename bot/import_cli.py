"""`python -m bot import`: a file of conferences, from the server's own command line, in somebody's name."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.casework.importing import ImportRefused
from bot.casework.judging import Fate, Judged, Plan
from bot.casework.mistakes import DraftWrong
from bot.casework.set_aside import reasons
from bot.casework.table import MOST_BYTES
from bot.staff.account import Actor, Role, actor_of
from bot.wiring import Rooms

_FATES = {
    Fate.NEW: "new conference",
    Fate.JOINS: "joins row {joins}",
    Fate.ADDED: "added to a conference that is here",
    Fate.THERE: "here already",
    Fate.WRONG: "wrong",
}
_NO_CASES = "{email} is nobody who has conferences: name a social worker or a manager by the e-mail they sign in with."


def import_file(rooms: Rooms, file: Path, email: str, *, dry_run: bool, set_aside: bool, console: Console) -> int:
    """The exit code: 0 if it was written or would be, 1 if rows are wrong and nothing was, 2 if it is no such file."""
    actor = _actor(rooms, email)
    if actor is None:
        return _stop(_NO_CASES.format(email=email), console)
    importing = rooms.desk.importing
    try:
        with file.open("rb") as opened:
            id = importing.keep(actor, opened.read(MOST_BYTES + 1))
    except OSError as error:
        return _stop(f"{file} cannot be read: {error.strerror}.", console)
    except DraftWrong as wrong:
        return _stop("\n".join(f"{one.called} {one.what}. {one.do}" for one in wrong.mistakes), console)
    try:
        plan = importing.look(actor, id)
        _show(plan, console)
        if dry_run or not plan.to_write:
            return 1 if plan.wrong else 0
        if plan.wrong and not set_aside:
            console.print("Nothing is written. Mend the wrong rows, or add --set-aside to write the others.")
            return 1
        written = importing.write(actor, id, seen=plan.seal, set_aside=set_aside)
    except ImportRefused:
        return _stop("Somebody has changed something in this moment. Nothing was written; try again.", console)
    finally:
        importing.drop(actor, id)
    console.print(f"Written: {written.invited} rows, {written.conferences} new conferences. Nothing was sent.")
    return 0


def _actor(rooms: Rooms, email: str) -> Actor | None:
    account = rooms.desk.accounts.by_email(email)
    if account is None or not account.active or account.role is Role.ADMINISTRATOR:
        return None
    return actor_of(account)


def _show(plan: Plan, console: Console) -> None:
    if plan.table.not_used:
        console.print(f"Not used, because we do not know the heading: {escape(', '.join(plan.table.not_used))}")
    for row in plan.rows:
        console.print(_line(row), highlight=False, soft_wrap=True)
    counted = ((len(plan.of(fate)), fate) for fate in Fate)
    console.print(", ".join(f"{count} {fate.value}" for count, fate in counted if count), highlight=False)


def _line(row: Judged) -> str:
    doubts = [f"Worth a look: {doubt.called} {doubt.what}." for doubt in row.doubts]
    said = " ".join([f"row {row.number}: {_FATES[row.fate].format(joins=row.joins)}.", *reasons(row), *doubts])
    return f"[red]{escape(said)}[/red]" if row.fate is Fate.WRONG else escape(said)


def _stop(words: str, console: Console) -> int:
    console.print(words, style="red", markup=False, highlight=False, soft_wrap=True)
    return 2
