"""A length of time, as a leaflet's data file gives it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.durations import Duration, DurationUnreadable, Unit


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("P2WD", 2, Unit.WORKING_DAYS),
        ("P3D", 3, Unit.DAYS),
        ("PT48H", 48, Unit.HOURS),
        ("P6W", 6, Unit.WEEKS),
        ("P3M", 3, Unit.MONTHS),
    ],
)
def test_a_content_lead_writes_a_duration_with_the_leaflets_own_unit(text, amount, unit):
    assert Duration.parse(text) == Duration(amount, unit)


@given(st.integers(1, 9999), st.sampled_from(Unit))
def test_a_duration_is_written_as_it_was_read(amount, unit):
    duration = Duration(amount, unit)

    assert Duration.parse(str(duration)) == duration


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("PT2M", id="minutes"),
        pytest.param("P48H", id="hours without a T"),
        pytest.param("P0D", id="nothing"),
        pytest.param("P-2D", id="less than nothing"),
        pytest.param("2 working days", id="words"),
        pytest.param("p2wd", id="small letters"),
        pytest.param("P2WD ", id="a stray blank"),
        pytest.param("P٢D", id="other digits"),
        pytest.param("P1Y", id="years"),
        pytest.param("", id="empty"),
    ],
)
def test_a_content_leads_slip_is_named_with_its_remedy(text):
    with pytest.raises(DurationUnreadable, match="write P2WD") as caught:
        Duration.parse(text)

    assert caught.value.text == text
    assert isinstance(caught.value, ValueError)


def test_no_duration_is_shorter_than_one():
    with pytest.raises(DurationUnreadable):
        Duration(0, Unit.DAYS)
