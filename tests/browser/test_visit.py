"""The whole visit, as parents make it: on a phone, by keyboard alone, without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import ask, come_by_link, start
from tests.web.fakes import FakeRooms

Browse = Callable[..., Page]
Picture = Callable[[Page, str], None]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_parent_asks_makes_notes_and_sees_their_meeting(browse: Browse, picture: Picture, script: bool):
    page = browse(java_script_enabled=script)
    name = "script" if script else "plain"
    picture(page, f"{name}-1-first")
    start(page)
    picture(page, f"{name}-2-ask")

    ask(page, "who will be there")
    expect(page.locator("#latest a[href='tel:01632960031']")).to_be_visible()
    page.get_by_role("button", name="When do I get the reports?").click()
    expect(page.locator("#latest .mine")).to_contain_text("When do I get the reports?")
    picture(page, f"{name}-3-answers")
    ask(page, "he hurt me")
    expect(page.locator("#latest a[href='tel:999']")).to_be_visible()
    picture(page, f"{name}-4-danger")

    come_by_link(page)
    expect(page.get_by_text("Judith Marlow").first).to_be_visible()
    picture(page, f"{name}-5-meeting")

    page.get_by_role("link", name="My notes").click()
    page.locator("#text-strengths").fill("We eat together.\nHe reads to them.")
    page.get_by_role("button", name="Add to “What is working well”").click()
    expect(page.locator("blockquote.note")).to_have_text("We eat together.\nHe reads to them.")
    picture(page, f"{name}-6-notes")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("blockquote.note")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("blockquote.note")).to_have_count(1)

    page.get_by_role("link", name="Ask", exact=True).click()
    expect(page.get_by_text("he hurt me")).to_be_visible()


def test_a_parent_who_starts_with_a_suggested_question_is_answered(browse: Browse):
    page = browse()
    start(page)

    page.get_by_role("button", name="Who will be there?").click()

    expect(page.locator("#latest .mine")).to_contain_text("Who will be there?")
    expect(page.locator("[data-opening]")).to_have_count(0)


def test_writing_notes_in_the_chat_changes_what_the_box_is_called(browse: Browse):
    page = browse()
    start(page)

    ask(page, "help with my notes")
    page.get_by_label("Your note").fill("we laugh a lot")
    page.get_by_role("button", name="Send").click()

    expect(page.locator("#latest blockquote.note")).to_have_text("we laugh a lot")


def press_until(page: Page, name: str) -> None:
    """Tab on until what is called `name` has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || ''"
        )
        if name in focused:
            return
    pytest.fail(f"{name!r} cannot be reached by keyboard")


def test_a_parent_with_only_a_keyboard_gets_all_the_way(browse: Browse):
    page = browse(viewport={"width": 1280, "height": 800})
    press_until(page, "Kirklees")
    page.keyboard.press("ArrowDown")
    press_until(page, "Start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask")
    press_until(page, "Your question")
    page.keyboard.type("who comes")
    press_until(page, "Send")
    page.keyboard.press("Enter")
    expect(page.locator("#latest .mine")).to_contain_text("who comes")
    expect(page.get_by_text("Merton")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("http://localhost:*/health/live?weather")


def test_a_message_lost_on_the_way_is_sent_again_and_said_once(browse: Browse, rooms: FakeRooms, picture: Picture):
    """The bus goes through a tunnel: once before the message arrives, once before the answer does."""
    page = browse()
    start(page)
    page.context.set_offline(True)
    page.get_by_label("Your question").fill("who comes")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("This was not sent. Your words are safe.").first).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("who comes")
    picture(page, "tunnel")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/ask", lose_the_answer, times=1)
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.get_by_role("button", name="Try again").click()

    expect(page.locator("#latest [data-reply]")).to_contain_text("Ring Judith")
    expect(page.locator(".mine")).to_have_count(1)
    assert len(rooms.turns_taken) == 1


def test_other_words_after_a_lost_message_are_a_message_of_their_own(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/ask", lose_the_answer, times=1)
    page.get_by_label("Your question").fill("who comes")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    ask(page, "he hurt me")

    expect(page.locator("#latest a[href='tel:999']")).to_be_visible()
    assert [turn.text for turn in rooms.turns_taken] == ["who comes", "he hurt me"]


def test_the_parents_own_words_show_at_once(browse: Browse, rooms: FakeRooms):
    rooms.delay = 1.5
    page = browse()
    start(page)

    page.get_by_label("Your question").fill("who comes")
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".turn--going")).to_contain_text("Sending…", timeout=1000)
    expect(page.locator("#latest [data-reply]")).to_contain_text("Ring Judith")


def test_a_screen_reader_hears_the_answer_once_and_how_many_choices(browse: Browse):
    page = browse()
    start(page)
    ask(page, "who comes")

    status = page.locator("[data-status]")
    expect(status).to_contain_text("2 choices")
    expect(status).to_contain_text("The chair leads.")
    expect(status).not_to_contain_text("Help me write my notes")
    expect(status).to_be_empty()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_words_that_are_too_long_stay_in_the_box(browse: Browse, script: bool):
    page = browse(java_script_enabled=script)
    start(page)

    page.get_by_label("Your question").fill("a" * 5000)
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("alert")).to_contain_text("too long")
    expect(page.get_by_label("Your question")).to_have_value("a" * 5000)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_after_leaving_back_shows_nothing(browse: Browse, rooms: FakeRooms, script: bool):
    page = browse(java_script_enabled=script)
    start(page)
    ask(page, "who comes")

    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url("http://localhost:*/health/live?weather")
    assert rooms.sessions.kept == {}
    page.go_back()

    expect(page.get_by_text("who comes")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Get ready for your meeting")


def test_words_sent_after_leaving_in_another_tab_are_given_back(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)
    rooms.sessions.kept.clear()

    page.get_by_label("Your question").fill("what did I do")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("We could not find your visit")).to_be_visible()
    expect(page.get_by_text("what did I do")).to_be_visible()


def test_everything_deleted_in_the_chat_is_said_on_a_page_of_its_own(browse: Browse):
    page = browse()
    start(page)

    page.get_by_label("Your question").fill("delete it all")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("It is all deleted")
