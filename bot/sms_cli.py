"""`python -m bot sms`: a phone in the terminal. What is typed is texted, and what would be sent back is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import SystemRandom
from uuid import uuid4

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.conferences.demonstration import replace_demonstrations
from bot.languages import Language
from bot.outreach.message import Channel, Message
from bot.outreach.sending import Sender
from bot.outreach.texts import link_preview
from bot.text.sms import is_gsm_7, parts
from bot.texting.inbound import InboundText
from bot.wiring import Rooms

_STRANGER = "+447700900999"
_AGAIN, _LEAVE = "/again", "/leave"
_WIDTH = 46
_HELP = (
    "Type what a parent would text, and press Enter. {again} has the network hand the last text over once more;"
    " {leave}, or Ctrl+D, ends. Nothing is kept and nothing leaves this machine."
)


@dataclass
class Screen:
    """A provider that shows what it is given."""

    show: Callable[[str], None]
    name: str = "screen"
    channels: frozenset[Channel] = frozenset({Channel.SMS})

    def send(self, message: Message) -> str | None:
        self.show(message.body)
        return str(message.id)

    def find(self, message: Message) -> str | None:
        return str(message.id)  # what was handed over was shown


def text_with(rooms: Rooms, council: str, language: Language, console: Console, *, stranger: bool) -> None:
    """Text with the assistant, as the parent of a demonstration meeting, until there is no more input."""
    number, code = _invite(rooms, council, language)
    console.print(_HELP.format(again=_AGAIN, leave=_LEAVE), style="dim", highlight=False)
    if stranger:
        number = _STRANGER
        console.print(f"You are {number}, whom nobody has sent a link.", highlight=False)
    else:
        console.print(f"You are {number}. You were sent this, and told the code {code}:", highlight=False)
        _show(link_preview(rooms.settings.address, language, Channel.SMS).body, console)
    asyncio.run(_talk(rooms, number, console))


async def _talk(rooms: Rooms, number: str, console: Console) -> None:
    sender = Sender(
        rooms.desk.outbox,
        {Channel.SMS: Screen(lambda body: _show(body, console))},
        clock=rooms.now,
        random=SystemRandom().random,
        stranded_seconds=rooms.settings.stranded_seconds,
    )
    last = None
    while True:
        try:
            typed = await asyncio.to_thread(console.input, "[bold]> [/bold]")
        except EOFError:
            return
        if typed.strip() == _LEAVE:
            return
        if typed.strip() == _AGAIN and last is not None:
            text = replace(last, id=uuid4())
        else:
            text = InboundText(uuid4(), "console", uuid4().hex, number, typed, rooms.now())
        if not rooms.texting.inbox.put(text):
            console.print("That text is there already: it is not answered again.", style="dim")
        last = text
        await rooms.texting.answering.answer(number)
        sender.send_due(most=100)


def _invite(rooms: Rooms, council: str, language: Language) -> tuple[str, str]:
    """A demonstration meeting: the number that its link went to, and its code."""
    made = replace_demonstrations(now=rooms.now(), conferences=rooms.conferences, invitations=rooms.invitations)
    mine = next(one for one in made if one.council == council)
    rooms.invitations.save(replace(mine.invitation, language=language))
    return mine.invitation.contact.phone or "", mine.code


def _show(body: str, console: Console) -> None:
    count = parts(body)
    alphabet = "GSM-7" if is_gsm_7(body) else "UCS-2"
    told = f"{count} part{'s' if count != 1 else ''}, {alphabet}"
    console.print(Panel(Text(body), subtitle=told, width=_WIDTH, subtitle_align="left"))
