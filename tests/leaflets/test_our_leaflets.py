"""The real leaflets, against what a reader of the five texts knows about them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.leaflets.check import Concern, findings
from bot.leaflets.facts import Audience
from bot.leaflets.report import SOURCES
from bot.leaflets.shelf import load_shelf
from bot.leaflets.values import Bound
from bot.text.durations import Duration

COUNCILS = ("kirklees", "merton", "nottinghamshire", "staffordshire", "york")


@pytest.fixture(scope="module")
def shelf():
    """Every line cited is looked up in the texts where they can be had."""
    return load_shelf(sources=SOURCES)


def test_every_council_is_on_the_shelf(shelf):
    assert shelf.councils == COUNCILS


@pytest.mark.parametrize("council", COUNCILS)
def test_each_leaflet_gives_what_a_parent_could_be_told(shelf, council):
    assert 45 <= len(shelf.leaflet(council).facts) <= 110


def test_staffordshires_misprinted_number_is_on_no_shelf(shelf):
    leaflet = shelf.leaflet("staffordshire")

    assert [misprint.printed for misprint in leaflet.misprints] == ["0808 802 000"]
    assert leaflet.usable("childrens_legal_centre_phone") is None


def test_yorks_three_days_are_days_and_only_for_the_social_workers_report(shelf):
    fact = shelf.fact("social_worker_report_before", "york")

    assert (fact.value, fact.bound) == (Duration.parse("P3D"), Bound.AT_LEAST)
    assert shelf.fact("reports_all_before", "york") is None


def test_a_child_of_ten_may_not_come_in_kirklees_and_one_of_twelve_may_in_merton(shelf):
    kirklees, merton = (shelf.fact("child_may_attend_from", council) for council in ("kirklees", "merton"))

    assert (kirklees.value, kirklees.bound) == (10, Bound.EXCLUSIVE)
    assert (merton.value, merton.bound) == (12, Bound.INCLUSIVE)


def test_the_same_fifteen_working_days_are_two_different_facts(shelf):
    days = Duration.parse("P15WD")

    assert shelf.fact("notes_sent_within", "kirklees").value == days
    assert shelf.fact("visits_every", "staffordshire").value == days
    assert shelf.fact("notes_sent_within", "staffordshire") is None


def test_nottinghamshires_hours_are_never_a_parents_deadline(shelf):
    leaflet = shelf.leaflet("nottinghamshire")
    in_hours = [fact.name for fact in leaflet.facts.values() if fact.value == Duration.parse("PT24H")]

    assert leaflet.audience is Audience.PROFESSIONALS
    assert in_hours == ["pro_report_before"]


def test_what_is_old_or_superseded_is_found(shelf):
    def concerns(council: str) -> set[Concern]:
        return {finding.concern for finding in findings(shelf, council, today=date(2026, 11, 22))}

    assert Concern.OLD in concerns("staffordshire")
    assert Concern.SUPERSEDED in concerns("nottinghamshire")
    assert Concern.SUPERSEDED not in concerns("york")
    assert not any(Concern.CONTRADICTS in concerns(council) for council in COUNCILS)
