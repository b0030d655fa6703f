"""What a parent needs on the day, as she writes it down on her phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import pytest
from fastapi.testclient import TestClient

from bot.notes.needs import YES, Need
from tests.web.fakes import INVITATION, FakeRooms


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the page's form about needs, with nothing changed on it."""
    form = re.search(r'<form action="/notes/needs".*?</form>', page, re.S)
    assert form
    fields = {
        name: unescape(value) for name, value in re.findall(r'name="(\w+)" (?:type="hidden" )?value="([^"]*)"', form[0])
    }
    fields = {name: value for name, value in fields.items() if name == "version"}
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', form[0], re.S):
        fields[name] = unescape(text)
    for name, value in re.findall(
        r'name="(\w+)" type="(?:checkbox|radio)" value="([^"]*)" checked', form[0].replace("\n", "&#10;")
    ):
        fields[name] = unescape(value)
    return fields


def save(browser: TestClient, page: str | None = None, lines: Mapping[Need, str] | None = None):
    fields = form_of(page if page is not None else browser.get("/notes/needs").text)
    fields.update({need.value: text.replace("\n", "\r\n") for need, text in (lines or {}).items()})
    return browser.post("/notes/needs", data=fields)


def lines_of(rooms: FakeRooms, owner: str = str(INVITATION)) -> dict[Need, str]:
    return dict(rooms.needs.of(owner).lines)


def test_a_mother_asks_for_an_interpreter_whom_she_does_not_know(invited: TestClient, rooms: FakeRooms):
    asked = {
        Need.INTERPRETER_LANGUAGE: "Punjabi",
        Need.INTERPRETER_DIALECT: "Pothwari",
        Need.INTERPRETER_GENDER: "woman",
        Need.INTERPRETER_STRANGER: YES,
    }

    page = save(invited, lines=asked)

    assert "Saved. Nobody else sees it yet." in page.text
    assert 'href="/share"' in page.text
    assert lines_of(rooms) == asked


@pytest.mark.parametrize("need", list(Need), ids=lambda need: need.value)
def test_every_line_that_she_fills_in_is_there_when_she_comes_back(invited: TestClient, need: Need):
    text = {Need.INTERPRETER_GENDER: "man"}.get(need, "yes")

    save(invited, lines={need: text})

    assert form_of(invited.get("/notes/needs").text).get(need.value) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("  ring  after 2\n\n & never at home", id="blanks and lines"),
        pytest.param("\nstarts with a new line", id="a new line first"),
        pytest.param("میرے شوہر کا فون نہیں 😀 <b>", id="Urdu, emoji, angle brackets"),
    ],
)
def test_what_she_writes_is_kept_word_for_word(invited: TestClient, rooms: FakeRooms, text: str):
    save(invited, lines={Need.CONTACT_NEVER: text})

    assert lines_of(rooms) == {Need.CONTACT_NEVER: text}


def test_a_line_that_she_empties_is_gone(invited: TestClient, rooms: FakeRooms):
    save(invited, lines={Need.BRINGING: "my sister", Need.BREAKS: YES})

    save(invited, lines={Need.BRINGING: " ", Need.BREAKS: ""})

    assert lines_of(rooms) == {}


def test_a_line_that_is_too_long_is_named_and_nothing_that_she_wrote_is_lost(invited: TestClient, rooms: FakeRooms):
    long = "a" * 1001

    page = save(invited, lines={Need.WHAT_HELPS: long, Need.HEARING: YES, Need.CONTACT_HOW: "by text"})

    assert page.status_code == 422
    assert '<a href="#what_helps">“What helps me” is too long.' in page.text
    assert "at most 1000 letters" in page.text
    kept = form_of(page.text)
    assert (kept["what_helps"], kept["hearing"], kept["contact_how"]) == (long, YES, "by text")
    assert lines_of(rooms) == {}


def test_two_open_pages_do_not_overwrite_each_other_unseen(invited: TestClient, rooms: FakeRooms):
    """She had the form open on two pages; on the second she is shown both, and what she keeps is what she chose."""
    first = second = invited.get("/notes/needs").text
    save(invited, first, {Need.BRINGING: "my sister", Need.BREAKS: YES, Need.CONTACT_HOW: "by text"})

    mine = {Need.BRINGING: "my friend\n<Aisha>", Need.VIDEO: YES, Need.CONTACT_HOW: "by text"}
    shown = save(invited, second, mine)

    assert shown.status_code == 409
    assert lines_of(rooms)[Need.BRINGING] == "my sister"
    assert "my sister" in shown.text
    assert "my friend\n&lt;Aisha&gt;" in shown.text

    save(invited, shown.text)
    assert lines_of(rooms) == {**mine, Need.BREAKS: YES}


def test_she_can_choose_what_the_other_page_saved(invited: TestClient, rooms: FakeRooms):
    old = invited.get("/notes/needs").text
    save(invited, old, {Need.BRINGING: "my sister"})
    shown = save(invited, old, {Need.BRINGING: "my friend"})

    save(invited, shown.text, {Need.BRINGING: "my sister"})

    assert lines_of(rooms) == {Need.BRINGING: "my sister"}


def test_danger_in_what_she_writes_is_answered_and_her_words_are_kept(invited: TestClient, rooms: FakeRooms):
    page = save(invited, lines={Need.CONTACT_NEVER: "not the house phone, he hit me for it", Need.BREAKS: YES})

    assert "said--danger" in page.text
    assert lines_of(rooms)[Need.CONTACT_NEVER] == "not the house phone, he hit me for it"


def test_danger_is_answered_although_nothing_could_be_saved(invited: TestClient):
    page = save(invited, lines={Need.CONTACT_NEVER: "he hit me", Need.WHAT_HELPS: "a" * 1001})

    assert "said--danger" in page.text


def test_she_is_told_that_writing_it_down_tells_nobody_and_whom_to_ring(invited: TestClient):
    page = invited.get("/notes/needs").text

    assert "Writing it here tells nobody." in page
    assert 'href="tel:01632960032"' in page


def test_without_a_link_she_is_given_nobodys_number(started: TestClient):
    page = started.get("/notes/needs").text

    assert "Writing it here tells nobody." in page
    assert "tel:01632" not in page


def test_whose_visit_ended_meanwhile_is_given_back_what_she_wrote(phone: TestClient):
    page = phone.post("/notes/needs", data={"version": "0", "bringing": "my sister", "contact_how": "by text"})

    assert page.status_code == 403
    assert "my sister\n\nby text" in page.text


@pytest.mark.parametrize("version", ["", "-1", "one", "9" * 30])
def test_a_form_that_was_tampered_with_changes_nothing(invited: TestClient, rooms: FakeRooms, version: str):
    assert invited.post("/notes/needs", data={"version": version, "bringing": "x"}).status_code == 400
    assert lines_of(rooms) == {}
