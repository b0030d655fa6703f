"""
Notice when words that nobody has checked are about to be shown, so that the parent can be told.

Whoever puts a reply together opens a block; every translation that is looked up inside it and is still a draft is
noticed, plural forms and lists included.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Noticed:
    """Whether any draft was used."""

    draft: bool = False


_noticed: ContextVar[Noticed | None] = ContextVar("noticed", default=None)


@contextmanager
def noticing_drafts() -> Iterator[Noticed]:
    """What is looked up until the end of this block."""
    noticed = Noticed()
    token = _noticed.set(noticed)
    try:
        yield noticed
    finally:
        _noticed.reset(token)


def notice_draft() -> None:
    """A draft is being used."""
    noticed = _noticed.get()
    if noticed is not None:
        noticed.draft = True
