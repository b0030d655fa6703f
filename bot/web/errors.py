"""
Errors become pages here and nowhere else; on the addresses that machines call they become problem+json.

No page repeats what was sent, but for a parent's own words, which go back into the box that they came from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from bot.casework.errors import CaseworkError
from bot.conferences.link import (
    CodeWrong,
    LinkError,
    LinkExpired,
    LinkLocked,
    LinkSpent,
    LinkUnknown,
    LinkWithdrawn,
)
from bot.conversation.messages import LONGEST_MESSAGE
from bot.outreach.letter import LetterNotPrinted
from bot.web.ask import FRAGMENT, AllDeleted, NotSent, chat
from bot.web.framed import root_of
from bot.web.guard import OtherSite
from bot.web.link import NoLinkSpent
from bot.web.needs import WORDS, NeedsNotKept, not_kept
from bot.web.notes import NoteNotKept, NoteOvertaken, all_notes, one_note, overtaken_note, own_note
from bot.web.pages import Page, page_for
from bot.web.problems import allowed, http_problem, invalid, problem
from bot.web.quiet import log_error
from bot.web.rest import CouncilUnknown, MessageTooLong
from bot.web.sharing import ShareNotChosen, choosing
from bot.web.staff.errors import STAFF_ERRORS, is_staff, staff_error, staff_went_wrong
from bot.web.staff.refusals import case_refused, letter_not_printed
from bot.web.start import CouncilMissing, choose_council, first_page
from bot.web.turns import StillStarting, TurnFailed
from bot.web.visit import NoVisit, Visit, cookie_of, dismissed, rooms_of, visit_of

_MACHINE_PATHS = ("/webhooks/", "/health/", "/api/", "/metrics")

# The status and the name of the page's sentence for each thing that can be wrong with a link.
_LINKS: dict[type[LinkError], tuple[int, str]] = {
    LinkUnknown: (404, "unknown"),
    LinkWithdrawn: (410, "withdrawn"),
    LinkExpired: (410, "expired"),
    LinkSpent: (410, "spent"),
    LinkLocked: (403, "locked"),
}


def turn_errors_into_pages(app: FastAPI) -> None:
    """Tell the app about every error it can meet."""
    handlers: dict[type[Exception], Callable[..., Any]] = {
        NoVisit: _no_visit,
        NotSent: _not_sent,
        AllDeleted: _all_deleted,
        TurnFailed: _turn_failed,
        CouncilMissing: _council_missing,
        CouncilUnknown: _council_unknown,
        MessageTooLong: _message_too_long,
        NoteNotKept: _note_not_kept,
        NoteOvertaken: _note_overtaken,
        NeedsNotKept: _needs_not_kept,
        ShareNotChosen: _share_not_chosen,
        NoLinkSpent: _no_link_spent,
        CodeWrong: _code_wrong,
        LinkError: _link_error,
        OtherSite: _other_site,
        RequestValidationError: _unreadable,
        StarletteHTTPException: _http_error,
        **STAFF_ERRORS,
        CaseworkError: case_refused,
        LetterNotPrinted: letter_not_printed,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def went_wrong(request: Request) -> Response:
    """For what nobody expected. Asks the rooms nothing: they may be what is broken."""
    if _is_for_a_machine(request):
        return problem(500, "Something went wrong here. Nothing is wrong with what you sent. Try again in a minute.")
    if is_staff(request):
        return staff_went_wrong(request)
    return _error_page(page_for(request, None), 500)


def _page(request: Request) -> Page:
    return page_for(request, visit_of(request))


def _own_visit(request: Request) -> Visit:
    visit = visit_of(request)
    if visit is None:  # it ended while the request was answered
        raise HTTPException(403)
    return visit


def _error_page(page: Page, status: int) -> Response:
    return page("error.html", status=status, code=status)


def _is_for_a_machine(request: Request) -> bool:
    return request.url.path.startswith(_MACHINE_PATHS)


async def _no_visit(request: Request, _: Exception) -> Response:
    """Whoever only looked is shown the first page. Words that were sent are given back, to be copied."""
    if request.method == "GET" and cookie_of(request) not in request.cookies:
        return RedirectResponse(root_of(request) or "/", 303)
    form = await request.form() if request.method == "POST" else {}
    rooms = rooms_of(request)
    shown = "\n\n".join(words for name in ("text", *WORDS) if isinstance(words := form.get(name), str) and words)
    page = first_page(page_for(request, None), rooms, lost=True, words=shown, status=403)
    return dismissed(page, rooms, root=root_of(request))


def _not_sent(request: Request, error: NotSent) -> Response:
    return chat(
        _page(request),
        rooms_of(request),
        _own_visit(request),
        problem=error.problem,
        text=error.text,
        danger=error.danger,
        status=422,
    )


def _all_deleted(request: Request, _: Exception) -> Response:
    root = root_of(request)
    return dismissed(RedirectResponse(f"{root}/deleted", 303), rooms_of(request), root=root)


def _turn_failed(request: Request, error: TurnFailed) -> Response:
    """The same message id goes back with the words, so that sending again cannot say it twice."""
    starting = isinstance(error, StillStarting)
    if not starting:
        log_error(error)
    if not error.incoming.door.is_page:
        why = "The assistant is being loaded" if starting else "The message could not be answered just now"
        return problem(503, f"{why}. Send it again in a minute.")
    if FRAGMENT in request.headers:
        return Response(status_code=503)
    sent = error.incoming
    return chat(
        _page(request),
        rooms_of(request),
        _own_visit(request),
        problem="starting" if starting else "failed",
        text=sent.text,
        message_id=sent.message_id,
        status=503,
    )


def _council_missing(request: Request, error: CouncilMissing) -> Response:
    return choose_council(_page(request), rooms_of(request), error.template, missing=True)


def _council_unknown(_: Request, error: CouncilUnknown) -> Response:
    known = ", ".join(error.known)
    where = {"where": "/metadata/council", "what": "We have no guide of this council.", "do": f"Send one of: {known}."}
    return problem(422, f"We know these councils: {known}.", [where])


def _message_too_long(_: Request, error: MessageTooLong) -> Response:
    what = f"is longer than {LONGEST_MESSAGE} characters"
    where = {"where": "/message", "what": what, "do": "Send it in parts, each short enough."}
    told = "Show the parent what stands under danger, now." if error.danger else "Nothing of it was answered."
    return problem(422, f"The message is too long. {told}", [where], danger=error.danger)


def _note_not_kept(request: Request, error: NoteNotKept) -> Response:
    rooms, visit = rooms_of(request), _own_visit(request)
    if error.id is None:
        return all_notes(_page(request), rooms, visit, refused=error)
    return one_note(_page(request), rooms, visit, own_note(rooms, visit, error.id), refused=error)


def _note_overtaken(request: Request, error: NoteOvertaken) -> Response:
    return overtaken_note(_page(request), error)


def _needs_not_kept(request: Request, error: NeedsNotKept) -> Response:
    return not_kept(_page(request), rooms_of(request), _own_visit(request), error)


def _share_not_chosen(request: Request, error: ShareNotChosen) -> Response:
    return choosing(_page(request), rooms_of(request), _own_visit(request), refused=error)


def _no_link_spent(request: Request, _: Exception) -> Response:
    return _page(request)("link_problem.html", status=403, problem="none", last_day=None, code_awaited=False)


def _code_wrong(request: Request, error: CodeWrong) -> Response:
    number = rooms_of(request).texting_number
    return _page(request)("code.html", status=422, tries_left=error.tries_left, texting_number=number)


def _link_error(request: Request, error: LinkError) -> Response:
    status, name = _LINKS[type(error)]
    visit = visit_of(request)
    awaited = visit is not None and rooms_of(request).sessions.pending_invitation(visit.token) is not None
    return page_for(request, visit)(
        "link_problem.html",
        status=status,
        problem=name,
        last_day=getattr(error, "last_day", None),
        code_awaited=awaited,
    )


def _other_site(request: Request, _: Exception) -> Response:
    if is_staff(request):
        return staff_error(request, 403, "other site")
    return page_for(request, None)("error.html", status=403, code="other site")


def _unreadable(request: Request, error: RequestValidationError) -> Response:
    if _is_for_a_machine(request):
        return invalid(error.errors())
    status = 404 if any(part["loc"][0] == "path" for part in error.errors()) else 400
    return staff_error(request, status) if is_staff(request) else _error_page(_page(request), status)


def _http_error(request: Request, error: StarletteHTTPException) -> Response:
    if _is_for_a_machine(request):
        told = http_problem(error)
        told.headers.update(allowed(request) if error.status_code == 405 else {})
        return told
    staff = is_staff(request)
    response = staff_error(request, error.status_code) if staff else _error_page(_page(request), error.status_code)
    response.headers.update(error.headers or {})
    return response
