"""Which language a page is in before we know whose it is: the one that was chosen here, or the browser's own."""

from __future__ import annotations

from babel import negotiate_locale
from fastapi import Request, Response

from bot.languages import SPOKEN, Language
from bot.web.cookies import keep
from bot.web.rooms import Rooms

CHOSEN = "language"  # a cookie; it holds a language's code and nothing else
_CODES = [language.value for language in SPOKEN]


def chosen_language(request: Request) -> Language | None:
    """What was chosen on one of our pages, in this browser."""
    code = request.cookies.get(CHOSEN)
    return Language(code) if code in _CODES else None


def language_of(request: Request) -> Language:
    """What was chosen here; else the first of the browser's languages that we speak; else English."""
    chosen = chosen_language(request)
    if chosen is not None:
        return chosen
    code = negotiate_locale(_preferred(request.headers.get("accept-language", "")), _CODES, sep="-")
    return Language(code) if code in _CODES else Language.ENGLISH


def with_chosen(response: Response, language: Language, rooms: Rooms) -> Response:
    """Let the browser keep the choice, for as long as it keeps a visit."""
    return keep(response, CHOSEN, language.value, rooms)


def _preferred(accepted: str) -> list[str]:
    """The browser's languages, best first: "ur-PK,ur;q=0.9,en;q=0.8"."""
    weighed = []
    for part in accepted.split(",")[:20]:
        code, _, weight = part.partition(";q=")
        try:
            weighed.append((float(weight or 1), code.strip().partition("-")[0]))
        except ValueError:
            continue
    return [code for weight, code in sorted(weighed, key=lambda one: -one[0]) if code and weight > 0]
