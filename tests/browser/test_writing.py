"""Writing notes in a real Chromium: nothing half-written is lost, and two open pages never overwrite each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.visit import ask, start
from tests.web.fakes import FakeRooms

pytestmark = pytest.mark.browser

Browse = Callable[..., Page]
Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]


def kept(answer: Response) -> bool:
    return answer.url.endswith("/unfinished")


def types(page: Page, box: str, words: str) -> None:
    """Types key by key, and pauses until the page has kept it."""
    with page.expect_response(kept):
        page.locator(box).press_sequentially(words)
    expect(page.locator(f"{box}-kept")).to_have_text("Kept while you write.")


def test_half_a_note_is_there_when_the_page_was_closed(browse: Browse, rooms: FakeRooms, picture: Picture):
    page = browse()
    start(page)
    page.goto("/notes")
    types(page, "#text-worries", "I am afraid that")
    page.close()

    page = page.context.new_page()
    page.goto("/notes")

    expect(page.locator("#text-worries")).to_have_value("I am afraid that")
    expect(page.locator("#text-worries-kept")).to_contain_text("You began to write this")
    picture(page, "writing/begun")
    page.get_by_role("button", name="Add to “What worries me”").click()
    expect(page.locator("#worries blockquote")).to_have_text("I am afraid that")
    expect(page.locator("#text-worries")).to_have_value("")
    assert rooms.unfinished.kept == {}


def test_a_page_closed_in_the_middle_of_a_word_keeps_it_too(browse: Browse, rooms: FakeRooms):
    """No pause in typing: the words go on the way out."""
    page = browse()
    start(page)
    page.goto("/notes")
    page.locator("#text-support").press_sequentially("somebody to tal")
    page.goto("/meeting")
    for _ in range(100):  # what goes out on the way may be overtaken by the next page
        if rooms.unfinished.kept:
            break
        page.wait_for_timeout(50)

    page.goto("/notes")

    expect(page.locator("#text-support")).to_have_value("somebody to tal")


def test_half_a_question_waits_in_the_chat_while_she_looks_at_her_meeting(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)
    ask(page, "who comes")
    types(page, "#text", "and can my m")
    page.get_by_role("link", name="My meeting").click()
    page.get_by_role("link", name="Ask", exact=True).click()

    expect(page.locator("#text")).to_have_value("and can my m")
    expect(page.locator("#latest .mine")).to_contain_text("who comes")
    ask(page, "and can my mum come")
    page.reload()
    expect(page.locator("#text")).to_have_value("")


def test_without_a_network_the_page_says_that_it_is_not_kept_and_keeps_it_later(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)
    page.goto("/notes")
    page.context.set_offline(True)
    page.locator("#text-worries").press_sequentially("the damp")
    expect(page.locator("#text-worries-kept")).to_have_text("Not kept yet. There is no connection.")

    with page.expect_response(kept):
        page.context.set_offline(False)

    expect(page.locator("#text-worries-kept")).to_have_text("Kept while you write.")
    assert [one.text for one in rooms.unfinished.kept.values()] == ["the damp"]


def test_two_open_pages_lose_nothing_of_each_other(browse: Browse, rooms: FakeRooms, axe: Check, picture: Picture):
    phone = browse()
    start(phone)
    phone.goto("/notes")
    phone.locator("#text-worries").fill("first words")
    phone.get_by_role("button", name="Add to “What worries me”").click()
    tablet = phone.context.new_page()
    for page in (phone, tablet):
        page.goto("/notes")
        page.get_by_role("link", name="Change").first.click()
    phone.locator("#text").fill("hers")
    phone.get_by_role("button", name="Save").click()
    tablet.locator("#text").fill("his")
    tablet.get_by_role("button", name="Save").click()

    expect(tablet.get_by_role("heading", name="This note was changed on another page")).to_be_visible()
    axe(tablet)
    picture(tablet, "writing/overtaken")
    tablet.get_by_role("button", name="Keep both").click()
    expect(tablet.locator("#worries blockquote")).to_have_text(["hers", "his"])


def test_notes_are_ordered_changed_and_undone_by_keyboard_alone(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)
    page.goto("/notes")
    for words in ("one", "two"):
        page.locator("#text-strengths").focus()
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#strengths blockquote").last).to_have_text(words)
    page.get_by_role("button", name="Up note 2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#strengths blockquote")).to_have_text(["two", "one"])
    page.get_by_role("link", name="Change note 1").focus()
    page.keyboard.press("Enter")
    page.locator("#text").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("two, mended")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#strengths blockquote")).to_have_text(["two, mended", "one"])
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#strengths blockquote")).to_have_text(["two", "one"])
