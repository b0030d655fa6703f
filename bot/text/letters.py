"""
The letters and words of a text in any script, as they are compared: however a phone types them, they are the same.

Python's `\\w` leaves out the vowel signs of Bengali and Gurmukhi: it would cut words at them.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# One apostrophe for all that phones type in its place; nothing for what joins, splits or turns without being seen.
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼʹ′"), "'")
_UNSEEN = dict.fromkeys(
    (0x00AD, 0x061C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
# Letters that one keyboard types for another's, and those that are often left bare: Arabic, Persian and Urdu forms.
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        **dict.fromkeys("ہھةۃۂ", "ه"),
        "ک": "ك",
        "ؤ": "و",
    }
)
_LATIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "ı": "i"})
_LATIN_ENDS, _ARABIC_MARKS = 0x0250, range(0x064B, 0x0660)


def readable(text: str) -> str:
    """
    The form in which texts are compared: small letters, plain apostrophes, no accents on Latin or Arabic letters.

    "zażalenie" and "zazalenie" are one word, for half of all messages are typed without them. The signs of other
    scripts stay: in Bengali and Gurmukhi they are the vowels.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).translate(_UNSEEN).casefold()
    return "".join(map(_bare, plain)).translate(_LATIN).translate(_ARABIC)


@cache
def _bare(one: str) -> str:
    if ord(one) in _ARABIC_MARKS or one == "ـ":
        return ""
    base = unicodedata.normalize("NFKD", one)
    return base[0] if ord(base[0]) < _LATIN_ENDS and len(base) > 1 else one


def words_of(text: str) -> list[str]:
    """The words, without punctuation and signs; letters, the marks that belong to them, and digits stay."""
    return "".join(one if _belongs_to_a_word(one) else " " for one in text).split()


def _belongs_to_a_word(one: str) -> bool:
    return one.isalnum() or unicodedata.category(one).startswith("M")
