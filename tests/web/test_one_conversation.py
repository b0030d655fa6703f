"""An invitation has one conversation, with the real rooms: what began by text goes on at the page, and back."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from bot import wiring
from bot.conferences.demonstration import Demonstration, replace_demonstrations
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import ConversationId, Door, Reply, Said
from bot.languages import Language
from bot.notes.needs import Need
from bot.notes.note import Section
from bot.notes.unfinished import Unfinished
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Rooms
from tests.stores import KEY, NOW

BY_TEXT, AT_HOME = ConversationId("sms:0123456789abcdef"), ConversationId("page:home")


@pytest.fixture
def house(tmp_path) -> Rooms:
    settings = Settings(data_dir=tmp_path, secret_key=KEY, sms_number="+447700900999")
    return wiring.build(settings, clock=lambda: NOW)


@pytest.fixture
def link(house: Rooms) -> Demonstration:
    made = replace_demonstrations(now=NOW, conferences=house.conferences, invitations=house.invitations)
    return next(one for one in made if one.council == "york")


@pytest.fixture
def invitation(house: Rooms, link: Demonstration) -> UUID:
    """Whose code zahra has texted: she is in, and not at a page yet."""
    invitation = house.spend_link(link.token)
    house.enter_code(invitation, link.code)
    begin(house, BY_TEXT, Door.SMS, Language.POLISH)
    assert house.open_meeting(BY_TEXT, invitation) == BY_TEXT
    return invitation


def begin(house: Rooms, id: ConversationId, door: Door = Door.PAGE, language: Language = Language.ENGLISH) -> None:
    house.conversations.save(Conversation(id, door, language))


def say(house: Rooms, id: ConversationId, text: str) -> None:
    house.transcript.add(id, Turn(text, text, Reply((Said("Yes."),)), NOW))


def test_at_the_page_she_is_in_the_conversation_that_she_began_by_text(house, invitation):
    begin(house, AT_HOME, language=Language.URDU)
    say(house, BY_TEXT, "asked by text")
    say(house, AT_HOME, "asked at home")

    assert house.open_meeting(AT_HOME, invitation) == BY_TEXT

    now = house.conversations.find(BY_TEXT)
    assert (now.invitation, now.council, now.language, now.door) == (invitation, "york", Language.URDU, Door.PAGE)
    assert house.conversations.find(AT_HOME) is None
    assert [turn.text for turn in house.transcript.last(BY_TEXT, 9)] == ["asked by text", "asked at home"]


def test_what_she_wrote_in_either_is_one_set_of_notes(house, invitation):
    begin(house, AT_HOME)
    owner = str(invitation)
    house.notes.write(owner, Section.STRENGTHS, "by text", at=NOW)
    house.notes.write(AT_HOME, Section.STRENGTHS, "at home", at=NOW)
    house.unfinished.keep(AT_HOME, Unfinished("u", "ask", "not yet sent"), at=NOW)
    house.needs.save(AT_HOME, {Need.INTERPRETER_LANGUAGE: "Polish"}, version=0)

    house.open_meeting(AT_HOME, invitation)

    assert [note.text for note in house.notes.of(owner)] == ["by text", "at home"]
    assert [one.text for one in house.unfinished.of(owner)] == ["not yet sent"]
    assert house.needs.of(owner).lines == {Need.INTERPRETER_LANGUAGE: "Polish"}


def test_pressed_twice_it_is_the_same(house, invitation):
    begin(house, AT_HOME)

    assert [house.open_meeting(AT_HOME, invitation) for _ in range(2)] == [BY_TEXT, BY_TEXT]
    assert house.open_meeting(BY_TEXT, invitation) == BY_TEXT
    assert house.conversations.find(BY_TEXT).invitation == invitation


def test_two_browsers_share_it_and_deleting_everything_in_one_deletes_it_in_both(house, link):
    app = create_app(house)
    with TestClient(app) as home, TestClient(app) as bus_stop:
        assert home.post(f"/l/{link.token}").url.path == "/code"
        assert home.post("/code", data={"code": link.code}).url.path == "/meeting"
        hers = house.sessions.find(home.cookies["visit"], now=NOW)
        again = house.sessions.start(begun_elsewhere(house), now=NOW)
        house.sessions.set_pending(again, house.conversations.find(hers).invitation)
        bus_stop.cookies.set("visit", again)
        assert bus_stop.post("/code", data={"code": link.code}).url.path == "/meeting"
        say(house, hers, "asked at home")

        assert "asked at home" in bus_stop.get("/ask").text
        assert house.sessions.find(again, now=NOW) is None  # whoever put that cookie there beforehand is not in
        bus_stop.post("/delete")

        assert "asked at home" not in home.get("/ask").text
        assert house.conversations.find(hers) is None


def begun_elsewhere(house: Rooms) -> ConversationId:
    begin(house, AT_HOME)
    return AT_HOME
