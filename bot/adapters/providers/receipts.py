"""What providers' words for a message's fate mean here. Knows no client of theirs: the doors load it at the start."""

from __future__ import annotations

from bot.outreach.message import State

News = tuple[State, str | None]

_NOTIFY: dict[str, News] = {
    "delivered": (State.DELIVERED, None),
    "permanent-failure": (State.FAILED, "not_there"),  # no such number or address
    "temporary-failure": (State.FAILED, "not_reachable"),  # a phone that is off, a full mailbox
    "technical-failure": (State.FAILED, "provider_failed"),
}
_TWILIO: dict[str, State] = {
    "delivered": State.DELIVERED,
    "undelivered": State.FAILED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}
# Twilio's own numbers of errors, at https://www.twilio.com/docs/api/errors
_TWILIO_PROBLEMS = {
    "21211": "number_wrong",
    "21214": "number_wrong",
    "21217": "number_wrong",
    "21614": "number_wrong",  # no text message reaches it
    "21610": "opted_out",  # they texted STOP
    "21408": "not_allowed",  # not to that country
    "21608": "not_allowed",  # a trial account, and a number that it does not know
    "21612": "not_allowed",  # not from our number to this one
    "30003": "not_reachable",  # a phone that is off
    "30004": "blocked",
    "30005": "not_there",
    "30006": "number_wrong",  # a landline
    "30007": "blocked",  # as unwanted, by the network
}


def notify_news(status: str) -> News:
    """From GOV.UK Notify's callback; a status that we do not know says no more than that it has it."""
    return _NOTIFY.get(status, (State.SENT, None))


def twilio_news(status: str, error: str) -> News:
    """From Twilio's status callback."""
    state = _TWILIO.get(status, State.SENT)
    return state, twilio_problem(error, otherwise="not_delivered") if state is State.FAILED else None


def twilio_problem(error: str, *, otherwise: str) -> str:
    """Our name for what Twilio has a number for."""
    return _TWILIO_PROBLEMS.get(error, otherwise)
