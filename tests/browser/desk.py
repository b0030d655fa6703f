"""Steps at the desk, taken and counted as somebody takes them who sits there, and by keyboard alone."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pypdfium2
from playwright.sync_api import Locator, Page

from bot.outreach.message import Message, MessageKind, State
from bot.staff.administering import Written, person_from
from bot.staff.second_step import code_at
from bot.wiring import Rooms
from tests.browser.conftest import SCREENSHOTS

COUNTED = SCREENSHOTS.parent / "morning.txt"
PATIENCE = 20.0  # far more than the worker takes
PASSWORD = "bucket violet tram seven"

# Inside a day or a time the focus goes from part to part, and the box has it all the while.
_HAS_FOCUS = "one => one === document.activeElement"


@dataclass(frozen=True)
class Work:
    """How much was done: presses on buttons, links, boxes to tick; and boxes filled in or lists chosen from."""

    clicks: int = 0
    fields: int = 0

    def __sub__(self, before: Work) -> Work:
        return Work(self.clicks - before.clicks, self.fields - before.fields)

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.fields} fields"


@dataclass
class Tally:
    """What each part of the morning took."""

    took: dict[str, Work] = field(default_factory=dict)

    def add(self, part: str, work: Work, *, clicks: int, fields: int) -> None:
        """Fails where it took more than that."""
        self.took[part] = work
        most = Work(clicks, fields)
        assert work.clicks <= most.clicks, f"{part}: {work}, and not {most}"
        assert work.fields <= most.fields, f"{part}: {work}, and not {most}"

    def write(self) -> None:
        COUNTED.write_text("".join(f"{part}: {work}\n" for part, work in self.took.items()), encoding="utf-8")


@dataclass
class Hands:
    """Somebody's hands in a browser: what they do is counted, and every page that they come to is remembered."""

    page: Page
    done: Work = Work()
    seen: list[tuple[str, str]] = field(default_factory=list)  # the address, and the whole page

    def opens(self, address: str) -> None:
        """Follow a link from elsewhere, or write an address: one click."""
        self.page.goto(address)
        self._count(clicks=1)
        self._look()

    def presses(self, words: str) -> None:
        """A button or a link, by what stands on it."""
        button = self.page.get_by_role("button", name=words, exact=True)
        self.presses_at(button.or_(self.page.get_by_role("link", name=words, exact=True)).first)

    def presses_at(self, what: Locator | str) -> None:
        """The same by where it is. It leads to a page."""
        with self.page.expect_navigation():
            self._at(what).click()
        self._count(clicks=1)
        self._look()

    def ticks(self, what: Locator | str) -> None:
        """By what stands beside it."""
        (self.page.get_by_label(what, exact=True) if isinstance(what, str) else what).check()
        self._count(clicks=1)

    def writes(self, what: Locator | str, words: str) -> None:
        """Into the box that is called that."""
        (self.page.get_by_label(what, exact=True).first if isinstance(what, str) else what).fill(words)
        self._count(fields=1)

    def chooses(self, what: str, words: str) -> None:
        self.page.get_by_label(what, exact=True).select_option(label=words)
        self._count(fields=1)

    def reads(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    def _at(self, what: Locator | str) -> Locator:
        return self.page.locator(what).first if isinstance(what, str) else what

    def _count(self, *, clicks: int = 0, fields: int = 0) -> None:
        self.done = Work(self.done.clicks + clicks, self.done.fields + fields)

    def _look(self) -> None:
        self.seen.append((self.page.url, self.page.content()))


def setup_link(house: Rooms, address: str, written: Written) -> str:
    """As `python -m bot staff add` makes an account, and prints its link."""
    person = person_from(written, teams=())
    _, link = house.desk.administering.add("york", person, by=None, now=house.now())
    return f"{address}/staff/begin/{link.token}"


def sets_up(hands: Hands, link: str) -> None:
    """The first half of a setup link: a password."""
    hands.opens(link)
    hands.writes("Password", PASSWORD)
    hands.writes("The same password again", PASSWORD)
    hands.presses("Go on")


def sets_up_phone(hands: Hands, now: datetime) -> str:
    """The other half: the key goes into the phone as it stands on the page, and the phone shows six digits."""
    secret = hands.page.locator(".desk-key").inner_text().replace(" ", "")
    hands.writes("The six digits that the app shows now", code_at(secret, now))
    hands.presses("Finish and sign in")
    return secret


def signs_in(hands: Hands, email: str, secret: str, now: datetime) -> None:
    hands.opens("/staff")
    hands.writes("E-mail address", email)
    hands.writes("Password", PASSWORD)
    hands.presses("Go on")
    hands.writes("The code that the app on your phone shows", code_at(secret, now))
    hands.presses("Sign in")


def walks_through(page: Page, boxes: Sequence[tuple[str, str]]) -> None:
    """
    Fill a form by Tab and keys alone, only ever forwards: each box's id and what is typed into it, in their order.

    " " ticks it. Whoever passes a box by comes to the next all the same.
    """
    for id, typed in boxes:
        box = page.locator(f"#{id}")
        tabs = 0
        while not box.evaluate(_HAS_FOCUS):
            page.keyboard.press("Tab")
            tabs += 1
            assert tabs < 12, f"#{id} does not come next by Tab"
        if typed == " ":
            page.keyboard.press("Space")
        else:
            page.keyboard.type(typed)


def goes_everywhere(hands: Hands, *first: str) -> None:
    """Wherever the desk's links lead, as far as one gets in forty pages."""
    waiting, been = list(first), list[str]()
    while waiting and len(been) < 40:
        path = waiting.pop(0).partition("#")[0]
        if path not in been:
            been.append(path)
            hands.opens(path)
            links = hands.page.locator("main a[href^='/staff']").all()
            waiting += [link.get_attribute("href") or "" for link in links]
    assert len(been) > len(first), been


def goes_out_soon(house: Rooms, kind: MessageKind, phone: str) -> Message:
    """The worker was woken; nobody has to wait for its next minute."""
    ends = time.monotonic() + PATIENCE
    while True:
        sent = [one for one in house.desk.outbox.of_council("york", most=50) if one.address == phone]
        found = next((one for one in sent if (one.kind, one.state) == (kind, State.SENT)), None)
        if found is not None:
            return found
        assert time.monotonic() < ends, sent
        time.sleep(0.05)


def downloads(hands: Hands, words: str, name: str) -> str:
    """A PDF. Returns its words; with PICTURES set its first page is drawn."""
    with hands.page.expect_download() as download:
        hands.page.get_by_role("button", name=words).click()
    pages = pypdfium2.PdfDocument(Path(download.value.path()).read_bytes())
    if os.environ.get("PICTURES"):
        pages[0].render(scale=1.5).to_pil().save(SCREENSHOTS / "morning" / f"{name}-pdf.png")
    return "\n".join(page.get_textpage().get_text_range() for page in pages)
