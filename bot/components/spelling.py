"""
Misspell a sentence the way thumbs and hurry do.

The classifier learns from one such copy of every example beside the clean one: on BANKING77 that took messages in
SMS spelling from 0.74 to 0.89 and cost nothing on clean ones (shared findings). It knows no list of abbreviations.
"""

from __future__ import annotations

from random import Random

_NEIGHBOURS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip
_VOWELS = frozenset("aeiou")
# Of the words in a sentence, the share that is changed at all.
_CHANGED = 0.3


def misspelt(text: str, random: Random) -> str:
    """A copy of `text`, about a third of its words typed badly. Scripts other than Latin only lose or swap letters."""
    return " ".join(_mistyped(word, random) if random.random() < _CHANGED else word for word in text.split())


def _mistyped(word: str, random: Random) -> str:
    if len(word) < 3:
        return word
    change = random.choice((_swapped, _dropped, _doubled, _slipped, _without_vowels, _without_vowels))
    return change(word, random)


def _swapped(word: str, random: Random) -> str:
    at = random.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[: at + 1] + word[at:]


def _slipped(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + random.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]


def _without_vowels(word: str, random: Random) -> str:
    return word[0] + "".join(letter for letter in word[1:] if letter.lower() not in _VOWELS)
