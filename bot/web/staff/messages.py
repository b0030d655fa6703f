"""Sent messages: to whom, when, and what became of each. With the console they can be tried here: their links work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from bot.casework.sent import MOST, SentMessage, SentMessages
from bot.outreach.message import Channel, Message, State
from bot.outreach.sending import STOPPED
from bot.sending_settings import SmsProvider
from bot.web.staff.pages import StaffPageHere
from bot.web.staff.visit import AsCaseWorker, DeskHere

router = APIRouter(prefix="/staff", include_in_schema=False)

_LAST_DIGITS = 4
_LINK = re.compile(r"https?://\S+/l/[\w-]+", re.ASCII)
_TOKEN = re.compile(r"(?<=/l/)[\w-]+", re.ASCII)


@dataclass(frozen=True)
class SentView:
    """One message as the desk shows it."""

    sent: SentMessage
    to: str  # the last of the number, or of the address
    lines: tuple[tuple[tuple[str, bool], ...], ...]  # the words in lines, each in pieces, and whether one is a link

    @property
    def message(self) -> Message:
        return self.sent.message

    @property
    def can_be_told(self) -> bool:
        """Whether a person has to say what became of it."""
        return self.message.state is State.UNSURE

    @property
    def can_be_sent_again(self) -> bool:
        over = self.message.state in (State.UNSURE, State.FAILED) or self.message.problem == STOPPED
        return over and self.message in self.sent.invited.last_link


@router.get("/messages")
def messages(actor: AsCaseWorker, desk: DeskHere, page: StaffPageHere, done: str = "") -> Response:
    found = SentMessages(desk.arranging.ground).of(actor)
    return page(
        "messages.html",
        messages=[_view(sent) for sent in found],
        most=MOST if len(found) == MOST else None,
        now=desk.now(),
        done=done,
    )


@router.post("/invitations/{id:uuid}/messages/{message:uuid}/arrived")
def arrived(id: UUID, message: UUID, actor: AsCaseWorker, desk: DeskHere) -> Response:
    SentMessages(desk.arranging.ground).arrived(actor, id, message)
    return RedirectResponse("/staff/messages?done=arrived", 303)


def shortened(message: Message) -> str:
    """Enough to know it by."""
    if message.channel is Channel.SMS:
        return f"…{message.address[-_LAST_DIGITS:]}"
    name, _, domain = message.address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _view(sent: SentMessage) -> SentView:
    message = sent.message
    # Whoever has the link of another provider's message has half of what lets a parent in.
    here = message.provider == SmsProvider.CONSOLE.value
    body = message.body if here else _TOKEN.sub("…", message.body)
    return SentView(sent, shortened(message), tuple(_pieces(line) for line in body.splitlines()))


def _pieces(line: str) -> tuple[tuple[str, bool], ...]:
    pieces, end = list[tuple[str, bool]](), 0
    for found in _LINK.finditer(line):
        pieces += [(line[end : found.start()], False), (found[0], True)]
        end = found.end()
    return tuple((words, is_link) for words, is_link in (*pieces, (line[end:], False)) if words)
