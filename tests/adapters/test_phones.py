"""A number means what its phone has proved, for as long as that stands, and in a copied database it is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select

from bot.adapters.database.casework import StoredCases
from bot.adapters.database.engine import connect
from bot.adapters.database.inbox import StoredInbox
from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.outbox import StoredOutbox, put
from bot.adapters.database.phones import StoredPhones
from bot.adapters.database.texting_tables import PhoneRow
from bot.adapters.database.writing import writing
from bot.adapters.encryption import Encryption
from bot.conferences.invitation import Contact, Way
from bot.conferences.link import invite, new_link
from bot.conversation.messages import Choice, ConversationId
from bot.languages import Language
from bot.texting.phone import Offer, PhoneOvertaken
from tests.outreach.messages import a_message
from tests.stores import KEY, LAST_DAY, NOW, only_sqlite
from tests.texting.messages import BILAL, ZAHRA, a_reply, a_text

HERS = ConversationId("page:zahra")
OFFER = Offer(NOW, (Choice("Who will be there?", "who_attends"),))


@pytest.fixture
def inbox(engine):
    return StoredInbox(engine)


@pytest.fixture
def phones(engine):
    return StoredPhones(engine)


@pytest.fixture
def another(conference, invitations):
    """One more invitation, to the same conference."""

    def one():
        made, _ = invite(
            conference.id, called="X", language=Language.ENGLISH, last_day=LAST_DAY, invitations=invitations
        )
        return made.id

    return one


@pytest.fixture
def texts(inbox, phones):
    """A phone texts and is answered; what changes of it by that is given."""

    def one(number=ZAHRA, at=NOW, **changed):
        text = a_text(number=number, received_at=at)
        inbox.put(text)
        phone = replace(phones.find(number), **changed)
        inbox.settle([text], phone, [], at=at)
        return phone

    return one


def test_a_phone_that_never_texted_is_unknown(phones):
    assert phones.find(ZAHRA) is None
    assert phones.stopped(ZAHRA) is None


def test_a_phone_that_texts_for_the_first_time_is_in_a_conversation_of_its_own(inbox, phones):
    inbox.put(a_text())
    inbox.put(a_text(number=BILAL))

    phone = phones.find(ZAHRA)
    assert phone.conversation.startswith("sms:")
    assert len(phone.conversation) == len("sms:") + 32
    assert (phone.opened, phone.invitation, phone.language, phone.greeted) == ((), None, Language.ENGLISH, False)
    assert phones.find(ZAHRA) == phone
    assert phones.find(BILAL).conversation != phone.conversation


def test_a_phone_stands_where_its_last_answer_left_it(phones, texts, another):
    first, second = another(), another()

    left = texts(
        conversation=HERS,
        opened=(second, first),
        invitation=first,
        language=Language.URDU,
        greeted=True,
        more=("دوسرا حصہ", "2/2"),
        offers=(OFFER,),
        held="can my aunt come",
        heard_at=NOW,
        stopped_at=NOW + timedelta(minutes=1),
        silent_until=NOW + timedelta(hours=1),
        warned_at=NOW - timedelta(hours=1),
    )

    assert phones.find(ZAHRA) == left
    assert phones.stopped(ZAHRA) == left.stopped_at


def test_what_a_phone_opened_is_added_to_and_never_taken_away_by_an_answer(phones, texts, another):
    first, second = another(), another()
    texts(opened=(first,), at=NOW)
    texts(opened=(second,), at=NOW + timedelta(days=1))

    assert phones.find(ZAHRA).opened == (first, second)


def test_a_number_that_changed_hands_is_cut_off_and_knows_nothing_of_before(phones, texts, another):
    hers = another()
    texts(conversation=HERS, opened=(hers,), invitation=hers, more=("Room 2",), offers=(OFFER,), held="x", greeted=True)

    phones.cut_off(hers)

    phone = phones.find(ZAHRA)
    assert (phone.opened, phone.invitation, phone.more, phone.offers, phone.held) == ((), None, (), (), None)
    assert phone.conversation != HERS
    assert not phone.greeted


def test_a_phone_in_another_meeting_stays_there_when_it_is_cut_off_from_one(phones, texts, another):
    lost, kept = another(), another()
    texts(conversation=HERS, opened=(lost, kept), invitation=kept, more=("Room 2",), language=Language.URDU)

    phones.cut_off(lost)

    phone = phones.find(ZAHRA)
    assert (phone.conversation, phone.opened, phone.invitation) == (HERS, (kept,), kept)
    assert (phone.more, phone.language) == ((), Language.URDU)


def test_another_phone_in_the_meeting_of_somebody_else_is_not_cut_off(phones, texts, another):
    hers, his = another(), another()
    texts(opened=(hers,), invitation=hers)
    left = texts(number=BILAL, opened=(his,), invitation=his, heard_at=NOW)

    phones.cut_off(hers)

    assert phones.find(BILAL) == left


def test_a_stop_outlives_being_cut_off(phones, texts, another):
    hers = another()
    texts(opened=(hers,), invitation=hers, stopped_at=NOW)

    phones.cut_off(hers)

    assert phones.stopped(ZAHRA) == NOW


def test_an_answer_thought_of_before_the_phone_was_cut_off_is_not_sent(engine, inbox, phones, texts, another):
    """The desk's button was pressed while we were thinking: it would go to a stranger."""
    hers = another()
    texts(opened=(hers,), invitation=hers)
    text = a_text("where is it")
    inbox.put(text)
    phone = phones.find(ZAHRA)

    phones.cut_off(hers)

    with pytest.raises(PhoneOvertaken):
        inbox.settle([text], phone, [a_reply(text, "Room 2")], at=NOW)
    assert phones.find(ZAHRA).opened == ()
    assert len(inbox.waiting(ZAHRA)) == 1
    assert StoredOutbox(engine).claim(now=NOW, most=1) == ()


def test_a_link_that_was_taken_back_ends_at_the_phone_too_and_a_new_one_does_not_bring_it_back(
    engine, encryption, phones, texts, another, invitations
):
    hers = another()
    texts(conversation=HERS, opened=(hers,), invitation=hers, more=("Room 2",))
    cases = StoredCases(engine, encryption)

    with cases.change() as change:
        change.withdraw(hers)
    assert phones.find(ZAHRA).opened == ()
    assert phones.find(ZAHRA).conversation != HERS

    with cases.change() as change:
        change.relink(invitations.get(hers), new_link())
    assert phones.find(ZAHRA).opened == ()


def test_an_invitation_withdrawn_by_whatever_way_shows_nothing_and_begins_anew_once(
    engine, phones, texts, another, invitations
):
    hers = another()
    texts(conversation=HERS, opened=(hers,), invitation=hers, more=("Room 2",))

    invitations.save(replace(invitations.get(hers), withdrawn=True))

    phone = phones.find(ZAHRA)
    assert (phone.opened, phone.invitation, phone.more) == ((), None, ())
    assert phone.conversation not in (HERS, "")
    assert phones.find(ZAHRA) == phone


def test_when_the_conference_is_deleted_its_phones_begin_anew(engine, phones, texts, another, conferences, conference):
    hers = another()
    texts(conversation=HERS, opened=(hers,), invitation=hers, more=("Room 2",))

    conferences.remove(conference.id)

    with engine.connect() as connection:  # at once, and not when they text again: they may never
        assert connection.scalars(select(PhoneRow.state)).all() == [None]
    phone = phones.find(ZAHRA)
    assert (phone.opened, phone.invitation, phone.more) == ((), None, ())
    assert phone.conversation != HERS


def test_an_invitation_deleted_while_we_thought_is_left_out(inbox, phones, texts, another, conferences, conference):
    hers, text = another(), a_text()
    inbox.put(text)
    phone = replace(phones.find(ZAHRA), opened=(hers,), invitation=hers)
    conferences.remove(conference.id)

    inbox.settle([text], phone, [], at=NOW)

    assert phones.find(ZAHRA).opened == ()


# Who is behind a number.


@pytest.fixture
def with_phone(engine, conference, invitations, encryption):
    """An invited adult who gave this phone."""

    def one(phone=ZAHRA, ways=frozenset({Way.SMS}), withdrawn=False):
        made, _ = invite(
            conference.id, called="X", language=Language.ENGLISH, last_day=LAST_DAY, invitations=invitations
        )
        known = replace(made, contact=Contact(phone=phone, ways=ways), withdrawn=withdrawn, version=made.version + 1)
        with StoredCases(engine, encryption).change() as change:
            change.save_invitation(known)
        if withdrawn:
            invitations.save(known)
        return known.id

    return one


def test_a_number_finds_the_invitations_that_may_be_texted_there(invitations, with_phone):
    hers, too = with_phone(), with_phone(ways=frozenset({Way.SMS, Way.EMAIL}))
    with_phone(BILAL)
    with_phone(ways=frozenset({Way.CALL}))
    with_phone(withdrawn=True)
    with_phone(None)

    assert {found.id for found in invitations.for_number(ZAHRA)} == {hers, too}


def test_a_number_that_was_changed_at_the_desk_finds_nothing_any_more(engine, encryption, invitations, with_phone):
    invitation = invitations.get(with_phone())
    other = replace(invitation, contact=replace(invitation.contact, phone=BILAL), version=invitation.version + 1)

    with StoredCases(engine, encryption).change() as change:
        change.save_invitation(other)

    assert invitations.for_number(ZAHRA) == ()
    assert [found.id for found in invitations.for_number(BILAL)] == [invitation.id]


def test_a_try_that_was_meant_for_another_meeting_is_forgiven_and_never_more_than_were_made(invitations, another):
    hers = another()
    for _ in range(2):
        invitations.count_try(hers, most=5, at=NOW)

    left = []
    for _ in range(3):
        invitations.forgive_try(hers)
        left.append(invitations.get(hers).code_tries)

    assert left == [1, 0, 0]


# Keys.


def at_new_key(engine: Engine) -> Engine:
    """The same database, after a change of key."""
    return connect(engine.url.render_as_string(), Encryption([Fernet.generate_key().decode(), KEY]))


@pytest.fixture
def later(engine):
    later = at_new_key(engine)
    yield later
    later.dispose()


def test_after_a_change_of_key_a_phone_is_found_and_goes_on_under_the_new_one(engine, later, texts, another):
    hers = another()
    left = texts(conversation=HERS, opened=(hers,), invitation=hers, heard_at=NOW)
    assert StoredPhones(later).find(ZAHRA) == left
    before = hashes(engine)

    StoredInbox(later).put(a_text())

    assert StoredPhones(later).find(ZAHRA) == left
    assert len(hashes(engine)) == 1
    assert hashes(engine) != before
    assert StoredInbox(later).lease(now=NOW, seconds=60) == ZAHRA


def test_a_text_from_before_the_change_of_key_is_known_answered_and_counted(inbox, later, phones):
    text = a_text("when is it")
    inbox.put(text)
    after = StoredInbox(later)

    assert not after.put(replace(text, id=a_text().id))
    assert after.lease(now=NOW, seconds=60) == ZAHRA
    after.put(a_text("when  is it"))
    assert after.heard(text, since=NOW).same == 2
    after.settle(after.waiting(ZAHRA), StoredPhones(later).find(ZAHRA), [], at=NOW)
    assert after.waiting(ZAHRA) == ()


def test_who_stopped_before_the_change_of_key_is_left_alone_after_it(later, texts):
    texts(stopped_at=NOW)

    with writing(later) as connection:
        put(connection, a_message())

    assert StoredPhones(later).stopped(ZAHRA) == NOW
    assert StoredOutbox(later).claim(now=NOW, most=1) == ()


def test_an_invitation_from_before_the_change_of_key_is_found_by_its_number(later, with_phone):
    hers = with_phone()

    after = StoredInvitations(later, Encryption([Fernet.generate_key().decode(), KEY]))

    assert [found.id for found in after.for_number(ZAHRA)] == [hers]


def hashes(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(PhoneRow.number_hash)))


# A copy of the database.


@only_sqlite
def test_nobody_finds_a_number_or_a_word_in_a_copied_database(
    engine, database_file, inbox, phones, texts, with_phone, another
):
    hers = with_phone()
    texts(conversation=HERS, opened=(hers,), invitation=hers, more=("the stairgate",), offers=(OFFER,), held="grandma")
    waiting = a_text("is Liam coming", provider_id="SM0123456789abcdef")
    inbox.put(waiting)
    with writing(engine) as connection:
        put(connection, a_reply(waiting, "ask Judith"))

    stolen = b"".join(path.read_bytes() for path in database_file.parent.iterdir())

    secrets = [ZAHRA, ZAHRA[1:], "07700900123", "7700900", "SM0123456789abcdef", "who_attends"]
    secrets += ["stairgate", "grandma", "Liam", "Judith"]
    assert b"inbound_texts" in stolen  # we are looking in the right place
    assert [secret for secret in secrets if secret.encode() in stolen] == []


@only_sqlite
def test_what_was_answered_is_overwritten_in_the_file(engine, database_file, inbox, phones):
    text = a_text("is Liam coming")
    inbox.put(text)
    with engine.connect() as connection:
        secrets = connection.exec_driver_sql("SELECT number, body FROM inbound_texts").one()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(secret in database_file.read_bytes() for secret in secrets)

    inbox.settle([text], phones.find(ZAHRA), [], at=NOW)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    assert not any(secret in database_file.read_bytes() for secret in secrets)
