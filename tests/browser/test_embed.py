"""The chat on a council's own site: a page on another origin with our script tag, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, FrameLocator, Page, Route, expect

from bot.conversation.messages import Door
from tests.browser.council_site import site
from tests.browser.visit import fits
from tests.web.fakes import FakeRooms

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]
Check = Callable[[Page | Frame], None]

SCREENS = {
    "small phone": {"viewport": {"width": 320, "height": 568}},
    "1280 px at 400 %": {"viewport": {"width": 320, "height": 256}},
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
}
council = pytest.fixture(site, name="council")
stranger = pytest.fixture(site, name="stranger")


@pytest.fixture
def rooms(council: str) -> FakeRooms:
    return FakeRooms(embed_origins=(council,))


@pytest.fixture
def visit(chromium: Browser, council: str, address: str) -> Iterator[Callable[..., Page]]:
    """Open the council's page; `tag` is what stands in its script tag, `at` another site, the rest is Playwright's."""
    opened: list[BrowserContext] = []

    def open_one(tag: str = 'data-council="york"', *, at: str = council, more: str = "", **options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 360, "height": 740}, **options})
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        quoted = tag.replace("#", "%23").replace(" ", "+")
        page.goto(f"{at}/?ours={address}&tag={quoted}{more}")
        return page

    yield open_one
    for context in opened:
        context.close()


def press(page: Page) -> None:
    page.locator("script ~ div > button").click()


def chat(page: Page) -> FrameLocator:
    """The frame with the chat in it, once it can be written in."""
    inside = page.frame_locator("iframe")
    expect(inside.locator("#text")).to_be_visible()
    return inside


def ask(inside: FrameLocator, words: str) -> None:
    inside.locator("#text").fill(words)
    inside.locator(".composer button[type=submit]").click()
    expect(inside.locator("#latest .mine")).to_contain_text(words)


def frame(page: Page) -> Frame:
    return next(one for one in page.frames if "/embed" in one.url)


def test_a_mother_asks_on_her_councils_site_and_finds_the_answer_again(visit: Visit, rooms: FakeRooms):
    page = visit('data-council="york" data-colour="#00703c"')
    press(page)
    ask(chat(page), "who comes")
    expect(chat(page).locator("#latest [data-reply]")).to_contain_text("You, your social worker")
    expect(chat(page).locator("#council-line")).to_contain_text("York")
    assert [sent.door for sent in rooms.turns_taken] == [Door.EMBEDDED]

    page.reload()
    expect(page.locator("iframe")).to_have_count(0)
    press(page)

    expect(chat(page).locator("#latest .mine")).to_contain_text("who comes")
    assert len(rooms.conversations.kept) == 1


def test_the_chat_works_where_the_frame_runs_no_script_of_ours(visit: Visit, rooms: FakeRooms):
    page = visit()
    page.route("**/static/**/*.js", lambda route: route.abort())
    press(page)

    ask(chat(page), "who comes")

    assert frame(page).url.endswith("/embed/ask#latest")


def test_a_father_uses_it_by_keyboard_alone(visit: Visit):
    page = visit()
    button = page.locator("script ~ div > button")
    page.get_by_text("A link before").focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog button")).to_be_focused()
    inside = chat(page)
    for _ in range(30):
        page.keyboard.press("Tab")
        if inside.locator("#text:focus").count():
            break
    page.keyboard.type("who comes")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(inside.locator("#latest .mine")).to_contain_text("who comes")

    page.keyboard.press("Escape")  # in the frame
    expect(page.locator("dialog")).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Escape")  # on the Close button
    expect(page.locator("dialog")).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(inside.locator("#latest .mine")).to_contain_text("who comes")


def test_it_turns_for_a_mother_who_reads_urdu(visit: Visit, axe: Check, picture: Picture):
    page = visit('data-council="york" data-language="ur"')
    expect(page.locator("script ~ div")).to_have_attribute("dir", "rtl")
    assert "اپنی میٹنگ" in page.locator("script ~ div > button").inner_text()
    press(page)
    inside = chat(page)

    expect(inside.locator("html")).to_have_attribute("dir", "rtl")
    picture(page, "embed/urdu")
    axe(frame(page))


def test_the_language_is_that_of_the_councils_page_until_another_is_chosen(visit: Visit, rooms: FakeRooms):
    page = visit(more="&lang=pl-PL")
    press(page)
    inside = chat(page)
    expect(inside.locator("html")).to_have_attribute("lang", "pl")

    inside.locator(".settings summary").first.click()
    inside.get_by_role("button", name="English", exact=True).click()
    expect(inside.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    press(page)

    expect(chat(page).locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_everyone_can_use_the_frame(
    visit: Visit, axe: Check, picture: Picture, screen: dict[str, object], request: pytest.FixtureRequest
):
    page = visit('data-council="york" data-colour="#6f1d77"', **screen)
    name = request.node.callspec.id.replace(" ", "-").replace("%", "percent")
    axe(page)
    press(page)
    inside = chat(page)
    picture(page, f"embed/{name}")
    axe(frame(page))
    axe(page)
    ask(inside, "he hurt me")
    axe(frame(page))
    assert fits(frame(page))
    inside.get_by_role("link", name="Delete everything").click()
    expect(inside.get_by_role("heading", name="Delete everything?")).to_be_visible()
    axe(frame(page))
    inside.get_by_role("button", name="Yes, delete everything").click()
    expect(inside.get_by_role("heading", name="It is all deleted")).to_be_visible()
    inside.get_by_role("link", name="Start again").click()
    expect(inside.locator("[data-opening]")).to_be_visible()


def test_exit_leaves_the_councils_page_and_back_shows_no_chat(visit: Visit, rooms: FakeRooms):
    page = visit()
    press(page)
    ask(chat(page), "who comes")

    chat(page).get_by_role("link", name="Exit this page").click()
    page.wait_for_url("**/health/live?weather")
    page.go_back()

    expect(page.locator("iframe")).to_have_count(0)
    press(page)
    expect(chat(page).locator("[data-opening]")).to_be_visible()
    assert "who comes" not in frame(page).content()
    assert len(rooms.transcript.kept) == 1  # leaving deletes nothing


def test_shift_three_times_leaves_too(visit: Visit):
    page = visit()
    press(page)
    chat(page).locator("#text").focus()
    frame(page).wait_for_load_state("load")  # the script that counts is there

    for _ in range(3):
        page.keyboard.press("Shift")

    page.wait_for_url("**/health/live?weather")


def test_our_own_page_opens_beside_the_councils(visit: Visit, address: str):
    page = visit('data-council="york" data-language="ur"')
    press(page)

    with page.expect_popup() as opened:
        chat(page).locator(".bottom__links button").click()

    own = opened.value
    own.wait_for_url(f"{address}/")
    expect(own.locator("html")).to_have_attribute("lang", "ur")
    assert own.evaluate("opener") is None
    assert own.evaluate("document.referrer") == ""


def test_a_site_that_nobody_named_is_refused_the_frame(visit: Visit, stranger: str, rooms: FakeRooms):
    page = visit(at=stranger)
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        press(page)

    assert page.frame_locator("iframe").locator("#text").count() == 0
    assert rooms.transcript.kept == {}


@pytest.mark.parametrize("path", ["/", "/ask", "/meeting", "/notes", "/leave"])
def test_no_other_page_of_ours_is_framed_even_there(visit: Visit, address: str, path: str):
    page = visit()
    frame_it = "at => document.body.append(Object.assign(document.createElement('iframe'), {src: at}))"

    with page.expect_console_message(lambda message: "frame-ancestors 'none'" in message.text):
        page.evaluate(frame_it, address + path)


def test_the_councils_page_cannot_read_the_frame(visit: Visit):
    page = visit()
    press(page)
    ask(chat(page), "who comes")

    read = """() => {
      const frame = document.querySelector("script ~ div").shadowRoot.querySelector("iframe");
      if (frame.contentDocument) return "the document";
      try { return frame.contentWindow.location.href } catch (error) { return error.name }
    }"""
    assert page.evaluate(read) == "SecurityError"
    assert page.evaluate("document.cookie") == ""
    assert frame(page).evaluate("document.referrer") == ""
    assert frame(page).evaluate("document.cookie") == ""


def test_a_parent_whose_browser_keeps_no_cookie_in_a_frame_is_shown_the_way(
    visit: Visit, rooms: FakeRooms, address: str
):
    page = visit()
    page.route("**/embed?*", lambda route: route.fulfill(response=route.fetch(headers=without_cookies(route))))
    press(page)

    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("Your browser does not let the chat work inside this website.")).to_be_visible()
    way = inside.get_by_role("button", name="Open this in its own page")
    with page.expect_popup() as opened:
        way.click()
    opened.value.wait_for_url(f"{address}/")
    assert rooms.conversations.kept == {}


def without_cookies(route: Route) -> dict[str, str]:
    return {name: value for name, value in route.request.headers.items() if name != "cookie"}


@pytest.mark.parametrize(
    "colour", ["#ffdd00", "green", "#07c", "#00703c;}"], ids=["too light", "a name", "short", "more"]
)
def test_a_colour_that_cannot_be_used_is_told_to_the_web_editor(visit: Visit, colour: str):
    page = visit("", more="")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.evaluate(
        """([src, colour]) => {
          const tag = Object.assign(document.createElement("script"), { src });
          Object.assign(tag.dataset, { council: "york", colour });
          document.body.prepend(tag);
        }""",
        [page.locator("script").get_attribute("src"), colour],
    )
    button = page.locator("script ~ div > button").first
    expect(button).to_be_visible()

    assert button.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(43, 90, 99)"
    assert any("is not used" in text for text in told)


def test_a_colour_that_can_be_used_colours_the_button_and_the_chat(visit: Visit):
    page = visit('data-council="york" data-colour="#00703c"')
    expect(page.locator("script ~ div > button")).to_have_css("background-color", "rgb(0, 112, 60)")
    press(page)

    # The frame's style sheet may come a moment after the button.
    expect(chat(page).locator(".composer button[type=submit]")).to_have_css("background-color", "rgb(0, 112, 60)")


def test_it_works_on_a_site_with_a_strict_policy(visit: Visit):
    page = visit('data-council="york" data-colour="#00703c"', more="&strict=1")
    assert page.locator("script ~ div > button").evaluate("it => getComputedStyle(it).minHeight") == "44px"
    press(page)

    ask(chat(page), "who comes")


def test_a_council_that_we_do_not_know_is_told_which_we_know(visit: Visit, axe: Check):
    page = visit('data-council="leeds"')
    press(page)

    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("Kirklees")).to_be_visible()
    axe(frame(page))
