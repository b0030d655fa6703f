"""My dates in a line: what a parent has behind them, what comes next, what comes later."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.conferences.calendar import LONDON
from bot.conferences.conference import ConferenceKind
from bot.conferences.deadlines import DeadlineName, Rule, Source, deadlines
from bot.conferences.meeting import MeetingView, meeting_in_words
from bot.conferences.timeline import State, timeline
from bot.languages import Language
from bot.text.both import english_of
from bot.text.durations import Duration
from tests.stores import a_conference

MONDAY = datetime(2027, 3, 22, 10, 0, tzinfo=LONDON)
RULES = [
    Rule("reports_all_before", Duration.parse("P2WD"), "exact"),
    Rule("own_writing_to_chair_before", Duration.parse("P2WD"), "exact"),
    Rule("plan_sent_within", Duration.parse("P1WD"), "at_most"),
    Rule("england_core_group_first_within", Duration.parse("P10WD"), "at_most", Source.NATIONAL),
]
REPORTS, WRITING, PLAN, CORE_GROUP = (
    DeadlineName.REPORTS,
    DeadlineName.OWN_WRITING,
    DeadlineName.PLAN,
    DeadlineName.FIRST_CORE_GROUP,
)
MEETING = None
PAST, NEXT, LATER = State.PAST, State.NEXT, State.LATER


def line(today: date) -> list[tuple[DeadlineName | None, State]]:
    conference = a_conference(MONDAY)
    rows = timeline(conference, deadlines(conference, RULES), today=today)
    return [(row.deadline.name if row.deadline else MEETING, row.state) for row in rows]


def view(today: date, language: Language = Language.ENGLISH) -> MeetingView:
    conference = a_conference(MONDAY)
    dates = deadlines(conference, RULES)
    return meeting_in_words(conference, dates, council="Merton", today=today, language=language)


@pytest.mark.parametrize(
    ("today", "states"),
    [
        pytest.param(date(2027, 3, 1), [NEXT, NEXT, LATER, LATER, LATER], id="weeks before"),
        pytest.param(date(2027, 3, 18), [NEXT, NEXT, LATER, LATER, LATER], id="on the day the reports are due"),
        pytest.param(date(2027, 3, 19), [PAST, PAST, NEXT, LATER, LATER], id="the working day before"),
        pytest.param(date(2027, 3, 22), [PAST, PAST, NEXT, LATER, LATER], id="on the day itself"),
        pytest.param(date(2027, 3, 23), [PAST, PAST, PAST, NEXT, LATER], id="the day after"),
        pytest.param(date(2027, 4, 7), [PAST, PAST, PAST, PAST, NEXT], id="on the last date of all"),
        pytest.param(date(2027, 4, 8), [PAST] * 5, id="when all is over"),
    ],
)
def test_a_parent_sees_what_is_past_what_is_next_and_what_comes_later(today, states):
    assert line(today) == list(zip([REPORTS, WRITING, MEETING, PLAN, CORE_GROUP], states, strict=True))


def test_with_no_rule_at_all_a_parent_still_sees_her_own_day():
    conference = a_conference(MONDAY, ConferenceKind.REVIEW)

    (row,) = timeline(conference, [], today=date(2027, 3, 1))

    assert (row.day, row.state, row.deadline) == (date(2027, 3, 22), NEXT, None)


def test_what_is_due_within_hours_of_a_late_meeting_stands_after_it():
    """Both fall on one day: the order is that of the clock."""
    conference = a_conference(datetime(2027, 3, 22, 9, 0, tzinfo=LONDON))
    rules = [Rule("plan_sent_within", Duration.parse("PT8H"), "at_most")]

    rows = timeline(conference, deadlines(conference, rules), today=date(2027, 3, 22))

    assert [(row.deadline and row.deadline.name, row.state) for row in rows] == [(None, NEXT), (PLAN, NEXT)]


def test_her_meeting_stands_between_her_dates_with_its_hour_and_no_rule():
    reports, writing, own, plan, core_group = view(date(2027, 3, 19)).timeline

    assert (own.title, own.when, own.rule, own.state) == ("Your meeting", "Monday 22 March 2027 at 10am", "", NEXT)
    assert [one.is_meeting for one in (reports, writing, own, plan, core_group)] == [False, False, True, False, False]
    assert plan.when == "by Tuesday 23 March 2027"


def test_the_chat_is_given_what_is_due_and_not_the_meeting_again():
    found = view(date(2027, 3, 19)).dates

    assert [(one.title, one.past) for one in found] == [
        ("Reports reach you", True),
        ("Your own writing reaches the chair", True),
        ("The plan reaches you", False),
        ("First core group, if there is a plan", False),
    ]


def test_a_meeting_is_over_the_day_after_it():
    assert not view(date(2027, 3, 22)).is_over
    assert view(date(2027, 3, 23)).is_over


def test_a_mother_who_reads_urdu_has_the_english_of_her_day_beside_it():
    own = next(one for one in view(date(2027, 3, 19), Language.URDU).timeline if one.is_meeting)

    assert "2027" in own.when
    assert own.when != english_of(own.when) == "Monday 22 March 2027 at 10am"
