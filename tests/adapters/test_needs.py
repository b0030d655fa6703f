"""What a parent needs on the day, kept whole, and never overwritten unseen."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text as sql

from bot.adapters.database.needs import StoredNeeds
from bot.notes.needs import YES, Need, Needs, NeedsChangedElsewhere


@pytest.fixture
def needs(engine):
    return StoredNeeds(engine)


def test_a_mother_who_said_nothing_yet_needs_nothing(needs):
    assert needs.of("anna") == Needs()


def test_her_words_are_kept_word_for_word_in_the_order_of_the_form(needs):
    lines = {Need.CONTACT_HOW: "  by text\nنہیں 😀 ", Need.HEARING: YES}

    saved = needs.save("anna", lines, version=0)

    assert needs.of("anna") == saved == Needs(lines, 1)
    assert list(saved.lines) == [Need.HEARING, Need.CONTACT_HOW]


def test_what_she_emptied_is_gone(needs):
    needs.save("anna", {Need.HEARING: YES, Need.BRINGING: "my aunt"}, version=0)

    needs.save("anna", {Need.BRINGING: ""}, version=1)

    assert needs.of("anna") == Needs({}, 2)


def test_the_second_of_two_open_pages_is_told_what_the_first_saved(needs):
    needs.save("anna", {Need.BRINGING: "my aunt"}, version=0)

    with pytest.raises(NeedsChangedElsewhere) as caught:
        needs.save("anna", {Need.BRINGING: "my friend"}, version=0)

    assert caught.value.now == needs.of("anna") == Needs({Need.BRINGING: "my aunt"}, 1)


def test_the_same_form_sent_twice_is_no_change_elsewhere(needs):
    first = needs.save("anna", {Need.BRINGING: "my aunt"}, version=0)

    assert needs.save("anna", {Need.BRINGING: "my aunt"}, version=0) == first


@pytest.mark.parametrize("begun", [0, 1], ids=["nothing saved yet", "something saved"])
def test_of_two_pages_that_save_in_the_same_moment_one_is_told(needs, begun):
    if begun:
        needs.save("anna", {Need.BREAKS: YES}, version=0)
    start, told, saved = threading.Barrier(2), [], []

    def save(whom: str) -> None:
        start.wait()
        try:
            saved.append(needs.save("anna", {Need.BRINGING: whom}, version=begun))
        except NeedsChangedElsewhere as error:
            told.append(error.now)

    pages = [threading.Thread(target=save, args=(whom,)) for whom in ("my aunt", "my friend")]
    for page in pages:
        page.start()
    for page in pages:
        page.join()

    assert (len(saved), len(told)) == (1, 1)
    assert needs.of("anna") == saved[0]


def test_nobody_has_the_needs_of_another(needs):
    needs.save("anna", {Need.BREAKS: YES}, version=0)

    assert needs.of("bilal") == Needs()


def test_what_she_wrote_before_the_link_goes_over_and_fills_what_was_empty(needs):
    needs.save("conversation", {Need.BREAKS: YES, Need.BRINGING: "my aunt"}, version=0)
    needs.save("invitation", {Need.BRINGING: "my friend"}, version=0)

    needs.hand_over("conversation", "invitation")

    assert needs.of("invitation").lines == {Need.BREAKS: YES, Need.BRINGING: "my friend"}
    assert needs.of("conversation") == Needs()


def test_in_the_database_her_needs_are_encrypted(needs, engine):
    needs.save("anna", {Need.CONTACT_NEVER: "his phone"}, version=0)

    with engine.connect() as connection:
        (kept,) = connection.execute(sql("SELECT lines FROM needs")).scalars()

    assert b"his phone" not in bytes(kept)
    assert b"contact_never" not in bytes(kept)
