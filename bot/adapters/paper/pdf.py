"""The printer: hands a document to Typst and gets a PDF back, all in memory."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from bot.adapters.paper.fonts import all_fonts, fonts_for
from bot.adapters.paper.pieces import has_boxes, lines_of
from bot.notes.document import Document, Group, Line, PrintingFailed, Title, unisolated

_TEMPLATE = Path(__file__).parent / "notes.typ"


class TypstPrinter:
    """
    Prints with Typst.

    The words go in as data beside the template and the file comes out as bytes, so that none of them touches a disk
    and none of them can be a command to Typst.
    """

    def __init__(self) -> None:
        # Typst takes every core it finds: one document after the other, so that the chat keeps answering meanwhile.
        self._one_at_a_time = Lock()

    def pdf(self, document: Document) -> bytes:
        try:
            given = json.dumps(_as_data(document))
            with self._one_at_a_time:
                made = typst.compile(
                    _template(),
                    format="pdf",
                    font_paths=all_fonts(),
                    ignore_system_fonts=True,
                    sys_inputs={"document": given},
                    pdf_standards=["ua-1"],
                )
        except (RuntimeError, OSError):
            # `from None`: Typst's own message may quote what was to be printed.
            raise PrintingFailed from None
        if not isinstance(made, bytes):  # it gives a list of pages, but only of pictures
            raise PrintingFailed
        return made


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
