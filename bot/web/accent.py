"""A council's own colour for the chat: taken only where white words on it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3; embed.js has the same rule, to tell the council's web editor
_DARKER = 0.72
_SOFT = 0.1

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Accent:
    """A colour, and the two that are made from it."""

    rgb: Rgb

    @property
    def plain(self) -> str:
        return _hex(self.rgb)

    @property
    def darker(self) -> str:
        """Under a pointer."""
        red, green, blue = (round(part * _DARKER) for part in self.rgb)
        return _hex((red, green, blue))

    @property
    def soft(self) -> str:
        """A breath of it on white, behind dark words."""
        red, green, blue = (round(255 + (part - 255) * _SOFT) for part in self.rgb)
        return _hex((red, green, blue))


def accent(written: str) -> Accent | None:
    """The colour written as #rrggbb; None where it is none, or where white words on it would be hard to read."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    rgb = (red, green, blue)
    return Accent(rgb) if _contrast_with_white(rgb) >= _LEAST_CONTRAST else None


def _contrast_with_white(rgb: Rgb) -> float:
    """WCAG's contrast ratio."""
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _hex(rgb: Rgb) -> str:
    return "#" + bytes(rgb).hex()
