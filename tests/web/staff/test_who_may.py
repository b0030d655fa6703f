"""
Every door of the desk, tried by everybody, with real ids of a real case.

`DOORS` says of each who is let in. A door that is missing there fails; so does one that lets in anybody else, and one
that shuts out whom it is for. Whoever is refused has changed nothing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx import Response

from bot import wiring
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import Base, InvitationRow, table
from bot.casework.case import ConferenceDraft, InvitedDraft
from bot.conferences.conference import ConferenceKind, Official
from bot.conferences.invitation import Contact, Way
from bot.languages import Language
from bot.notes.sharing import Part, Recipient, SharedLine
from bot.outreach.events import Event
from bot.outreach.message import Channel, State
from bot.settings import Settings
from bot.staff.account import Account, Role, Scope, actor_of
from bot.staff.accounts import setup_link
from bot.staff.audit import Action, Entry, staff_subject
from bot.staff.sessions import Stage
from bot.web.app import create_app
from bot.web.staff.csrf import FIELD, token_for
from bot.web.staff.visit import COOKIE
from bot.wiring import Rooms, building
from tests.stores import KEY, NOW
from tests.web.staff import cases


class Who(str, Enum):
    """Everybody who tries."""

    NOBODY = "nobody"
    HALF = "whose case it is, without the second step"
    OWNER = "whose case it is"
    COLLEAGUE = "a social worker of the same team"
    CHAIR = "who chairs it"
    MANAGER = "the manager of the team"
    OTHER_MANAGER = "a manager of another team"
    ADMINISTRATOR = "an administrator"
    MERTON = "a social worker of another council"
    MERTONS_MANAGER = "a manager of another council, of a team of the same name"
    MERTONS_ADMINISTRATOR = "an administrator of another council"


NOBODY: frozenset[Who] = frozenset()
WORKS_ON_IT = frozenset({Who.OWNER, Who.MANAGER})
MAY_LOOK = WORKS_ON_IT | {Who.CHAIR}
# What is not one case's: a list of one's own, a form for a new one.
CASE_WORKERS = MAY_LOOK | {Who.COLLEAGUE, Who.OTHER_MANAGER, Who.MERTON, Who.MERTONS_MANAGER}
WHO_SENT_IT = frozenset({Who.OWNER})
OWN_ADMINISTRATOR = frozenset({Who.ADMINISTRATOR})
ADMINISTRATORS = OWN_ADMINISTRATOR | {Who.MERTONS_ADMINISTRATOR}
SIGNED_IN = CASE_WORKERS | ADMINISTRATORS
ANYBODY = frozenset(Who)


@dataclass(frozen=True)
class Door:
    """Who is let in, and what they send that the others do not."""

    let_in: frozenset[Who]
    form: dict[str, object] = field(default_factory=dict)
    away: str = ""  # where a role that it is for is led whose thing it is not: nothing was done


# What any form could ask for; each door takes its own.
FORM = {**cases.CONFERENCE, **cases.MS_WINTER, "way": "sms", "then": ""}
KIT = {"name": "Kit Marsh", "email": "kit.marsh@york.gov.uk", "role": "social_worker", "team": "East", "phone": ""}

SYSTEM = {"url": "https://case-system.example/hooks", "events": "opened"}

FILE, KEY_ID, SUBSCRIPTION = "/staff/import/{id}", "/staff/systems/keys/{id}", "/staff/systems/subscriptions/{id}"
CONFERENCE, INVITATION = "/staff/conferences/{id:uuid}", "/staff/invitations/{id:uuid}"

DOORS = {
    # Signing in is everybody's; the second step is for who has given the first.
    "GET /staff/sign-in": Door(ANYBODY),
    "POST /staff/sign-in": Door(ANYBODY),
    "GET /staff/second-step": Door(frozenset({Who.HALF})),
    "POST /staff/second-step": Door(frozenset({Who.HALF})),
    "GET /staff/second-step/set-up": Door(NOBODY),
    "POST /staff/second-step/set-up": Door(NOBODY),
    "GET /staff/begin/{token}": Door(ANYBODY),  # who has the link
    "POST /staff/begin/{token}": Door(ANYBODY),
    "POST /staff/sign-out": Door(ANYBODY),
    "GET /staff/signed-out": Door(ANYBODY),
    # No council here has a sign-in of its own: see test_outside_sign_in.py.
    "GET /staff/outside/{council}": Door(NOBODY),
    "GET /staff/outside/{council}/back": Door(NOBODY),
    # Cases: their social worker's and the team's manager's; who chairs one may look at it.
    "GET /staff": Door(CASE_WORKERS),
    "GET /staff/conferences/new": Door(CASE_WORKERS),
    "POST /staff/conferences/new": Door(CASE_WORKERS),
    f"GET {CONFERENCE}": Door(MAY_LOOK),
    f"GET {CONFERENCE}/told": Door(WORKS_ON_IT),
    f"GET {CONFERENCE}/change": Door(WORKS_ON_IT),
    f"POST {CONFERENCE}/change": Door(WORKS_ON_IT),
    f"GET {CONFERENCE}/cancel": Door(WORKS_ON_IT),
    f"POST {CONFERENCE}/cancel": Door(WORKS_ON_IT),
    f"GET {CONFERENCE}/invite": Door(WORKS_ON_IT),
    f"POST {CONFERENCE}/invite": Door(WORKS_ON_IT),
    f"GET {INVITATION}/change": Door(WORKS_ON_IT),
    f"POST {INVITATION}/change": Door(WORKS_ON_IT),
    f"POST {INVITATION}/code": Door(WORKS_ON_IT),
    f"POST {INVITATION}/unlock": Door(WORKS_ON_IT),
    f"GET {INVITATION}/withdraw": Door(WORKS_ON_IT),
    f"POST {INVITATION}/withdraw": Door(WORKS_ON_IT),
    f"GET {INVITATION}/cut-off": Door(WORKS_ON_IT),
    f"POST {INVITATION}/cut-off": Door(WORKS_ON_IT),
    f"GET {INVITATION}/send": Door(WORKS_ON_IT),
    f"POST {INVITATION}/send": Door(WORKS_ON_IT),
    f"GET {INVITATION}/sent": Door(WORKS_ON_IT),
    f"POST {INVITATION}/letter": Door(WORKS_ON_IT),
    f"POST {INVITATION}/shared": Door(MAY_LOOK),
    f"POST {INVITATION}/shared.pdf": Door(MAY_LOOK),
    "GET /staff/messages": Door(CASE_WORKERS),
    f"POST {INVITATION}/messages/{{message:uuid}}/arrived": Door(WORKS_ON_IT),
    # A file of conferences is theirs who sent it.
    "GET /staff/import": Door(CASE_WORKERS),
    "POST /staff/import": Door(CASE_WORKERS),
    f"GET {FILE}": Door(WHO_SENT_IT),
    f"POST {FILE}": Door(WHO_SENT_IT),
    f"POST {FILE}/drop": Door(WHO_SENT_IT, away="/staff/import"),
    f"GET {FILE}/set-aside.csv": Door(WHO_SENT_IT),
    # The council: its own administrators', who see no case.
    "GET /staff/accounts": Door(ADMINISTRATORS),
    "GET /staff/accounts/new": Door(ADMINISTRATORS),
    "POST /staff/accounts/new": Door(ADMINISTRATORS, KIT),
    "GET /staff/accounts/{id}": Door(OWN_ADMINISTRATOR),
    "POST /staff/accounts/{id}": Door(OWN_ADMINISTRATOR, KIT),
    "POST /staff/accounts/{id}/link": Door(OWN_ADMINISTRATOR),
    "GET /staff/accounts/{id}/close": Door(OWN_ADMINISTRATOR),
    "POST /staff/accounts/{id}/close": Door(OWN_ADMINISTRATOR),
    "POST /staff/accounts/{id}/reopen": Door(OWN_ADMINISTRATOR),
    "GET /staff/audit": Door(ADMINISTRATORS),
    "GET /staff/council": Door(ADMINISTRATORS),
    "GET /staff/council/leaflet": Door(ADMINISTRATORS),
    "GET /staff/council/answers": Door(ADMINISTRATORS),
    "POST /staff/council/close": Door(ADMINISTRATORS, {"part": "chat", "reason": "mending"}),
    "POST /staff/council/open": Door(ADMINISTRATORS, {"part": "chat"}),
    "GET /staff/systems": Door(ADMINISTRATORS),
    "GET /staff/systems/keys/new": Door(ADMINISTRATORS),
    "POST /staff/systems/keys/new": Door(ADMINISTRATORS, {"name": "Mosaic", "scopes": "conferences:read"}),
    f"GET {KEY_ID}/revoke": Door(OWN_ADMINISTRATOR),
    f"POST {KEY_ID}/revoke": Door(OWN_ADMINISTRATOR),
    "GET /staff/systems/subscriptions/new": Door(ADMINISTRATORS),
    "POST /staff/systems/subscriptions/new": Door(ADMINISTRATORS, SYSTEM),
    f"GET {SUBSCRIPTION}": Door(OWN_ADMINISTRATOR),
    f"POST {SUBSCRIPTION}/test": Door(OWN_ADMINISTRATOR),
    f"GET {SUBSCRIPTION}/end": Door(OWN_ADMINISTRATOR),
    f"POST {SUBSCRIPTION}/end": Door(OWN_ADMINISTRATOR),
}

PEOPLE = {
    Who.OWNER: ("york", Role.SOCIAL_WORKER, "East"),
    Who.COLLEAGUE: ("york", Role.SOCIAL_WORKER, "East"),
    Who.CHAIR: ("york", Role.SOCIAL_WORKER, "Chairs"),
    Who.MANAGER: ("york", Role.MANAGER, "East"),
    Who.OTHER_MANAGER: ("york", Role.MANAGER, "West"),
    Who.ADMINISTRATOR: ("york", Role.ADMINISTRATOR, None),
    Who.MERTON: ("merton", Role.SOCIAL_WORKER, "East"),
    Who.MERTONS_MANAGER: ("merton", Role.MANAGER, "East"),
    Who.MERTONS_ADMINISTRATOR: ("merton", Role.ADMINISTRATOR, None),
}


# What stands in a case, and must not reach anybody whose case it is not.
OF_THE_CASE = ("Ms Quill", "YRK-4711", "Foss Bank House", "900123", "He reads to her", "She was not told")


ROWS = b"""Our reference,First or review,Date,Time,Place,Chair's name,What to call them,Language,What contact is safe
YRK-4711,first,18/3/2027,10:00,Foss Bank House,Judith Marlow,Ms Quill,English,letter
"""


@dataclass(frozen=True)
class Around:
    """The ids in the addresses, and what the forms send back."""

    ids: dict[str, str]
    form: dict[str, object]


class House:
    """One house for all the doors, and a new case for each try that may change it."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.people = {who: _made(rooms, *found) for who, found in PEOPLE.items()}
        self._browser = TestClient(create_app(rooms), raise_server_exceptions=False, follow_redirects=False)
        self._cookies: dict[Who, str] = {}
        self._sign_in()

    def try_door(self, who: Who, door: str, around: Around) -> Response:
        method, path = door.split(" ")
        address = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: around.ids[found[1]], path)
        cookie = self._cookies[who]
        self._browser.cookies.clear()
        self._browser.cookies.set(COOKIE, cookie, path="/staff")
        form = {FIELD: token_for(cookie), **around.form, **DOORS[door].form}
        answer = self._browser.request(method, address, data=form if method == "POST" else None)
        if path == "/staff/sign-out":
            self._sign_in()
        return answer

    def around(self, door: str) -> Around:
        """A case of its own, where the door is one case's; an account of its own, where it is an account's."""
        if "{id:uuid}" in door:
            return self._case(is_conference=CONFERENCE in door)
        ids = {"council": "york", "token": "no-such-token"}
        if "{id}" in door:
            ids["id"] = str(self._id_for(door))
        if "{token}" in door:
            account, link = _account("york", Role.SOCIAL_WORKER, "East"), setup_link(NOW)
            self.rooms.desk.accounts.add(account, link, entry=_entry(account))
            ids["token"] = link.token
        return Around(ids, {**FORM, "social_worker_email": self.people[Who.OWNER].email, "once": str(uuid4())})

    def _id_for(self, door: str) -> UUID:
        """Of a new one of what the door is about, which is York's."""
        desk, administrator = self.rooms.desk, actor_of(self.people[Who.ADMINISTRATOR])
        if FILE in door:
            return desk.importing.keep(actor_of(self.people[Who.OWNER]), ROWS)
        if KEY_ID in door:
            return desk.systems.make_key(administrator, "Mosaic", {Scope.READ})[0].id
        if SUBSCRIPTION in door:
            return desk.systems.subscribe(administrator, SYSTEM["url"], {Event.OPENED}).id
        return _made(self.rooms, "york", Role.SOCIAL_WORKER, "East").id

    def _case(self, *, is_conference: bool) -> Around:
        """Somebody was sent a link, nobody knows whether it came; she shared something, and locked herself out."""
        desk, owner = self.rooms.desk, actor_of(self.people[Who.OWNER])
        draft = ConferenceDraft(
            ConferenceKind.INITIAL,
            NOW + timedelta(days=17),
            Official("Judith Marlow"),
            place="Foss Bank House",
            reference="YRK-4711",
            chair_id=self.people[Who.CHAIR].id,
        )
        conference = desk.arranging.add(owner, draft)
        contact = Contact(phone="+447700900123", ways=frozenset({Way.SMS}))
        invited = desk.inviting.add(owner, conference.id, InvitedDraft("Ms Quill", Language.ENGLISH, contact, True))
        (message,) = desk.inviting.send(owner, invited.id, {Channel.SMS}, links=invited.links).messages
        for recipient, words in [(Recipient.SOCIAL_WORKER, "He reads to her"), (Recipient.CHAIR, "She was not told")]:
            lines = {Part.STRENGTHS: (SharedLine(words),)}
            self.rooms.sharing.share(str(invited.id), recipient, lines, language=Language.ENGLISH, at=NOW)
        with self.rooms.engine.begin() as connection:
            connection.execute(table(InvitationRow).update().values(code_tries=5))
            connection.execute(table(OutboxRow).update().values(state=State.UNSURE.value))
        (now,) = (one.invitation for one in desk.cases.case(conference.id).invited)
        return Around(
            {"id": str(conference.id if is_conference else invited.id), "message": str(message.id)},
            {
                **FORM,
                "social_worker_email": self.people[Who.OWNER].email,
                "once": str(uuid4()),
                "version": str(conference.version if is_conference else now.version),
                "links": str(now.links),
            },
        )

    def all_that_is_kept(self) -> dict[str, list[str]]:
        """Every row but the lines of the audit and who is signed in: those who are refused may leave these."""
        kept = [name for name in Base.metadata.tables if name not in ("audit", "staff_sessions")]
        with self.rooms.engine.connect() as connection:
            return {name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}"))) for name in kept}

    def _sign_in(self) -> None:
        start = self.rooms.desk.sessions.start
        self._cookies = {who: start(account.id, Stage.IN, now=NOW) for who, account in self.people.items()}
        self._cookies[Who.HALF] = start(self.people[Who.OWNER].id, Stage.PASSWORD, now=NOW)
        # Forms before anybody has signed in carry a token too: of a cookie that opens nothing.
        self._cookies[Who.NOBODY] = "made up"


def _account(council: str, role: Role, team: str | None) -> Account:
    id = uuid4()
    return Account(id, council, "Kit Marsh", f"{id.hex}@example.org", role, team)


def _made(rooms: Rooms, council: str, role: Role, team: str | None) -> Account:
    """An account that is set up. What proves who they are nobody asks for: they are signed in through the store."""
    account, link, accounts = _account(council, role, team), setup_link(NOW), rooms.desk.accounts
    entry = _entry(account)
    accounts.add(account, link, entry=entry)
    accounts.choose_password(account.id, link.token_hash, password_hash="none", secret="A" * 32, entry=entry)
    accounts.confirm_second_step(account.id, 1, entry=entry)
    return account


def _entry(account: Account) -> Entry:
    return Entry(NOW, account.council, "operator", Action.ACCOUNT_MADE, staff_subject(account.id))


@pytest.fixture(scope="module")
def house(made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("who-may")
    shutil.copy(made.database, folder / "beforehand.db")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(building, "load_shelf", lambda _: made.shelf)
        patched.setattr(building, "load_book", lambda *_: made.book)
        rooms = wiring.build(Settings(data_dir=folder, secret_key=KEY), clock=lambda: NOW)
    yield House(rooms)
    rooms.engine.dispose()


def is_refused(answer: Response) -> bool:
    """Sent to sign in, or told that it is not for them, or that there is no such thing, or none any more."""
    if answer.status_code == 303:
        return answer.headers["location"].split("?")[0] in ("/staff/sign-in", "/staff/second-step")
    return answer.status_code in (401, 403, 404, 410)


def seen(answer: Response) -> list[str]:
    return [words for words in OF_THE_CASE if words in answer.text]


def test_every_door_of_the_desk_is_in_the_table_and_no_other(house):
    there = {
        f"{method} {context.path}"
        for context in iter_route_contexts(create_app(house.rooms).routes)
        if (context.path or "").split("/")[1:2] == ["staff"]
        for method in context.methods or ()
    }

    assert (sorted(there - DOORS.keys()), sorted(DOORS.keys() - there)) == ([], [])


@pytest.mark.parametrize("door", DOORS)
def test_whom_a_door_is_not_for_is_refused_learns_nothing_and_changes_nothing(house, door):
    around = house.around(door)
    before = house.all_that_is_kept()

    tried = {who: house.try_door(who, door, around) for who in Who if who not in DOORS[door].let_in}

    away = DOORS[door].away
    let_in = {who for who, answer in tried.items() if not is_refused(answer)}
    assert {who.value for who in let_in if not away or tried[who].headers.get("location") != away} == set()
    assert {who.value: seen(answer) for who, answer in tried.items() if seen(answer)} == {}
    assert house.all_that_is_kept() == before


@pytest.mark.parametrize("door", [door for door in DOORS if DOORS[door].let_in])
def test_whom_a_door_is_for_is_let_in(house, door):
    """Even a form that is not filled in well is proof: who is refused is not told so."""
    tried = {who: house.try_door(who, door, house.around(door)) for who in sorted(DOORS[door].let_in)}

    assert {who.value: answer.status_code for who, answer in tried.items() if is_refused(answer)} == {}
    assert {who.value: answer.status_code for who, answer in tried.items() if answer.status_code >= 500} == {}


@pytest.mark.parametrize("door", [door for door in DOORS if door.startswith("GET") and DOORS[door].let_in - MAY_LOOK])
def test_what_everybody_may_open_shows_nobody_anothers_case(house, door):
    house.around(f"GET {CONFERENCE}")  # there is one to be seen

    tried = {who: house.try_door(who, door, house.around(door)) for who in DOORS[door].let_in - MAY_LOOK}

    assert {who.value: seen(answer) for who, answer in tried.items() if seen(answer)} == {}


def test_each_reads_what_was_shared_with_them(house):
    door = f"POST {INVITATION}/shared"

    def read(who: Who) -> list[str]:
        return [words for words in OF_THE_CASE[-2:] if words in house.try_door(who, door, house.around(door)).text]

    assert {who.value: read(who) for who in MAY_LOOK} == {
        Who.OWNER.value: ["He reads to her"],
        Who.MANAGER.value: ["He reads to her"],
        Who.CHAIR.value: ["She was not told"],
    }
