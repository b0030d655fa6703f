"""Makes the desk's pages: in English, with who is signed in, and the token that its forms carry."""

from __future__ import annotations

import secrets
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from bot.languages import Language
from bot.staff.account import Account, Role
from bot.staff.sessions import NotSignedIn, Session, Stage
from bot.web.pages import Pages
from bot.web.staff.csrf import FIELD, token_for
from bot.web.staff.visit import COOKIE, Looked, admitted, desk_of, look
from bot.web.visit import rooms_of

_TOKEN_BYTES = 32
_FORM_FIELD = Markup('<input type="hidden" name="{}" value="{}">')


class StaffPage:
    """
    Makes pages of `templates/staff` for whoever sits at the desk.

    Every template knows `account` (None before signing in), `council` (its name), `home` (their first page), `here`
    (the path of a page that was looked at, else "") and `csrf_field()`, to be written in every form that is posted.
    """

    def __init__(self, request: Request, looked: Session | NotSignedIn) -> None:
        self._request = request
        self._account = looked.account if isinstance(looked, Session) and looked.stage is Stage.IN else None

    def __call__(self, name: str, *, status: int = 200, **shown: object) -> HTMLResponse:
        kept = self._request.cookies.get(COOKIE, "")
        forms = _Forms(kept)
        html = self._pages.render(f"staff/{name}", Language.ENGLISH, "", **self._about(forms), **shown)
        response = HTMLResponse(html, status, headers={"Content-Language": Language.ENGLISH.value})
        if forms.cookie != kept:
            admitted(response, forms.cookie, desk_of(self._request))
        return response

    @property
    def outside(self) -> list[tuple[str, str]]:
        """The councils whose staff can sign in at their own sign-in: short name, and what they know it by."""
        return desk_of(self._request).outside.offered()

    @property
    def _pages(self) -> Pages:
        return cast(Pages, self._request.app.state.pages)

    def _about(self, forms: _Forms) -> dict[str, object]:
        request, account = self._request, self._account
        # A setup link's token is repeated nowhere.
        shown = request.method == "GET" and "token" not in request.path_params
        return {
            "account": account,
            "council": self._council(account) if account else "",
            "home": home_of(account) if account else "/staff",
            "here": request.url.path if shown else "",
            "csrf_field": forms.field,
        }

    def _council(self, account: Account) -> str:
        names = dict(rooms_of(self._request).councils())
        return names.get(account.council, account.council)


class _Forms:
    """Draws the token of a page's forms; where the browser has no cookie yet, a cookie to draw it from."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie

    def field(self) -> Markup:
        self.cookie = self.cookie or secrets.token_urlsafe(_TOKEN_BYTES)
        return _FORM_FIELD.format(FIELD, token_for(self.cookie))


def home_of(account: Account) -> str:
    """The first page of somebody who has signed in."""
    return "/staff/accounts" if account.role is Role.ADMINISTRATOR else "/staff"


def staff_page_for(request: Request) -> StaffPage:
    """For the places that know no dependencies: pages of errors."""
    return StaffPage(request, look(request))


async def _staff_page(request: Request, looked: Looked) -> StaffPage:
    return StaffPage(request, looked)


StaffPageHere = Annotated[StaffPage, Depends(_staff_page)]
