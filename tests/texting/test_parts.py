"""Long texts that came in pieces are one text again, and nobody is kept waiting for what does not come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.texting.parts import joined, settled_at
from tests.stores import NOW, only_sqlite
from tests.texting.messages import a_text
from tests.texting.street import MINUTE, SECOND, has

FIRST, SECOND_PIECE = "a" * 153, "and the end"


def sent(body: str, seconds: float, **changed):
    """A text that was sent so many seconds after nine thirty, and came at once."""
    at = NOW + timedelta(seconds=seconds)
    return a_text(body, **{"sent_at": at, "received_at": at, **changed})


def wholes(*texts) -> list[str]:
    return [each.whole.body for each in joined(sorted(texts, key=lambda text: text.at))]


@pytest.mark.parametrize("full", ["a" * 153, "a" * 160, "€" * 80, "ہ" * 67, "ہ" * 70])
def test_a_piece_that_fills_its_part_and_the_next_are_one_text_under_the_first_one_s_name(full):
    first, second = sent(full, 0), sent(SECOND_PIECE, 2)

    (whole,) = joined([first, second])

    assert whole.whole.body == full + SECOND_PIECE
    assert whole.whole.id == first.id
    assert whole.pieces == (first, second)


def test_three_pieces_are_one_and_a_fourth_text_is_its_own():
    assert wholes(sent(FIRST, 0), sent("b" * 153, 1), sent("c", 2), sent("d", 3)) == [FIRST + "b" * 153 + "c", "d"]


def test_pieces_that_overtook_each_other_are_put_in_order_where_the_provider_tells_times():
    first = sent(FIRST, 0, received_at=NOW + 5 * SECOND)
    second = sent(SECOND_PIECE, 1, received_at=NOW + SECOND)

    assert wholes(second, first) == [FIRST + SECOND_PIECE]


@pytest.mark.parametrize(
    "texts",
    [
        [sent("short", 0), sent("too", 1)],
        [sent("a" * 152, 0), sent("b", 1)],
        [sent(FIRST, 0), sent("much later", 31)],
        [sent(FIRST, 0), sent("", 1, wordless=True)],
    ],
    ids=["two short ones", "nearly full", "half a minute later", "a picture after it"],
)
def test_what_is_no_piece_stays_a_text_of_its_own(texts):
    assert wholes(*texts) == [text.body for text in texts]


def test_a_moment_is_waited_for_what_was_sent_before_and_longer_after_a_piece():
    assert settled_at([]) is None
    assert settled_at([sent("hello", 0)]) == NOW + 1.5 * SECOND
    assert settled_at([sent(FIRST, 0)]) == NOW + 6 * SECOND
    assert settled_at([sent(FIRST, 0), sent("end", 3)]) == NOW + 4.5 * SECOND


def test_the_last_to_come_counts_and_not_the_last_that_was_sent():
    late = sent("first", 0, received_at=NOW + 4 * SECOND)

    assert settled_at([late, sent("second", 1)]) == NOW + 5.5 * SECOND


def test_who_texts_without_a_pause_is_answered_meanwhile():
    """In fright, a word a text; or a machine."""
    texts = [sent("help", seconds) for seconds in range(20)]

    assert settled_at(texts) == NOW + 12 * SECOND


# At a real phone.


@only_sqlite
async def test_a_note_in_three_pieces_is_one_note_and_answered_once(street):
    invitation = street.invite("123456")
    await street.texts("123456")
    await street.texts("write")

    pieces = ["He shouts. " + "x" * 142, "y" * 153, "and then it is quiet"]
    for piece in pieces:
        street.sends(piece)

    assert await street.answered() == ["Saved."]
    assert street.notes(invitation) == ["".join(pieces)]


@only_sqlite
async def test_a_full_text_alone_is_answered_alone(street):
    answers = await street.texts("w" * 159 + "?")

    assert has("About www", answers)


@only_sqlite
async def test_what_came_in_another_order_is_answered_in_the_order_in_which_it_was_sent(street, assistant):
    start = street.clock.now
    street.sends("second?", sent_at=start + MINUTE)
    street.sends("first?", sent_at=start)

    await street.answered()

    assert assistant.heard == ["first?", "second?"]


def test_a_piece_of_a_text_in_the_larger_alphabet_is_known_though_none_of_its_own_letters_need_it():
    """ "ż" comes in the second piece only, and the first was cut as short for it."""
    first, second = "m" * 67, "że wyjdę"

    assert wholes(sent(first, 0), sent(second, 1)) == [first + second]
    assert wholes(sent(first, 0), sent("and so on", 1)) == [first, "and so on"]
