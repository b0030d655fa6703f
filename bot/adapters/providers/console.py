"""The default: nothing leaves this machine. The desk's page of sent messages is where its messages are read."""

from __future__ import annotations

from bot.adapters.database.outbox import CONSOLE
from bot.outreach.message import Channel, Message


class Console:
    """Sends by being asked to: recording it as sent is all there is, and that happens once."""

    name = CONSOLE
    channels = frozenset({Channel.SMS, Channel.EMAIL})

    def send(self, message: Message) -> str | None:
        return None

    def find(self, message: Message) -> str | None:
        return None  # what was not recorded was not sent
