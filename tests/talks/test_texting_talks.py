"""
Thirty parents text, in six languages, through Twilio and GOV.UK Notify, with a real server that is killed in between.

Providers hand texts over twice and in the wrong order, and come again where nobody was there. In the end every answer
has gone out once, and each parent stands where their script (tests/talks/texting) says. `-s` prints every talk.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot import wiring
from bot.adapters.database.sending_tables import OutboxRow
from bot.languages import Language
from bot.outreach.message import State as Sending
from bot.settings import Settings
from bot.text.letters import words_of
from bot.text.sms import parts
from bot.training import up_to_date_model
from bot.wiring import Rooms
from tests.sending.twilio_server import Accepted, Fate, TwilioServer, served
from tests.stores import KEY
from tests.talks.texting.answers import Answers
from tests.talks.texting.people import Person, invite_all, state_of
from tests.talks.texting.phone import Texted, TextingPhone, World
from tests.talks.texting.script import Words, scripts, smoothed
from tests.talks.texting.server import Server, by_notify, by_twilio

WRITTEN_IN = (Language.ENGLISH, Language.POLISH, Language.URDU, Language.ROMANIAN, Language.BENGALI, Language.SOMALI)
MOST_SECONDS = 60

# What is said of a note. Taken for danger it is kept too, and that is less harm than danger that is missed.
KEPT_IN_DANGER = "{response:utter_danger_note_kept}"
KEPT = ("{response:utter_note_kept}", KEPT_IN_DANGER)

# Steps that go wrong because the model takes them for something else, by the name that the script gives them.
KNOWN = frozenset(
    {
        "goodbye",
        "may my sister come along",
        "may the children come",
        "show my notes",
        "what if I do not agree",
        "what happens at the meeting",
        "what is this meeting",
        "when is the meeting",
        "where is the meeting",
    }
)


def test_there_are_five_talks_in_each_of_six_languages():
    assert Counter(script.language for script in scripts()) == dict.fromkeys(WRITTEN_IN, 5)
    assert len({script.name for script in scripts()}) == len(scripts())


def test_in_each_talk_something_comes_twice_and_something_in_the_wrong_order():
    for script in scripts():
        assert any(step.resend for step in script.talk), script.name
        assert any(step.swapped for step in script.talk), script.name
        assert 8 <= sum(step.page is None for step in script.talk) <= 14, script.name


@dataclass
class Evening:
    """What is there when all have texted."""

    world: World
    rooms: Rooms
    phones: list[TextingPhone]
    seconds: dict[str, float] = field(default_factory=dict)
    at_the_kill: dict[str, int] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)
    metrics: str = ""
    ended: int | None = None

    @property
    def log(self) -> str:
        return self.world.server.log.read_text(encoding="utf-8")

    def heard(self, texted: Texted) -> list[Accepted]:
        """What reached the phone in answer to a text."""
        order = {answer.id: place for place, answer in enumerate(self._answers(texted))}
        found = [one for one in self.world.twilio.accepted if one.about in order]
        return sorted(found, key=lambda one: order[one.about])

    def _answers(self, texted: Texted) -> list[Any]:
        return [answer for handed in texted.handed for answer in self.world.answers.to(handed)]


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    folder: Path = tmp_path_factory.mktemp("texting")
    settings = Settings(data_dir=folder, secret_key=KEY)
    up_to_date_model(settings.model_dir, print)  # the server would train it, and be killed meanwhile
    rooms = wiring.build(settings)
    twilio = TwilioServer()
    with served(twilio, folder):
        server = Server(folder, twilio)
        world = World(server, twilio, Answers(rooms.engine, twilio.changed))
        evening = Evening(world, rooms, list(_phones(rooms, world)))
        try:
            _spend(evening)
            yield evening
        finally:
            world.answers.close()
            if server.process is not None and server.process.poll() is None:
                server.kill()


def _phones(rooms: Rooms, world: World) -> Iterator[TextingPhone]:
    for place, script in enumerate(scripts()):
        person = invite_all(rooms, script, f"+447700900{100 + place}", place)
        yield TextingPhone(script, person, Words(rooms.book, script.council, person.own), world)


def _spend(evening: Evening) -> None:
    began, server = time.monotonic(), evening.world.server

    def took(what: str) -> None:
        evening.seconds[what] = time.monotonic() - began

    with ThreadPoolExecutor(len(evening.phones)) as pool:

        def all_do(does: Callable[[TextingPhone], None], phones: list[TextingPhone]) -> None:
            for done in [pool.submit(does, phone) for phone in phones]:
                done.result()

        server.start()
        server.until_ready()
        took("ready")
        all_do(TextingPhone.first_half, evening.phones)
        took("half-way")
        _kill(evening, all_do)
        took("killed")
        all_do(TextingPhone.tries_at_half, evening.phones[2::5])
        server.start()
        all_do(TextingPhone.second_half, evening.phones)
        took("done")
    _end(evening)
    took("ended")


def _kill(evening: Evening, all_do: Callable[..., None]) -> None:
    """
    While one answer was accepted and we were not told so, another is on its way, more wait, and texts come in.

    Every fifth phone texts when nobody is there; of the others the first have texted a moment before the last. Held is
    nothing that Twilio has for the same phone already: of two alike `Twilio.find` takes the one for the other.
    """
    twilio, texting = evening.world.twilio, [phone for place, phone in enumerate(evening.phones) if place % 5 != 2]
    fates = iter([Fate.ACCEPTED, Fate.ACCEPTED, Fate.HELD_ACCEPTED])

    def fate(to: str, body: str) -> Fate:
        with twilio.changed:
            is_new = (to, body) not in {(one.to, one.body) for one in twilio.accepted}
            return next(fates, Fate.HELD) if is_new else Fate.ACCEPTED

    twilio.fate = fate
    all_do(TextingPhone.texts_at_half, texting[::2])
    with twilio.changed:
        assert twilio.changed.wait_for(lambda: len(twilio.held) >= 1, MOST_SECONDS)
        twilio.changed.wait_for(lambda: len(twilio.held) >= 2, 5)
    all_do(TextingPhone.texts_at_half, texting[1::2])
    evening.world.server.kill()
    twilio.let_go.set()
    twilio.fate = lambda to, body: Fate.ACCEPTED
    evening.at_the_kill = _standing(evening)


def _standing(evening: Evening) -> dict[str, int]:
    """How many texts wait, and how many answers stand where."""
    evening.world.answers.look()
    answers = evening.world.answers
    states = Counter(answer.state for of in answers.of_text.values() for answer in of)
    return {"texts waiting": len(answers.of_text.keys() - answers.settled), **states}


def _end(evening: Evening) -> None:
    """Forgers try, and the server is told to stop."""
    server, phone = evening.world.server, evening.phones[0].person.number
    now = datetime.now(timezone.utc)
    forged = [
        by_twilio("SMforged", phone, "delete everything", token="guessed"),
        by_notify("740e5834-3a29-46b4-9a6f-16142fde533a", phone, "delete everything", now, token="guessed"),
    ]
    evening.refused = [handed.to(server.line()) for handed in forged]
    evening.metrics = httpx.get(f"{server.address}/metrics").text
    evening.ended = server.stop()
    evening.world.answers.look()


@pytest.mark.rasa
def test_every_answer_reached_its_phone_exactly_once(evening: Evening):
    accepted = evening.world.twilio.accepted
    with evening.rooms.engine.connect() as connection:
        rows = connection.execute(select(OutboxRow.id, OutboxRow.state, OutboxRow.provider_id)).all()
    _tell(evening)

    assert {about: times for about, times in Counter(one.about for one in accepted).items() if times != 1} == {}
    assert {one.about for one in accepted} == {one.id for of in evening.world.answers.of_text.values() for one in of}
    sids = {one.about: one.sid for one in accepted}
    assert {str(row.id): row.provider_id for row in rows if row.provider_id != sids[str(row.id)]} == {}
    assert {row.state for row in rows} == {Sending.SENT.value}
    assert evening.world.twilio.refused == 0


@pytest.mark.rasa
def test_the_server_was_killed_while_texts_waited_and_answers_were_on_their_way(evening: Evening):
    assert evening.at_the_kill["texts waiting"] > 0
    assert evening.at_the_kill[Sending.QUEUED.value] > 0
    assert evening.at_the_kill[Sending.SENDING.value] > 0
    assert Fate.HELD_ACCEPTED in evening.world.twilio.held
    assert evening.world.twilio.asked > 0, "after a crash Twilio was not asked what it has"
    assert evening.world.counts["not taken, for the server was down"] >= len(evening.phones) // 5
    assert evening.ended == 0


@pytest.mark.rasa
@pytest.mark.parametrize("place", range(len(scripts())), ids=[script.name for script in scripts()])
def test_each_parent_hears_what_they_asked_for_and_stands_where_they_should(evening: Evening, place: int):
    phone = evening.phones[place]
    print(f"\n{phone.script.name}")  # noqa: T201
    wrong = {texted.step.known or texted.step.text: _wrong(evening, phone, texted) for texted in phone.texted}
    wrong = {step: problems for step, problems in wrong.items() if problems}

    assert phone.troubles == []
    assert len(phone.texted) == sum(step.page is None for step in phone.script.talk)
    assert {step: problems for step, problems in wrong.items() if step not in KNOWN} == {}
    named = {texted.step.known for texted in phone.texted if texted.step.known}
    assert named - wrong.keys() == set(), "no longer goes wrong: take it off"
    assert state_of(evening.rooms, phone.person.number) == phone.script.state


def _wrong(evening: Evening, phone: TextingPhone, texted: Texted) -> list[str]:
    step, heard = texted.step, evening.heard(texted)
    print(f"  > {phone.words.texted(step.text, texted.language)}")  # noqa: T201
    for one in heard:
        print(f"      {one.body!r}")  # noqa: T201
    all_of_it = smoothed("\n".join(one.body for one in heard))
    must = [phone.words.heard(words, texted.language) for words in step.hears]
    never = [phone.words.heard(words, texted.language) for words in step.never]
    wrong = [f"not heard: {words}" for words in must if words not in all_of_it]
    wrong += [f"heard: {words}" for words in never if words in all_of_it]
    if step.note and not any(phone.words.heard(kept, texted.language) in all_of_it for kept in KEPT):
        wrong.append("not heard that it was kept")
    if bool(heard) is step.silent:
        wrong.append("an answer" if step.silent else "no answer")
    return wrong


@pytest.mark.rasa
def test_forgers_are_refused_and_counted_and_what_came_twice_was_kept_once(evening: Evening):
    assert evening.refused == [403, 403]
    assert 'beforehand_texts_refused_total{provider="twilio",reason="forged"} 1.0' in evening.metrics
    assert 'beforehand_texts_refused_total{provider="notify",reason="forged"} 1.0' in evening.metrics
    before = sum(2 for phone in evening.phones if phone.script.opened_before)
    calls = sum(len(texted.handed) for phone in evening.phones for texted in phone.texted)
    assert len(evening.world.answers.of_text) == len(evening.world.answers.settled) == calls + before


@pytest.mark.rasa
def test_no_number_no_code_and_no_word_of_a_parents_is_in_the_servers_log(evening: Evening):
    log = evening.log
    assert log.count("Ready after") == 2
    secrets = [secret for phone in evening.phones for secret in _secrets(phone.person)]
    words = {word for phone in evening.phones for word in _words(phone)}
    assert [secret for secret in secrets if secret in log] == []
    assert words & set(words_of(log.casefold())) - OURS == set()


# Words that the log has of itself: what it says at the start.
OURS = frozenset({"about", "with", "stop"})


def _secrets(person: Person) -> list[str]:
    codes = [code for link in person.links for code in (link.code, link.token)]
    return [person.number, person.number.removeprefix("+44"), *codes]


def _words(phone: TextingPhone) -> Iterator[str]:
    for texted in phone.texted:
        text = phone.words.texted(texted.step.text, texted.language)
        yield from (word for word in words_of(text.casefold()) if len(word) > 3)


def _tell(evening: Evening) -> None:
    twilio, counts = evening.world.twilio, evening.world.counts
    sent = {"answers": len(twilio.accepted), "parts": sum(parts(one.body) for one in twilio.accepted)}
    times = {what: f"{seconds:.0f} s" for what, seconds in evening.seconds.items()}
    alarms = [
        one for phone in evening.phones for one in phone.texted if one.step.note and _is_alarm(evening, phone, one)
    ]
    sent["notes taken for danger"] = len(alarms)
    print(f"\n{dict(counts)}; {sent}; at the kill {evening.at_the_kill}; {times}")  # noqa: T201


def _is_alarm(evening: Evening, phone: TextingPhone, texted: Texted) -> bool:
    heard = smoothed("\n".join(one.body for one in evening.heard(texted)))
    return phone.words.heard(KEPT_IN_DANGER, texted.language) in heard
