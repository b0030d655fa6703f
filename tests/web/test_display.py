"""How big the words are, light or dark: chosen with plain buttons, kept in the browser alone."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from bot.web.pages import STATIC
from tests.web.fakes import FakeRooms


def dark_when(page: str) -> str:
    return re.findall(r'dark\.css" media="([^"]*)"', page)[0]


def test_until_she_chooses_the_page_is_as_her_phone_is_set(phone: TestClient):
    page = phone.get("/").text

    assert 'class="govuk-template size-normal"' in page
    assert dark_when(page) == "(prefers-color-scheme: dark)"
    assert '<meta name="color-scheme" content="light dark">' in page


@pytest.mark.parametrize(
    ("colours", "media", "scheme"),
    [
        pytest.param("light", "not all", "light", id="light, whatever the phone says"),
        pytest.param("dark", "all", "dark", id="dark, whatever the phone says"),
        pytest.param("phone", "(prefers-color-scheme: dark)", "light dark", id="the phone's own again"),
    ],
)
def test_she_chooses_light_or_dark(phone: TestClient, colours: str, media: str, scheme: str):
    page = phone.post("/display", data={"colours": colours}).text

    assert dark_when(page) == media
    assert f'<meta name="color-scheme" content="{scheme}">' in page


def test_a_mother_with_a_cracked_phone_makes_the_words_bigger_and_keeps_her_dark_page(started: TestClient):
    started.post("/display", data={"colours": "dark"})

    page = started.post("/display", data={"size": "largest", "next": "/notes"})

    assert page.url.path == "/notes"
    assert "size-largest" in page.text
    assert dark_when(page.text) == "all"
    assert 'value="largest" class="as-link" aria-current="true"' in page.text


def test_what_she_chose_holds_on_every_page_after_leaving_too(started: TestClient):
    started.post("/display", data={"size": "large"})
    started.get("/exit", follow_redirects=False)

    assert "size-large" in started.get("/").text


def test_what_she_chose_is_known_to_nobody_but_her_browser(started: TestClient, rooms: FakeRooms):
    before = dict(rooms.conversations.kept)

    started.post("/display", data={"size": "large"})

    assert rooms.conversations.kept == before


@pytest.mark.parametrize("forged", ["", "huge.pink", "large", "large.dark.more", '"><script>'])
def test_a_forged_choice_is_none(phone: TestClient, forged: str):
    phone.cookies.set("display", forged)

    assert "size-normal" in phone.get("/").text


@pytest.mark.parametrize("sent", [{"size": "huge"}, {"colours": "pink"}], ids=["size", "colours"])
def test_a_choice_that_we_do_not_offer_changes_nothing(phone: TestClient, sent: dict[str, str]):
    page = phone.post("/display", data=sent)

    assert page.status_code in (400, 422)
    assert "Nothing was changed" in page.text


@pytest.mark.parametrize("elsewhere", ["//example.org", "https://example.org", "/\\example.org", "ask"])
def test_nobody_is_sent_to_another_site(phone: TestClient, elsewhere: str):
    page = phone.post("/display", data={"size": "large", "next": elsewhere}, follow_redirects=False)

    assert page.headers["location"] == "/"


def test_the_choice_stands_on_every_page_but_a_links(started: TestClient):
    """Nothing on the page of a link may repeat its address, so there would be nowhere to come back to."""
    for path in ("/", "/ask", "/meeting", "/notes", "/leave", "/nowhere"):
        assert 'action="/display"' in started.get(path).text, path
    link = started.get("/l/some-token").text
    assert 'action="/display"' not in link
    assert "size-normal" in link


def test_the_dark_sheet_changes_colours_that_the_light_one_names():
    dark, light, govuk = (
        set(re.findall(r"(--[\w-]+):", (STATIC / sheet).read_text("utf-8")))
        for sheet in ("dark.css", "theme.css", "vendor/govuk-frontend.min.css")
    )

    assert "--paper" in dark
    assert dark - light - govuk == set()
