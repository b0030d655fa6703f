"""Which font prints which script, and whether any of them has a sign at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from typst import Fonts

from bot.languages import Language
from bot.text.data_files import ROOT

_PACKAGES = ROOT / "node_modules" / "@expo-google-fonts"
_WEIGHTS = ("400Regular", "700Bold")

_ARABIC = "\\u{0600}-\\u{06FF}\\u{0750}-\\u{077F}\\u{08A0}-\\u{08FF}\\u{FB50}-\\u{FDFF}\\u{FE70}-\\u{FEFC}"
# What is not seen, but joins letters, keeps them apart or turns them, has to come from the letters' own font.
_UNSEEN = "\\u{00AD}\\u{061C}\\u{200B}-\\u{200F}\\u{202A}-\\u{202E}\\u{2060}-\\u{2069}"
_INDIC = "\\u{0964}\\u{0965}\\u{25CC}"


@dataclass(frozen=True)
class Font:
    """A family from npm. `covers` are the only signs taken from it, as Typst's regular expressions write ranges."""

    package: str
    family: str
    covers: str | None = None

    @property
    def folders(self) -> list[Path]:
        return [_PACKAGES / self.package / weight for weight in _WEIGHTS]


_SANS = Font("noto-sans", "Noto Sans")
_EMOJI = Font("noto-emoji", "Noto Emoji")  # in black, as paper is
_NASKH = Font("noto-naskh-arabic", "Noto Naskh Arabic", _ARABIC + _UNSEEN)
# Urdu is read in nastaliq; to its readers the letters of an Arabic newspaper look foreign.
_NASTALIQ = Font("noto-nastaliq-urdu", "Noto Nastaliq Urdu", _ARABIC + _UNSEEN)
_BENGALI = Font("noto-sans-bengali", "Noto Sans Bengali", "\\u{0980}-\\u{09FF}" + _INDIC + _UNSEEN)
_GURMUKHI = Font("noto-sans-gurmukhi", "Noto Sans Gurmukhi", "\\u{0A00}-\\u{0A7F}" + _INDIC + _UNSEEN)
_FIRST = {Language.URDU: _NASTALIQ, Language.BENGALI: _BENGALI, Language.PUNJABI: _GURMUKHI}


def fonts_for(language: Language) -> tuple[Font, ...]:
    """
    The fonts in the order in which they are asked, every script's own before the one for the rest.

    Noto Sans has spaces, digits and Latin letters as wide as people know them; the others bring narrower ones along.
    """
    own = (_FIRST[language],) if language in _FIRST else ()
    return (*own, *(font for font in (_NASKH, _NASTALIQ, _BENGALI, _GURMUKHI) if font not in own), _SANS, _EMOJI)


@cache
def all_fonts() -> Fonts:
    """Read once, and nothing of the machine's own: a page looks the same on every server."""
    folders = [str(folder) for font in fonts_for(Language.ENGLISH) for folder in font.folders]
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def signs() -> tuple[frozenset[int], ...]:
    """For each font the signs that are taken from it, in both weights."""
    return tuple(_signs_of(font) for font in fonts_for(Language.ENGLISH))


def _signs_of(font: Font) -> frozenset[int]:
    there = [frozenset(_cmap(path)) for folder in font.folders for path in folder.glob("*.ttf")]
    if not there:
        raise FileNotFoundError(f"There is no font in node_modules/@expo-google-fonts/{font.package}: run npm ci")
    both = frozenset.intersection(*there)
    return both if font.covers is None else both & _in_ranges(font.covers)


def _cmap(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def _in_ranges(covers: str) -> frozenset[int]:
    found: set[int] = set()
    for part in covers.replace("}-\\u{", "-").split("}"):
        first, _, last = part.removeprefix("\\u{").partition("-")
        if first:
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)
