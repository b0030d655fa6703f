"""Makes pages from templates. One Jinja environment a language, so that every template and macro speaks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.conversation.messages import LONGEST_MESSAGE
from bot.languages import SPOKEN, Language
from bot.text.catalogue import catalogue
from bot.text.dates import date_in_words
from bot.text.phrases import say
from bot.web.language import language_of
from bot.web.linked import linked
from bot.web.visit import Visit, visit_of

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def static_path() -> str:
    """
    Where static files are served: an address that changes when one of them does, so that phones may keep them.
    """
    digest = sha256()
    for file in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(file.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"


class Pages:
    """All templates, in every language that was asked for."""

    def __init__(self, static: str) -> None:
        self._static = static
        self._environment = lru_cache(maxsize=None)(self._make_environment)

    def render(self, name: str, language: Language, **shown: object) -> str:
        return self._environment(language).get_template(name).render(shown)

    def _make_environment(self, language: Language) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # mypy: Jinja's extension adds this method while it runs.
        words = catalogue(language)
        environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
        environment.globals.update(in_both=_in_both(language), say=partial(_say, language), has_drafts=words.has_drafts)
        environment.filters.update(linked=linked, day=lambda day: date_in_words(day, language))
        environment.globals.update(language=language, static=self._static, longest=LONGEST_MESSAGE)
        return environment


def _in_both(language: Language) -> Callable[[str], Markup]:
    """Words of danger and contact, in English too while their translation is a draft."""
    words = catalogue(language)

    def both(sentence: str) -> Markup:
        own = linked(words.gettext(sentence))
        if not words.is_draft(sentence):
            return own
        return own + Markup(' <span class="english" lang="en" dir="ltr">{}</span>').format(linked(sentence))

    return both


def _say(language: Language, phrase: str) -> str:
    return say(phrase, language)


class Page:
    """Makes pages for whoever stands at the door: in their language, with their visit."""

    def __init__(self, pages: Pages, visit: Visit | None, language: Language, here: str) -> None:
        self._pages = pages
        self._visit = visit
        self._language = language
        self._here = here

    def __call__(self, name: str, *, status: int = 200, **shown: object) -> HTMLResponse:
        language = self._visit.conversation.language if self._visit else self._language
        html = self._pages.render(name, language, visit=self._visit, here=self._here, languages=SPOKEN, **shown)
        return HTMLResponse(html, status, headers={"Content-Language": language.value, "Vary": "Accept-Language"})

    def in_english(self, name: str, **shown: object) -> Markup:
        """A part of a page in English, to stand beside the parent's own language."""
        return Markup(self._pages.render(name, Language.ENGLISH, **shown))  # noqa: S704 (our own template, escaped)


def page_for(request: Request, visit: Visit | None) -> Page:
    # Of an address with anything of somebody's own in it nothing is repeated.
    here = request.url.path if request.method == "GET" and not request.path_params else ""
    return Page(cast(Pages, request.app.state.pages), visit, language_of(request), here)


def _page(request: Request, visit: Annotated[Visit | None, Depends(visit_of)]) -> Page:
    return page_for(request, visit)


PageHere = Annotated[Page, Depends(_page)]
