"""How long something is, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages import Language
from bot.text.counts import duration_in_words, number_in_words, span_in_words
from bot.text.durations import Duration, Unit
from bot.text.spans import Span, SpanUnreadable


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("P1WD", "1 working day"),
        ("P2WD", "2 working days"),
        ("P1D", "1 day"),
        ("P3D", "3 days"),
        ("PT48H", "48 hours"),
        ("P6W", "6 weeks"),
        ("P1M", "1 month"),
        ("P3M", "3 months"),
    ],
)
def test_a_length_keeps_the_unit_of_its_leaflet(written, words):
    assert duration_in_words(Duration.parse(written), Language.ENGLISH) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("P2D", "يومين"),
        ("P3D", "3 أيام"),
        ("P15D", "15 يومًا"),
        ("P99D", "99 يومًا"),
        ("P100D", "100 يوم"),
        ("P12W", "12 أسبوعًا"),
        ("P11M", "11 شهرًا"),
    ],
)
def test_arabic_counts_by_its_six_forms(written, words):
    """Babel's order of the last two forms is not the one that translators expect: they were swapped once."""
    assert duration_in_words(Duration.parse(written), Language.ARABIC) == words


@given(amount=st.integers(min_value=1, max_value=9999), unit=st.sampled_from(Unit))
def test_no_length_is_ever_turned_into_another(amount, unit):
    """Ten working days are not two weeks, and 48 hours are not two days."""
    number, _, words = duration_in_words(Duration(amount, unit), Language.ENGLISH).partition(" ")

    assert number == number_in_words(amount, Language.ENGLISH)
    assert words.removesuffix("s") == unit.name.lower().replace("_", " ").removesuffix("s")


@pytest.mark.parametrize(("written", "words"), [("P4W/P6W", "4 to 6 weeks"), ("P4W/P2M", "4 weeks to 2 months")])
def test_a_span_says_both_ends(written, words):
    assert span_in_words(Span.parse(written), Language.ENGLISH) == words
    assert str(Span.parse(written)) == written


@pytest.mark.parametrize("written", ["P4W", "P6W/P4W", "P4W/P4W", ""])
def test_a_span_with_one_end_or_turned_round_is_refused(written):
    with pytest.raises(SpanUnreadable):
        Span.parse(written)
