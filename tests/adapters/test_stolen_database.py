"""What somebody who has copied the database files learns about a family: that there is one."""

from __future__ import annotations

from bot.adapters.database.conversations import StoredConversations
from bot.adapters.database.notes import StoredNotes
from bot.adapters.database.sessions import Sessions
from bot.adapters.database.trackers import Trackers
from bot.adapters.database.transcript import StoredTranscript
from bot.conferences.link import spend_link
from bot.conversation.memory import Conversation, Turn
from bot.conversation.messages import ConversationId, Door, Reply, Said
from bot.notes.note import Section
from tests.stores import NOW, only_sqlite

ANNA = ConversationId("c-1")


@only_sqlite
def test_no_personal_word_is_in_the_files(engine, database_file, conferences, conference, invitations, invited):
    invitation, link = invited
    spend_link(link.token, today=NOW.date(), now=NOW, invitations=invitations)
    StoredConversations(engine, clock=lambda: NOW).save(
        Conversation(ANNA, Door.PAGE, invitation=invitation.id, topic="court_removal")
    )
    StoredTranscript(engine).add(ANNA, Turn("m1", "is Liam coming", Reply((Said("Ask Judith on Tuesday"),)), NOW))
    StoredNotes(engine).write(str(invitation.id), Section.WORRIES, "the stairgate", at=NOW)
    Trackers(engine, clock=lambda: NOW).save(ANNA, b'{"slot": "grandmother"}')
    cookie = Sessions(engine, days=28).start(ANNA, now=NOW)

    # The last writes are in the write-ahead log, not yet in the database's own file.
    stolen = b"".join(path.read_bytes() for path in database_file.parent.iterdir())

    personal = [
        conference.place,
        conference.video_link,
        conference.asked_by,
        conference.chair.name,
        conference.chair.phone,
        conference.social_worker.name,
        conference.social_worker.phone,
        conference.reference,
        invitation.called,
        "Liam",
        "Judith",
        "Tuesday",
        "stairgate",
        "grandmother",
        "court_removal",
        link.token,
        link.code,
        cookie,
    ]
    assert b"york" in stolen  # we are looking in the right place
    assert conferences.get(conference.id) == conference
    assert [text for text in personal if text.encode() in stolen] == []


@only_sqlite
def test_what_a_parent_deletes_is_overwritten(engine, database_file):
    notes = StoredNotes(engine)
    notes.write("anna", Section.WORRIES, "the stairgate", at=NOW)
    with engine.connect() as connection:
        secret = connection.exec_driver_sql("SELECT text FROM notes").scalar_one()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert secret in database_file.read_bytes()

    notes.delete("anna")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    assert secret not in database_file.read_bytes()
