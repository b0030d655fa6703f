"""Forgetting: nothing is kept longer than it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select

from bot.adapters.database.phone_removal import forget_old_texts
from bot.adapters.database.removal import remove_conferences, remove_conversations, remove_owned
from bot.adapters.database.tables import (
    ConferenceRow,
    ConversationRow,
    InvitationRow,
    NoteRow,
    SessionRow,
    TrackerRow,
    TurnRow,
)
from bot.adapters.database.writing import writing


@dataclass(frozen=True)
class Forgotten:
    """How much was deleted, for the record that it was done."""

    conferences: int
    conversations: int


def forget_old(engine: Engine, *, now: datetime, keep_days: int) -> Forgotten:
    """
    Delete what is older than `keep_days`: after the conference or, where there is none, after the last message.

    A parent who stays away for weeks before their conference loses nothing.
    """
    before = now - timedelta(days=keep_days)
    with writing(engine) as connection:
        past = connection.scalars(select(ConferenceRow.id).where(ConferenceRow.starts_at < before)).all()
        remove_conferences(connection, past)
        quiet = connection.scalars(
            select(ConversationRow.id).where(
                ConversationRow.invitation_id.is_(None),
                ConversationRow.touched_at < before,  # of its own row: set when the council was chosen, say
                ConversationRow.id.not_in(select(TurnRow.conversation_id).where(TurnRow.at >= before)),
                ConversationRow.id.not_in(select(NoteRow.owner).where(NoteRow.written_at >= before)),
            )
        ).all()
        remove_conversations(connection, quiet)
        forget_old_texts(connection, now=now, before=before)
        connection.execute(delete(SessionRow).where(SessionRow.ends_at <= now))
        _remove_strays(connection, before)
    return Forgotten(conferences=len(past), conversations=len(quiet))


def _remove_strays(connection: Connection, before: datetime) -> None:
    """Delete what hangs by nothing: trackers of Rasa's own commands, and what a crash may have left."""
    known = select(ConversationRow.id)
    connection.execute(
        delete(TrackerRow).where(TrackerRow.touched_at < before, TrackerRow.conversation_id.not_in(known))
    )
    connection.execute(delete(TurnRow).where(TurnRow.at < before, TurnRow.conversation_id.not_in(known)))
    owners = connection.scalars(
        select(NoteRow.owner).where(NoteRow.written_at < before, NoteRow.owner.not_in(known)).distinct()
    ).all()
    invited = {str(id) for id in connection.scalars(select(InvitationRow.id))} if owners else set[str]()
    remove_owned(connection, [owner for owner in owners if owner not in invited])
