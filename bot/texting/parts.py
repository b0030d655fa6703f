"""Long texts that came in pieces: phones cut them, and not every network puts them together again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.text.sms import fills_a_part, fills_a_smaller_part, is_gsm_7
from bot.texting.inbound import InboundText

# Whoever writes in pieces by hand takes longer; a text that is cut comes within seconds.
_APART = timedelta(seconds=30)
# So long after a text came, the pieces of it, and what was sent before it, are waited for.
_A_MOMENT = timedelta(seconds=1.5)
_FOR_A_PIECE = timedelta(seconds=6)
# Who goes on and on, in fright or as a machine, is answered meanwhile.
_AT_MOST = timedelta(seconds=12)


@dataclass(frozen=True)
class Joined:
    """What a parent wrote at once: the pieces in their order, and the whole as one text under the first one's id."""

    pieces: tuple[InboundText, ...]

    @property
    def whole(self) -> InboundText:
        first = self.pieces[0]
        return replace(first, body="".join(piece.body for piece in self.pieces))


def joined(waiting: Iterable[InboundText]) -> list[Joined]:
    """What waits, in its order, with pieces put together: each but the last fills a part to its last letter."""
    rest, found = list(waiting), list[Joined]()
    while rest:
        pieces = _pieces(rest)
        found.append(Joined(tuple(pieces)))
        rest = rest[len(pieces) :]
    return found


def settled_at(waiting: Iterable[InboundText]) -> datetime | None:
    """When what waits can be thought about: a moment after the last of it came, a little longer after a piece."""
    came = sorted(waiting, key=lambda text: text.received_at)
    if not came:
        return None
    first, last = came[0], came[-1]
    settled = last.received_at + (_FOR_A_PIECE if _may_go_on(last.body) else _A_MOMENT)
    return min(settled, first.received_at + _AT_MOST)


def _pieces(rest: Sequence[InboundText]) -> Sequence[InboundText]:
    """
    The first of what waits, and what goes on from there.

    All of a text is in one alphabet: "maz wyj" may be cut as short as it is for the "ż" that comes in another piece.
    """
    own, smaller = _cut(rest, fills_a_part), _cut(rest, fills_a_smaller_part)
    is_smaller = len(smaller) > len(own) and not all(is_gsm_7(piece.body) for piece in smaller)
    return smaller if is_smaller else own


def _cut(rest: Sequence[InboundText], fills: Callable[[str], bool]) -> Sequence[InboundText]:
    count = 1
    while count < len(rest) and fills(rest[count - 1].body) and _soon_after(rest[count - 1], rest[count]):
        count += 1
    return rest[:count]


def _may_go_on(body: str) -> bool:
    return fills_a_part(body) or fills_a_smaller_part(body)


def _soon_after(piece: InboundText, following: InboundText) -> bool:
    return following.at - piece.at <= _APART and not following.wordless
