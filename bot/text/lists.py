"""Lists the way a language joins them: "a, b and c"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel.lists import format_list

from bot.languages import Language

_WELSH_AND = re.compile(r"a\(c\) (\w)")
_WELSH_VOWELS = frozenset("aeiouwyâêîôûŵŷ")


def all_of(words: Sequence[str], language: Language) -> str:
    """ "a, b and c" """
    listed = str(format_list(list(words), style="standard", locale=language.locale))
    # CLDR leaves the choice between Welsh "a" and, before a vowel, "ac" to whoever knows the next word.
    return _WELSH_AND.sub(lambda found: f"{'ac' if found[1].casefold() in _WELSH_VOWELS else 'a'} {found[1]}", listed)


def one_of(words: Sequence[str], language: Language) -> str:
    """ "a, b or c" """
    return str(format_list(list(words), style="or", locale=language.locale))
