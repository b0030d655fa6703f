"""A phone that texts as its script says, through its provider, and waits for each answer as people do."""

from __future__ import annotations

import html
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from uuid import uuid4

import httpx

from bot.languages import Language
from tests.sending.twilio_server import TwilioServer
from tests.talks.texting.answers import Answers
from tests.talks.texting.people import Person, cut
from tests.talks.texting.script import AtPage, Script, Step, Words
from tests.talks.texting.server import Handed, Server, by_notify, by_twilio

# A lease of the process that was killed has to run out, and the assistant to be loaded again.
_MOST_SECONDS = 150
_MOST_TROUBLES = 5
# People read before they write. Where all wrote at every moment, texts that belong together would come in seconds
# apart on a slow machine, and no server waits for the rest of a text for so long.
_AT_ONCE = 12
_APART = timedelta(milliseconds=10)


@dataclass
class Texted:
    """One step that was taken: the calls that brought it, of which a long text has several."""

    step: Step
    language: Language
    handed: list[Handed]


@dataclass
class World:
    """What all phones have in common."""

    server: Server
    twilio: TwilioServer
    answers: Answers
    counts: Counter[str] = field(default_factory=Counter)
    turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_AT_ONCE))

    @property
    def changed(self) -> threading.Condition:
        return self.answers.changed

    def count(self, what: str) -> None:
        with self.changed:
            self.counts[what] += 1


@dataclass
class TextingPhone:
    """One phone. `texted` is what it has texted so far, in the order of the script."""

    script: Script
    person: Person
    words: Words
    world: World
    texted: list[Texted] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._language = self.script.language
        self._units = list(_units(self.script))
        self._half = next(
            place
            for place, unit in enumerate(self._units)
            if place >= len(self._units) // 2 and all(step.page is None for step in unit)
        )
        self._later: list[Handed] = []
        self._at_half: list[Texted] = []
        self._line, self._browser = self.world.server.line(), self.world.server.line()

    def first_half(self) -> None:
        for unit in self._units[: self._half]:
            self._take(unit)

    def texts_at_half(self) -> None:
        """And waits for no answer: the server is about to be killed."""
        self._at_half = self._make(self._units[self._half])
        self._bring(self._at_half)

    def tries_at_half(self) -> None:
        """Its provider finds nobody there."""
        self._at_half = self._make(self._units[self._half])
        for handed in _calls(self._at_half, self.script.phone):
            try:
                handed.to(self._line)
            except httpx.TransportError:
                self.world.count("not taken, for the server was down")

    def second_half(self) -> None:
        """First its provider calls again: either nobody was there, or it may have missed that it was heard."""
        self._bring(self._at_half)
        self.texted += self._at_half
        self._wait(self._at_half)
        for unit in self._units[self._half + 1 :]:
            self._take(unit)
        self._call_again()

    def _take(self, unit: list[Step]) -> None:
        if unit[0].page is not None:
            self._at_page(unit[0].page)
            return
        with self.world.turns:
            texted = self._hand_over(unit)
            self._wait(texted)
            self._call_again()
        self._later = [handed for one in texted if one.step.resend for handed in one.handed]

    def _hand_over(self, unit: list[Step]) -> list[Texted]:
        texted = self._make(unit)
        self._bring(texted)
        for one in texted:
            for handed in one.handed if one.step.resend else ():
                self._call(handed, "handed over again at once")
        self.texted += texted
        return texted

    def _bring(self, texted: list[Texted]) -> None:
        """Notify's calls overtake each other; Twilio's, which tell no time, come one after another."""
        calls = _calls(texted, self.script.phone)
        if self.script.phone == "twilio":
            for handed in calls:
                self._call(handed)
            return
        with ThreadPoolExecutor(len(calls)) as at_once:
            list(at_once.map(self._call, calls))

    def _call_again(self) -> None:
        for handed in self._later:
            self._call(handed, "handed over again later")
        self._later = []

    def _call(self, handed: Handed, what: str = "calls that brought texts") -> None:
        self.world.count(what)
        status = handed.to(self._line)
        while status not in (200, 204) and len(self.troubles) < _MOST_TROUBLES:
            self.troubles.append(f"{handed.provider} was answered {status}")
            status = handed.to(self._line)

    def _make(self, unit: list[Step]) -> list[Texted]:
        if len(unit) > 1:
            self.world.count("pairs in the wrong order")
        made, at = [], datetime.now(timezone.utc)
        for step in unit:
            self._language = step.language or self._language
            text = self.words.texted(step.text, self._language)
            pieces = cut(text) if step.pieces else [text]
            self.world.count("texts")
            self.world.counts["pieces"] += len(pieces) if step.pieces else 0
            handed = []
            for piece in pieces:
                handed.append(self._handed(piece, step, at))
                at += _APART
            made.append(Texted(step, self._language, handed))
        return made

    def _handed(self, words: str, step: Step, at: datetime) -> Handed:
        number = self.person.number
        if self.script.phone == "notify":
            return by_notify(str(uuid4()), number, words, at)
        keyword = "STOP" if step.opts_out else ""
        if step.opts_out:
            self.world.twilio.opted_out.add(number)
        elif words == "START" and number in self.world.twilio.opted_out:
            self.world.twilio.opted_out.remove(number)
            keyword = "START"
        return by_twilio(f"SM{uuid4().hex}", number, words, keyword=keyword)

    def _wait(self, texted: list[Texted]) -> None:
        """Until each is answered, and every answer is on its way to this phone."""
        ends = time.monotonic() + _MOST_SECONDS
        with self.world.changed:
            there = self.world.changed.wait_for(lambda: all(map(self._is_answered, texted)), ends - time.monotonic())
        if not there:
            raise TimeoutError(f"{self.script.name}: {[one.step.text for one in texted]} was not answered")

    def _is_answered(self, texted: Texted) -> bool:
        answers = self.world.answers
        known = [answers.known_as(handed) for handed in texted.handed]
        replies = [answer for one in known for answer in answers.of_text.get(one, [])]
        return answers.settled.issuperset(known) and self.world.twilio.about.issuperset(answer.id for answer in replies)

    def _at_page(self, page: AtPage) -> None:
        browser, link = self._browser, self.person.links[0]
        self.world.count("steps at the page")
        if page.opens:
            browser.get(f"/l/{link.token}").raise_for_status()
            browser.post(f"/l/{link.token}").raise_for_status()
            browser.post("/code", data={"code": link.code}).raise_for_status()
        if page.note is not None:
            section, text = page.note
            browser.post("/notes/add", data={"section": section.value, "text": text, "message_id": uuid4().hex})
        if page.asks is not None:
            browser.post("/ask", data={"text": page.asks, "message_id": uuid4().hex}).raise_for_status()
        there = html.unescape(browser.get("/notes").text + browser.get("/ask").text)
        self.troubles += [f"{words!r} is not at the page" for words in page.sees if words not in there]


def _units(script: Script) -> Iterator[list[Step]]:
    """Each step by itself, and with a swapped one the next."""
    steps = iter(script.talk)
    for step in steps:
        yield [step, next(steps)] if step.swapped else [step]


def _calls(texted: list[Texted], provider: str) -> list[Handed]:
    """
    In the order in which they come in.

    Notify says when it got each, so its pieces may come in any order; of Twilio's nothing would tell which is first.
    """
    turned = [list(reversed(one.handed)) if provider == "notify" else one.handed for one in reversed(texted)]
    return [handed for each in turned for handed in each]
