"""Case systems are told what parents do: once each, in the same transaction, and signed so that they can be sure."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from standardwebhooks import Webhook, WebhookVerificationError

from bot.adapters.database import shares as shares_module
from bot.adapters.database.invitations import StoredInvitations
from bot.adapters.database.outbox import StoredOutbox
from bot.adapters.database.shares import StoredShares
from bot.adapters.database.subscriptions import StoredSubscriptions
from bot.adapters.providers.case_system import CaseSystem
from bot.conferences.invitation import MOST_TRIES
from bot.conferences.link import CodeWrong, LinkError, LinkLocked, enter_code
from bot.languages import Language
from bot.notes.sharing import Part, Recipient, SharedLine
from bot.outreach.events import Event, Subscription, new_secret
from bot.outreach.message import Channel, State
from bot.outreach.sending import Sender
from bot.staff.audit import Action, Entry
from tests.stores import NOW

LATER = NOW + timedelta(minutes=10)
WORDS = "the stairs are dark"
NOTES = {Part.WORRIES: (SharedLine(WORDS),), Part.STRENGTHS: (SharedLine("we read every night"),)}


@pytest.fixture
def subscriptions(engine: Engine, encryption) -> StoredSubscriptions:
    return StoredSubscriptions(engine, encryption)


@pytest.fixture
def outbox(engine: Engine) -> StoredOutbox:
    return StoredOutbox(engine)


@pytest.fixture
def shares(engine: Engine) -> StoredShares:
    return StoredShares(engine)


@pytest.fixture
def subscribe(subscriptions: StoredSubscriptions) -> Callable[..., Subscription]:
    def one(*events: Event, council: str = "york", url: str = "https://mosaic.example.org/hook") -> Subscription:
        made = Subscription(uuid4(), council, url, frozenset(events or Event), NOW, secret=new_secret())
        subscriptions.add(made, entry=Entry(NOW, council, "operator", Action.SUBSCRIPTION_MADE, "council"))
        return made

    return one


@pytest.fixture
def told(outbox: StoredOutbox) -> Callable[[], list[dict[str, str]]]:
    """Everything that is to be told, by what it says; the oldest first."""

    def now() -> list[dict[str, str]]:
        messages = outbox.of_council("york", most=100)
        return [json.loads(message.body) for message in reversed(messages)]

    return now


@pytest.fixture
def come_in(invited, invitations: StoredInvitations) -> Callable[..., None]:
    """A parent presses the link's button and gives a code."""
    invitation, link = invited
    invitations.spend(invitation.id, at=NOW)

    def one(code: str = link.code, at=NOW) -> None:
        enter_code(invitation.id, code, now=at, invitations=invitations)

    return one


@pytest.fixture
def guess(invited, come_in) -> Callable[..., None]:
    wrong = "000000" if invited[1].code != "000000" else "111111"

    def some(times: int, at=NOW) -> None:
        for _ in range(times):
            with pytest.raises((CodeWrong, LinkLocked)):
                come_in(wrong, at=at)

    return some


def types(told) -> list[str]:
    return [one["type"] for one in told()]


def test_a_case_system_is_told_that_a_parent_opened_and_of_what(subscribe, come_in, told, invited, conference, outbox):
    mosaic = subscribe()

    come_in()

    (message,) = outbox.of_council("york", most=9)
    assert told() == [
        {
            "id": str(message.id),
            "type": "invitation.opened",
            "at": "2027-03-01T09:30:00Z",
            "conference_id": str(conference.id),
            "invitation_id": str(invited[0].id),
        }
    ]
    assert (message.channel, message.address, message.subscription_id) == (Channel.WEBHOOK, mosaic.url, mosaic.id)


def test_opening_is_told_the_first_time_only(subscribe, come_in, told):
    subscribe()
    come_in()

    come_in(at=LATER)

    assert types(told) == ["invitation.opened"]


def test_only_who_wants_it_is_told_and_nobody_of_another_council(subscribe, subscriptions, come_in, outbox):
    wants = subscribe(Event.OPENED)
    subscribe(Event.SHARED, Event.LOCKED)
    subscribe(council="merton")
    ended = subscribe(Event.OPENED)
    subscriptions.finish(ended.id, "york", entry=Entry(NOW, "york", "operator", Action.SUBSCRIPTION_ENDED, "council"))

    come_in()

    assert [message.subscription_id for message in outbox.of_council("york", most=9)] == [wants.id]
    assert outbox.of_council("merton", most=9) == ()


def test_the_fifth_wrong_code_is_told_and_the_sixth_is_not(subscribe, guess, told):
    subscribe()
    guess(4)
    assert types(told) == []

    guess(3)

    assert types(told) == ["invitation.locked"]


def test_each_lock_is_told_once(subscribe, guess, told, invited, engine):
    subscribe()
    guess(5)
    with engine.begin() as connection:  # the social worker unlocks it
        connection.exec_driver_sql("UPDATE invitations SET code_tries = 0")

    guess(5, at=LATER)

    assert types(told) == ["invitation.locked", "invitation.locked"]
    assert len({one["id"] for one in told()}) == 2


def test_a_right_code_at_the_fifth_try_locked_nothing_and_nobody_is_told_that_it_did(subscribe, guess, come_in, told):
    """Each try is counted before it is compared, so that for an instant it was locked."""
    subscribe()
    guess(4)

    come_in()

    assert types(told) == ["invitation.opened"]


def test_a_code_that_was_another_meeting_s_of_the_same_phone_locked_nothing_and_nobody_is_told(
    subscribe, guess, told, invited, invitations
):
    """By text the code says which of two meetings is meant, so that it is tried at both."""
    subscribe()
    guess(5)

    invitations.forgive_try(invited[0].id)

    assert types(told) == []
    assert not invitations.get(invited[0].id).locked


def test_a_lock_waits_until_its_try_has_surely_been_compared(subscribe, guess, outbox):
    subscribe()
    guess(5)

    assert outbox.claim(now=NOW, most=9) == ()
    assert len(outbox.claim(now=NOW + timedelta(seconds=5), most=9)) == 1


def test_sharing_is_told_with_whom_and_never_what(subscribe, shares, told, invited, conference):
    subscribe()
    owner = str(invited[0].id)

    shares.share(owner, Recipient.CHAIR, NOTES, language=Language.ENGLISH, at=NOW)

    (one,) = told()
    assert one == {
        "id": one["id"],
        "type": "invitation.shared",
        "at": "2027-03-01T09:30:00Z",
        "conference_id": str(conference.id),
        "invitation_id": owner,
        "shared_with": "chair",
    }


def test_the_same_form_sent_twice_is_told_once_and_a_new_note_again(subscribe, shares, told, invited):
    subscribe()
    owner = str(invited[0].id)
    for _ in range(2):
        shares.share(owner, Recipient.CHAIR, NOTES, language=Language.ENGLISH, at=NOW)
    assert types(told) == ["invitation.shared"]

    more = {Part.WORRIES: (SharedLine(WORDS), SharedLine("and the dog"))}
    shares.share(owner, Recipient.CHAIR, more, language=Language.ENGLISH, at=LATER)
    shares.share(owner, Recipient.SOCIAL_WORKER, more, language=Language.ENGLISH, at=LATER)

    assert types(told) == ["invitation.shared"] * 3


def test_what_was_not_shared_after_all_is_not_told(subscribe, shares, told, invited, monkeypatch):
    """All or nothing: the message stands in the transaction of what it speaks of."""
    subscribe()

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(shares_module, "announce", fails)
    with pytest.raises(ZeroDivisionError):
        shares.share(str(invited[0].id), Recipient.CHAIR, NOTES, language=Language.ENGLISH, at=NOW)

    assert shares.of(str(invited[0].id)) == ()


def test_five_who_do_the_same_at_once_are_told_of_once(subscribe, shares, told, invited, come_in):
    subscribe()
    owner = str(invited[0].id)

    def both(_: int) -> None:
        come_in()
        shares.share(owner, Recipient.CHAIR, NOTES, language=Language.ENGLISH, at=NOW)

    with ThreadPoolExecutor(MOST_TRIES) as people:
        list(people.map(both, range(MOST_TRIES)))

    assert sorted(types(told)) == ["invitation.opened", "invitation.shared"]
    assert len(shares.of(owner)) == 2  # one of each part


def test_twenty_wrong_codes_at_once_are_one_lock(subscribe, come_in, told, invited):
    subscribe()
    wrong = "000000" if invited[1].code != "000000" else "111111"

    def tries(_: int) -> None:
        with pytest.raises(LinkError):
            come_in(wrong)

    with ThreadPoolExecutor(20) as people:
        list(people.map(tries, range(20)))

    assert types(told) == ["invitation.locked"]


class Receiver:
    """A council's case system, on a port of this machine: keeps what is posted to it."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers = [200]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0])
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, daemon=True)
    thread.start()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def sender(subscriptions, outbox) -> Callable[..., Sender]:
    def at(moment) -> Sender:
        # Signed by the real clock: whoever checks refuses what is older than five minutes.
        carrier = CaseSystem(subscriptions, private=True, clock=lambda: datetime.now(timezone.utc))
        return Sender(outbox, {Channel.WEBHOOK: carrier}, clock=lambda: moment, random=lambda: 0.0, stranded_seconds=60)

    return at


def test_a_case_system_can_check_that_what_it_was_told_is_from_here(subscribe, come_in, receiver, sender, told):
    mosaic = subscribe(url=receiver.url)
    come_in()

    sender(NOW).send_due(most=9)

    ((headers, body),) = receiver.got
    assert Webhook(mosaic.secret).verify(body, headers) == told()[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(mosaic.secret).verify(body.replace(b"opened", b"locked"), headers)


def test_what_a_case_system_does_not_take_is_told_again_under_the_same_id(subscribe, come_in, receiver, sender, outbox):
    subscribe(url=receiver.url)
    come_in()
    receiver.answers = [503, 200]

    sender(NOW).send_due(most=9)
    sender(NOW + timedelta(minutes=2)).send_due(most=9)

    first, again = (headers["webhook-id"] for headers, _ in receiver.got)
    assert first == again
    assert [message.state for message in outbox.of_council("york", most=9)] == [State.SENT]


def test_a_case_system_that_says_gone_is_told_no_more(subscribe, come_in, receiver, sender, subscriptions, outbox):
    mosaic = subscribe(url=receiver.url)
    come_in()
    receiver.answers = [410]

    sender(NOW).send_due(most=9)

    assert [one.active for one in subscriptions.of("york")] == [False]
    assert subscriptions.secret(mosaic.id) is None
    assert outbox.of_council("york", most=9)[0].problem == "subscription_ended"


def test_of_a_subscription_nothing_can_be_read_in_the_database(subscribe, engine):
    mosaic = subscribe()

    with engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT url, secret FROM subscriptions").first())

    assert "mosaic" not in kept
    assert mosaic.secret not in kept
    assert mosaic.secret not in repr(replace(mosaic, active=False))


def test_nobody_is_told_of_what_nobody_was_invited_by(subscribe, shares, told):
    """Somebody who wrote before they had a link."""
    subscribe()
    shares.share("conversation", Recipient.CHAIR, NOTES, language=Language.ENGLISH, at=NOW)
    shares.share(str(UUID(int=7)), Recipient.CHAIR, NOTES, language=Language.ENGLISH, at=NOW)

    assert told() == []
