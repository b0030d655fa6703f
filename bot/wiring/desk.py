"""What the doors of staff and case systems ask, in one object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import SystemRandom

from sqlalchemy import Engine

from bot.adapters.calls import Calls
from bot.adapters.database.answered import StoredAnswers
from bot.adapters.database.api_keys import StoredKeys
from bot.adapters.database.audit import StoredAudit
from bot.adapters.database.casework import StoredCases
from bot.adapters.database.counts import StoredCounts
from bot.adapters.database.heartbeats import Heartbeats
from bot.adapters.database.imports import StoredImports
from bot.adapters.database.lists import StoredLists
from bot.adapters.database.outbox import StoredOutbox
from bot.adapters.database.outsiders import StoredOutsiders
from bot.adapters.database.reminding import Reminding
from bot.adapters.database.staff import StoredAccounts
from bot.adapters.database.staff_sessions import StoredStaffSessions
from bot.adapters.database.subscriptions import StoredSubscriptions
from bot.adapters.database.switches import StoredSwitches
from bot.adapters.encryption import Encryption
from bot.adapters.outside_sign_in import OutsideSignIn
from bot.adapters.paper.letter import TypstLetterPrinter
from bot.adapters.providers import carriers
from bot.adapters.schedule import Schedule
from bot.adapters.throttling import LimitsThrottle
from bot.answers.book import Book
from bot.casework.arranging import Arranging
from bot.casework.ground import Ground, Texts
from bot.casework.importing import Importing
from bot.casework.inviting import Inviting
from bot.casework.ledger import Ledger
from bot.casework.looking import Looking
from bot.casework.systems import Systems
from bot.conferences.conference import Conference
from bot.conferences.invitation import Invitation
from bot.conversation.tally import counted
from bot.languages import Language
from bot.leaflets.shelf import Shelf
from bot.notes.headings import Heading, heading
from bot.notes.note import Section
from bot.outreach.letter import LetterPrinter
from bot.outreach.message import Channel, Message, MessageKind
from bot.outreach.sending import Sender
from bot.outreach.texts import ReplyTo, message_for
from bot.settings import Settings
from bot.staff.accounts import Accounts
from bot.staff.administering import Administering
from bot.staff.keys import Keys
from bot.staff.outside import Outsiders
from bot.staff.passwords import Passwords
from bot.staff.sessions import StaffSessions
from bot.staff.signing_in import SigningIn
from bot.staff.switches import Switching
from bot.staff.trail import Trail
from bot.texting.commands import Command, named
from bot.wiring.rules import own_writing_of

# The jobs and signs of life by which the worker and the desk know each other.
SEND = "send"
BEAT = "worker"


@dataclass
class Desk:
    """Everything behind `/staff` and `/api/v1`."""

    settings: Settings
    clock: Callable[[], datetime]
    cases: Ledger
    arranging: Arranging
    inviting: Inviting
    audit: Trail
    accounts: Accounts
    sessions: StaffSessions
    signing_in: SigningIn
    administering: Administering
    outside: OutsideSignIn
    outsiders: Outsiders
    reminding: Reminding
    letters: LetterPrinter
    shelf: Shelf
    book: Book
    imports: StoredImports
    importing: Importing
    switches: StoredSwitches
    switching: Switching
    counts: StoredCounts

    outbox: StoredOutbox
    sender: Sender
    schedule: Schedule
    heartbeats: Heartbeats
    looking: Looking
    keys: Keys
    answered: StoredAnswers
    calls: Calls
    systems: Systems

    @property
    def reply_to(self) -> ReplyTo | None:
        """Where parents' texts come in; None where there is no number for them."""
        return reply_to_of(self.settings)

    def now(self) -> datetime:
        return self.clock()

    def wake(self) -> None:
        """Have what was just written to the outbox sent within a second or two. To be called after the commit."""
        self.schedule.soon(SEND)

    def headings(self, council: str, language: Language) -> dict[Section, Heading]:
        """What each part of the notes is called, by a council and in a language."""
        return {section: heading(section, self.shelf, council, language) for section in Section}

    def heartbeat(self) -> datetime | None:
        """When the worker last showed that it lives; None where it never has."""
        return self.heartbeats.last(BEAT)


def build_desk(
    settings: Settings, engine: Engine, encryption: Encryption, book: Book, *, clock: Callable[[], datetime]
) -> Desk:
    """Join what the desk needs; the engine's tables are there."""
    shelf = book.shelf
    audit = StoredAudit(engine, encryption)
    accounts = StoredAccounts(engine, encryption)
    sessions = StoredStaffSessions(engine)
    throttle = LimitsThrottle(settings.redis_url, hide=encryption.keyed_hash)
    cases = StoredCases(engine, encryption)
    outbox = StoredOutbox(engine)
    schedule = _schedule(settings, encryption)
    keys, subscriptions = StoredKeys(engine, encryption), StoredSubscriptions(engine, encryption)
    ground = Ground(cases, accounts, _texts(settings), clock, wake=lambda: schedule.soon(SEND))
    arranging, inviting = Arranging(ground), Inviting(ground)
    imports, switches = StoredImports(engine, encryption), StoredSwitches(engine, encryption)
    return Desk(
        settings=settings,
        clock=clock,
        cases=cases,
        arranging=arranging,
        inviting=inviting,
        audit=audit,
        accounts=accounts,
        sessions=sessions,
        signing_in=SigningIn(accounts, sessions, throttle, audit, Passwords()),
        administering=Administering(accounts),
        outside=OutsideSignIn(
            settings.sign_in,
            address=settings.address,
            councils=shelf.councils,
            cookie_key=encryption.keyed_hash("the cookie of those who sign in elsewhere"),
        ),
        outsiders=StoredOutsiders(engine, encryption, accounts),
        letters=TypstLetterPrinter(),
        shelf=shelf,
        book=book,
        imports=imports,
        importing=Importing(arranging, inviting, accounts, imports),
        switches=switches,
        switching=Switching(switches),
        counts=StoredCounts(engine, counted(book.topics), clock=clock),
        reminding=Reminding(
            engine,
            quiet=settings.quiet_hours,
            own_writing=partial(own_writing_of, shelf),
            reply_to=reply_to_of(settings),
        ),
        outbox=outbox,
        sender=Sender(
            outbox,
            carriers(settings, subscriptions, clock=clock, is_known=outbox.knows),
            clock=clock,
            random=SystemRandom().random,
            stranded_seconds=settings.stranded_seconds,
        ),
        schedule=schedule,
        heartbeats=Heartbeats(engine),
        looking=Looking(ground, StoredLists(engine)),
        keys=keys,
        answered=StoredAnswers(engine, encryption),
        calls=Calls(settings.redis_url, most=settings.api_calls_a_minute),
        systems=Systems(keys, subscriptions, clock, wake=ground.wake),
    )


def _schedule(settings: Settings, encryption: Encryption) -> Schedule:
    secret = encryption.keyed_hash("what is queued for the worker")
    return Schedule(redis_url=settings.redis_url, file=settings.data_dir / "schedule.db", secret=secret)


def _texts(settings: Settings) -> Texts:
    def text(
        kind: MessageKind,
        invitation: Invitation,
        conference: Conference,
        *,
        channel: Channel,
        at: datetime,
        token: str | None = None,
        was: datetime | None = None,
    ) -> Message:
        return message_for(
            kind,
            invitation,
            conference,
            language=invitation.language,
            channel=channel,
            at=at,
            link=f"{settings.address}/l/{token}" if token else None,
            was=was,
            quiet=settings.quiet_hours,
            reply_to=reply_to_of(settings),
        )

    return text


def reply_to_of(settings: Settings) -> ReplyTo | None:
    """Where parents' texts come in; None where there is no number for them."""
    return ReplyTo(settings.sms_number, partial(named, Command.STOP)) if settings.sms_number else None
