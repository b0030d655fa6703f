"""Which language a parent names: "polski proszę", "can you do Urdu", "po polsku", "اردو میں"."""

from __future__ import annotations

from functools import cache

from bot.languages import SPOKEN, Language
from bot.text.letters import readable, words_of

# A name may carry an ending: "polski", "polsku", "polskiego". So much of its beginning must stand there.
_ENDING = 2
_SHORTEST = 4


def named_in(text: str) -> Language | None:
    """The one language that is named in a text, in any of our languages; None where none is, or several are."""
    words = words_of(readable(text))
    found = {language for word in words for beginning, language in _beginnings().items() if word.startswith(beginning)}
    return found.pop() if len(found) == 1 else None


@cache
def _beginnings() -> dict[str, Language]:
    """How each language's names begin, in all of ours. What two languages share names neither."""
    names: dict[str, set[Language]] = {}
    for language in SPOKEN:
        for other in SPOKEN:
            for word in words_of(readable(language.name_in(other))):
                names.setdefault(word[: max(_SHORTEST, len(word) - _ENDING)], set()).add(language)
    for word, language in _ALSO.items():
        names[readable(word)] = {language}
    return {beginning: languages.pop() for beginning, languages in names.items() if len(languages) == 1}


# Names that CLDR does not have: as they are typed in Roman letters, and the older or shorter ones.
_ALSO = {
    **dict.fromkeys(("angrezi", "ingles", "angielsk", "englez", "ingiriisi", "saesneg"), Language.ENGLISH),
    **dict.fromkeys(("polish", "polsk"), Language.POLISH),
    **dict.fromkeys(("urdu",), Language.URDU),
    **dict.fromkeys(("arabi", "عربي", "بالعربي"), Language.ARABIC),
    **dict.fromkeys(("punjabi", "panjabi"), Language.PUNJABI),
    **dict.fromkeys(("bengali", "bangla", "sylheti"), Language.BENGALI),
    **dict.fromkeys(("somali", "soomaali"), Language.SOMALI),
    **dict.fromkeys(("ukrain",), Language.UKRAINIAN),
    **dict.fromkeys(("castellano",), Language.SPANISH),
    **dict.fromkeys(("gymraeg",), Language.WELSH),
}
