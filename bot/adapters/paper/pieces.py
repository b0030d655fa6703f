"""
A text in pieces that can be printed: words as they are, long numbers, and signs that no font of ours has.

Typst refuses a whole document for one sign without a glyph, because PDF/UA-1 does. Such a sign is printed as a small
box, and the sign itself is what a screen reader reads out for it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from bot.adapters.paper.fonts import signs
from bot.notes.document import in_numbers

# As Typst gets them: {"t": words}, {"n": a number, kept whole and from left to right}, {"x": a sign without a glyph}.
Piece = dict[str, str]

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_TAB = "    "
# They choose among the forms of the sign before them. Our fonts have one form of each.
_VARIANTS = dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_JOINER, _BYTE_ORDER_MARK = "\u200d", "\ufeff"
# A word longer than this may be cut at any letter: what runs off the paper is lost.
_LONGEST_WORD = 28
_MAY_BE_CUT = "\u200b"
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")


def lines_of(text: str) -> list[list[Piece]]:
    """The lines of a text, each in pieces. An empty line is there and empty."""
    return [_pieces(line.replace("\t", _TAB).replace(_BYTE_ORDER_MARK, "")) for line in _LINE_ENDS.split(text)]


def has_boxes(lines: list[list[Piece]]) -> bool:
    """Whether a sign of it cannot be printed."""
    return any("x" in piece for line in lines for piece in line)


def _pieces(line: str) -> list[Piece]:
    found: list[Piece] = []
    for printable, clusters in groupby(_clusters(line), key=_is_printable):
        if printable:
            found += _words("".join(clusters).translate(_VARIANTS))
        else:
            found += [{"x": _name(cluster)} for cluster in clusters]
    return found


def _words(text: str) -> list[Piece]:
    return [{"n": part} if number else {"t": _LONG_WORD.sub(_cut, part)} for part, number in in_numbers(text)]


def _cut(word: re.Match[str]) -> str:
    return _MAY_BE_CUT.join(_clusters(word[0]))


def _clusters(text: str) -> list[str]:
    """Each letter or sign with all that belongs to it: its marks, what is joined to it, the colour of its skin."""
    found: list[str] = []
    for one in text:
        if found and (_belongs_to_the_last(one) or found[-1].endswith(_JOINER)):
            found[-1] += one
        else:
            found.append(one)
    return found


def _belongs_to_the_last(one: str) -> bool:
    return unicodedata.category(one)[0] == "M" or _is_unseen(one) or 0x1F3FB <= ord(one) <= 0x1F3FF


def _is_unseen(one: str) -> bool:
    return unicodedata.category(one) == "Cf" or ord(one) in _VARIANTS


@lru_cache(maxsize=4096)
def _is_printable(cluster: str) -> bool:
    # A mark without a letter has nothing to stand on, nor on what is not seen; fonts have entries for some of what is
    # no sign at all.
    shown = [one for one in cluster if not _is_unseen(one)]
    if any(unicodedata.category(one)[0] == "M" for one in (cluster[0], *shown[:1])) or any(map(_is_no_sign, cluster)):
        return False
    seen = set(map(ord, shown))
    # A letter and its marks must come from one font.
    return any(seen <= font for font in signs())


def _is_no_sign(one: str) -> bool:
    return unicodedata.category(one) in ("Cc", "Cn", "Co", "Cs")


def _name(cluster: str) -> str:
    """What is read out for it. What is no sign at all goes by its number."""
    return f"U+{ord(cluster[0]):04X}" if _is_no_sign(cluster[0]) else cluster
