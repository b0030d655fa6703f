"""
Which languages a parent can be answered in. Their own names and their direction come from Babel.

Adding one: add its code here, then its words, its examples and its danger phrases.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property

from babel import Locale


class Language(str, Enum):
    """A language that we speak, by its code in CLDR."""

    ENGLISH = "en"
    POLISH = "pl"
    ROMANIAN = "ro"
    URDU = "ur"
    ARABIC = "ar"
    PUNJABI = "pa"
    BENGALI = "bn"
    SOMALI = "so"
    PORTUGUESE = "pt"
    UKRAINIAN = "uk"
    SPANISH = "es"
    WELSH = "cy"

    @cached_property
    def locale(self) -> Locale:
        """The forms of dates, times, lists and numbers: European where CLDR's plain language means another country."""
        return Locale.parse(_IN_EUROPE.get(self.value, self.value))

    @property
    def own_name(self) -> str:
        """Its name in itself: "polski", "اردو"."""
        return self.name_in(self)

    @property
    def english_name(self) -> str:
        """Its name in English, for whoever works on it."""
        return self.name_in(Language.ENGLISH)

    def name_in(self, other: Language) -> str:
        """Its name in another language: Polish is "بولندی" in Urdu."""
        return str(Locale.parse(self.value).get_language_name(other.value))

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's `dir` wants it."""
        return str(self.locale.text_direction)


_IN_EUROPE = {"en": "en_GB", "pt": "pt_PT"}

# Languages whose words, examples and danger phrases are in place. tests/house holds each of them to it.
SPOKEN: tuple[Language, ...] = tuple(Language)
