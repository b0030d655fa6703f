"""While a parent is writing, their words are a note before any rule is asked; a pressed choice and danger are not."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.noting import ACTION, _holds_a_note
from bot.text.data_files import ROOT


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(ROOT / "domain.yml")


def said(domain: Domain, text: str, intent: str, confidence: float = 0.9, section: str | None = "worries"):
    tracker = DialogueStateTracker("anna", domain.slots)
    tracker.update(SlotSet("open_section", section))
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(text, {"name": intent, "confidence": confidence}))
    return tracker


def test_words_are_a_note(domain):
    assert _holds_a_note(said(domain, "the damp is bad for his chest", "note_worries"))


@pytest.mark.parametrize(
    ("text", "intent", "section"),
    [
        pytest.param("the damp is bad for his chest", "note_worries", None, id="not writing"),
        pytest.param("/review_notes", "review_notes", "worries", id="a pressed choice"),
        pytest.param("he hits me", "crisis_abuse", "worries", id="danger"),
        pytest.param("when do i get the reports?", "reports_when", "worries", id="a clear question"),
        pytest.param("", "greet", "worries", id="nothing said"),
    ],
)
def test_this_is_not_a_note(domain, text, intent, section):
    assert not _holds_a_note(said(domain, text, intent, section=section))


def test_danger_is_no_note_however_unsure(domain):
    assert not _holds_a_note(said(domain, "he hits me", "crisis_abuse", confidence=0.2))


def test_a_note_is_read_back_once(domain):
    tracker = said(domain, "the damp", "note_worries")
    tracker.update(ActionExecuted(ACTION))

    assert not _holds_a_note(tracker)
