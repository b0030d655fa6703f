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
        """The forms of dates, times, lists and numbers, as used in Britain where CLDR knows them."""
        return Locale.parse("en_GB" if self is Language.ENGLISH else self.value)

    @property
    def own_name(self) -> str:
        """Its name in itself: "polski", "اردو"."""
        return str(self.locale.get_language_name(self.value))

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's `dir` wants it."""
        return str(self.locale.text_direction)


# Languages whose words and examples are in place. The others join here as they come (see the issues).
SPOKEN: tuple[Language, ...] = (Language.ENGLISH,)
