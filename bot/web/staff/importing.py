"""A file of conferences at the desk: sent, looked at row by row, and written on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from fastapi.responses import RedirectResponse

from bot.casework.importing import ImportGone, ImportNotGood, ImportOvertaken
from bot.casework.judging import Fate, Judged, Plan
from bot.casework.mistakes import DraftWrong, Mistake
from bot.casework.set_aside import set_aside
from bot.casework.table import MOST_BYTES, MOST_ROWS
from bot.staff.account import Actor
from bot.web.staff.pages import StaffPage, StaffPageHere
from bot.web.staff.visit import AsCaseWorker, DeskHere
from bot.wiring import Desk

router = APIRouter(prefix="/staff/import", include_in_schema=False)

_A_PAGE = 100
_MEGABYTE = 2**20
Number = Annotated[int, Query(ge=0, le=MOST_ROWS)]


@dataclass(frozen=True)
class _Shown:
    """Which rows are shown: those of one kind, a page of them."""

    which: str = ""
    page: int = 1


@router.get("")
def look_at_form(
    page: StaffPageHere, _: AsCaseWorker, conferences: Number = 0, invited: Number = 0, aside: Number = 0
) -> Response:
    """The numbers are of what was just written."""
    return _form(page, written={"conferences": conferences, "invited": invited, "aside": aside})


@router.post("")
def send(
    desk: DeskHere, page: StaffPageHere, actor: AsCaseWorker, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    if file is None or not file.filename:
        return _form(page, (Mistake("file", "file_missing"),))
    content = file.file.read(MOST_BYTES + 1)
    try:
        id = desk.importing.keep(actor, content)
    except DraftWrong as wrong:
        return _form(page, wrong.mistakes)
    return RedirectResponse(f"/staff/import/{id}", 303)


@router.get("/{id}")
def look(
    id: UUID,
    desk: DeskHere,
    page: StaffPageHere,
    actor: AsCaseWorker,
    show: Annotated[str, Query(max_length=20)] = "",
    number: Annotated[int, Query(alias="page", ge=1, le=MOST_ROWS)] = 1,
) -> Response:
    return _plan(page, desk, actor, id, shown=_Shown(show, number))


@router.post("/{id}")
def write(
    id: UUID,
    desk: DeskHere,
    page: StaffPageHere,
    actor: AsCaseWorker,
    seen: Annotated[str, Form(max_length=64)] = "",
    aside: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    try:
        written = desk.importing.write(actor, id, seen=seen, set_aside=bool(aside))
    except ImportGone:
        return _gone(page)
    except ImportOvertaken:
        return _plan(page, desk, actor, id, problem="overtaken", status=409)
    except ImportNotGood:
        return _plan(page, desk, actor, id, problem="aside", status=422)
    done = {"conferences": written.conferences, "invited": written.invited, "aside": written.set_aside}
    return RedirectResponse(f"/staff/import?{urlencode(done)}", 303)


@router.post("/{id}/drop")
def drop(id: UUID, desk: DeskHere, actor: AsCaseWorker) -> Response:
    desk.importing.drop(actor, id)
    return RedirectResponse("/staff/import", 303)


@router.get("/{id}/set-aside.csv")
def download(id: UUID, desk: DeskHere, page: StaffPageHere, actor: AsCaseWorker) -> Response:
    try:
        plan = desk.importing.look(actor, id)
    except ImportGone:
        return _gone(page)
    headers = {"Content-Disposition": 'attachment; filename="rows-set-aside.csv"'}
    return Response(set_aside(plan), media_type="text/csv; charset=utf-8", headers=headers)


def _form(page: StaffPage, mistakes: tuple[Mistake, ...] = (), written: dict[str, int] | None = None) -> Response:
    return page(
        "import.html",
        status=422 if mistakes else 200,
        mistakes=mistakes,
        written=written if written and written["invited"] else None,
        most_mb=MOST_BYTES // _MEGABYTE,
        most_rows=MOST_ROWS,
    )


def _plan(
    page: StaffPage,
    desk: Desk,
    actor: Actor,
    id: UUID,
    *,
    shown: _Shown = _Shown(),
    problem: str = "",
    status: int = 200,
) -> Response:
    try:
        plan = desk.importing.look(actor, id)
    except ImportGone:
        return _gone(page)
    which = shown.which if shown.which in _KINDS else ("wrong" if plan.wrong else "all")
    rows = _KINDS[which](plan)
    pages = max(1, -(-len(rows) // _A_PAGE))
    number = min(shown.page, pages)
    return page(
        "import_look.html",
        status=status,
        id=id,
        plan=plan,
        problem=problem,
        counts={fate.value: len(plan.of(fate)) for fate in Fate},
        kinds=[(name, len(found)) for name, kind in _KINDS.items() if (found := kind(plan)) or name == "all"],
        which=which,
        rows=rows[(number - 1) * _A_PAGE : number * _A_PAGE],
        number=number,
        pages=pages,
    )


def _gone(page: StaffPage) -> Response:
    return page("import_gone.html", status=410)


def _all(plan: Plan) -> tuple[Judged, ...]:
    return plan.rows


def _wrong(plan: Plan) -> tuple[Judged, ...]:
    return plan.wrong


def _doubtful(plan: Plan) -> tuple[Judged, ...]:
    return tuple(row for row in plan.doubtful if not row.mistakes)


def _good(plan: Plan) -> tuple[Judged, ...]:
    return plan.to_write


def _there(plan: Plan) -> tuple[Judged, ...]:
    return plan.of(Fate.THERE)


_KINDS = {"wrong": _wrong, "look": _doubtful, "good": _good, "there": _there, "all": _all}
