"""What Rasa remembers of a parent: slots, and none of their words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import wiring
from bot.components.tracker_store import SlotTrackerStore
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.notes.note import Section
from bot.settings import Settings
from bot.text.data_files import ROOT
from bot.wiring import Rooms
from tests.stores import KEY, NOW

ANNA = ConversationId("anna")
SECRET = "Liam has a bruise"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(ROOT / "domain.yml")


@pytest.fixture
def house(tmp_path) -> Rooms:
    return wiring.build(Settings(data_dir=tmp_path, secret_key=KEY), clock=lambda: NOW, database="sqlite://")


@pytest.fixture
def store(domain, house) -> SlotTrackerStore:
    return SlotTrackerStore(domain, rooms=house)


def after_a_turn(domain: Domain) -> DialogueStateTracker:
    tracker = DialogueStateTracker(ANNA, domain.slots)
    tracker.update(UserUttered(SECRET, {"name": "police", "confidence": 0.9}))
    tracker.update(ActionExecuted("action_answer"))
    tracker.update(BotUttered(f"you said: {SECRET}"))
    tracker.update(SlotSet("topic", "police"))
    return tracker


async def test_slots_survive_to_the_next_turn(store, domain):
    await store.save(after_a_turn(domain))

    found = await store.retrieve(ANNA)
    assert found.get_slot("topic") == "police"


async def test_no_word_that_a_parent_wrote_is_kept(store, house, domain):
    await store.save(after_a_turn(domain))

    kept = house.trackers.load(ANNA)
    assert b"police" in kept  # it is there, and readable to us
    assert SECRET.encode() not in kept
    found = await store.retrieve(ANNA)
    assert [event for event in found.events if isinstance(event, (UserUttered, BotUttered))] == []


async def test_a_turn_costs_no_more_at_the_four_hundredth_message(store, domain):
    """Rasa's own store keeps every event and rebuilds them all, each turn."""
    for _ in range(20):
        tracker = await store.retrieve(ANNA)
        tracker.update(UserUttered(SECRET, {"name": "police", "confidence": 0.9}))
        await store.save(tracker)

    fresh, old = await store.retrieve("ben"), await store.retrieve(ANNA)
    assert len(old.events) == len(fresh.events)


async def test_it_listens_when_it_comes_back(store, domain):
    await store.save(after_a_turn(domain))

    assert (await store.retrieve(ANNA)).latest_action_name == "action_listen"


async def test_our_own_tables_go_before_what_rasa_remembered(store, house, domain):
    """A council that was changed on a page is the council of the next answer."""
    tracker = after_a_turn(domain)
    tracker.update(SlotSet("council", "york"))
    tracker.update(SlotSet("open_section", "worries"))
    await store.save(tracker)
    conversation = Conversation(ANNA, Door.PAGE, council="merton")
    house.conversations.save(conversation)

    found = await store.retrieve(ANNA)
    assert (found.get_slot("council"), found.get_slot("open_section")) == ("merton", None)

    house.conversations.save(replace(conversation, open_section=Section.SUPPORT))
    assert (await store.retrieve(ANNA)).get_slot("open_section") == "support"


async def test_a_known_parents_slots_stand_in_their_conversations_own_row(store, house):
    """One place, read once a turn and deleted with the conversation."""
    house.conversations.save(Conversation(ANNA, Door.PAGE))
    tracker = await store.retrieve(ANNA)
    tracker.update(SlotSet("topic", "police"))
    await store.save(tracker)

    assert house.conversations.find(ANNA).topic == "police"
    assert house.trackers.load(ANNA) is None
    assert (await store.retrieve(ANNA)).get_slot("topic") == "police"


async def test_a_conversation_deleted_in_a_turn_does_not_come_back_with_its_tracker(store, house):
    house.conversations.save(Conversation(ANNA, Door.PAGE))
    tracker = await store.retrieve(ANNA)
    house.conversations.forget(ANNA)
    tracker.update(SlotSet("topic", "police"))
    await store.save(tracker)

    assert house.conversations.find(ANNA) is None
    assert house.trackers.load(ANNA) is None


async def test_a_slot_that_the_domain_no_longer_has_is_dropped(store, house):
    """A conversation that began before an update must go on after it."""
    house.trackers.save(ANNA, b'{"topic": "police", "an_old_slot": 1}')

    assert (await store.retrieve(ANNA)).get_slot("topic") == "police"


async def test_nobody_may_list_the_conversations(store, domain):
    await store.save(after_a_turn(domain))

    assert list(await store.keys()) == []
