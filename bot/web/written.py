"""What somebody typed into a form, as they typed it."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})


def with_plain_line_ends(text: str) -> str:
    """Browsers send each new line as CR LF, whatever was typed. A note is kept word for word, so they go back."""
    return text.replace("\r\n", "\n")


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: blanks, and marks that take no room."""
    return all(unicodedata.category(character) in _INVISIBLE for character in text)
