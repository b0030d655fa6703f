from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

from tests.web.fakes import CODE, FakeRooms

PAGES = ["/", "/ask", "/meeting", "/notes", "/notes/delete", "/leave", "/delete", "/council", "/l/some-token", "/code"]
WORDS = ("child protection", "conference", "social", "danger", "abuse", "Beforehand")


@pytest.mark.parametrize("path", PAGES)
def test_no_title_tells_who_looks_over_a_shoulder(invited: TestClient, path: str):
    title = invited.get(path).text.split("<title>")[1].split("</title>")[0]

    assert title.endswith("Your meeting")
    assert not [word for word in WORDS if word.lower() in title.lower()]


@pytest.mark.parametrize("path", [*PAGES, "/exit", "/nowhere"])
def test_no_page_is_kept_by_the_browser_or_framed_or_told_to_others(invited: TestClient, path: str):
    headers = invited.get(path, follow_redirects=False).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_left_at_once(invited: TestClient, path: str):
    page = invited.get(path).text

    assert 'data-module="govuk-exit-this-page"' in page
    assert 'href="/exit"' in page


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_script_or_style_that_the_policy_forbids(invited: TestClient, path: str):
    page = invited.get(path).text

    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count('<script type="module" src=')


def test_a_static_file_may_be_kept_because_its_address_changes_with_it(phone: TestClient):
    address = phone.get("/").text.split('rel="stylesheet" href="')[2].split('"')[0]

    assert "immutable" in phone.get(address).headers["cache-control"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Origin": "http://x.testserver"}, id="a neighbour's site"),
        pytest.param({"Origin": "https://evil.example"}, id="an old browser on another site"),
    ],
)
@pytest.mark.parametrize("path", ["/ask", "/delete", "/notes/delete", "/l/good", "/start"])
def test_another_site_can_do_nothing_in_a_parents_name(
    started: TestClient, rooms: FakeRooms, path: str, headers: dict[str, str]
):
    page = started.post(path, data={"text": "sent by others"}, headers=headers)

    assert page.status_code == 403
    assert "It came from another website" in page.text
    assert "sent by others" not in page.text
    assert rooms.turns_taken == []
    assert len(rooms.conversations.kept) == 1
    assert not rooms.links["good"].spent


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, id="our page, which sends no referrer"),
        pytest.param({"Origin": "http://testserver"}, id="an old browser"),
        pytest.param({"Origin": "null"}, id="an old browser without referrer"),
        pytest.param({}, id="a very old browser"),
    ],
)
def test_our_own_pages_can(started: TestClient, headers: dict[str, str]):
    assert started.post("/ask", data={"text": "who comes"}, headers=headers).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(phone: TestClient, rooms: FakeRooms):
    rooms.secure_cookies = True

    cookie = phone.post("/start", data={"council": "york"}, follow_redirects=False).headers["set-cookie"].lower()

    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/", "secure"))
    assert "york" not in cookie


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("GET", "/nowhere?q=secret-words", 404, id="no such page"),
        pytest.param("POST", "/meeting", 405, id="wrong method"),
        pytest.param("POST", "/notes/add", 400, id="half a form"),
        pytest.param("GET", "/notes/secret-words", 404, id="no such note"),
    ],
)
def test_an_error_is_a_page_like_the_others_and_repeats_nothing(
    started: TestClient, method: str, path: str, status: int
):
    page = started.request(method, path, data={"text": "secret-words"} if method == "POST" else None)

    assert page.status_code == status
    assert "Exit this page" in page.text
    assert "Go to the first page" in page.text
    assert "secret-words" not in page.text


def test_what_nobody_expected_is_a_page_too(started: TestClient, rooms: FakeRooms, monkeypatch: pytest.MonkeyPatch):
    def broken(_: object) -> None:
        raise RuntimeError("my partner hits me")

    monkeypatch.setattr(rooms, "meeting", broken)

    page = started.get("/meeting")

    assert page.status_code == 500
    assert "Something went wrong here" in page.text
    assert "partner" not in page.text


def test_no_log_holds_a_word_a_token_or_a_code(phone: TestClient, rooms: FakeRooms, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    phone.post("/l/good?from=sms-secret")
    phone.post("/l/withered-token")
    phone.post("/code", data={"code": "000111"})
    phone.post("/code", data={"code": CODE})
    phone.post("/ask", data={"text": "my partner hits me"})
    phone.get("/my-secret-page")
    rooms.trouble = RuntimeError("my partner hits me")
    phone.post("/ask", data={"text": "my partner hits me"})
    phone.post("/webhooks/rest/webhook", json={"sender": "jane", "message": "my partner hits me"})

    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]
    written = "\n".join(ours)
    for secret in ("good", "withered", "sms-secret", "000111", CODE, "partner", "jane", "my-secret", "Judith"):
        assert secret not in written
    assert any(line.startswith("POST /l/{token} 303") for line in ours)
    assert any(line.startswith("GET (no route) 404") for line in ours)
    assert any(line.startswith("RuntimeError at ") for line in ours)


def test_a_machine_learns_whether_we_live_and_are_ready(phone: TestClient, rooms: FakeRooms):
    assert phone.get("/health/live").status_code == 200
    assert phone.get("/health/ready").status_code == 200
    rooms.is_ready = False
    assert phone.get("/health/ready").status_code == 503


def test_the_metrics_count_turns_by_door_and_hold_no_word(started: TestClient):
    started.post("/ask", data={"text": "my partner hits me"})
    started.post("/webhooks/rest/webhook", json={"sender": "jane", "message": "hello"})

    metrics = started.get("/metrics").text

    assert 'beforehand_turns_total{door="page"} 1.0' in metrics
    assert 'beforehand_turns_total{door="rest"} 1.0' in metrics
    assert "partner" not in metrics
    assert "jane" not in metrics
