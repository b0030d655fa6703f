"""
Reads a conference, or an invited adult, from written fields: a form's, a row's, a case system's. Same rules for all.

Every mistake is found, not only the first. Doubts are told and stop nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Generic, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from bot.casework.case import ConferenceDraft, InvitedDraft
from bot.casework.mistakes import DraftWrong, Mistake
from bot.casework.moments import date_in, in_london, time_in
from bot.conferences.calendar import LONDON, is_working_day
from bot.conferences.conference import ConferenceKind, Official
from bot.conferences.invitation import Contact, Way
from bot.languages import SPOKEN, Language
from bot.outreach.addresses import (
    AddressError,
    EmailWrong,
    PhoneForeign,
    PhoneLandline,
    PhonePremium,
    PhoneUnreadable,
    email,
    mobile,
)

Fields = Mapping[str, str]
# An account's id by the e-mail that somebody signs in with; None where there is none of this council.
AccountOf = Callable[[str], UUID | None]
T = TypeVar("T")

CONFERENCE_FIELDS = (
    "kind",
    "date",
    "time",
    "place",
    "video_link",
    "asked_by",
    "chair_name",
    "chair_phone",
    "chair_email",
    "chair_speaks_date",
    "chair_speaks_time",
    "social_worker_name",
    "social_worker_phone",
    "social_worker_email",
    "reference",
)
INVITED_FIELDS = ("called", "language", "phone", "email", "safe_ways", "safe_contact", "interpreter", "agreed")

MOST_LETTERS = 500
_FAR = timedelta(days=731)
_DAY_BEGINS, _DAY_ENDS = time(8), time(18)
_KINDS = {
    "first": ConferenceKind.INITIAL,
    "initial": ConferenceKind.INITIAL,
    "review": ConferenceKind.REVIEW,
}
_PHONES: dict[type[AddressError], str] = {
    PhoneUnreadable: "phone_unreadable",
    PhoneLandline: "phone_landline",
    PhonePremium: "phone_premium",
    PhoneForeign: "phone_foreign",
}
_YES_OR_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_NEEDS = {Way.SMS: "mobile number", Way.CALL: "mobile number", Way.EMAIL: "e-mail address"}
_WAYS = {"text": Way.SMS, "phone": Way.CALL, "post": Way.LETTER, "e-mail": Way.EMAIL, **{way.value: way for way in Way}}


@dataclass(frozen=True)
class ReadDraft(Generic[T]):
    """A draft, and what is worth a second look about it."""

    draft: T
    doubts: tuple[Mistake, ...] = ()


def read_conference(fields: Fields, *, now: datetime, account_of: AccountOf) -> ReadDraft[ConferenceDraft]:
    """From CONFERENCE_FIELDS; those that are not there count as empty. Raises DraftWrong."""
    reader = _Reader(fields)
    kind = reader.one_of("kind", _KINDS, "kind_unknown", missing="not_chosen")
    starts_at = reader.moment("date", "time", needed=True)
    if starts_at is not None:
        reader.must_be_ahead("date", starts_at, now)
        reader.doubt_about("date", "time", starts_at)
    place, video_link = reader.text("place"), reader.text("video_link")
    if place is None and video_link is None:
        reader.wrong("place", "place_missing")
    if video_link is not None and not _is_web_address(video_link):
        reader.wrong("video_link", "video_link_wrong")
    chair = reader.text("chair_name", needed=True)
    speaks_at = reader.moment("chair_speaks_date", "chair_speaks_time", needed=False)
    owner = reader.account("social_worker_email", "owner_unknown", account_of)
    chair_id = reader.account("chair_email", "chair_unknown", account_of)
    worker = reader.text("social_worker_name")
    asked_by, reference = reader.text("asked_by"), reader.text("reference")
    chair_phone, worker_phone = reader.text("chair_phone"), reader.text("social_worker_phone")
    reader.raise_any()
    if kind is None or starts_at is None or chair is None:
        raise AssertionError("the reader lets nothing through that is needed and missing")
    draft = ConferenceDraft(
        kind=kind,
        starts_at=starts_at,
        chair=Official(chair, chair_phone),
        place=place,
        video_link=video_link,
        asked_by=asked_by,
        chair_speaks_at=speaks_at,
        social_worker=Official(worker, worker_phone) if worker else None,
        reference=reference,
        owner_id=owner,
        chair_id=chair_id,
    )
    return ReadDraft(draft, tuple(reader.doubts))


def read_invited(fields: Fields) -> ReadDraft[InvitedDraft]:
    """From INVITED_FIELDS; those that are not there count as empty. Raises DraftWrong."""
    reader = _Reader(fields)
    called = reader.text("called", needed=True)
    language = reader.language("language")
    contact = reader.contact()
    agreed = reader.one_of("agreed", _YES_OR_NO, "agreed_unknown", needed=False)
    reader.raise_any()
    if called is None or language is None:
        raise AssertionError("the reader lets nothing through that is needed and missing")
    return ReadDraft(InvitedDraft(called, language, contact, agreed), tuple(reader.doubts))


class _Reader:
    """Reads fields one by one and remembers what is wrong with each."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._mistakes: list[Mistake] = []
        self.doubts: list[Mistake] = []

    def wrong(self, field: str, name: str, **words: str) -> None:
        if not any(mistake.field == field for mistake in self._mistakes):
            self._mistakes.append(Mistake(field, name, tuple(sorted(words.items()))))

    def raise_any(self) -> None:
        if self._mistakes:
            raise DraftWrong(tuple(self._mistakes))

    def text(self, field: str, *, needed: bool = False, missing: str = "missing") -> str | None:
        written = " ".join((self._fields.get(field) or "").split())
        if needed and not written:
            self.wrong(field, missing)
        if len(written) > MOST_LETTERS:
            self.wrong(field, "too_long", most=str(MOST_LETTERS))
        return written or None

    def one_of(
        self, field: str, known: Mapping[str, T], problem: str, *, needed: bool = True, missing: str = "missing"
    ) -> T | None:
        written = self.text(field, needed=needed, missing=missing)
        if written is None:
            return None
        found = known.get(written.casefold().split(" ")[0])  # "first conference", "Review"
        if found is None:
            self.wrong(field, problem)
        return found

    def moment(self, day_field: str, time_field: str, *, needed: bool) -> datetime | None:
        day_written, time_written = self.text(day_field, needed=needed), self.text(time_field, needed=needed)
        if day_written is None and time_written is None:
            return None
        if not needed and (day_written is None or time_written is None):
            self.wrong(day_field if day_written is None else time_field, "time_missing")
        day = date_in(day_written or "")
        clock = time_in(time_written or "")
        if day is None:
            self.wrong(day_field, "date_unreadable")
        if clock is None:
            self.wrong(time_field, "time_unreadable")
        if day is None or clock is None:
            return None
        moment = in_london(day, clock)
        if moment is None:
            self.wrong(time_field, "time_never")
        return moment

    def must_be_ahead(self, field: str, moment: datetime, now: datetime) -> None:
        if moment <= now:
            self.wrong(field, "date_past")
        elif moment - now > _FAR:
            self.wrong(field, "date_far")

    def doubt_about(self, day_field: str, time_field: str, moment: datetime) -> None:
        day: date = moment.astimezone(LONDON).date()
        if not is_working_day(day):
            self.doubts.append(Mistake(day_field, "weekend" if day.weekday() > 4 else "bank_holiday"))
        if not _DAY_BEGINS <= moment.astimezone(LONDON).time() <= _DAY_ENDS:
            self.doubts.append(Mistake(time_field, "early_or_late"))

    def account(self, field: str, problem: str, account_of: AccountOf) -> UUID | None:
        written = self.text(field)
        if written is None:
            return None
        found = account_of(written)
        if found is None:
            self.wrong(field, problem)
        return found

    def language(self, field: str) -> Language | None:
        written = self.text(field, needed=True, missing="not_chosen")
        if written is None:
            return None
        found = _languages().get(written.casefold())
        if found is None:
            self.wrong(field, "language_unknown", known=", ".join(one.name_in(Language.ENGLISH) for one in SPOKEN))
        return found

    def contact(self) -> Contact:
        phone, address = self._phone("phone"), self._email("email")
        ways = frozenset(filter(None, map(self._way, (self.text("safe_ways") or "").replace(";", ",").split(","))))
        for way, needed in _NEEDS.items():
            if way in ways and (address if way is Way.EMAIL else phone) is None:
                self.wrong("safe_ways", "way_without_address", way=way.value, address=needed)
        if not ways:
            self.wrong("safe_ways", "no_way")
        return Contact(phone, address, ways, self.text("safe_contact"), self.text("interpreter"))

    def _way(self, written: str) -> Way | None:
        name = written.strip().casefold()
        if name and name not in _WAYS:
            self.wrong("safe_ways", "way_unknown")
        return _WAYS.get(name)

    def _phone(self, field: str) -> str | None:
        written = self.text(field)
        try:
            return mobile(written) if written else None
        except tuple(_PHONES) as error:
            self.wrong(field, _PHONES[type(error)])
            return None

    def _email(self, field: str) -> str | None:
        written = self.text(field)
        try:
            return email(written) if written else None
        except EmailWrong:
            self.wrong(field, "email_wrong")
            return None


@cache
def _languages() -> Mapping[str, Language]:
    return {name.casefold(): language for language in SPOKEN for name in _names_of(language)}


def _names_of(language: Language) -> tuple[str, ...]:
    own = (language.value, language.english_name, language.own_name)
    return (*own, "bengali") if language is Language.BENGALI else own  # CLDR has called it Bangla since 2018


def _is_web_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in parts.netloc and " " not in written
