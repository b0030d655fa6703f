"""What parents ask about: counted beside the turns, by topic, council, language and day; and nothing else is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, select

from bot.adapters.database.counts import StoredCounts
from bot.adapters.database.staff_tables import CountRow
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.conversation.tally import NOT_KNOWN, NOT_OURS, NOT_SURE, counted
from bot.languages import Language
from bot.staff.counting import Asked, Roughly, asked
from tests.stores import NOW

TOPICS = counted(["who_attends", "reports_when", "crisis_abuse"])
TODAY = date(2027, 3, 1)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counts(engine, clock) -> StoredCounts:
    return StoredCounts(engine, TOPICS, clock=clock, seconds=3600)


def somebody(council: str | None = "york", door: Door = Door.PAGE) -> Conversation:
    return Conversation(ConversationId("page:1"), door, council=council)


def kept(engine) -> list[tuple[str, str, str, date, int]]:
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(CountRow.__table__)))


def test_a_question_is_counted_by_topic_council_language_and_day(engine, counts):
    for council in ("york", "york", "merton"):
        counts.add(somebody(council), Language.POLISH, "who_attends")
    counts.flush()

    assert kept(engine) == [
        ("merton", "pl", "who_attends", TODAY, 1),
        ("york", "pl", "who_attends", TODAY, 2),
    ]


def test_counts_grow_however_many_processes_write_them(engine, clock):
    several = [StoredCounts(engine, TOPICS, clock=clock, seconds=3600) for _ in range(4)]

    def ask(counts: StoredCounts) -> None:
        for _ in range(5):
            counts.add(somebody(), Language.ENGLISH, "who_attends")
            counts.flush()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, several))

    assert kept(engine) == [("york", "en", "who_attends", TODAY, 20)]


@pytest.mark.parametrize("topic", ["crisis_abuse", "greet", "he hits me"])
def test_danger_and_what_is_no_topic_are_never_counted(engine, counts, topic):
    counts.add(somebody(), Language.ENGLISH, topic)
    counts.flush()

    assert kept(engine) == []


def test_nobody_is_counted_who_has_said_no_council_or_asks_at_the_command_line(engine, counts):
    counts.add(somebody(None), Language.ENGLISH, "who_attends")
    counts.add(somebody(door=Door.COMMAND_LINE), Language.ENGLISH, "who_attends")
    counts.flush()

    assert kept(engine) == []


def test_nothing_is_written_during_the_turn_and_it_is_written_soon_after(engine, clock):
    counts = StoredCounts(engine, TOPICS, clock=clock, seconds=0.05)
    counts.add(somebody(), Language.ENGLISH, "who_attends")
    timer = counts._timer

    assert timer is not None
    timer.join(20)
    assert kept(engine) == [("york", "en", "who_attends", TODAY, 1)]


def test_a_database_that_is_away_costs_neither_a_turn_nor_the_counts(engine, clock, tmp_path):
    counts = StoredCounts(create_engine(f"sqlite:///{tmp_path}/nowhere/x.db"), TOPICS, clock=clock, seconds=3600)
    counts.add(somebody(), Language.ENGLISH, "who_attends")
    counts.flush()

    counts._engine = engine
    counts.add(somebody(), Language.ENGLISH, "who_attends")
    counts.flush()

    assert kept(engine) == [("york", "en", "who_attends", TODAY, 2)]


def test_it_is_a_day_in_britain(engine, counts, clock):
    clock.now = datetime(2027, 6, 30, 23, 30, tzinfo=timezone.utc)  # half past midnight there
    counts.add(somebody(), Language.ENGLISH, "who_attends")
    counts.flush()

    assert kept(engine)[0][3] == date(2027, 7, 1)


def test_a_council_sees_its_own_last_weeks(counts, clock):
    for days_ago, council in ((30, "york"), (27, "york"), (0, "york"), (0, "merton")):
        clock.now = NOW - timedelta(days=days_ago)
        counts.add(somebody(council), Language.URDU, "who_attends")

    since = TODAY - timedelta(days=27)
    assert counts.of("york", since=since) == {("who_attends", "ur"): 2}
    assert counts.of("york", since=since, language=Language.ENGLISH) == {}


def test_old_days_are_forgotten(engine, counts, clock):
    for days_ago in (40, 1):
        clock.now = NOW - timedelta(days=days_ago)
        counts.add(somebody(), Language.ENGLISH, "who_attends")
    counts.flush()

    assert counts.forget_old(before=TODAY - timedelta(days=28)) == 1
    assert [row[3] for row in kept(engine)] == [TODAY - timedelta(days=1)]


@pytest.mark.parametrize(
    ("count", "about"), [(1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (137, 135)]
)
def test_a_number_is_shown_in_fives_and_a_small_one_not_at_all(count, about):
    assert Roughly.of(count) == Roughly(about)


def test_of_two_small_numbers_nobody_can_tell_which_is_smaller():
    counts = {("who_attends", "en"): 1, ("chair", "en"): 4, ("reports_when", "ur"): 9, (NOT_SURE, "en"): 3}

    few = Roughly(None)
    assert asked(counts, NOT_KNOWN) == Asked(
        everything=Roughly(15),
        topics=(("reports_when", Roughly(10)), ("chair", few), ("who_attends", few)),
        not_known=((NOT_SURE, few),),
        languages=(("en", Roughly(10)), ("ur", Roughly(10))),
    )
    assert asked({}, NOT_KNOWN).is_nothing
    assert not asked({(NOT_OURS, "en"): 1}, NOT_KNOWN).is_nothing
