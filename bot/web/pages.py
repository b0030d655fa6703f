"""Makes pages from templates. One Jinja environment a language, so that every template and macro speaks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
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
from bot.text.dates import date_and_time_in_words, date_in_words, time_in_words
from bot.text.phones import phone_in_words
from bot.text.phrases import say
from bot.web.display import Display, display_of
from bot.web.framed import root_of
from bot.web.language import language_of
from bot.web.linked import linked, textable
from bot.web.seating import seats_around
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
    """
    All templates, in every language that was asked for.

    `root` is what our own addresses begin with. In a frame a template in `templates/embed` stands for the one of the
    same name in `templates`: another frame around it, and no way to a page that the frame may not show.
    """

    def __init__(self, static: str) -> None:
        self._static = static

    def render(self, name: str, language: Language, root: str = "", **shown: object) -> str:
        return _environment(self._static, language, root).get_template(name).render(shown)


@cache
def _environment(static: str, language: Language, root: str) -> Environment:
    """With its templates compiled once, for every app of this process: they do not change while it runs."""
    templates = _HERE / "templates"
    environment = Environment(
        loader=FileSystemLoader([templates / "embed", templates] if root else templates),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # mypy: Jinja's extension adds this method while it runs.
    words = catalogue(language)
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(seats=seats_around)
    environment.globals.update(in_both=_in_both(language), say=partial(_say, language), has_drafts=words.has_drafts)
    environment.filters.update(linked=partial(linked, apart=bool(root)), textable=textable)
    environment.filters.update(day=lambda day: date_in_words(day, language))
    environment.filters.update(phone=lambda number: phone_in_words(number, language))
    environment.filters.update(clock=lambda moment: time_in_words(moment, language))
    environment.filters.update(moment=lambda moment: date_and_time_in_words(moment, language))
    environment.globals.update(language=language, static=static, longest=LONGEST_MESSAGE, root=root)
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

    def __init__(
        self, pages: Pages, visit: Visit | None, language: Language, display: Display, here: str, root: str
    ) -> None:
        self._pages = pages
        self._visit = visit
        self._language = language
        self._display = display
        self._here = here
        self._root = root

    def __call__(self, name: str, *, status: int = 200, **shown: object) -> HTMLResponse:
        language = self._visit.conversation.language if self._visit else self._language
        about = {"visit": self._visit, "here": self._here, "display": self._display, "languages": SPOKEN}
        html = self._pages.render(name, language, self._root, **about, **shown)
        return HTMLResponse(html, status, headers={"Content-Language": language.value, "Vary": "Accept-Language"})

    def speaking(self, language: Language) -> Page:
        """The same where a council's page has said the language."""
        return Page(self._pages, self._visit, language, self._display, self._here, self._root)

    def in_english(self, name: str, **shown: object) -> Markup:
        """A part of a page in English, to stand beside the parent's own language."""
        return Markup(self._pages.render(name, Language.ENGLISH, self._root, **shown))  # noqa: S704 (our own template, escaped)


def page_for(request: Request, visit: Visit | None) -> Page:
    # Of an address with anything of somebody's own in it nothing is repeated, nor of one that is no page of ours.
    ours = "route" in request.scope and not request.path_params
    here = request.url.path if request.method == "GET" and ours else ""
    pages = cast(Pages, request.app.state.pages)
    return Page(pages, visit, language_of(request), display_of(request), here, root_of(request))


def _page(request: Request, visit: Annotated[Visit | None, Depends(visit_of)]) -> Page:
    return page_for(request, visit)


PageHere = Annotated[Page, Depends(_page)]
