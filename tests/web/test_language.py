"""The language of a page: the link's, then what was chosen; and until then the browser's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot.languages import SPOKEN, Language
from tests.web.fakes import INVITATION, FakeRooms

URDU = {"Accept-Language": "ur-PK,ur;q=0.9,en-GB;q=0.8"}


def language_of(page) -> str:
    return page.text.partition('<html lang="')[2].partition('"')[0]


def test_the_first_page_is_in_the_browsers_own_language(phone: TestClient):
    """A mother whose phone is in Urdu reads Urdu before she has pressed anything."""
    page = phone.get("/", headers=URDU)

    assert language_of(page) == "ur"
    assert 'dir="rtl"' in page.text


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        pytest.param("", "en", id="nothing told"),
        pytest.param("fr-FR,fr;q=0.9,pl;q=0.5", "pl", id="the first that we speak"),
        pytest.param("fr", "en", id="none that we speak"),
        pytest.param("en-GB,ur;q=0.9", "en", id="English first"),
        pytest.param("pl;q=0,en", "en", id="Polish is refused"),
        pytest.param("pt-BR", "pt", id="another country's"),
        pytest.param(";;q=,*;q=x,,", "en", id="nonsense"),
    ],
)
def test_what_a_browser_asks_for(phone: TestClient, accepted: str, code: str):
    assert language_of(phone.get("/", headers={"Accept-Language": accepted})) == code


def test_every_language_stands_on_every_page_under_its_own_name(started: TestClient):
    for path in ("/", "/ask", "/meeting", "/notes", "/leave", "/l/some-token", "/nowhere"):
        page = started.get(path).text
        assert [language.own_name for language in SPOKEN if f">{language.own_name}</button>" not in page] == [], path


def test_a_language_that_was_chosen_goes_before_the_browsers(phone: TestClient):
    page = phone.post("/language", data={"language": "pl", "next": "/leave"}, headers=URDU)

    assert page.url.path == "/leave"
    assert language_of(page) == "pl"
    assert language_of(phone.get("/", headers=URDU)) == "pl"


def test_a_parent_who_has_begun_takes_the_conversation_along(started: TestClient, rooms: FakeRooms):
    page = started.post("/language", data={"language": "ar", "next": "/ask"})

    assert language_of(page) == "ar"
    assert [one.language for one in rooms.conversations.kept.values()] == [Language.ARABIC]


def test_a_conversation_begins_in_the_language_of_the_first_page(phone: TestClient, rooms: FakeRooms):
    phone.post("/start", data={"council": "york"}, headers=URDU)

    assert [one.language for one in rooms.conversations.kept.values()] == [Language.URDU]


def test_choosing_a_language_on_the_links_page_spends_nothing(phone: TestClient, rooms: FakeRooms):
    page = phone.post("/l/good?language", data={"language": "uk"})

    assert page.url.path == "/l/good"
    assert language_of(page) == "uk"
    assert not rooms.links["good"].spent


def test_the_page_of_a_link_holds_no_part_of_it(phone: TestClient):
    assert "some-token" not in phone.get("/l/some-token").text


def test_a_link_brings_the_language_that_the_social_worker_gave(phone: TestClient, rooms: FakeRooms):
    rooms.invited[INVITATION] = Language.BENGALI

    assert language_of(phone.post("/l/good")) == "bn"


def test_a_parents_own_choice_goes_before_the_links(phone: TestClient, rooms: FakeRooms):
    rooms.invited[INVITATION] = Language.BENGALI
    phone.post("/language", data={"language": "en"})

    assert language_of(phone.post("/l/good")) == "en"


@pytest.mark.parametrize("elsewhere", ["//example.org", "https://example.org", "/\\example.org", "ask"])
def test_nobody_is_sent_to_another_site(phone: TestClient, elsewhere: str):
    page = phone.post("/language", data={"language": "pl", "next": elsewhere}, follow_redirects=False)

    assert page.headers["location"] == "/"


def test_a_language_that_we_do_not_speak_cannot_be_chosen(phone: TestClient):
    page = phone.post("/language", data={"language": "tlh"})

    assert page.status_code == 400
    assert "Nothing was changed" in page.text


def test_a_page_in_a_language_that_nobody_checked_says_so_and_offers_the_english(phone: TestClient):
    page = phone.get("/", headers=URDU).text

    assert '<button type="submit" name="language" value="en" class="as-link">' in page
    assert 'Call <bdi dir="ltr"><a class="govuk-link" href="tel:999">999</a></bdi>' in page, "danger is in English too"


def test_a_parent_reads_her_meeting_in_english_beside_a_translation_that_nobody_checked(
    invited: TestClient, rooms: FakeRooms
):
    (conversation,) = rooms.conversations.kept.values()
    rooms.conversations.save(replace(conversation, language=Language.POLISH))

    page = invited.get("/meeting").text

    assert '<section class="english" lang="en" dir="ltr"' in page
    assert "Who leads it" in page
