"""The printer of a parent's notes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bot.adapters.paper.fonts import fonts_for
from bot.adapters.paper.pieces import has_boxes, lines_of
from bot.adapters.paper.typesetting import NotTypeset, typeset
from bot.notes.document import Document, Group, Line, PrintingFailed, Title, unisolated

_TEMPLATE = Path(__file__).parent / "notes.typ"


class TypstPrinter:
    """Prints with Typst."""

    def pdf(self, document: Document) -> bytes:
        try:
            return typeset(_template(), _as_data(document))
        except NotTypeset:
            raise PrintingFailed from None


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _as_data(document: Document) -> dict[str, Any]:
    language = document.language
    parts: list[dict[str, Any]] = [
        {"title": _title(part.title), "groups": [_group(group, language.direction) for group in part.groups]}
        for part in document.parts
    ]
    boxes = any(has_boxes(line["text"]) for part in parts for group in part["groups"] for line in group["lines"])
    return {
        "language": language.value,
        "direction": language.direction,
        "layout": document.layout.value,
        "fonts": [{"family": font.family, "covers": font.covers} for font in fonts_for(language)],
        "name": unisolated(document.title.words),
        "title": _title(document.title),
        "date": _title(document.date),
        "reference": _title(document.reference),
        "written_in": _title(document.written_in),
        "parts": parts,
        "unprintable": _title(document.unprintable) if boxes else None,
    }


def _group(group: Group, direction: str) -> dict[str, Any]:
    return {"title": _title(group.title), "lines": [_line(line, direction) for line in group.lines]}


def _line(line: Line, direction: str) -> dict[str, Any]:
    return {
        "label": _title(line.label),
        "text": lines_of(line.text) if line.text else [],
        "direction": line.direction or direction,
    }


def _title(title: Title | None) -> dict[str, Any] | None:
    if title is None:
        return None
    return {"words": lines_of(title.words), "english": lines_of(title.english) if title.english is not None else None}
