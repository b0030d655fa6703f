"""
Whether a person has checked a translation.

The record stands above it in the `.po` file: `# reviewed: Amina Khan, 2027-03-01, 5f2a91c3`. The last part is a
digest of the English and the translation, so that a change of either makes it a draft again, whoever made it.
"""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256

from babel.messages.catalog import Message

_RECORD = re.compile(r"reviewed: (?P<by>.+), (?P<on>\d{4}-\d{2}-\d{2}), (?P<digest>[0-9a-f]{8})$")


def is_translated(message: Message) -> bool:
    """Whether there is something to show, in every plural form, that nobody marked as unsure."""
    return all(forms_of(message.string)) and not message.fuzzy


def is_reviewed(message: Message) -> bool:
    """Whether a person is recorded as having checked just this translation of just this English."""
    found = (_RECORD.search(comment) for comment in message.user_comments)
    return is_translated(message) and any(record and record["digest"] == _digest(message) for record in found)


def record_review(message: Message, by: str, on: date) -> None:
    """Write down who checked it, and when, in place of any older record."""
    kept = [comment for comment in message.user_comments if not _RECORD.search(comment)]
    message.user_comments = [*kept, f"reviewed: {by}, {on.isoformat()}, {_digest(message)}"]


def forms_of(words: object) -> tuple[str, ...]:
    """A message's English or translation as its plural forms; one where it has no plural."""
    if isinstance(words, (tuple, list)):
        return tuple(str(form or "") for form in words)
    return (str(words or ""),)


def _digest(message: Message) -> str:
    written = "\x00".join([*forms_of(message.id), *forms_of(message.string)])
    return sha256(written.encode()).hexdigest()[:8]
