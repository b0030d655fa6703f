"""Lists the way a language joins them: "a, b and c"."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list

from bot.languages import Language


def all_of(words: Sequence[str], language: Language) -> str:
    """ "a, b and c" """
    return str(format_list(list(words), style="standard", locale=language.locale))


def one_of(words: Sequence[str], language: Language) -> str:
    """ "a, b or c" """
    return str(format_list(list(words), style="or", locale=language.locale))
