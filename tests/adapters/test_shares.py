"""What was shared, with whom, whether they read it; and that they can read nothing else."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text as sql

from bot.adapters.database.needs import StoredNeeds
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.shares import StoredShares
from bot.adapters.database.unfinished import StoredUnfinished
from bot.languages import Language
from bot.notes.needs import YES, Need
from bot.notes.note import Section
from bot.notes.sharing import NothingToShare, Part, Recipient, SharedLine
from bot.notes.unfinished import Unfinished
from tests.stores import NOW

CHAIR, SOCIAL_WORKER = Recipient.CHAIR, Recipient.SOCIAL_WORKER
LATER = NOW + timedelta(hours=1)
STAIRS = {Part.WORRIES: (SharedLine("the stairs"), SharedLine("  سیڑھیاں\n😀"))}


@pytest.fixture
def shares(engine):
    return StoredShares(engine)


@pytest.fixture
def share(shares):
    """Anna shares with the chair."""

    def one(parts=STAIRS, *, owner="anna", to=CHAIR, at=NOW):
        return shares.share(owner, to, parts, language=Language.URDU, at=at)

    return one


def texts(read):
    return {one.part: [line.text for line in one.lines] for one in read}


def test_the_chair_reads_word_for_word_what_a_mother_shared(shares, share):
    (shared,) = share()

    (read,) = shares.read("anna", CHAIR, at=LATER)

    assert read.lines == shared.lines == STAIRS[Part.WORRIES]
    assert (read.language, read.shared_at, read.read_at) == (Language.URDU, NOW, LATER)


def test_nothing_else_of_a_mothers_notes_can_be_read(engine, shares, share):
    """Neither other parts, nor what she wrote later, needs, is writing, shared with another, took back or removed."""
    notes, needs, unfinished = StoredNotes(engine), StoredNeeds(engine), StoredUnfinished(engine)
    notes.write("anna", Section.STRENGTHS, "secret one", at=NOW)
    shared = notes.write("anna", Section.WORRIES, "the stairs", at=NOW)
    needs.save("anna", {Need.BRINGING: "secret two", Need.BREAKS: YES}, version=0)
    unfinished.keep("anna", Unfinished("u", "worries", "secret three", 0), at=NOW)
    share({Part.WORRIES: (SharedLine("the stairs"),)})
    share({Part.STRENGTHS: (SharedLine("secret one"),)}, to=SOCIAL_WORKER)
    (back,) = share({Part.QUESTIONS: (SharedLine("secret four"),)})
    shares.withdraw("anna", back.id, at=NOW)
    share({Part.WORRIES: (SharedLine("secret five"),)}, owner="bilal")
    notes.change("anna", shared.id, "secret six", version=1)
    notes.write("anna", Section.WORRIES, "secret seven", at=LATER)

    assert texts(shares.read("anna", CHAIR, at=LATER)) == {Part.WORRIES: ["the stairs"]}


def test_sharing_the_same_words_twice_is_one_share(shares, share):
    assert share() == share(at=LATER)
    assert len(shares.of("anna")) == 1


def test_new_words_take_the_place_of_those_that_nobody_read(shares, share):
    share()
    share({Part.WORRIES: (SharedLine("the road"),)}, at=LATER)

    new, old = shares.of("anna")
    assert (new.withdrawn_at, old.withdrawn_at, old.read_at) == (None, LATER, None)
    assert texts(shares.read("anna", CHAIR, at=LATER)) == {Part.WORRIES: ["the road"]}


def test_what_was_read_stays_on_her_record_when_she_shares_anew_and_the_newest_is_read(shares, share):
    share()
    shares.read("anna", CHAIR, at=NOW)
    share({Part.WORRIES: (SharedLine("the road"),)}, at=LATER)

    assert texts(shares.read("anna", CHAIR, at=LATER)) == {Part.WORRIES: ["the road"]}
    assert [one.read_at for one in shares.of("anna")] == [LATER, NOW]


def test_taken_back_before_anybody_read_it_nobody_can_read_it(shares, share):
    (shared,) = share()

    back = shares.withdraw("anna", shared.id, at=LATER)

    assert (back.withdrawn_at, back.read_at) == (LATER, None)
    assert shares.read("anna", CHAIR, at=LATER) == ()
    assert shares.of("anna") == (back,)


def test_what_was_read_cannot_be_taken_back_and_the_truth_is_told(shares, share):
    (shared,) = share()
    shares.read("anna", CHAIR, at=NOW)

    told = shares.withdraw("anna", shared.id, at=LATER)

    assert (told.read_at, told.withdrawn_at) == (NOW, None)


def test_the_first_reading_is_the_one_that_counts(shares, share):
    share()
    shares.read("anna", CHAIR, at=NOW)

    (read,) = shares.read("anna", CHAIR, at=LATER)

    assert read.read_at == NOW


def test_read_and_taken_back_in_the_same_moment_is_one_or_the_other(shares, share):
    for _ in range(10):
        owner, start, read, back = str(uuid4()), threading.Barrier(2), [], []
        (shared,) = share(owner=owner)

        def reads(owner=owner, start=start, read=read) -> None:
            start.wait()
            read.extend(shares.read(owner, CHAIR, at=LATER))

        def takes_back(owner=owner, start=start, back=back, id=shared.id) -> None:
            start.wait()
            back.append(shares.withdraw(owner, id, at=LATER))

        both = [threading.Thread(target=reads), threading.Thread(target=takes_back)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert bool(read) == (back[0].read_at is not None) == (back[0].withdrawn_at is None)


def test_nobody_takes_back_what_another_shared(shares, share):
    (shared,) = share()

    with pytest.raises(LookupError):
        shares.withdraw("bilal", shared.id, at=LATER)

    assert shares.of("bilal") == ()
    assert len(shares.read("anna", CHAIR, at=LATER)) == 1


@pytest.mark.parametrize("parts", [{}, {Part.WORRIES: ()}], ids=["no part", "an empty part"])
def test_nothing_cannot_be_shared(shares, share, parts):
    with pytest.raises(NothingToShare):
        share(parts)
    assert shares.of("anna") == ()


def test_of_needs_each_line_keeps_what_it_is_about(shares, share):
    share({Part.NEEDS: (SharedLine("woman", Need.INTERPRETER_GENDER), SharedLine(YES, Need.BREAKS))})

    (read,) = shares.read("anna", CHAIR, at=LATER)

    assert [line.need for line in read.lines] == [Need.INTERPRETER_GENDER, Need.BREAKS]


def test_in_the_database_what_was_shared_is_encrypted(engine, share):
    share()

    with engine.connect() as connection:
        (kept,) = connection.execute(sql("SELECT lines FROM shares")).scalars()

    assert b"stairs" not in bytes(kept)
