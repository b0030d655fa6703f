"""While a parent is writing their notes: what is a note, and what do they want from us?"""

from __future__ import annotations

import pytest

from bot.conversation.noting import CLEARLY, LONGEST_COMMAND, is_note, looks_like_question

SURE, UNSURE = 0.9, 0.4


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        pytest.param("i worry about the damp", "note_worries", UNSURE, id="plain words, no clear topic"),
        pytest.param("the police came twice last year", "police", SURE, id="a topic's words, but told, not asked"),
        pytest.param("when will this end?", "plan_end", UNSURE, id="a question that we do not understand"),
        pytest.param("what did i do to deserve this?", "nervous", SURE, id="a question that only feelings answer"),
        pytest.param("how do i get a divorce?", "out_of_scope", SURE, id="a question that is not ours"),
        pytest.param("who knows?", "nlu_fallback", SURE, id="a question that the fallback caught"),
        pytest.param(
            "thank you to miss Ahmed at nursery who helped so much", "thanks", SURE, id="thanks inside a long sentence"
        ),
        pytest.param(
            "no i do not agree with what the report says", "deny", SURE, id="a no that begins what they want to say"
        ),
        pytest.param("", "greet", 0.0, id="nothing understood"),
    ],
)
def test_this_is_kept_as_a_note(text, intent, confidence):
    assert is_note(text, intent, confidence)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        pytest.param("when do i get the reports?", "reports_when", id="a question with its mark"),
        pytest.param("when do i get the reports", "reports_when", id="a question without its mark"),
        pytest.param("what's a core group", "core_group", id="an apostrophe in the opening word"),
        pytest.param("WHO DECIDES", "who_decides", id="capitals"),
        pytest.param("  can my mum come  ", "bring_supporter", id="spaces around it"),
        pytest.param("متى أحصل على التقارير؟", "reports_when", id="an Arabic question mark"),
        pytest.param("the reports, when do they come?", "reports_when", id="the question at the end"),
        pytest.param("show my notes", "review_notes", id="a command"),
        pytest.param("stop", "goodbye", id="one word"),
        pytest.param("next", "deny", id="on to the next part"),
        pytest.param("delete everything you have about me", "delete_my_data", id="a command of six words"),
        pytest.param("when is my meeting", "meeting_when", id="their own meeting"),
    ],
)
def test_this_is_for_us(text, intent):
    assert not is_note(text, intent, SURE)


def test_doubt_keeps_the_note():
    """A note taken for a question is lost from view; a question taken for a note costs one press."""
    assert is_note("when do i get the reports?", "reports_when", CLEARLY - 0.01)
    assert not is_note("when do i get the reports?", "reports_when", CLEARLY)


def test_a_command_is_short():
    words = ["show", "my", "notes", "to", "nobody", "ever", "please"]

    assert not is_note(" ".join(words[:LONGEST_COMMAND]), "review_notes", SURE)
    assert is_note(" ".join(words[: LONGEST_COMMAND + 1]), "review_notes", SURE)


@pytest.mark.parametrize(
    "text",
    [
        "whatever they say i love him",
        "whenever he comes home he is calm",
        "isolated since the move",
        "Willow is my dog",
    ],
)
def test_words_that_only_begin_like_a_question_word_open_no_question(text):
    assert not looks_like_question(text)
