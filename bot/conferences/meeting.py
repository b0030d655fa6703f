"""A parent's own meeting in their own language: what the page shows and the chat says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.conferences.conference import Conference, Official
from bot.conferences.deadlines import Deadline, DeadlineName, Direction, Source
from bot.conferences.timeline import Row, State, timeline
from bot.languages import Language
from bot.text.both import in_both
from bot.text.counts import duration_in_words
from bot.text.dates import date_and_time_in_words, date_in_words, time_in_words
from bot.text.isolate import whole
from bot.text.phones import phone_in_words
from bot.text.phrases import say

_SHORT = {
    DeadlineName.SOCIAL_WORKER_REPORT: "deadline_short_social_worker_report",
    DeadlineName.FIRST_CORE_GROUP: "deadline_short_first_core_group",
}


@dataclass(frozen=True)
class PersonView:
    """Somebody whom the parent may ring."""

    name: str
    phone: str | None = None


@dataclass(frozen=True)
class DateView:
    """One of "my dates": what is due, when, and the rule that says so. The meeting's own day has no rule."""

    title: str
    when: str
    rule: str
    state: State = State.LATER
    short: str | None = None  # where the title would tell a stranger what the meeting is

    @property
    def plain(self) -> str:
        """The title as it may stand in a text message."""
        return self.short or self.title

    @property
    def past(self) -> bool:
        return self.state is State.PAST

    @property
    def is_meeting(self) -> bool:
        return not self.rule


@dataclass(frozen=True)
class MeetingView:
    """A parent's own meeting, already in words. What is None is not known."""

    kind: str
    day: str
    time: str
    chair: PersonView
    social_worker: PersonView
    today: str
    timeline: tuple[DateView, ...]  # what is due and the meeting itself, in the order in which they fall
    place: str | None = None
    video_link: str | None = None
    asked_by: str | None = None
    chair_speaks: str | None = None
    cancelled: str | None = None  # that it will not be held, and whom to ask

    @property
    def dates(self) -> tuple[DateView, ...]:
        """What is due, without the meeting itself."""
        return tuple(date for date in self.timeline if not date.is_meeting)

    @property
    def is_over(self) -> bool:
        """Whether its day has passed."""
        return any(date.is_meeting and date.past for date in self.timeline)


def meeting_in_words(
    conference: Conference, dates: Iterable[Deadline], *, council: str, today: date, language: Language
) -> MeetingView:
    """
    Everything a parent may see of their own meeting. `council` is what it is called: "York".

    Of one that is cancelled nothing by which somebody could set out for it or wait for it.
    """
    held = conference.cancelled_at is None
    speaks = conference.chair_speaks_at if held else None
    rows = timeline(conference, dates, today=today)
    return MeetingView(
        kind=in_both(lambda language: say(f"meeting_kind_{conference.kind.value}", language), language),
        day=in_both(lambda language: date_in_words(conference.day, language), language),
        time=in_both(lambda language: time_in_words(conference.starts_at, language), language),
        chair=_person(conference.chair, language),
        social_worker=_person(conference.social_worker, language),
        today=in_both(lambda language: date_in_words(today, language), language),
        timeline=tuple(_date(row, conference, council, language) for row in rows),
        place=_whole(conference.place, language) if held else None,
        video_link=conference.video_link if held else None,
        asked_by=_whole(conference.asked_by, language),
        chair_speaks=in_both(lambda language: date_and_time_in_words(speaks, language), language) if speaks else None,
        cancelled=None if held else in_both(lambda language: say("meeting_cancelled", language), language),
    )


def _person(official: Official, language: Language) -> PersonView:
    phone = official.phone
    name = in_both(lambda language: whole(official.name, language), language)
    return PersonView(name, in_both(lambda language: phone_in_words(phone, language), language) if phone else None)


def _whole(text: str | None, language: Language) -> str | None:
    return in_both(lambda language: whole(text, language), language) if text else None


def _date(row: Row, conference: Conference, council: str, language: Language) -> DateView:
    deadline = row.deadline
    if deadline is None:
        return DateView(
            title=in_both(lambda language: say("date_meeting", language), language),
            when=in_both(lambda language: date_and_time_in_words(conference.starts_at, language), language),
            rule="",
            state=row.state,
        )
    return DateView(
        title=in_both(lambda language: say(f"deadline_{deadline.name.value}", language), language),
        when=in_both(lambda language: _when(deadline, language), language),
        rule=in_both(lambda language: _rule(deadline, council, language), language),
        state=row.state,
        short=in_both(lambda language: say(_SHORT[deadline.name], language), language)
        if deadline.name in _SHORT
        else None,
    )


def _when(deadline: Deadline, language: Language) -> str:
    """ "by Monday 12 April 2027"; "around" where the rule names a length and no limit."""
    if isinstance(deadline.by, datetime):
        return say("by_then", language, when=date_and_time_in_words(deadline.by, language))
    limit = deadline.direction is Direction.BEFORE or deadline.bound == "at_most"
    return say("by_then" if limit else "around_then", language, when=date_in_words(deadline.by, language))


def _rule(deadline: Deadline, council: str, language: Language) -> str:
    """Whose rule, how long, and on which side of the meeting: "York's guide: at least 3 days before the meeting"."""
    bound = deadline.bound if deadline.bound in ("at_least", "at_most") else "exact"
    duration = duration_in_words(deadline.duration, language)
    length = say(f"length_{bound}_{deadline.direction.value}", language, duration=duration)
    if deadline.source is Source.NATIONAL:
        return say("rule_national", language, length=length)
    return say("rule_council", language, council=whole(council, language), length=length)
