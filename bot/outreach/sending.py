"""
Sending what is due, once.

A message is claimed, handed to its provider and recorded as sent. We may die between any two of these, and a line may
break: then only the provider knows. `mend` asks it, later, and what nobody knows is left to a person. It is never
sent twice by us.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.outreach.backoff import MOST_ATTEMPTS, wait
from bot.outreach.message import Channel, Message, Outbox
from bot.outreach.provider import Provider, ProviderError, Refused, TryLater

# Problems of ours, beside those that providers name.
NO_PROVIDER = "no_provider"  # nobody here carries messages of that channel
UNEXPECTED = "unexpected"  # an error that nobody thought of
INTERRUPTED = "interrupted"  # we died, or the line broke, and the provider does not have it
UNREACHABLE = "not_reached"  # the provider could not be asked, for a day
STOPPED = "stopped"  # that phone asked for no more texts: only what it texts itself is answered

_LOOK_FOR = timedelta(days=1)

Carriers = Mapping[Channel, Provider]

_log = logging.getLogger("bot.outreach")


@dataclass(frozen=True)
class Round:
    """What one round of sending did."""

    handled: int = 0
    doubtful: int = 0  # of those, how many only the provider can tell of: to be mended


class Sender:
    """Sends what is due and mends what was interrupted. Several may run at once, in several processes."""

    def __init__(
        self,
        outbox: Outbox,
        carriers: Carriers,
        *,
        clock: Callable[[], datetime],
        random: Callable[[], float],
        stranded_seconds: int,
    ) -> None:
        self._outbox = outbox
        self._carriers = carriers
        self._clock = clock
        self._random = random
        self._stranded_seconds = stranded_seconds

    def send_due(self, *, most: int, stopping: Callable[[], bool] = lambda: False) -> Round:
        """
        Send what is due, at most that many, until there is no more or we are `stopping`.

        One is claimed at a time: between its claim and its sending lies nothing that could take long, so that a claim
        that has stood for a while is surely a dead one's.
        """
        handled = doubtful = 0
        while handled < most and not stopping():
            claimed = self._outbox.claim(now=self._clock(), most=1)
            if not claimed:
                break
            handled += 1
            doubtful += 0 if self._send(claimed[0]) else 1
        return Round(handled, doubtful)

    def mend(self) -> int:
        """
        Ask the providers for what has been "being sent" for too long; how many that were.

        Found: it is sent. Surely not there: it is queued again. Cannot be told: a person decides.
        """
        stranded = self._outbox.stranded(now=self._clock(), after_seconds=self._stranded_seconds)
        for message in stranded:
            self._mend(message)
        return len(stranded)

    def _send(self, message: Message) -> bool:
        """False where it stays "being sent", because only the provider knows whether it has it."""
        provider = self._carriers.get(message.channel)
        if provider is None:
            self._outbox.failed(message.id, problem=NO_PROVIDER, at=self._clock())
            return True
        try:
            provider_id = provider.send(message)
        except Refused as refused:
            self._outbox.failed(message.id, problem=refused.problem, at=self._clock())
        except TryLater as later:
            self._later(message, later)
        except ProviderError:  # Unsure. Not asked for at once: what is still on its way would be missed, and sent twice
            return False
        except Exception as error:  # the others must still be sent, and this one not lost
            _log_quietly(error, message)
            return False
        else:
            self._outbox.sent(message.id, provider=provider.name, provider_id=provider_id, at=self._clock())
        return True

    def _mend(self, message: Message) -> None:
        provider, now = self._carriers.get(message.channel), self._clock()
        if provider is None:
            self._outbox.unsure(message.id, problem=NO_PROVIDER, at=now)
            return
        try:
            provider_id = provider.find(message)
        except TryLater:  # it stays ours, and comes up again
            if now - message.due_at > _LOOK_FOR:
                self._outbox.unsure(message.id, problem=UNREACHABLE, at=now)
        except ProviderError as unsure:
            self._outbox.unsure(message.id, problem=unsure.problem, at=now)
        except Exception as error:  # the others must still be mended
            _log_quietly(error, message)
            self._outbox.unsure(message.id, problem=UNEXPECTED, at=now)
        else:
            self._found(message, provider.name, provider_id)

    def _found(self, message: Message, provider: str, provider_id: str | None) -> None:
        now = self._clock()
        if provider_id is not None:
            self._outbox.sent(message.id, provider=provider, provider_id=provider_id, at=now)
        elif message.attempts >= MOST_ATTEMPTS:
            self._outbox.failed(message.id, problem=INTERRUPTED, at=now)
        else:
            self._outbox.try_again(message.id, problem=INTERRUPTED, due_at=now)

    def _later(self, message: Message, later: TryLater) -> None:
        now = self._clock()
        due_at = now + wait(message.attempts, asked=later.after, random=self._random)
        too_late = message.not_after is not None and due_at > message.not_after
        if too_late or message.attempts >= MOST_ATTEMPTS:
            self._outbox.failed(message.id, problem=later.problem, at=now)
        else:
            self._outbox.try_again(message.id, problem=later.problem, due_at=due_at)


def _log_quietly(error: Exception, message: Message) -> None:
    """Its kind and place, never its words: they may quote a number."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s at %s:%s with message %s", type(error).__qualname__, place.filename, place.lineno, message.id)
