"""Phone numbers, e-mail and web addresses that a thumb can press, kept left-to-right in any line."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from bot.languages import Language
from bot.text.phones import phone_in_words, to_dial

_ISOLATES = "\u2066\u2067\u2068\u2069"
_OPEN, _CLOSE = f"[{_ISOLATES[:3]}]*", f"{_ISOLATES[3]}*"

# Short numbers are a list, because three digits are seldom a phone number; 101 and 111 not before a street's name.
_FOUND = re.compile(
    rf"""
    {_OPEN}(?:
        (?P<email>[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
      | (?P<web>(?:https?://|www\.)[^\s<>"{_ISOLATES}]*[^\s<>".,;:!?)'\]{_ISOLATES}])
      | (?<![\w./-]) (?P<phone>
            (?:\+44\s?(?:\(0\)\s?)?|\(?0)\d(?:[\s()-]{{0,2}}\d){{6,10}}
          | 116\s?\d{{3}} | 999 | 112 | 18000
          | 1[01]1 (?!\s[A-Z])
        ) (?![\w/-]|\.\d)
    ){_CLOSE}
    """,
    re.VERBOSE | re.ASCII,
)


def linked(text: str, *, apart: bool = False) -> Markup:
    """
    Escape a sentence and make what can be rung, written to or opened into links.

    `apart` opens other sites in a page of their own, for where ours is a frame in another's.
    """
    html, end = Markup(""), 0
    for found in _FOUND.finditer(text):
        html += escape(text[end : found.start()]) + _link(found, apart)
        end = found.end()
    return html + escape(text[end:])


def textable(number: str) -> Markup:
    """A number that a thumb can press to text to it."""
    link = Markup('<bdi dir="ltr"><a class="govuk-link" href="sms:{}">{}</a></bdi>')
    return link.format(to_dial(number), phone_in_words(number, Language.ENGLISH))


def _link(found: re.Match[str], apart: bool) -> Markup:
    kind = str(found.lastgroup)
    shown = found[kind]
    opens = Markup(' target="_blank" rel="noopener noreferrer"') if apart and kind == "web" else ""
    link = Markup('<bdi dir="ltr"><a class="govuk-link" href="{}"{}>{}</a></bdi>')
    return link.format(_address(kind, shown), opens, shown)


def _address(kind: str, shown: str) -> str:
    if kind == "email":
        return f"mailto:{shown}"
    if kind == "phone":
        return f"tel:{to_dial(shown.replace('(0)', '') if shown.startswith('+') else shown)}"
    return shown if shown.startswith("http") else f"https://{shown}"
