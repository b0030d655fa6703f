"""The printer of letters: the words, and the link as a square that a phone's camera reads."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import segno

from bot.adapters.paper.fonts import fonts_for
from bot.adapters.paper.pieces import lines_of
from bot.adapters.paper.typesetting import NotTypeset, typeset
from bot.outreach.letter import Letter, LetterNotPrinted, LetterWords

_TEMPLATE = Path(__file__).parent / "letter.typ"
# A quarter of the square may be creased or dirty.
_ERROR_CORRECTION = "q"
_QUIET_ZONE = 4  # the white edge, in modules, that the standard asks for


class TypstLetterPrinter:
    """Prints with Typst."""

    def pdf(self, letter: Letter) -> bytes:
        try:
            return typeset(_template(), _as_data(letter))
        except NotTypeset:
            raise LetterNotPrinted from None


def square(link: str) -> segno.QRCode:
    """The link as a QR code."""
    return segno.make_qr(link, error=_ERROR_CORRECTION, boost_error=False)


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _as_data(letter: Letter) -> dict[str, Any]:
    first = letter.words[0]
    drawn = io.BytesIO()
    square(letter.link).save(drawn, kind="svg", border=_QUIET_ZONE, light="white", xmldecl=False, svgclass=None)
    return {
        "title": first.title,
        "called": lines_of(letter.called),
        "link": letter.link,
        "square": drawn.getvalue().decode("utf-8"),
        "parts": [_part(words) for words in letter.words],
    }


def _part(words: LetterWords) -> dict[str, Any]:
    return {
        "language": words.language.value,
        "direction": words.language.direction,
        "fonts": [{"family": font.family, "covers": font.covers} for font in fonts_for(words.language)],
        "title": lines_of(words.title),
        "page": lines_of(words.page),
        "steps": [lines_of(step) for step in words.steps],
        "after": [lines_of(line) for line in words.after],
        "help": lines_of(words.help),
        "whom": [lines_of(line) for line in words.whom],
        "draft": lines_of(words.draft) if words.draft is not None else None,
    }
