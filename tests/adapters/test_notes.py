"""What a parent wrote, word for word, and theirs alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.database.notes import StoredNotes
from bot.notes.note import NoteChangedElsewhere, NoteGone, Section
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
    notes.move("bilal", note.id, by=1)
    with pytest.raises(NoteGone):
        notes.change("bilal", note.id, "theirs", version=1)

    assert notes.of("anna") == (note,)


def test_a_changed_note_keeps_its_place_and_its_time(notes):
    first = notes.write("anna", Section.WORRIES, "first", at=NOW)
    notes.write("anna", Section.WORRIES, "second", at=NOW)

    mended = notes.change("anna", first.id, "first, mended", version=1)

    assert [note.text for note in notes.of("anna")] == ["first, mended", "second"]
    assert notes.of("anna")[0] == mended
    assert (mended.written_at, mended.version, mended.before) == (NOW, 2, "first")


def test_of_two_who_change_the_same_note_the_second_is_told_what_the_first_wrote(notes):
    note = notes.write("anna", Section.WORRIES, "first", at=NOW)
    hers = notes.change("anna", note.id, "hers", version=1)

    with pytest.raises(NoteChangedElsewhere) as caught:
        notes.change("anna", note.id, "his", version=1)

    assert caught.value.now == hers
    assert notes.of("anna") == (hers,)


def test_many_who_change_a_note_at_once_are_one_who_did_and_others_who_are_told(notes):
    note = notes.write("anna", Section.WORRIES, "first", at=NOW)

    def change(number: int) -> str:
        try:
            return notes.change("anna", note.id, f"by {number}", version=1).text
        except NoteChangedElsewhere:
            return "told"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(change, range(6)))

    assert outcomes.count("told") == 5
    assert notes.of("anna")[0].text in outcomes


def test_a_change_sent_twice_is_one_change(notes):
    note = notes.write("anna", Section.WORRIES, "first", at=NOW)

    once = notes.change("anna", note.id, "better", version=1)

    assert notes.change("anna", note.id, "better", version=1) == once
    assert once.before == "first"


def test_a_form_sent_from_two_pages_with_other_words_is_two_notes(notes):
    """Both pages were given the same id; a phone that sends again has the same words too."""
    notes.write("anna", Section.WORRIES, "on the phone", at=NOW, message_id="box 1")
    notes.write("anna", Section.WORRIES, "on the phone", at=NOW, message_id="box 1")
    notes.write("anna", Section.WORRIES, "on the tablet", at=NOW, message_id="box 1")

    assert [note.text for note in notes.of("anna")] == ["on the phone", "on the tablet"]


def test_notes_stand_in_the_parents_own_order(notes):
    one, two, three = (notes.write("anna", Section.WORRIES, text, at=NOW) for text in ("one", "two", "three"))
    notes.write("anna", Section.STRENGTHS, "elsewhere", at=NOW)

    notes.move("anna", three.id, by=-1)
    notes.move("anna", one.id, by=-1)
    assert [note.text for note in notes.of("anna")] == ["elsewhere", "one", "three", "two"]

    notes.take_back("anna", one.id)
    notes.move("anna", two.id, by=-1)
    notes.write("anna", Section.WORRIES, "four", at=NOW)
    notes.put_back("anna", one.id)
    assert [note.text for note in notes.of("anna")][1:] in (
        ["one", "two", "three", "four"],
        ["two", "one", "three", "four"],
    )


def test_changing_a_note_that_is_gone_does_not_lose_the_new_words_unsaid(notes):
    note = notes.write("anna", Section.WORRIES, "first", at=NOW)
    notes.delete("anna")

    with pytest.raises(NoteGone):
        notes.change("anna", note.id, "again", version=1)


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
