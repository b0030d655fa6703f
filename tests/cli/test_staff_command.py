"""An operator makes the first account of a council, and helps where nobody can sign in any more."""

from __future__ import annotations

import re

import pytest

from bot import demonstration, wiring
from bot.settings import Settings
from bot.staff.account import Role
from bot.staff.audit import Action
from bot.staff.second_step import code_at
from bot.staff.sessions import Stage
from tests.stores import KEY

ADA = ("--council", "york", "--role", "administrator", "--name", "Ada Wren", "--email", "ada.wren@york.gov.uk")


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    """A server of this test's own."""
    monkeypatch.setenv("BEFOREHAND_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BEFOREHAND_SECRET_KEY", KEY)
    return tmp_path


@pytest.fixture
def rooms(var):
    rooms = wiring.build(Settings())
    yield rooms
    rooms.engine.dispose()


def test_the_first_account_is_made_and_its_link_printed(run, rooms):
    told = run("staff", "add", *ADA)

    assert told.exit_code == 0
    token = re.search(r"^http://127\.0\.0\.1:8000/staff/begin/([\w-]+)$", told.stdout, re.MULTILINE)[1]
    assert rooms.desk.signing_in.begin(token, now=rooms.now()).name == "Ada Wren"
    assert [line.actor for line in rooms.desk.audit.newest("york", most=9)] == ["operator"]


@pytest.mark.parametrize(
    ("instead", "told_of"),
    [
        ({"--council": "leeds"}, "There are: kirklees"),
        ({"--email": "ada"}, "--email is not"),
        ({"--role": "manager"}, "--team is missing"),
        ({"--name": " "}, "--name is missing"),
        ({"--role": "queen"}, "administrator"),
    ],
)
def test_a_wrong_command_makes_nothing_and_says_what_is_wrong(run, rooms, instead, told_of):
    options = {**dict(zip(ADA[::2], ADA[1::2], strict=True)), **instead}
    told = run("staff", "add", *(word for option in options.items() for word in option))

    assert told.exit_code == 2
    assert told_of in told.stderr
    assert rooms.desk.accounts.of("york") == []


def test_an_address_that_is_taken_is_refused(run):
    run("staff", "add", *ADA)
    told = run("staff", "add", *ADA)

    assert told.exit_code == 2
    assert "already" in told.stderr


def test_accounts_are_listed_with_whole_addresses(run):
    assert "There is none yet" in run("staff", "list", "--council", "york").stdout
    run("staff", "add", *ADA)
    told = run("staff", "list", "--council", "york")

    assert "Ada Wren" in told.stdout
    assert "ada.wren@york.gov.uk" in told.stdout
    assert "not set up yet" in told.stdout


def test_a_lost_phone_is_helped_with_a_new_link(run):
    first = run("staff", "add", *ADA).stdout
    told = run("staff", "begin", "ada.wren@york.gov.uk")

    assert told.exit_code == 0
    assert "/staff/begin/" in told.stdout
    assert told.stdout != first


def test_an_account_is_closed_and_opened_again(run):
    run("staff", "add", *ADA)
    assert run("staff", "close", "ada.wren@york.gov.uk").exit_code == 0
    assert "closed" in run("staff", "list", "--council", "york").stdout
    assert run("staff", "begin", "ada.wren@york.gov.uk").exit_code == 2
    assert run("staff", "reopen", "ada.wren@york.gov.uk").exit_code == 0
    assert run("staff", "begin", "ada.wren@york.gov.uk").exit_code == 0


def test_the_last_administrator_who_can_sign_in_is_not_closed(run, rooms):
    demonstration.make_staff(rooms, "seven herons over Selby")
    told = run("staff", "close", "administrator.york@example.org")

    assert told.exit_code == 2
    assert "Add another first" in told.stderr


@pytest.mark.parametrize("command", ["begin", "close", "reopen"])
def test_nobody_has_no_account(run, command):
    assert run("staff", command, "nobody@example.org").exit_code == 2


def test_a_demonstrations_people_sign_in_with_the_printed_password_and_the_printed_code(run, rooms):
    said = []
    demonstration.show(rooms, said.append)
    password = re.search(r"this time: (\S+)", "\n".join(said))[1]
    desk, now = rooms.desk, rooms.now()

    for role, email in [(role, f"{role.value.replace('_', '.')}.merton@example.org") for role in Role]:
        assert any(email in line for line in said)
        token = desk.signing_in.with_password(email, password, address="192.0.2.7", now=now)
        code = code_at(desk.accounts.proof(desk.accounts.by_email(email).id).secret, now)
        token = desk.signing_in.with_code(desk.sessions.find(token, now=now), code, address="192.0.2.7", now=now)
        session = desk.sessions.find(token, now=now)
        assert (session.stage, session.account.role, session.account.council) == (Stage.IN, role, "merton")
    printed = run("staff", "code", "social.worker.york@example.org").stdout.strip()
    assert re.fullmatch(r"\d{6}", printed)


def test_a_second_demonstration_is_the_same_people_with_another_password(rooms):
    owners = demonstration.make_staff(rooms, "seven herons over Selby")
    rooms.desk.administering.close(owners["york"], by=None, now=rooms.now())

    assert demonstration.make_staff(rooms, "nine magpies above Ripon") == owners
    account = rooms.desk.accounts.get(owners["york"])
    assert (account.active, account.name) == (True, "Sam Petty")
    assert len(rooms.desk.accounts.of("york")) == 3
    actions = {line.action for line in rooms.desk.audit.newest("york", most=99)}
    assert Action.ACCOUNT_MADE.value in actions
    assert rooms.desk.audit.verify().whole


def test_a_demonstrations_meeting_belongs_to_its_social_worker(rooms):
    demonstration.show(rooms, lambda _: None)
    owners = demonstration.make_staff(rooms, "seven herons over Selby")
    with rooms.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT council, owner_id, team FROM conferences").all()

    assert {(council, str(owner).replace("-", ""), team) for council, owner, team in kept} == {
        (council, id.hex, demonstration.TEAM) for council, id in owners.items()
    }


@pytest.mark.parametrize("email", ["ada.wren@york.gov.uk", "sam@example.org.uk", "example.org"])
def test_nobody_elses_code_is_ever_printed(run, email):
    told = run("staff", "code", email)

    assert told.exit_code == 2
    assert not re.search(r"\d{6}", told.output)
