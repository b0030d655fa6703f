"""
The official terms of the conference: the English stands behind the translation, once in a reply.

A parent will hear the English words in the room: "grupa podstawowa (core group)". Translators write the English in
every sentence that uses the term, because they cannot know which of them a parent will be shown first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.languages import Language
from bot.text.catalogue import LOCALES
from bot.text.data_files import read
from bot.text.isolate import left_to_right

GLOSSARY = LOCALES / "glossary"


class Term(BaseModel):
    """An official term. `beside`: its English is shown behind its translation; `found`: how our sentences write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    means: str
    beside: bool
    found: str | None = None


_Terms: TypeAdapter[dict[str, Term]] = TypeAdapter(dict[str, Term])


@cache
def terms(path: Path = GLOSSARY / "terms.yml") -> dict[str, Term]:
    """Every term by its English."""
    return _Terms.validate_python(read(path).content)


def glossary(language: Language) -> dict[str, Any]:
    """A language's words for the terms."""
    return read(GLOSSARY / f"{language.value}.yml").content


def english_once(texts: Iterable[str], language: Language) -> list[str]:
    """The paragraphs of a reply, with each term's English at its first use only, reading from left to right."""
    if language is Language.ENGLISH:
        return list(texts)
    seen: set[str] = set()

    def shown(found: re.Match[str]) -> str:
        term = found["term"].casefold()
        if term in seen:
            return ""
        seen.add(term)
        return f" ({left_to_right(found['term'], language)})"

    return [_beside().sub(shown, text) for text in texts]


def without_english(text: str) -> str:
    """A sentence without the English behind its terms, for where each letter is paid for."""
    return _beside().sub("", text)


@cache
def _beside() -> re.Pattern[str]:
    names = sorted((name for name, term in terms().items() if term.beside), key=len, reverse=True)
    isolate = "[\u2066-\u2069]?"  # they stand around it once a reply is put together
    any_of = "|".join(map(re.escape, names))
    return re.compile(rf" ?\({isolate}(?P<term>{any_of})s?{isolate}\)", re.IGNORECASE)
