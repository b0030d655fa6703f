"""What a message costs, to be shown before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from bot.outreach.message import Channel
from bot.text.sms import is_gsm_7, parts


class Alphabet(str, Enum):
    """In what a text message is sent: the smaller alphabet holds more than twice as much in a part."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True)
class Cost:
    """Parts, and what they cost in pence before VAT. An e-mail has no parts and costs nothing."""

    parts: int
    pence: Decimal
    alphabet: Alphabet | None = None


def cost_of(channel: Channel, body: str, *, pence_a_part: Decimal) -> Cost:
    """What it costs to send this. `body` is as it is sent: see `texts.words_for`."""
    if channel is not Channel.SMS:
        return Cost(0, Decimal(0))
    count = parts(body)
    return Cost(count, count * pence_a_part, Alphabet.GSM_7 if is_gsm_7(body) else Alphabet.UCS_2)
