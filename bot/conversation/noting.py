"""
While a section of the notes is open: is this message a note, or something that the parent wants from us?

Design: "text is a note unless it is clearly a question". A note taken for a question loses a parent's words from
view; a question taken for a note costs one more press. So doubt keeps the note.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter

from bot.languages import Language
from bot.notes.note import Section
from bot.text.data_files import DATA, read
from bot.text.letters import readable, words_of

# How sure the classifier must be of a topic before a message stops being a note: of words that end with a question
# mark and ask with their words too, with the mark alone, and with their words alone.
ASKED, MARKED, CLEARLY = 0.3, 0.45, 0.6
SURELY = 0.9  # of a command that is not as short as "next"
# A command is short: "show my notes". In anything longer the same words may be part of what the parent wants to say.
LONGEST_COMMAND = 6
LONGEST_TURN = 4  # for those that turn to something else: "my wife wants to learn English" is no wish for English
SHORTEST = 2  # "next", "bas": so short that nothing else is meant

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
        "change_language",
        "deny",
        "affirm",
        "goodbye",
        "thanks",
        "help",
        "human_handoff",
        "more",
    }
)
# A question about the notes themselves is none of them: "who can see what i write here?"
_ABOUT_NOTES = frozenset({"review_notes", "share_notes", "delete_notes", "delete_my_data"})
_TURNS = frozenset(
    {"change_language", "start_notes", "note_strengths", "note_worries", "note_support", "note_next_steps"}
)
# Of their own meeting parents ask in two words or in twenty: "meeting date", "what time is my meeting and where is it".
_OWN_MEETING = frozenset({"meeting_when", "chair_contact", "social_worker_contact", "my_dates"})
_NOT_QUESTIONS = _COMMANDS | {"out_of_scope", "nlu_fallback", "greet", "nervous", "more"}
# "Why me", "why does nobody ask me": without a question mark it is what a worry sounds like.
_GRIEVANCES = frozenset({"why_called"})
_QUESTION_MARKS = "?؟"
_ASKING = DATA / "questions.yml"


def _spaced(text: str) -> str:
    """Its words, each between spaces, as they are compared."""
    return f" {' '.join(words_of(readable(text).replace(chr(39), '')))} "


_Words = tuple[Annotated[str, AfterValidator(_spaced)], ...]


class _Asking(BaseModel):
    """One language's words in `data/questions.yml`."""

    model_config = ConfigDict(extra="forbid")

    opens: _Words
    within: _Words
    someone: _Words
    asks_us: _Words
    unsure: _Words
    everywhere: _Words = ()


def is_note(
    text: str, intent: str, confidence: float, language: Language, section: Section = Section.STRENGTHS
) -> bool:
    """
    Whether words sent while this section is open belong in it. Danger is answered whatever this says.

    In the list of questions for the chair a question is what belongs there: nobody can tell it from one for us, so it
    is kept, and the answer offered. In the list of support "could somebody mind the baby?" is what would help.
    """
    if intent in _COMMANDS:
        return not _is_command(text, intent, confidence, language)
    if section is Section.QUESTIONS:
        return True
    if intent in _OWN_MEETING and len(text.split()) <= LONGEST_COMMAND:
        return confidence < CLEARLY
    if section is Section.SUPPORT and _wishes_for_someone(text, language):
        return True
    return intent in _NOT_QUESTIONS or not _is_question(text, intent, confidence, language)


def looks_like_question(text: str, language: Language) -> bool:
    """Whether a text ends with a question mark of any script, or asks with a word of its conversation's language."""
    return _is_marked(text) or _asks(text, language)


def _is_command(text: str, intent: str, confidence: float, language: Language) -> bool:
    words = len(text.split())
    if intent in _ABOUT_NOTES and _is_marked(text) and _asks(text, language):
        return confidence >= ASKED
    if words <= SHORTEST or (words <= LONGEST_COMMAND and looks_like_question(text, language)):
        return confidence >= CLEARLY
    return words <= (LONGEST_TURN if intent in _TURNS else LONGEST_COMMAND) and confidence >= SURELY


def _is_question(text: str, intent: str, confidence: float, language: Language) -> bool:
    marked, asks = _is_marked(text), _asks(text, language)
    if intent in _GRIEVANCES:
        return marked and confidence >= CLEARLY
    if marked and asks:
        return confidence >= ASKED
    if marked:
        return confidence >= MARKED
    return asks and confidence >= CLEARLY and not _spaced(text).endswith(_asking()[language].unsure)


def _wishes_for_someone(text: str, language: Language) -> bool:
    """Whether it speaks of somebody, nobody in particular, who would do something; not of the meeting or of rules."""
    words, asking = _spaced(text), _asking()[language]
    return _holds(words, asking.someone) and not _holds(words, asking.asks_us)


def _is_marked(text: str) -> bool:
    return text.strip().endswith(tuple(_QUESTION_MARKS))


def _asks(text: str, language: Language) -> bool:
    words, written = _spaced(text), _asking()
    mixed_in = [word for asking in written.values() for word in asking.everywhere]
    return words.startswith((*written[language].opens, *mixed_in)) or _holds(words, written[language].within)


def _holds(words: str, any_of: tuple[str, ...]) -> bool:
    return any(word in words for word in any_of)


@cache
def _asking() -> dict[Language, _Asking]:
    return TypeAdapter(dict[Language, _Asking]).validate_python(read(_ASKING).content)
