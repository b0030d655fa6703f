"""Hands words and a template to Typst and gets a PDF back, all in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from threading import Lock

import typst

from bot.adapters.paper.fonts import all_fonts

# Typst takes every core it finds: one document after the other, so that the chat keeps answering meanwhile.
_ONE_AT_A_TIME = Lock()


class NotTypeset(Exception):
    """The PDF could not be made. Never holds what was to be printed."""


def typeset(template: bytes, given: Mapping[str, object]) -> bytes:
    """
    A PDF. What is given goes in as data beside the template (`sys.inputs.document`) and the file comes out as bytes,
    so that none of it touches a disk and none of it can be a command to Typst.
    """
    try:
        with _ONE_AT_A_TIME:
            made = typst.compile(
                template,
                format="pdf",
                font_paths=all_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"document": json.dumps(given)},
                pdf_standards=["ua-1"],
            )
    except (RuntimeError, OSError):
        # `from None`: Typst's own message may quote what was to be printed.
        raise NotTypeset from None
    if not isinstance(made, bytes):  # it gives a list of pages, but only of pictures
        raise NotTypeset
    return made
