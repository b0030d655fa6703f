"""My dates: worked out by this parent's council's rules, and by nobody else's."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

import pytest
import yaml

from bot.conferences.calendar import LONDON
from bot.conferences.conference import ConferenceKind
from bot.conferences.deadlines import RULE_NAMES, DeadlineName, Direction, Rule, Source, deadlines, due
from bot.text.durations import Duration
from tests.stores import a_conference

FACTS = Path(__file__).parents[2] / "data" / "facts.yml"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def rule(name: str, duration: str, bound: str = "at_most", source: Source = Source.COUNCIL) -> Rule:
    return Rule(name, Duration.parse(duration), bound, source)


ENGLAND = [
    rule("england_core_group_first_within", "P10WD", source=Source.NATIONAL),
    rule("england_first_review_within", "P3M", source=Source.NATIONAL),
]


def test_a_york_parent_sees_their_dates_over_easter_by_yorks_rules():
    """Three days are days, 48 hours are hours, and the bank holidays only move the working days."""
    conference = a_conference(at(2027, 3, 25, 10, 0))
    york = [
        rule("social_worker_report_before", "P3D", "at_least"),
        rule("plan_sent_within", "PT48H"),
        rule("core_group_first_within", "P10WD"),
        rule("first_review_within", "P3M"),
    ]

    found = {deadline.name: deadline for deadline in deadlines(conference, [*ENGLAND, *york])}

    assert {name: deadline.by for name, deadline in found.items()} == {
        DeadlineName.SOCIAL_WORKER_REPORT: date(2027, 3, 22),
        DeadlineName.PLAN: datetime(2027, 3, 27, 10, 0, tzinfo=timezone.utc),
        DeadlineName.FIRST_CORE_GROUP: date(2027, 4, 12),
        DeadlineName.FIRST_REVIEW: date(2027, 6, 25),
    }
    assert {deadline.source for deadline in found.values()} == {Source.COUNCIL}
    assert found[DeadlineName.SOCIAL_WORKER_REPORT].bound == "at_least"
    assert found[DeadlineName.SOCIAL_WORKER_REPORT].direction is Direction.BEFORE


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(ConferenceKind.INITIAL, ("reports_before_first", date(2027, 3, 16)), id="first"),
        pytest.param(ConferenceKind.REVIEW, ("reports_before_later", date(2027, 3, 11)), id="review"),
    ],
)
def test_a_merton_parent_gets_the_reports_earlier_before_a_review(kind, expected):
    conference = a_conference(at(2027, 3, 18, 10, 0), kind)
    merton = [rule("reports_before_first", "P2WD"), rule("reports_before_later", "P5WD")]

    (reports,) = deadlines(conference, merton)

    assert (reports.rule, reports.by) == expected


def test_a_rule_for_all_reports_serves_every_conference():
    for kind in ConferenceKind:
        (reports,) = deadlines(a_conference(at(2027, 3, 18, 10, 0), kind), [rule("reports_all_before", "P3WD")])
        assert (reports.name, reports.by) == (DeadlineName.REPORTS, date(2027, 3, 15))


def test_where_a_leaflet_is_silent_englands_rule_is_given_as_englands():
    found = deadlines(a_conference(at(2027, 3, 18, 10, 0)), ENGLAND)

    assert [(deadline.name, deadline.source) for deadline in found] == [
        (DeadlineName.FIRST_CORE_GROUP, Source.NATIONAL),
        (DeadlineName.FIRST_REVIEW, Source.NATIONAL),
    ]


def test_a_parent_in_a_review_is_not_told_of_a_first_core_group_or_first_review():
    assert deadlines(a_conference(kind=ConferenceKind.REVIEW), ENGLAND) == ()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        pytest.param("later_reviews_at_least_every", Source.COUNCIL, id="a limit"),
        pytest.param("later_reviews_every", Source.COUNCIL, id="how often"),
        pytest.param("england_later_reviews_at_least_every", Source.NATIONAL, id="all England's"),
    ],
)
def test_a_parent_in_a_review_sees_by_when_the_next_one_is(name, source):
    conference = a_conference(at(2026, 11, 30, 10, 0), ConferenceKind.REVIEW)

    (review,) = deadlines(conference, [rule(name, "P6M", source=source)])

    assert (review.name, review.by, review.source) == (DeadlineName.NEXT_REVIEW, date(2027, 5, 30), source)


def test_at_a_first_conference_only_the_first_review_is_dated():
    rules = [rule("first_review_within", "P3M"), rule("later_reviews_at_least_every", "P6M")]

    (review,) = deadlines(a_conference(at(2026, 11, 30, 10, 0)), rules)

    assert (review.name, review.by) == (DeadlineName.FIRST_REVIEW, date(2027, 2, 28))


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        pytest.param(
            at(2026, 12, 14, 10, 0),
            [date(2026, 12, 10), date(2026, 12, 15), date(2026, 12, 30), date(2027, 1, 7), date(2027, 3, 14)],
            id="before Christmas 2026",
        ),
        pytest.param(
            at(2026, 12, 29, 10, 0),
            [date(2026, 12, 23), date(2026, 12, 30), date(2027, 1, 13), date(2027, 1, 20), date(2027, 3, 29)],
            id="after Boxing Day's substitute",
        ),
        pytest.param(
            at(2027, 3, 30, 10, 0),
            [date(2027, 3, 24), date(2027, 3, 31), date(2027, 4, 13), date(2027, 4, 20), date(2027, 6, 30)],
            id="the day after Easter Monday 2027",
        ),
    ],
)
def test_a_parents_dates_pass_over_the_holidays_and_only_the_working_days_do(starts, expected):
    """Months end where they end: 14 March 2027 is a Sunday and 29 March is Easter Monday."""
    rules = [
        rule("reports_before_first", "P2WD"),
        rule("plan_sent_within", "P1WD"),
        rule("core_group_first_within", "P10WD"),
        rule("notes_sent_within", "P15WD"),
        rule("first_review_within", "P3M"),
    ]

    assert [deadline.by for deadline in deadlines(a_conference(starts), rules)] == expected


def test_with_no_rule_there_is_no_date():
    assert deadlines(a_conference(), []) == ()


def test_a_professionals_deadline_is_never_a_parents():
    """Nottinghamshire's 24 hours are for whoever writes a report, not for whoever reads it."""
    assert deadlines(a_conference(), [rule("pro_report_before", "PT24H")]) == ()


def test_dates_come_in_the_order_in_which_they_fall():
    rules = [*ENGLAND, rule("plan_sent_within", "PT48H"), rule("own_writing_to_chair_before", "P2WD")]

    days = [deadline.day for deadline in deadlines(a_conference(), rules)]

    assert days == sorted(days)


def test_a_date_that_has_passed_is_still_given_and_says_so():
    """A parent whose reports are late needs to know that they are."""
    (reports,) = deadlines(a_conference(at(2027, 3, 18, 10, 0)), [rule("reports_all_before", "P3WD")])

    assert not reports.is_past(date(2027, 3, 15))
    assert reports.is_past(date(2027, 3, 16))


@pytest.mark.parametrize(
    ("starts", "duration", "expected"),
    [
        pytest.param(at(2027, 3, 26, 23, 30), "PT48H", at(2027, 3, 29, 0, 30), id="clocks forward: a later hour"),
        pytest.param(at(2027, 10, 29, 10, 0), "PT48H", at(2027, 10, 31, 9, 0), id="clocks back: an earlier hour"),
        pytest.param(at(2027, 7, 1, 10, 0), "PT48H", at(2027, 7, 3, 10, 0), id="summer"),
    ],
)
def test_48_hours_are_48_hours_when_the_clocks_change(starts, duration, expected):
    assert due(a_conference(starts).starts_at, Duration.parse(duration), Direction.AFTER) == expected


def test_the_day_of_a_deadline_in_hours_is_the_day_in_london():
    conference = a_conference(datetime(2027, 7, 1, 23, 30, tzinfo=timezone.utc))  # half past midnight, 2 July

    (plan,) = deadlines(conference, [rule("plan_sent_within", "PT48H")])

    assert plan.day == date(2027, 7, 4)


@pytest.mark.parametrize(
    ("duration", "before", "after"),
    [
        pytest.param("P3D", date(2027, 3, 28), date(2027, 4, 3), id="days, weekends or not"),
        pytest.param("P6W", date(2027, 2, 17), date(2027, 5, 12), id="weeks"),
        pytest.param("P1M", date(2027, 2, 28), date(2027, 4, 30), id="months, to the last day"),
        pytest.param("P2WD", date(2027, 3, 25), date(2027, 4, 2), id="working days, Easter left out"),
    ],
)
def test_each_unit_is_counted_as_itself(duration, before, after):
    starts = at(2027, 3, 31, 10, 0)

    assert due(starts, Duration.parse(duration), Direction.BEFORE) == before
    assert due(starts, Duration.parse(duration), Direction.AFTER) == after


def test_every_rule_that_dates_use_is_a_fact_that_a_leaflet_can_hold():
    """A fact renamed in data/facts.yml would otherwise make a date vanish without a word."""
    vocabulary = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    known = {name for group in ("council", "national") for name in vocabulary[group]}

    assert sorted(RULE_NAMES - known) == []
