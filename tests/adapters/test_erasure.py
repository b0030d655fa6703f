"""Forget me: after it nothing of hers is in any table, everything of anybody else's is, and the record names nobody."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import event, select

from bot.adapters.database import erasure as erasing
from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.erasure import Erasure
from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.needs import StoredNeeds
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.outbox import StoredOutbox, put
from bot.adapters.database.phones import StoredPhones
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.shares import StoredShares
from bot.adapters.database.tables import Base
from bot.adapters.database.trackers import Trackers
from bot.adapters.database.transcript import StoredTranscript
from bot.adapters.database.unfinished import StoredUnfinished
from bot.adapters.encryption import Encryption
from bot.conferences.link import invite
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import ConversationId, Door, Kind, Reply, Said
from bot.languages import Language
from bot.notes.needs import Need
from bot.notes.note import Section
from bot.notes.sharing import Part, Recipient, SharedLine
from bot.notes.unfinished import Unfinished
from bot.outreach.message import MessageKind
from bot.texting.phone import Phone, PhoneOvertaken
from tests.outreach.messages import a_message
from tests.stores import KEY, LAST_DAY, NOW, only_sqlite
from tests.texting.messages import a_reply, a_text

# The council's own record of the meeting, its desk, and our key. What was sent to her goes; who sent it stays.
COUNCILS = {
    "conferences",
    "invitations",
    "seal",
    "staff",
    "staff_sessions",
    "audit",
    "api_keys",
    "answered",
    "imports",
    "switches",
    "counts",  # of topics by day, of nobody's
    "subscriptions",
    "heartbeats",
}
HERS = {
    "conversations",
    "turns",
    "notes",
    "unfinished",
    "needs",
    "shares",
    "sessions",
    "trackers",
    "phones",
    "inbound_texts",
    "outbox",
}
ONLY_BY_LINK = {"phone_invitations"}
NUMBERS = {"Bilal": "+447700900456", "Zahra": "+447700900123"}
WRITTEN = {"notes", "unfinished", "needs", "shares"}


class Parent:
    """Somebody with a row in every table that a parent can have one in. Every word of theirs holds their name."""

    def __init__(self, engine, name: str, invitation: UUID | None) -> None:
        self.name = name
        self.conversation = Conversation(ConversationId(f"page:{name}"), Door.PAGE, invitation=invitation)
        self.other_phone = Conversation(ConversationId(f"page:{name}-2"), Door.PAGE, invitation=invitation)
        self._engine = engine
        self._comes(self.conversation)
        if invitation is not None:
            self._comes(self.other_phone)
        self._writes(self.conversation.notes_owner)
        self._texts(invitation)
        if invitation is not None:
            self._agrees_and_is_told(invitation)

    @property
    def tables(self) -> set[str]:
        """Where there are rows of theirs."""
        return HERS | ONLY_BY_LINK if self.conversation.invitation else HERS

    def _agrees_and_is_told(self, invitation: UUID) -> None:
        StoredInvitations(self._engine, Encryption([KEY])).agree(invitation, True)
        message = a_message(invitation_id=invitation, kind=MessageKind.MOVED, body=f"Your meeting, {self.name}")
        with self._engine.begin() as connection:
            put(connection, message)

    def _texts(self, invitation: UUID | None) -> None:
        inbox, phones = StoredInbox(self._engine), StoredPhones(self._engine)
        text = a_text(f"{self.name}: show my notes", number=NUMBERS[self.name])
        inbox.put(text)
        phone = replace(
            phones.find(text.number),
            conversation=self.conversation.id,
            opened=(invitation,) if invitation else (),
            invitation=invitation,
            more=(f"worry of {self.name}, the second part",),
            held=f"worry of {self.name}",
        )
        answer = replace(a_reply(text, f"Here they are, {self.name}"), invitation_id=invitation)
        inbox.settle([text], phone, [answer], at=NOW)

    def _comes(self, conversation: Conversation) -> None:
        id = conversation.id
        StoredConversations(self._engine, clock=lambda: NOW).save(conversation)
        Sessions(self._engine, days=28).start(id, now=NOW)
        Trackers(self._engine, clock=lambda: NOW).save(id, f"slots of {self.name}".encode())
        self._says(id, "m1", f"{self.name} asks who comes", Said("The chair."))
        self._says(id, "m2", f"worry of {self.name}", Said("Saved:"))
        self._says(id, "m3", f"{self.name}: show my notes", Said(f"worry of {self.name}", Kind.NOTE))

    def _says(self, id: ConversationId, message_id: str, text: str, *said: Said) -> None:
        StoredTranscript(self._engine).add(id, Turn(message_id, text, Reply(said), NOW))

    def _writes(self, owner: str) -> None:
        notes = StoredNotes(self._engine)
        # Written in the chat, where only danger was answered, and changed since: no words lead back to the turn.
        note = notes.write(owner, Section.WORRIES, f"worry of {self.name}", at=NOW, message_id="m2")
        for version in (1, 2):
            notes.change(owner, note.id, f"worry of {self.name}, changed {version} times", version=version)
        removed = notes.write(owner, Section.WORRIES, f"removed by {self.name}", at=NOW)
        notes.take_back(owner, removed.id)
        unfinished = Unfinished(f"u-{self.name}", "worries", f"half of {self.name}", 0)
        StoredUnfinished(self._engine).keep(owner, unfinished, at=NOW)
        StoredNeeds(self._engine).save(owner, {Need.BRINGING: f"aunt of {self.name}"}, version=0)
        shared = {Part.WORRIES: (SharedLine(f"worry of {self.name}"),)}
        StoredShares(self._engine).share(owner, Recipient.CHAIR, shared, language=Language.URDU, at=NOW)


@pytest.fixture(params=["came by link", "without a link"])
def zahra_and_before(request, engine, conferences, conference, invitations):
    """Zahra, and everything that was in the database before her: Bilal, invited to the same conference."""
    bilals, zahras = (
        invite(conference.id, called="X", language=Language.ENGLISH, last_day=LAST_DAY, invitations=invitations)[0].id
        for _ in range(2)
    )
    Parent(engine, "Bilal", bilals)
    before = everything(engine)
    return Parent(engine, "Zahra", zahras if request.param == "came by link" else None), before


@pytest.fixture
def zahra(zahra_and_before):
    return zahra_and_before[0]


@pytest.fixture
def before(zahra_and_before):
    return zahra_and_before[1]


def everything(engine):
    """Every row of every table, decrypted."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def agreed(engine) -> dict[UUID, bool | None]:
    """Who wants to be told, by the invitation's id."""
    kept = Base.metadata.tables["invitations"]
    with engine.connect() as connection:
        return dict(tuple(row) for row in connection.execute(select(kept.c.id, kept.c.agreed)))


def without(found, *tables):
    return {name: rows for name, rows in found.items() if name not in tables}


def test_she_has_a_row_in_every_table_that_is_not_the_councils(zahra, before, engine):
    """Else the tests below would not see a table that deleting forgets: a new one has to be filled here too."""
    now = everything(engine)

    assert {name for name in now if len(now[name]) > len(before[name])} == zahra.tables
    assert set(now) == HERS | ONLY_BY_LINK | COUNCILS | {"erasures"}


def test_after_deleting_everything_nothing_of_hers_is_left_and_all_of_anothers_is(zahra, before, engine):
    Erasure(engine).everything(zahra.conversation, at=NOW)

    now = everything(engine)
    assert without(now, "erasures", "invitations") == without(before, "erasures", "invitations")
    assert "Zahra" not in str(now)


def test_after_deleting_everything_nobody_sends_her_anything_and_the_others_are_told_as_before(zahra, engine):
    hers, wishes = zahra.conversation.invitation, agreed(engine)
    assert True in wishes.values()

    Erasure(engine).everything(zahra.conversation, at=NOW)

    assert agreed(engine) == ({**wishes, hers: False} if hers else wishes)
    with engine.connect() as connection:
        left = connection.scalars(select(Base.metadata.tables["outbox"].c.invitation_id)).all()
    assert len(left) == 2
    assert hers not in left


def test_after_deleting_her_notes_no_word_of_them_is_left_and_what_she_asked_is(zahra, before, engine):
    Erasure(engine).notes(zahra.conversation, at=NOW)

    now = everything(engine)
    assert {name: now[name] for name in WRITTEN} == {name: before[name] for name in WRITTEN}
    assert not any(f"{word} Zahra" in str(now) for word in ("worry of", "removed by", "half of", "aunt of"))
    assert "Zahra asks who comes" in str(now["turns"])
    for table in zahra.tables - WRITTEN:
        assert len(now[table]) > len(before[table])


@pytest.mark.parametrize("what", ["notes", "everything"])
def test_the_record_says_that_it_was_done_and_when_and_not_whose_it_was(zahra, engine, what):
    getattr(Erasure(engine), what)(zahra.conversation, at=NOW)

    with engine.connect() as connection:
        (record,) = connection.execute(select(Base.metadata.tables["erasures"])).mappings()

    assert {key: value for key, value in record.items() if key != "number"} == {"at": NOW, "what": what}


@pytest.mark.parametrize("what", ["notes", "everything"])
def test_if_it_fails_half_way_nothing_is_gone_and_nothing_is_recorded(zahra, engine, what, monkeypatch):
    """She is told that it failed; she must not come back to half of her notes."""
    before = everything(engine)

    def fails(*_args, **_named):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(erasing, "record_erasure", fails)
    with pytest.raises(RuntimeError):
        getattr(Erasure(engine), what)(zahra.conversation, at=NOW)

    assert everything(engine) == before


@pytest.mark.parametrize("what", ["notes", "everything"])
def test_whatever_statement_fails_nothing_is_gone(zahra, engine, what):
    before = everything(engine)
    statements = _count(engine, lambda: _rolled_back(engine, zahra, what))
    assert statements > 4

    for failing in range(statements):
        with pytest.raises(RuntimeError):
            _failing_at(engine, failing, lambda: getattr(Erasure(engine), what)(zahra.conversation, at=NOW))
        assert everything(engine) == before


@only_sqlite
@pytest.mark.parametrize("what", ["notes", "everything"])
def test_in_the_file_itself_her_encrypted_words_are_overwritten(zahra, engine, database_file, what):
    with engine.connect() as connection:
        kept = [
            bytes(connection.exec_driver_sql(f"SELECT {column} FROM {table} ORDER BY rowid DESC").scalars().first())
            for table, column in _where_her_words_are(zahra, what)
        ]
    _checkpoint(engine)
    assert all(secret in database_file.read_bytes() for secret in kept)

    getattr(Erasure(engine), what)(zahra.conversation, at=NOW)
    _checkpoint(engine)

    # Beside the database's own file lies the write-ahead log.
    left = b"".join(path.read_bytes() for path in database_file.parent.iterdir() if path.is_file())
    assert not any(secret in left for secret in kept)


def test_a_stop_is_all_that_stays_of_a_phone_when_everything_is_deleted(engine, zahra):
    """Else we would text her again."""
    inbox, phones, number = StoredInbox(engine), StoredPhones(engine), NUMBERS["Zahra"]
    text = a_text("no texts", number=number)
    inbox.put(text)
    inbox.settle([text], replace(phones.find(number), stopped_at=NOW), [], at=NOW)

    Erasure(engine).everything(zahra.conversation, at=NOW)

    assert phones.stopped(number) == NOW
    left = phones.find(number)
    assert left == Phone(number, left.conversation, stopped_at=NOW, version=left.version)
    assert left.conversation != zahra.conversation.id


def test_a_text_that_nobody_has_answered_yet_is_answered_though_everything_was_deleted(engine, zahra):
    """It may be a cry for help. What we had thought of before is not sent."""
    inbox, phones, number = StoredInbox(engine), StoredPhones(engine), NUMBERS["Zahra"]
    text = a_text("he is here", number=number)
    inbox.put(text)
    before = phones.find(number)

    Erasure(engine).everything(zahra.conversation, at=NOW)

    with pytest.raises(PhoneOvertaken):
        inbox.settle([text], before, [], at=NOW)
    assert inbox.lease(now=NOW, seconds=60) == number
    assert [one.body for one in inbox.waiting(number)] == ["he is here"]
    inbox.settle([text], phones.find(number), [a_reply(text)], at=NOW)
    assert phones.find(number).opened == ()


def test_what_waits_for_another_adult_who_shares_her_phone_is_still_sent(
    engine, zahra_and_before, invitations, conference
):
    zahra, _ = zahra_and_before
    other, _ = invite(conference.id, called="Y", language=Language.ENGLISH, last_day=LAST_DAY, invitations=invitations)
    his = a_message(invitation_id=other.id, address=NUMBERS["Zahra"])
    with engine.begin() as connection:
        put(connection, his)

    Erasure(engine).everything(zahra.conversation, at=NOW)

    assert StoredOutbox(engine).of_invitation(other.id) == (his,)


def _where_her_words_are(zahra, what: str) -> list[tuple[str, str]]:
    words = [("notes", "text"), ("unfinished", "text"), ("needs", "lines"), ("shares", "lines")]
    told_next = [("phones", "state")]
    sent = [("outbox", "body"), ("outbox", "address")]
    return [*words, *told_next, *sent] if what == "everything" else [*words, *told_next]


def _checkpoint(engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _rolled_back(engine, zahra, what) -> None:
    """Do it all and fail at the very end, so that its statements can be counted and nothing happened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, "record_erasure", _refuse)
        with pytest.raises(RuntimeError):
            getattr(Erasure(engine), what)(zahra.conversation, at=NOW)


def _refuse(*_args, **_named) -> None:
    raise RuntimeError("the disk is full")


def _count(engine, work) -> int:
    seen = []

    def see(*_args) -> None:
        seen.append(1)

    event.listen(engine, "before_cursor_execute", see)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", see)
    return len(seen)


def _failing_at(engine, at: int, work) -> None:
    left = [at]

    def fail(*_args) -> None:
        if left[0] == 0:
            _refuse()
        left[0] -= 1

    event.listen(engine, "before_cursor_execute", fail)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", fail)
