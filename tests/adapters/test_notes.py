"""What a parent wrote, word for word, and theirs alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.database.notes import StoredNotes
from bot.notes.note import Section
from tests.stores import NOW


@pytest.fixture
def notes(engine):
    return StoredNotes(engine)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters()))
def test_a_note_is_kept_word_for_word(notes, text):
    owner = str(uuid4())
    written = notes.write(owner, Section.WORRIES, text, at=NOW)

    assert written.text == text
    assert notes.of(owner) == (written,)


def test_notes_come_in_the_order_of_the_sections_and_then_of_writing(notes):
    for section, text in [(Section.WORRIES, "1"), (Section.STRENGTHS, "2"), (Section.WORRIES, "3")]:
        notes.write("anna", section, text, at=NOW)

    assert [note.text for note in notes.of("anna")] == ["2", "1", "3"]


def test_of_two_notes_in_the_same_moment_the_later_one_is_the_newest(notes):
    notes.write("anna", Section.WORRIES, "first", at=NOW)
    notes.write("anna", Section.STRENGTHS, "second", at=NOW)

    assert notes.newest("anna").text == "second"


def test_a_note_taken_back_is_gone_and_can_be_put_back(notes):
    first = notes.write("anna", Section.WORRIES, "first", at=NOW)
    second = notes.write("anna", Section.WORRIES, "second", at=NOW + timedelta(minutes=1))

    notes.take_back("anna", second.id)
    assert notes.newest("anna") == first
    assert notes.of("anna") == (first,)

    notes.put_back("anna", second.id)
    assert notes.newest("anna") == second


def test_nobody_reaches_anothers_note_by_its_id(notes):
    note = notes.write("anna", Section.WORRIES, "mine", at=NOW)

    notes.take_back("bilal", note.id)
    with pytest.raises(LookupError):
        notes.change("bilal", note.id, "theirs")

    assert notes.of("anna") == (note,)


def test_a_changed_note_keeps_its_place_and_its_time(notes):
    first = notes.write("anna", Section.WORRIES, "first", at=NOW)
    notes.write("anna", Section.WORRIES, "second", at=NOW)

    notes.change("anna", first.id, "first, mended")

    assert [note.text for note in notes.of("anna")] == ["first, mended", "second"]
    assert notes.of("anna")[0].written_at == NOW


def test_changing_a_note_that_is_gone_does_not_lose_the_new_words_unsaid(notes):
    note = notes.write("anna", Section.WORRIES, "first", at=NOW)
    notes.delete("anna")

    with pytest.raises(LookupError):
        notes.change("anna", note.id, "again")


def test_notes_begun_before_the_link_was_opened_go_over_to_the_invitation(notes):
    notes.write("conversation", Section.WORRIES, "before", at=NOW)
    notes.write("invitation", Section.WORRIES, "already", at=NOW)

    notes.hand_over("conversation", "invitation")

    assert [note.text for note in notes.of("invitation")] == ["before", "already"]
    assert notes.of("conversation") == ()


def test_deleting_says_how_many_there_were_taken_back_ones_too(notes):
    for section in (Section.WORRIES, Section.WORRIES, Section.SUPPORT):
        note = notes.write("anna", section, "text", at=NOW)
    notes.write("bilal", Section.WORRIES, "text", at=NOW)
    notes.take_back("anna", note.id)

    assert notes.delete("anna", Section.WORRIES) == 2
    assert notes.delete("anna") == 1
    assert notes.delete("anna") == 0
    assert len(notes.of("bilal")) == 1
