"""The frame that a council's page opens, without a browser: cookies, headers, what is refused."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.conversation.messages import Door
from bot.languages import SPOKEN
from bot.settings import EmbedOriginWrong, Settings, SettingsError
from bot.web.accent import accent
from bot.web.app import create_app
from bot.web.pages import STATIC
from tests.web.fakes import FakeRooms

YORK = "https://www.york.gov.uk"
FROM_YORK = {"Sec-Fetch-Site": "cross-site"}
FROM_FRAME = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


@pytest.fixture
def rooms() -> FakeRooms:
    return FakeRooms(embed_origins=(YORK,))


@pytest.fixture
def site(rooms: FakeRooms) -> Iterator[TestClient]:
    """A parent's browser in a frame on York's site. HTTPS, or it would not keep the cookie."""
    with TestClient(
        create_app(rooms), base_url="https://ours.example", raise_server_exceptions=False, headers=FROM_FRAME
    ) as client:
        yield client


@pytest.fixture
def framed(site: TestClient) -> TestClient:
    page = site.get("/embed?council=york&language=en&colour=%2300703c", headers=FROM_YORK)
    assert page.url.path == "/embed/ask"
    return site


def test_a_mother_opens_the_frame_and_is_in_york(framed: TestClient, rooms: FakeRooms):
    page = framed.get("/embed/ask").text

    assert "Your council: <strong>York</strong>" in page
    assert [(kept.door, kept.council) for kept in rooms.conversations.kept.values()] == [(Door.EMBEDDED, "york")]


def test_she_asks_and_reads_it_again_when_she_comes_back(framed: TestClient, rooms: FakeRooms):
    sent = framed.post("/embed/ask", data={"text": "who comes"}, follow_redirects=False)
    assert sent.headers["location"] == "/embed/ask#latest"

    page = framed.get("/embed?council=york&language=en", headers=FROM_YORK)

    assert "who comes" in page.text
    assert len(rooms.conversations.kept) == 1


def test_every_link_and_form_in_the_frame_stays_in_it_or_leaves_it_openly(framed: TestClient):
    """Our other pages refuse to be framed: a link to one would show a parent the browser's own error."""
    framed.post("/embed/ask", data={"text": "who comes"})
    for path in ("/embed/ask", "/embed/delete", "/embed/deleted", "/embed/nowhere"):
        page = framed.get(path).text
        for piece in page.split("<")[1:]:
            if piece.startswith("form ") or (piece.startswith("a ") and 'href="/' in piece):
                there = piece.split('action="' if piece.startswith("form") else 'href="')[1].split('"')[0]
                assert there.startswith("/embed") or 'target="_' in piece, (path, piece)


def test_the_frames_cookie_is_its_own_and_partitioned(site: TestClient):
    given = site.get("/embed?council=york", headers=FROM_YORK, follow_redirects=False)
    cookies = given.headers.get_list("set-cookie")
    given = site.get(given.headers["location"], headers=FROM_YORK, follow_redirects=False)
    cookies += given.headers.get_list("set-cookie")

    assert {cookie.partition("=")[0] for cookie in cookies} == {"framed", "framed-visit"}
    for cookie in cookies:
        assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/embed"))


def test_nothing_is_begun_for_a_browser_that_keeps_no_cookie_in_a_frame(site: TestClient, rooms: FakeRooms):
    round_once = site.get("/embed?council=york&language=pl", headers=FROM_YORK, follow_redirects=False)
    site.cookies.clear()

    page = site.get(round_once.headers["location"], headers=FROM_YORK)

    assert '<html lang="pl"' in page.text
    assert 'target="_blank" rel="noopener"' in page.text
    assert rooms.conversations.kept == {}


def test_a_browser_that_does_not_say_where_a_form_comes_from_gets_no_chat_in_a_frame(rooms: FakeRooms):
    with TestClient(create_app(rooms), base_url="https://ours.example") as old:
        page = old.get("/embed?council=york")

    assert "It works in its own page." in page.text
    assert rooms.conversations.kept == {}


def test_an_unknown_council_is_told_which_we_know(site: TestClient):
    page = site.get("/embed?council=<b>leeds&language=en", headers=FROM_YORK)

    assert page.status_code == 404
    assert all(name in page.text for name in ("Kirklees", "Merton", "York"))
    assert "leeds" not in page.text


def test_no_meeting_and_no_note_can_be_reached_from_the_frame(site: TestClient, rooms: FakeRooms):
    """Where the council's site and ours are neighbours, a browser sends our page's cookie into the frame."""
    site.post("/l/good")
    site.post("/code", data={"code": "123456"})
    invited = next(iter(rooms.conversations.kept))

    site.get("/embed?council=kirklees&language=en", headers=FROM_YORK)
    site.post("/embed/ask", data={"text": "who comes"})

    assert rooms.turns_taken[-1].conversation != invited
    assert rooms.turns_taken[-1].door is Door.EMBEDDED
    assert rooms.conversations.kept[invited].council == "york"
    assert not Door.EMBEDDED.is_private
    assert site.get("/embed/meeting").status_code == site.get("/embed/notes").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": YORK}, id="the council's own page"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Origin": "https://x.example"}, id="a neighbour's site"),
        pytest.param({"Sec-Fetch-Site": "", "Origin": "null"}, id="a browser that does not say"),
    ],
)
@pytest.mark.parametrize("path", ["ask", "delete", "exit", "language"])
def test_another_site_can_do_nothing_in_the_frame(
    framed: TestClient, rooms: FakeRooms, path: str, headers: dict[str, str]
):
    if not headers["Sec-Fetch-Site"]:
        del framed.headers["Sec-Fetch-Site"]
        headers = {"Origin": "null"}

    page = framed.post(f"/embed/{path}", data={"text": "sent by others", "language": "pl"}, headers=headers)

    assert page.status_code == 403
    assert rooms.turns_taken == []
    assert len(rooms.conversations.kept) == len(rooms.sessions.kept) == 1


@pytest.mark.parametrize(
    "path", ["/embed?council=york", "/embed/ask", "/embed/delete", "/embed/deleted", "/embed/nowhere"]
)
def test_only_the_named_sites_may_show_the_frame(framed: TestClient, path: str):
    headers = framed.get(path, headers=FROM_YORK, follow_redirects=False).headers

    assert f"frame-ancestors {YORK}" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/ask", "/leave", "/embedded", "/embed.js", "/l/good"])
def test_no_other_page_may_be_framed_by_anyone(framed: TestClient, path: str):
    headers = framed.get(path, follow_redirects=False).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_nobody_may_show_the_frame_until_a_site_is_named():
    with TestClient(create_app(FakeRooms()), base_url="https://ours.example") as nobody:
        headers = nobody.get("/embed?council=york", follow_redirects=False).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_a_mother_deletes_what_she_asked_in_the_frame(framed: TestClient, rooms: FakeRooms):
    framed.post("/embed/ask", data={"text": "who comes"})

    page = framed.post("/embed/delete")

    assert (page.url.path, page.status_code) == ("/embed/deleted", 200)
    assert rooms.conversations.kept == rooms.sessions.kept == rooms.transcript.kept == {}


def test_leaving_ends_the_visit_and_deletes_nothing(framed: TestClient, rooms: FakeRooms):
    framed.post("/embed/ask", data={"text": "who comes"})

    assert framed.post("/embed/exit").status_code == 204

    assert rooms.sessions.kept == {}
    assert "framed-visit" not in framed.cookies
    assert len(rooms.transcript.kept) == 1


def test_words_sent_after_the_visit_ended_come_back_to_be_copied(framed: TestClient, rooms: FakeRooms):
    rooms.sessions.kept.clear()

    page = framed.post("/embed/ask", data={"text": "my own words"})

    assert page.status_code == 403
    assert "my own words" in page.text
    assert 'href="/embed"' in page.text
    assert "Your council: <strong>York</strong>" in framed.get("/embed").text  # begun anew, for the same council


def test_words_that_could_not_be_answered_stay_in_the_box(framed: TestClient, rooms: FakeRooms):
    rooms.trouble = RuntimeError()

    page = framed.post("/embed/ask", data={"text": "my own words"})

    assert page.status_code == 503
    assert "my own words</textarea>" in page.text


def test_the_language_chosen_in_the_frame_changes_nothing_outside_it(framed: TestClient):
    page = framed.post("/embed/language", data={"language": "ur", "next": "//evil.example"})

    assert page.url.path == "/embed/ask"
    assert '<html lang="ur" dir="rtl"' in page.text
    assert '<html lang="en"' in framed.get("/").text


def test_the_script_may_be_loaded_from_anywhere_and_is_kept_for_an_hour(site: TestClient):
    answer = site.get("/embed.js", headers=FROM_YORK)

    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert len(gzip.compress(answer.content)) < 3000
    assert all(f'"{language.value}":[' in answer.text for language in SPOKEN)
    assert 'const all = {"en":["Ask about your meeting","Close","ltr"]' in answer.text
    assert site.get("/embed.js", headers={"Accept-Encoding": "identity"}).text == answer.text


def test_the_scripts_own_words_hold_nothing_that_a_lock_screen_should_not_show():
    text = (STATIC / "embed.js").read_text("utf-8").lower()

    assert "child protection" not in text
    assert "conference" not in text


def test_the_councils_colour_comes_as_a_style_sheet(framed: TestClient):
    css = framed.get("/embed/colours.css").text

    assert "--calm:#00703c" in css
    assert "--calm-dark:#00512b" in css


@pytest.mark.parametrize("colour", ["ffdd00", "red;}body{}", "%23fff", ""], ids=["too light", "more", "short", "none"])
def test_a_colour_that_cannot_be_used_leaves_ours(site: TestClient, colour: str):
    site.get(f"/embed?council=york&colour={colour}", headers=FROM_YORK)

    assert site.get("/embed/colours.css").text == ""


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        pytest.param("#767676", True, id="the lightest grey that will do"),
        pytest.param("#777777", False, id="a little lighter"),
        pytest.param("00703C", True, id="without #"),
        pytest.param("#00703c\n", False, id="a line break"),
        pytest.param("#٠٠٧٠٣٣", False, id="Arabic-Indic digits"),
    ],
)
def test_white_words_must_be_readable_on_the_colour(written: str, taken: bool):
    assert (accent(written) is not None) is taken


def test_the_sites_are_set_with_commas_between(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFOREHAND_EMBED_ORIGINS", "https://www.york.gov.uk/, HTTPS://Kirklees.gov.uk:8443,")

    assert Settings().embed_origins == ("https://www.york.gov.uk", "https://kirklees.gov.uk:8443")


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("www.york.gov.uk", id="no scheme"),
        pytest.param("https://www.york.gov.uk/families", id="a path"),
        pytest.param("http://www.york.gov.uk", id="not safe"),
        pytest.param("*", id="everybody"),
        pytest.param("https://*.gov.uk", id="nearly everybody"),
        pytest.param("https://york.gov.uk; script-src *", id="another rule"),
    ],
)
def test_who_sets_a_site_wrongly_is_told_what_to_write(monkeypatch: pytest.MonkeyPatch, written: str):
    monkeypatch.setenv("BEFOREHAND_EMBED_ORIGINS", f"https://www.merton.gov.uk,{written}")

    with pytest.raises(SettingsError) as caught:
        Settings()

    assert isinstance(caught.value, EmbedOriginWrong)
    assert "https://www.york.gov.uk" in str(caught.value)
