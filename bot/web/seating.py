"""Where people sit in the picture of the room: around a table, seen from above."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

# Of the drawing in templates/pictures/room.html, in its own units.
_WIDTH, _HEIGHT = 300, 220
_ACROSS, _DEEP = 122, 84


@dataclass(frozen=True)
class Seat:
    number: int
    x: float
    y: float


def seats_around(count: int, *, mirrored: bool = False) -> tuple[Seat, ...]:
    """The first seat is nearest to who looks, the others follow clockwise; mirrored for who reads right-to-left."""
    seats = []
    for at in range(count):
        turned = pi / 2 + 2 * pi * at / count
        x = _WIDTH / 2 + _ACROSS * cos(turned)
        y = _HEIGHT / 2 + _DEEP * sin(turned)
        seats.append(Seat(at + 1, round(_WIDTH - x if mirrored else x, 1), round(y, 1)))
    return tuple(seats)
