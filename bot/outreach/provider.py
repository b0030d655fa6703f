"""
The port to whoever carries messages, and what can go wrong there.

* ProviderError
  + Refused      it will never take this message: the number is wrong, say
  + TryLater     it surely has not taken it: it was not reached, or said "later"
  + Unsure       it may have taken it: the line broke after the message was handed over
"""

from __future__ import annotations

from typing import Protocol

from bot.outreach.message import Channel, Message


class ProviderError(Exception):
    """A message was not surely sent. `problem` is a name of ours, never the provider's words."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Refused(ProviderError):
    """It will never take this message."""


class TryLater(ProviderError):
    """It surely has not taken it. `after` is how many seconds it asked us to wait, if it said."""

    def __init__(self, problem: str, *, after: float | None = None) -> None:
        super().__init__(problem)
        self.after = after


class Unsure(ProviderError):
    """It may have taken it."""


class Provider(Protocol):
    """Carries messages of some channels."""

    @property
    def name(self) -> str: ...

    @property
    def channels(self) -> frozenset[Channel]: ...

    def send(self, message: Message) -> str | None:
        """
        Hand it over under the message's own id, and return the provider's name for it, if it has one.

        Raises a ProviderError.
        """

    def find(self, message: Message) -> str | None:
        """
        The provider's name for a message that we may have handed over before we died; None where it surely has none.

        Raises Unsure where it cannot tell, TryLater where it was not reached.
        """
