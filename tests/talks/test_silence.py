"""Nothing that a parent writes reaches a log or a terminal, at any level."""

from __future__ import annotations

import logging
import sys

import pytest

from tests.talks.parent import Parent, said

pytestmark = pytest.mark.rasa

SECRET = "Zebedee"  # a child's name, in every message


@pytest.fixture
def written(caplog, capfd):
    """Everything that was logged or printed meanwhile, with every logger turned up as far as it goes."""
    caplog.set_level(logging.DEBUG)

    def everything() -> str:
        printed = capfd.readouterr()
        return "\n".join([caplog.text, *(str(record.__dict__) for record in caplog.records), printed.out, printed.err])

    return everything


MESSAGES = [
    f"when do i get the reports about {SECRET}",
    f"can {SECRET} come to the meeting",
    f"{SECRET} {SECRET} {SECRET}",
    f"how do i get a divorce from {SECRET}",
    f"he hits me and {SECRET}",
    f"/{SECRET}",
    f'/delete_my_data{{"scope": "{SECRET}"}}',
    f"bonjour je voudrais parler de {SECRET}",
    f"help me make notes about {SECRET}",
    f"{SECRET} is a happy boy who loves his nan",
    f"i read to {SECRET} every evening",
    f"show my notes for {SECRET}",
    f"{SECRET}: {{council}} %s \x00",
]


async def test_a_whole_conversation_leaves_no_word_behind(rooms, written):
    parent = Parent(rooms, "york")
    for message in MESSAGES:
        await parent.says(message)

    assert SECRET not in written()


async def test_understanding_alone_leaves_no_word_behind(rooms, written):
    parent = Parent(rooms, "york")
    for message in MESSAGES:
        await rooms.assistant.understand(message, parent.stands)

    assert SECRET not in written()


async def test_an_action_that_fails_leaves_no_word_behind(rooms, written, monkeypatch):
    """The door says that it went wrong and gives the words back; Rasa's own processor would log them."""
    from bot.adapters.agent.actions import ActionInProcess

    async def fails(*arguments, **named):
        raise RuntimeError("something of ours")

    monkeypatch.setattr(ActionInProcess, "run", fails)
    parent = Parent(rooms, "york")
    with pytest.raises(RuntimeError, match="something of ours"):
        await parent.says(f"when do i get the reports about {SECRET}")

    assert SECRET not in written()


async def test_this_would_notice(written):
    """Both ways out are looked at."""
    logging.getLogger("rasa.core.processor").log(logging.ERROR, "message %s", SECRET)
    assert SECRET in written()
    sys.stderr.write(SECRET)
    assert SECRET in written()


async def test_what_is_kept_of_it_can_be_read_back_by_the_parent(rooms):
    parent = Parent(rooms, "york")
    await parent.says(MESSAGES[0])

    (turn,) = rooms.transcript.last(parent.id, 5)
    assert turn.text == MESSAGES[0]
    assert said(turn.reply) == said(parent.replies[0])
