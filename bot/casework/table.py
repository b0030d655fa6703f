"""
Reads a CSV file as people save them, mostly from Excel: whatever its letters, separators and line ends.

* DraftWrong (bot.casework.mistakes), of the field "file": the file is not one that has rows to look at
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cache

from bot.casework.cells import mended, plain
from bot.casework.mistakes import DESK, DraftWrong, Mistake, called
from bot.casework.reading import CONFERENCE_FIELDS, INVITED_FIELDS
from bot.text.data_files import read

FIELDS = (*CONFERENCE_FIELDS, *INVITED_FIELDS)
MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000

# What no row can do without; of a place and a video link one is enough.
_NEEDED = ("kind", "date", "time", "chair_name", "called", "language", "safe_ways")
_WHERE = ("place", "video_link")

_SEPARATORS = ",;\t|"
_SAID = re.compile(
    r'"?sep=([,;\t|])"?[,;\t|]*\r?\n?', re.IGNORECASE
)  # what Excel is told by some programs, in the first line
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How a workbook, its forebear, a PDF and rich text begin.
_NO_CSV = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_TWO_OF = re.compile(r"['‘’`]")
_ALIKE = 0.8

csv.field_size_limit(MOST_BYTES)


@dataclass(frozen=True)
class Row:
    """One row below the headings. `number` is the one that Excel shows beside it."""

    number: int
    cells: tuple[str, ...]  # as they stand in the file
    fields: Mapping[str, str]
    mistakes: tuple[Mistake, ...] = ()
    doubts: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class Table:
    """A file with its headings understood."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    not_used: tuple[str, ...] = ()  # headings that we do not know, and above nothing that we read
    maybe: Mapping[str, str] = field(default_factory=dict)  # a heading not used: what it was perhaps meant to be
    guessed_letters: bool = False  # it did not say how its letters are written: "£" and "é" may be wrong


def read_table(content: bytes, *, now: datetime) -> Table:
    """Raises DraftWrong: the file is no CSV, or has no headings that we know, or not enough of them."""
    if len(content) > MOST_BYTES:
        raise _wrong("file_too_big", most=str(MOST_BYTES // 2**20))
    text, guessed = _decoded(content)
    if not text.strip():
        raise _wrong("file_empty")
    separator, text = _separator(text)
    lines = _lines(text, separator)
    start, headings = next(((n, cells) for n, cells in enumerate(lines, 1) if any(map(plain, cells))), (0, []))
    fields = [_field_of(heading) for heading in headings]
    _check(fields)
    rows = _rows(lines, start, headings, fields, now)
    if not rows:
        raise _wrong("file_no_rows")
    strange = [plain(h) for h, known in zip(headings, fields, strict=True) if known is None and plain(h)]
    not_used = tuple(heading for heading in strange if _key(heading) not in _ours())
    return Table(tuple(headings), rows, not_used, _maybe(not_used), guessed)


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its letters had to be guessed."""
    if content.startswith(_NO_CSV):
        raise _wrong("file_workbook")
    try:
        for mark, encoding in _MARKS:
            if content.startswith(mark):
                return content[len(mark) :].decode(encoding), False
        half = content[:2000:2], content[1:2000:2]
        if len(content) > 3 and any(part and part.count(0) > 0.6 * len(part) for part in half):
            return content.decode("utf-16-be" if half[0].count(0) > half[1].count(0) else "utf-16-le"), False
        return _without_nul(content.decode("utf-8")), False
    except UnicodeDecodeError:
        pass
    try:
        return _without_nul(content.decode("cp1252")), True
    except UnicodeDecodeError:
        raise _wrong("file_not_text") from None


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise _wrong("file_not_text")
    return text


def _separator(text: str) -> tuple[str, str]:
    """What stands between cells, and the text behind the line that may say so: with it we know the most headings."""
    said = _SAID.match(text)
    if said:
        return said[1], text[said.end() :]
    begins = text.lstrip("\r\n \t")[:10_000]

    def known(separator: str) -> int:
        try:
            first = next(_reader(begins, separator, strict=False), [])
        except csv.Error:
            return 0
        return sum(_field_of(cell) is not None for cell in first)

    return max(_SEPARATORS, key=known), text


def _reader(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)


def _lines(text: str, separator: str) -> list[list[str]]:
    """Every line's cells. A quote that is never closed would swallow the rest of the file, and is told."""
    found: list[list[str]] = []
    try:
        for cells in _reader(text, separator, strict=True):
            found.append(cells)
            _stop_if_too_long(found)
        return found
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise _wrong("file_quote", row=str(len(found) + 1)) from None
    found = []
    try:
        for cells in _reader(text, separator, strict=False):
            found.append(cells)
            _stop_if_too_long(found)
    except csv.Error:
        raise _wrong("file_not_text") from None
    return found


def _stop_if_too_long(lines: Sequence[Sequence[str]]) -> None:
    # Excel writes thousands of empty rows where a format reaches down; they are not counted.
    if len(lines) > MOST_ROWS and len(lines) % MOST_ROWS == 1:
        filled = sum(any(cell.strip() for cell in cells) for cells in lines)
        if filled > MOST_ROWS + 1:
            raise _wrong("file_too_long", most=str(MOST_ROWS))


def _rows(
    lines: Sequence[Sequence[str]], start: int, headings: Sequence[str], fields: Sequence[str | None], now: datetime
) -> tuple[Row, ...]:
    filled = [(n, cells) for n, cells in enumerate(lines, 1) if n > start and any(map(plain, cells))]
    if len(filled) > MOST_ROWS:
        raise _wrong("file_too_long", most=str(MOST_ROWS))
    return tuple(_row(number, cells, headings, fields, now) for number, cells in filled)


def _row(
    number: int, cells: Sequence[str], headings: Sequence[str], fields: Sequence[str | None], now: datetime
) -> Row:
    each = {name: mended(name, cell, now) for name, cell in zip(fields, cells, strict=False) if name is not None}
    mistakes = [cell.mistake for cell in each.values() if cell.mistake]
    if any(map(plain, cells[len(headings) :])):
        mistakes.insert(0, Mistake("row", "cells_too_many"))
    return Row(
        number,
        tuple(cells),
        {name: cell.text for name, cell in each.items()},
        tuple(mistakes),
        tuple(cell.doubt for cell in each.values() if cell.doubt),
    )


def _check(fields: Sequence[str | None]) -> None:
    known = [name for name in fields if name is not None]
    if len(known) < 2:
        raise _wrong("file_headings")
    twice = [name for name in FIELDS if known.count(name) > 1]
    missing = [called(name) for name in _NEEDED if name not in known]
    if not any(name in known for name in _WHERE):
        missing.append(" / ".join(map(called, _WHERE)))
    mistakes = []
    if missing:
        mistakes.append(_of_file("columns_missing", columns=", ".join(missing)))
    if twice:
        mistakes.append(_of_file("columns_twice", columns=", ".join(map(called, twice))))
    if mistakes:
        raise DraftWrong(tuple(mistakes))


def _field_of(heading: str) -> str | None:
    return _columns().get(_key(plain(heading)))


def _key(heading: str) -> str:
    """A heading without what does not matter: "Chair's e-mail:" is "chairs e mail"."""
    return _NO_LETTER.sub(" ", _TWO_OF.sub("", heading.casefold())).strip()


def _maybe(headings: Iterable[str]) -> dict[str, str]:
    found = {}
    for heading in headings:
        close = get_close_matches(_key(heading), _columns(), n=1, cutoff=_ALIKE)
        if close:
            found[heading] = called(_columns()[close[0]])
    return found


@cache
def _columns() -> Mapping[str, str]:
    aliases = read(DESK).content["columns"]
    return {_key(name): one for one in FIELDS for name in (called(one), one, *aliases[one])}


def heading_of_ours(name: str) -> str:
    """The heading of a column that we add to a file that we give back."""
    return str(read(DESK).content["columns_of_ours"][name])


@cache
def _ours() -> frozenset[str]:
    return frozenset(map(_key, read(DESK).content["columns_of_ours"].values()))


def _of_file(name: str, **words: str) -> Mistake:
    return Mistake("file", name, tuple(sorted(words.items())))


def _wrong(name: str, **words: str) -> DraftWrong:
    return DraftWrong((_of_file(name, **words),))
