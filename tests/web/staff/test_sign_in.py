"""Signing in by the form, in a browser: what each page says, where it leads, and what is refused."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from bot.staff import second_step
from bot.staff.account import Role
from bot.staff.administering import Person
from bot.staff.sessions import NotSignedIn, Stage
from bot.web.app import create_app
from bot.web.staff.csrf import FIELD
from bot.web.staff.sign_in import way_back
from bot.web.staff.visit import COOKIE
from tests.web.staff.conftest import ADMINISTRATOR, SECRET, sign_in

SOMEWHERE = "00000000-0000-4000-8000-00000000000f"
PASSWORD = "seven herons over Selby"


@pytest.fixture
def nobodys_desk(open_desk):
    return open_desk()


@pytest.fixture
def invited(rooms, clock):
    """Somebody new at York, and the path of their setup link."""
    person = Person("Kit Marsh", "kit.marsh@example.org", Role.SOCIAL_WORKER, "East")
    account, link = rooms.desk.administering.add("york", person, by=None, now=clock())
    return account, f"/staff/begin/{link.token}"


def fill_in(browser, path, **boxes):
    """Open a page, fill in its form and send it, with all that the form itself carries."""
    page = browser.get(path)
    action = re.search(r'<form action="([^"]+)" method="post" novalidate>', page.text)[1]
    form = page.text[page.text.index(f'<form action="{action}" method="post" novalidate>') :]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    return browser.post(action, data={**dict(hidden), **boxes})


@pytest.fixture
def kit(invited, open_desk, rooms, clock):
    """Kit has set up everything, and has gone home. Her key is in her phone."""
    account, path = invited
    browser = open_desk()
    page = fill_in(browser, path, password=PASSWORD, repeated=PASSWORD)
    key = re.search(r'class="desk-key">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    fill_in(browser, "/staff/second-step/set-up", code=second_step.code_at(key, clock()))
    clock.wait(minutes=5)
    return account, key


def test_from_the_setup_link_to_the_desk(invited, nobodys_desk, clock, rooms):
    account, path = invited
    page = fill_in(nobodys_desk, path, password=PASSWORD, repeated=PASSWORD)
    assert page.url.path == "/staff/second-step/set-up"
    assert "<svg" in page.text
    assert "viewBox" in page.text  # else a narrow screen would cut it off
    assert "style=" not in page.text  # the content policy would not let it through
    key = re.search(r'class="desk-key">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")

    fill_in(nobodys_desk, "/staff/second-step/set-up", code=second_step.code_at(key, clock()))

    session = rooms.desk.sessions.find(nobodys_desk.cookies[COOKIE], now=clock())
    assert session.account.id == account.id
    assert session.stage is Stage.IN
    again = nobodys_desk.get(path)
    assert again.status_code == 410
    assert "This link was used already" in again.text


def test_looking_at_a_setup_link_spends_nothing(invited, nobodys_desk):
    """Mail programs open links by themselves."""
    for _ in range(3):
        assert "Kit Marsh" in nobodys_desk.get(invited[1]).text
    assert nobodys_desk.head(invited[1]).status_code in (200, 405)
    assert fill_in(nobodys_desk, invited[1], password=PASSWORD, repeated=PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"password": "short", "repeated": "short"}, "at least 12 characters"),
        ({"password": PASSWORD, "repeated": "seven herons over Leeds"}, "The two are not the same"),
        ({"password": "kit.marsh@example.org", "repeated": "kit.marsh@example.org"}, "more than your name"),
        ({}, "at least 12 characters"),
    ],
)
def test_what_is_wrong_with_a_password_stands_at_its_box_and_nothing_is_repeated(invited, nobodys_desk, boxes, told):
    page = fill_in(nobodys_desk, invited[1], **boxes)

    assert page.status_code == 422
    assert page.text.count(told) == 2  # in the summary and at the box
    assert re.search(r'<input[^>]*type="password"[^>]* value=', page.text) is None


def test_a_link_after_its_week_says_until_when_it_worked(invited, nobodys_desk, clock):
    clock.wait(days=7)
    page = nobodys_desk.get(invited[1])

    assert page.status_code == 410
    assert "Monday 8 March 2027" in page.text


def test_a_link_that_nobody_gave_says_what_to_do(nobodys_desk):
    page = nobodys_desk.get("/staff/begin/nobody-gave-this")

    assert page.status_code == 404
    assert "This link does not work" in page.text


def test_kit_signs_in_and_is_led_to_where_she_was_going(kit, nobodys_desk, clock):
    account, key = kit
    turned_away = nobodys_desk.get("/staff/audit?before=7")
    assert turned_away.url.path == "/staff/sign-in"
    page = fill_in(nobodys_desk, turned_away.url, email=account.email, password=PASSWORD)
    assert page.url.path == "/staff/second-step"

    arrived = fill_in(nobodys_desk, page.url, code=second_step.code_at(key, clock()))

    assert (arrived.url.path, arrived.url.query) == ("/staff/audit", b"before=7")
    assert arrived.status_code == 403  # she is no administrator: but she is there
    assert "This page is for administrators. You are signed in as a social worker." in arrived.text


def test_the_second_step_cannot_be_passed_by(kit, nobodys_desk):
    account, _ = kit
    fill_in(nobodys_desk, "/staff/sign-in", email=account.email, password=PASSWORD)

    assert nobodys_desk.get("/staff/accounts").url.path == "/staff/second-step"
    assert nobodys_desk.get("/staff/second-step/set-up").url.path == "/staff/sign-in"
    assert nobodys_desk.submit("/staff/accounts/new", {}).url.path == "/staff/second-step"


def test_wrong_password_and_unknown_address_get_the_same_page(kit, open_desk):
    def told(email):
        page = fill_in(open_desk(), "/staff/sign-in", email=email, password="wrong password")
        assert page.status_code == 422
        return re.sub(r'value="[^"]*"', "", page.text)

    assert told(kit[0].email) == told("nobody@example.org")


def test_a_wrong_code_says_what_to_do_and_keeps_the_way_back(kit, nobodys_desk):
    fill_in(nobodys_desk, "/staff/sign-in?next=/staff/audit", email=kit[0].email, password=PASSWORD)
    page = nobodys_desk.submit("/staff/second-step", {"code": "000000", "next": "/staff/audit"})

    assert page.status_code == 422
    assert "Wait for the next one" in page.text
    assert 'name="next" value="/staff/audit"' in page.text


def test_after_five_wrong_ones_the_page_says_when_to_try_again(kit, nobodys_desk, clock, monkeypatch):
    monkeypatch.setattr("limits.storage.memory.time.time", lambda: clock().timestamp())
    for _ in range(5):
        fill_in(nobodys_desk, "/staff/sign-in", email=kit[0].email, password="wrong password")
    page = fill_in(nobodys_desk, "/staff/sign-in", email=kit[0].email, password=PASSWORD)

    assert page.status_code == 429
    assert "Try again at 9:50am" in page.text
    assert page.headers["retry-after"] == "900"
    clock.wait(minutes=15, seconds=1)
    page = fill_in(nobodys_desk, "/staff/sign-in", email=kit[0].email, password=PASSWORD)
    assert page.url.path == "/staff/second-step"


def test_whoever_sat_here_before_is_out_when_somebody_else_signs_in(kit, administrators_desk, rooms, clock):
    token = administrators_desk.cookies[COOKIE]
    administrators_desk.submit("/staff/sign-in", {"email": kit[0].email, "password": PASSWORD})

    with pytest.raises(NotSignedIn):
        rooms.desk.sessions.find(token, now=clock())


def test_signing_out_ends_the_session_on_the_server_too(administrators_desk, open_desk):
    token = administrators_desk.cookies[COOKIE]
    page = administrators_desk.submit("/staff/sign-out")
    assert page.url.path == "/staff/signed-out"
    assert COOKIE not in administrators_desk.cookies

    thief = open_desk()
    thief.cookies.set(COOKIE, token, path="/staff")
    assert thief.get("/staff/accounts").url.path == "/staff/sign-in"


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        ({"minutes": 31}, "because nothing was opened for 30 minutes"),
        ({"hours": 13}, "because you had been signed in for 12 hours"),
    ],
)
def test_whoever_was_away_too_long_is_told_why_and_led_back(administrators_desk, clock, wait, told):
    administrators_desk.get("/staff/accounts")
    clock.wait(**wait)
    page = administrators_desk.get("/staff/accounts/new")

    assert told in page.text
    assert 'name="next" value="/staff/accounts/new"' in page.text


def test_whoever_sends_a_form_too_late_is_told_that_it_was_not_saved(administrators_desk, clock, rooms):
    clock.wait(minutes=31)
    page = administrators_desk.submit("/staff/accounts/new", {"name": "Kit Marsh"})

    assert page.status_code == 401
    assert "because nothing was opened for 30 minutes" in page.text
    assert "What you just sent was not saved." in page.text
    assert 'name="next" value="/staff/accounts/new"' in page.text
    assert [account.name for account in rooms.desk.accounts.of("york")] == ["Ada Wren", "Anna Field", "Sam Petty"]


def test_a_form_sent_to_what_cannot_be_looked_at_leads_home_afterwards(administrators_desk, clock, social_worker):
    clock.wait(minutes=31)
    page = administrators_desk.submit(f"/staff/accounts/{social_worker.id}/reopen")

    assert 'name="next" value=""' in page.text


def test_whose_account_is_closed_is_told_so_on_the_next_page(social_workers_desk, rooms, clock, social_worker):
    rooms.desk.administering.close(social_worker.id, by=None, now=clock())

    assert "because your account was closed" in social_workers_desk.get("/staff/accounts").text


def test_a_browser_that_was_closed_in_between_has_nothing_to_send_with(administrators_desk):
    administrators_desk.cookies.clear()
    page = administrators_desk.submit("/staff/accounts/new", {"name": "Kit Marsh"})

    assert page.status_code == 401
    assert "What you just sent was not saved." in page.text


@pytest.mark.parametrize(
    ("next", "leads_to"),
    [
        ("/staff/audit?before=7", "/staff/audit?before=7"),
        ("/staff", "/staff/accounts"),
        ("", "/staff/accounts"),
        ("/", "/staff/accounts"),
        ("/ask", "/staff/accounts"),
        ("//evil.example/staff", "/staff/accounts"),
        ("https://evil.example/staff", "/staff/accounts"),
        ("/staff@evil.example", "/staff/accounts"),
        ("/staffing", "/staff/accounts"),
        ("/staff/../ask", "/staff/accounts"),
        ("/staff\\evil", "/staff/accounts"),
        ("/staff/\r\nSet-Cookie: x=y", "/staff/accounts"),
        ("/staff/sign-out", "/staff/accounts"),
        ("/staff/begin/token", "/staff/accounts"),
    ],
)
def test_nobody_is_led_away_from_the_desk(rooms, clock, next, leads_to):
    session = rooms.desk.sessions.find(rooms.desk.sessions.start(ADMINISTRATOR.id, Stage.IN, now=clock()), now=clock())

    assert way_back(next, session) == leads_to


def test_the_cookie_is_out_of_reach_of_scripts_and_of_the_parents_pages(kit, open_desk):
    browser = open_desk()
    browser.get("/staff/sign-in")
    boxes = {"email": kit[0].email, "password": PASSWORD}
    set_cookie = browser.submit("/staff/sign-in", boxes, follow_redirects=False).headers["set-cookie"]

    assert "HttpOnly" in set_cookie
    assert "Path=/staff" in set_cookie
    assert "SameSite=lax" in set_cookie
    assert "Secure" not in set_cookie


def _cookie_given(browser) -> str:
    return browser.get("/staff/sign-in").headers["set-cookie"]


def test_where_cookies_are_to_be_secure_this_one_is(rooms, monkeypatch):
    secure = rooms.settings.model_copy(update={"secure_cookies": True})
    monkeypatch.setattr(rooms.desk, "settings", secure)

    assert "Secure" in _cookie_given(TestClient(create_app(rooms)))


# Forms that are not ours.


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(administrators_desk, rooms):
    boxes = {"name": "Kit Marsh", "email": "kit@example.org", "role": "administrator"}
    page = administrators_desk.post("/staff/accounts/new", data=boxes)

    assert page.status_code == 403
    assert "Please send that again" in page.text
    assert rooms.desk.accounts.by_email("kit@example.org") is None


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 64])
def test_a_form_with_another_token_is_refused(administrators_desk, token):
    assert administrators_desk.post("/staff/accounts/new", data={FIELD: token}).status_code == 403


def test_a_token_of_somebody_elses_session_is_refused(administrators_desk, open_desk):
    other = re.search(rf'name="{FIELD}" value="(\w+)"', open_desk(ADMINISTRATOR).get("/staff/accounts/new").text)[1]

    assert administrators_desk.post("/staff/accounts/new", data={FIELD: other}).status_code == 403


def test_a_form_on_another_site_is_refused_even_with_the_token(administrators_desk):
    page = administrators_desk.submit("/staff/sign-out", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 403
    assert "another website" in page.text


def test_nobody_can_be_signed_in_by_another_site(kit, nobodys_desk):
    """Else whatever they then write would be written under a stranger's name."""
    page = nobodys_desk.post("/staff/sign-in", data={"email": kit[0].email, "password": PASSWORD})

    assert page.status_code == 403


def test_every_form_of_the_desk_is_checked(rooms, open_desk):
    """A door that is not in bot/web/staff/doors.py would not be. A wrong role or id is not looked at before."""
    changing = [
        (route.path, method)
        for route in iter_route_contexts(create_app(rooms).routes)
        for method in (route.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if (route.path or "").startswith("/staff")
    ]
    browser = open_desk(ADMINISTRATOR)

    def refused(path: str, method: str) -> bool:
        page = browser.request(method, re.sub(r"{\w+(:\w+)?}", SOMEWHERE, path), data={"name": "x"})
        return page.status_code == 403 and "Please send that again" in page.text

    assert len(changing) > 8
    assert [(path, method) for path, method in changing if not refused(path, method)] == []


def test_no_page_of_the_desk_is_in_the_description_for_machines(nobodys_desk):
    assert [path for path in nobodys_desk.get("/api/openapi.json").json()["paths"] if "staff" in path] == []


@pytest.mark.parametrize("path", ["/staff/nothing-here", "/staff/accounts/not-an-id"])
def test_what_is_not_there_is_told_on_a_page_of_the_desk(administrators_desk, path):
    page = administrators_desk.get(path)

    assert page.status_code == 404
    assert "This page is not here" in page.text
    assert "Ada Wren" in page.text


def test_something_nobody_expected_is_told_on_a_page_of_the_desk(administrators_desk, rooms, monkeypatch):
    monkeypatch.setattr(type(rooms.desk.accounts), "of", lambda self, council: 1 / 0)
    page = administrators_desk.get("/staff/accounts")

    assert page.status_code == 500
    assert "It is not your doing" in page.text


def test_a_second_step_is_asked_of_nobody_who_has_not_given_a_password(open_desk, rooms, administrator):
    browser = open_desk()
    assert browser.get("/staff/second-step").url.path == "/staff/sign-in"
    sign_in(browser, rooms, administrator, Stage.PASSWORD)
    page = browser.submit("/staff/second-step", {"code": second_step.code_at(SECRET, rooms.now())})
    assert page.url.path == "/staff/accounts"
