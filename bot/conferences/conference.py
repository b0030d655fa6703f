"""One conference: when, where, who asked for it, and whom the parent can ring about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from enum import Enum
from typing import Protocol
from uuid import UUID

from bot.conferences.calendar import LONDON


class ConferenceKind(str, Enum):
    """The first conference, or one of those that follow while there is a plan."""

    INITIAL = "initial"
    REVIEW = "review"


@dataclass(frozen=True)
class Official:
    """Somebody at the council whom the parent may ring."""

    name: str
    phone: str | None = None


@dataclass(frozen=True)
class Conference:
    """
    A child protection conference, as the council arranged it.

    Both times are kept in UTC, whatever zone they came in, because adding hours to a London time goes wrong on the
    two nights when the clocks change. `local` is what a parent is shown.
    """

    id: UUID
    council: str  # the short name of a leaflet: "york"
    kind: ConferenceKind
    starts_at: datetime
    place: str | None
    video_link: str | None
    asked_by: str | None  # "Anna Field, team manager"
    chair: Official
    chair_speaks_at: datetime | None  # when the chair will speak with this parent beforehand
    social_worker: Official
    reference: str | None
    owner_id: UUID | None = None  # the social worker's account, where they have one
    chair_id: UUID | None = None  # the chair's account, where they have one
    team: str | None = None
    cancelled_at: datetime | None = None
    version: int = 1  # counts changes, so that of two who change it at once the second is told

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts_at", _in_utc(self.starts_at))
        if self.chair_speaks_at is not None:
            object.__setattr__(self, "chair_speaks_at", _in_utc(self.chair_speaks_at))

    @property
    def local(self) -> datetime:
        """When it starts, by the clock in the room."""
        return self.starts_at.astimezone(LONDON)

    @property
    def day(self) -> date:
        return self.local.date()

    @property
    def chair_speaks_local(self) -> datetime | None:
        """When the chair speaks with the parent, by the parent's clock."""
        return self.chair_speaks_at and self.chair_speaks_at.astimezone(LONDON)


def _in_utc(time: datetime) -> datetime:
    if time.tzinfo is None:
        raise ValueError(f"{time.isoformat()} has no time zone: a conference's times must say theirs")
    return time.astimezone(timezone.utc)


class Conferences(Protocol):
    """Keep conferences, their personal fields encrypted."""

    def get(self, id: UUID) -> Conference | None: ...

    def add(self, conference: Conference) -> None: ...

    def remove(self, id: UUID) -> None:
        """Delete it for good, with its invitations, their notes, and the conversations that they opened."""
