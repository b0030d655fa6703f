"""What the desk refuses to do with a case becomes a page here. Another's case looks like one that never was."""

from __future__ import annotations

from fastapi import Request, Response

from bot.casework.errors import (
    CaseNotFound,
    CaseOvertaken,
    CaseworkError,
    LinkWithdrawnYet,
    MeetingOver,
    NotLocked,
    NotTheirs,
    OwnerUnknown,
    WayNotSafe,
)
from bot.outreach.letter import LetterNotPrinted
from bot.web.quiet import log_error
from bot.web.staff.pages import staff_page_for

# The status and the name of the page's sentence for each.
_PAGES: dict[type[Exception], tuple[int, str]] = {
    CaseNotFound: (404, "not_found"),
    NotTheirs: (403, "not_theirs"),
    CaseOvertaken: (409, "overtaken"),
    WayNotSafe: (409, "not_safe"),
    MeetingOver: (409, "over"),
    LinkWithdrawnYet: (409, "withdrawn"),
    NotLocked: (409, "not_locked"),
    OwnerUnknown: (409, "owner"),
}


def case_refused(request: Request, error: CaseworkError) -> Response:
    status, name = _PAGES[type(error)]
    if isinstance(error, CaseNotFound):
        return staff_page_for(request)("error.html", status=404, code=404)
    return staff_page_for(request)("case_problem.html", status=status, problem=name)


def letter_not_printed(request: Request, error: LetterNotPrinted) -> Response:
    log_error(error)
    return staff_page_for(request)("case_problem.html", status=500, problem="letter")
