"""Builds the rooms from the settings, once; and lends them to what Rasa builds by itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from bot.adapters.database.conferences import StoredConferences
from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.engine import connect
from bot.adapters.database.erasure import Erasure
from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.needs import StoredNeeds
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.shares import StoredShares
from bot.adapters.database.trackers import Trackers
from bot.adapters.database.transcript import StoredTranscript
from bot.adapters.database.unfinished import StoredUnfinished
from bot.adapters.database.upgrade import upgrade
from bot.adapters.encryption import Encryption
from bot.adapters.paper.pdf import TypstPrinter
from bot.answers.book import load_book
from bot.conversation.held import ReadOnce
from bot.leaflets.shelf import load_shelf
from bot.settings import Settings
from bot.text.data_files import DATA
from bot.wiring.desk import build_desk
from bot.wiring.rooms import Clock, Rooms, now_in_utc


def build(settings: Settings, *, clock: Clock = now_in_utc, data: Path = DATA, database: str | None = None) -> Rooms:
    """
    Open the database, read the leaflets and answers; `database` goes before what the settings name.

    Raises SettingsError, EncryptionError or DataFileError.
    """
    engine, encryption = open_database(settings, database)
    shelf = load_shelf(data)
    book = load_book(shelf, data)
    return Rooms(
        settings=settings,
        shelf=shelf,
        book=book,
        encryption=encryption,
        engine=engine,
        desk=build_desk(settings, engine, encryption, book, clock=clock),
        conversations=ReadOnce(StoredConversations(engine, clock=clock)),
        transcript=StoredTranscript(engine),
        notes=StoredNotes(engine),
        unfinished=StoredUnfinished(engine),
        needs=StoredNeeds(engine),
        sharing=StoredShares(engine),
        erasure=Erasure(engine),
        conferences=StoredConferences(engine),
        invitations=StoredInvitations(engine, encryption),
        sessions=Sessions(engine, days=settings.session_days),
        trackers=Trackers(engine, clock=clock),
        printer=TypstPrinter(),
        clock=clock,
    )


def open_database(settings: Settings, database: str | None = None) -> tuple[Engine, Encryption]:
    """
    The database with its tables brought up to date, and its key; `database` goes before what the settings name.

    Raises SettingsError or EncryptionError.
    """
    encryption = Encryption(settings.secret_keys)
    engine = connect(database or settings.database, encryption)
    upgrade(engine)
    return engine, encryption


_used: Rooms | None = None


def use(rooms: Rooms) -> None:
    """Let everything that Rasa builds by itself (actions, the tracker store) ask these rooms."""
    global _used
    _used = rooms


def rooms() -> Rooms:
    """The rooms in use; built from the environment where nobody said which, as under Rasa's own commands."""
    return _used if _used is not None else _from_environment()


@cache
def _from_environment() -> Rooms:
    return build(Settings())
