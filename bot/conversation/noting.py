"""
While a section of the notes is open: is this message a note, or something that the parent wants from us?

Design: "text is a note unless it is clearly a question". A note taken for a question loses a parent's words from
view; a question taken for a note costs one more press. So doubt keeps the note.
"""

from __future__ import annotations

import re

# How sure the classifier must be of a topic before a message stops being a note.
CLEARLY = 0.6
# A command is short: "show my notes". In anything longer the same words may be part of what the parent wants to say.
LONGEST_COMMAND = 6

_COMMANDS = frozenset(
    {
        "start_notes",
        "note_strengths",
        "note_worries",
        "note_support",
        "note_next_steps",
        "review_notes",
        "share_notes",
        "delete_notes",
        "delete_my_data",
        "deny",
        "affirm",
        "goodbye",
        "thanks",
        "help",
        "human_handoff",
        "meeting_when",
        "chair_contact",
        "social_worker_contact",
        "my_dates",
        "more",
    }
)
_NOT_QUESTIONS = _COMMANDS | {"out_of_scope", "nlu_fallback", "greet", "nervous", "more"}
# English only, for now: the words that a question opens with. A question mark counts in every language.
_OPENS_QUESTION = re.compile(
    r"(what|whats|when|whens|where|wheres|who|whos|whose|why|how|hows|can|could|will|would|do|does|did|is|are|am|should|may|shall|wot|wen)\b",
    re.IGNORECASE,
)
_QUESTION_MARKS = "?؟"


def is_note(text: str, intent: str, confidence: float) -> bool:
    """Whether words sent while a section is open belong in it. Danger is answered whatever this says."""
    if confidence < CLEARLY:
        return True
    if intent in _COMMANDS:
        return len(text.split()) > LONGEST_COMMAND
    return intent in _NOT_QUESTIONS or not looks_like_question(text)


def looks_like_question(text: str) -> bool:
    """Whether a text ends with a question mark of any script, or opens the way questions do."""
    stripped = text.strip()
    return stripped.endswith(tuple(_QUESTION_MARKS)) or bool(_OPENS_QUESTION.match(stripped.replace("'", "")))
