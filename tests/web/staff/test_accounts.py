"""An administrator looks after the council's accounts."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.settings import Settings
from bot.staff.account import Role
from bot.staff.audit import Action
from tests.stores import KEY
from tests.web.staff.conftest import ADMINISTRATOR, MANAGER, MERTONS_ADMINISTRATOR, OF_MERTON, SOCIAL_WORKER, make

KIT = {"name": "Kit Marsh", "email": "kit.marsh@york.gov.uk", "role": "social_worker", "team": "East", "phone": ""}


def changed(account, **boxes):
    now = {"name": account.name, "role": account.role.value, "team": account.team or "", "phone": account.phone or ""}
    return {**now, **boxes}


@pytest.fixture
def another_administrator(rooms):
    return make(rooms, replace(ADMINISTRATOR, id=uuid4(), name="Lena Moss", email="lena.moss@example.org"))


def test_everybody_of_the_council_is_listed_and_nobody_elses(administrators_desk):
    page = administrators_desk.get("/staff/accounts").text

    assert [name for name in ("Ada Wren", "Anna Field", "Sam Petty") if name not in page] == []
    assert OF_MERTON.name not in page


def test_an_account_is_added_and_its_link_is_shown_once(administrators_desk, open_desk, rooms):
    page = administrators_desk.submit("/staff/accounts/new", KIT)
    link = re.search(r"http://127\.0\.0\.1:8000(/staff/begin/[\w-]+)", page.text)[1]

    made = rooms.desk.accounts.by_email(KIT["email"])
    assert (made.council, made.role, made.team) == ("york", Role.SOCIAL_WORKER, "East")
    assert "Kit Marsh" in open_desk().get(link).text
    assert "/staff/begin/" not in administrators_desk.get(f"/staff/accounts/{made.id}").text
    assert "Not set up yet" in administrators_desk.get("/staff/accounts").text


@pytest.mark.parametrize(
    ("boxes", "told", "at"),
    [
        pytest.param({"name": " "}, "Enter their name", "name", id="no name"),
        pytest.param({"name": "x" * 201}, "200 characters or fewer", "name", id="an endless name"),
        pytest.param({"email": ""}, "Enter their e-mail address", "email", id="no address"),
        pytest.param({"email": "kit@"}, "Enter an e-mail address like", "email", id="half an address"),
        pytest.param({"email": " Sam.Petty@Example.org"}, "There is an account with", "email", id="a colleague's"),
        pytest.param({"email": OF_MERTON.email}, "There is an account with", "email", id="another council's"),
        pytest.param({"role": ""}, "Choose what they do", "role", id="no role"),
        pytest.param({"role": "director"}, "Choose what they do", "role", id="a role that there is not"),
        pytest.param({"team": ""}, "Enter their team", "team", id="no team"),
        pytest.param({"phone": "ask at the desk"}, "Enter a telephone number", "phone", id="no number"),
    ],
)
def test_what_is_wrong_stands_at_its_box_and_in_the_summary_and_nothing_is_lost(administrators_desk, boxes, told, at):
    page = administrators_desk.submit("/staff/accounts/new", {**KIT, **boxes})

    assert page.status_code == 422
    assert page.text.count(told) == 2
    assert f'<a href="#{at}">' in page.text
    assert f'id="{at}-error"' in page.text
    assert f'value="{({**KIT, **boxes})["name"]}"' in page.text


def test_nothing_at_all_is_wrong_in_four_places(administrators_desk):
    page = administrators_desk.submit("/staff/accounts/new", {})

    assert re.findall(r'<a href="#(\w+)">', page.text) == ["name", "email", "role", "team"]


def test_a_team_typed_in_other_letters_is_the_same_team(administrators_desk, rooms):
    """Else a manager would not see a colleague's conferences, and nobody would know why."""
    administrators_desk.submit("/staff/accounts/new", {**KIT, "team": " EAST "})

    assert rooms.desk.accounts.by_email(KIT["email"]).team == "East"


def test_role_and_team_are_changed(administrators_desk, rooms, social_worker):
    page = administrators_desk.submit(
        f"/staff/accounts/{social_worker.id}", changed(social_worker, role="manager", team="West", phone="01632 960032")
    )

    assert "The account is changed." in page.text
    kept = rooms.desk.accounts.get(social_worker.id)
    assert (kept.role, kept.team, kept.phone) == (Role.MANAGER, "West", "01632 960032")


def test_a_change_that_is_wrong_says_where(administrators_desk, social_worker):
    page = administrators_desk.submit(f"/staff/accounts/{social_worker.id}", changed(social_worker, team=""))

    assert page.status_code == 422
    assert "Enter their team" in page.text


def test_the_last_administrator_stays_one(administrators_desk, rooms):
    page = administrators_desk.submit(
        f"/staff/accounts/{ADMINISTRATOR.id}", changed(ADMINISTRATOR, role="manager", team="East")
    )
    assert page.status_code == 422
    assert "This is the last administrator who can sign in." in page.text

    page = administrators_desk.submit(f"/staff/accounts/{ADMINISTRATOR.id}/close")
    assert page.status_code == 422
    assert "This is the last administrator who can sign in." in page.text
    kept = rooms.desk.accounts.get(ADMINISTRATOR.id)
    assert (kept.role, kept.active) == (Role.ADMINISTRATOR, True)


def test_one_who_has_not_set_up_yet_is_no_second_administrator(administrators_desk):
    administrators_desk.submit("/staff/accounts/new", {**KIT, "role": "administrator", "team": ""})

    assert administrators_desk.submit(f"/staff/accounts/{ADMINISTRATOR.id}/close").status_code == 422


def test_an_administrator_may_leave_where_another_stays(administrators_desk, another_administrator, rooms):
    page = administrators_desk.submit(f"/staff/accounts/{ADMINISTRATOR.id}/close")

    assert page.url.path == "/staff/sign-in"  # at once
    assert "because your account was closed" in page.text
    assert rooms.desk.accounts.get(another_administrator.id).active


def test_who_has_left_is_closed_and_may_come_back(administrators_desk, social_workers_desk, social_worker):
    path = f"/staff/accounts/{social_worker.id}"
    assert "Close the account of Sam Petty?" in administrators_desk.get(f"{path}/close").text
    page = administrators_desk.submit(f"{path}/close")
    assert "Sam Petty is signed out everywhere." in page.text
    assert social_workers_desk.get("/staff/audit").url.path == "/staff/sign-in"

    assert "The account is open again." in administrators_desk.submit(f"{path}/reopen").text


def test_a_lost_phone_is_helped_with_a_new_link(administrators_desk, open_desk, social_worker):
    page = administrators_desk.submit(f"/staff/accounts/{social_worker.id}/link")
    link = re.search(r"http://127\.0\.0\.1:8000(/staff/begin/[\w-]+)", page.text)[1]

    assert "Give this link to Sam Petty" in page.text
    assert open_desk().get(link).status_code == 200


def test_a_link_begins_with_the_address_by_which_the_council_reaches_us(administrators_desk, rooms, monkeypatch):
    address = "https://beforehand.york.gov.uk/"
    monkeypatch.setattr(rooms.desk, "settings", Settings(secret_key=KEY, public_url=address))

    page = administrators_desk.submit("/staff/accounts/new", KIT)
    assert "https://beforehand.york.gov.uk/staff/begin/" in page.text


@pytest.mark.parametrize("browser", ["social_workers_desk", "managers_desk"])
def test_nobody_else_sees_or_changes_an_account(request, browser, rooms, social_worker):
    browser = request.getfixturevalue(browser)
    path = f"/staff/accounts/{social_worker.id}"
    tried = [browser.get(at) for at in ("/staff/accounts", "/staff/accounts/new", path, f"{path}/close")]
    tried += [
        browser.submit(at, {**KIT, "role": "administrator"})
        for at in ("/staff/accounts/new", path, f"{path}/link", f"{path}/close", f"{path}/reopen")
    ]

    assert {page.status_code for page in tried} == {403}
    assert all("This page is for administrators." in page.text for page in tried)
    assert rooms.desk.accounts.get(social_worker.id) == rooms.desk.accounts.by_email(social_worker.email)
    assert rooms.desk.accounts.get(social_worker.id).role is Role.SOCIAL_WORKER
    assert rooms.desk.accounts.by_email(KIT["email"]) is None


@pytest.mark.parametrize("account", [OF_MERTON, MERTONS_ADMINISTRATOR], ids=["social worker", "administrator"])
def test_another_councils_accounts_are_simply_not_there(administrators_desk, rooms, account):
    path, never = f"/staff/accounts/{account.id}", "/staff/accounts/00000000-0000-4000-8000-00000000000f"
    looked = [administrators_desk.get(at) for at in (path, f"{path}/close")]
    looked += [
        administrators_desk.submit(at, changed(account, name="Taken Over"))
        for at in (path, f"{path}/link", f"{path}/close", f"{path}/reopen")
    ]

    assert {page.status_code for page in looked} == {404}
    assert administrators_desk.get(path).text == administrators_desk.get(never).text
    kept = rooms.desk.accounts.get(account.id)
    assert (kept.name, kept.active) == (account.name, True)


def test_all_of_it_stands_in_the_audit_under_the_administrators_name(administrators_desk, rooms, social_worker):
    path = f"/staff/accounts/{social_worker.id}"
    administrators_desk.submit("/staff/accounts/new", KIT)
    administrators_desk.submit(path, changed(social_worker, team="West"))
    for what in ("link", "close", "close", "reopen", "reopen"):  # twice is once
        administrators_desk.submit(f"{path}/{what}")

    lines = rooms.desk.audit.newest("york", most=100, actor=f"staff:{ADMINISTRATOR.id}")
    told = [line.action for line in reversed(lines)]
    assert told[-5:] == [
        Action.ACCOUNT_MADE.value,
        Action.ACCOUNT_CHANGED.value,
        Action.ACCOUNT_CHANGED.value,
        Action.ACCOUNT_CLOSED.value,
        Action.ACCOUNT_CHANGED.value,
    ]
    assert rooms.desk.audit.verify().whole


def test_a_new_council_has_one_account_and_is_told_what_comes_next(open_desk, rooms):
    first = make(rooms, replace(ADMINISTRATOR, id=uuid4(), council="kirklees", email="first@example.org"))

    assert "So far you are the only one." in open_desk(first).get("/staff/accounts").text


@pytest.mark.parametrize("account", [SOCIAL_WORKER, MANAGER, ADMINISTRATOR], ids=lambda account: account.role.value)
def test_each_role_has_its_own_places(open_desk, account):
    page = open_desk(account).get("/staff/nothing-here").text
    places = re.findall(r'class="places__link" href="([^"]+)"', page)

    if account.role is Role.ADMINISTRATOR:
        assert places == ["/staff/accounts", "/staff/council", "/staff/systems", "/staff/audit"]
    else:
        assert places == ["/staff", "/staff/messages", "/staff/import"]
