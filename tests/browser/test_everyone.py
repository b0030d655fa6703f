"""Pages that everyone can use: WCAG 2.2 AA by axe, small and enlarged screens, right-to-left, dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.languages import Language
from tests.browser.visit import ask, come_by_link, fits, send, start
from tests.web.fakes import INVITATION, FakeRooms

Browse = Callable[..., Page]
Picture = Callable[[Page, str], None]
Check = Callable[[Page], None]

pytestmark = pytest.mark.browser

SCREENS = {
    "small phone": {"viewport": {"width": 320, "height": 568}},
    "1280 px at 400 %": {"viewport": {"width": 320, "height": 256}},
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
}


def pages_and_states(page: Page, rooms: FakeRooms):
    """Lead through every page and state; yields the name of each when it is there."""
    yield "first"
    page.get_by_role("button", name="Start").click()
    yield "first, nothing chosen"
    start(page)
    yield "chat, empty"
    page.get_by_role("button", name="Send").click()
    yield "chat, error"
    page.goto("/ask")
    ask(page, "who comes")
    ask(page, "what is the number for")
    yield "chat, pictures"
    ask(page, "he hurt me")
    yield "chat, danger"
    page.get_by_text("Text and colours").click()
    yield "chat, text and colours"
    page.get_by_text("Text and colours").click()
    page.context.set_offline(True)
    page.get_by_label("Your question").fill("notes")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    yield "chat, not sent"
    page.context.set_offline(False)
    expect(page.get_by_label("Your note")).to_be_visible()
    page.get_by_label("Your note").fill("we laugh, averyveryverylongwordthatnobodycouldbreakanywhereatallreally")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#latest blockquote")).to_be_visible()
    yield "chat, note"
    for path in ("/council", "/meeting", "/leave", "/delete", "/notes/delete", "/l/good", "/code", "/nowhere"):
        page.goto(path)
        yield f"page {path[1:].replace('/', ' ')}"
    page.goto("/notes")
    yield "notes"
    page.get_by_role("button", name="Remove").first.click()
    yield "notes, removed"
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Add to “What would help”").click()
    yield "notes, error"
    page.goto("/notes")
    page.get_by_role("link", name="Change").first.click()
    yield "notes, change"
    for token in ("unknown", "expired", "withdrawn", "locked"):
        page.goto(f"/l/{token}")
        page.get_by_role("button", name="Go on").click()
        yield f"link, {token}"
    page.goto("/l/good")
    page.get_by_role("button", name="Go on").click()
    yield "code"
    page.get_by_role("button", name="Go on").click()
    yield "code, wrong"
    rooms.links["good"].spent = False
    come_by_link(page)
    yield "meeting"
    yield from needs_and_sharing(page, rooms)
    page.goto("/l/good")
    page.get_by_role("button", name="Go on").click()
    yield "link, spent"
    rooms.sessions.kept.clear()
    page.goto("/ask")
    yield "visit not found"


def needs_and_sharing(page: Page, rooms: FakeRooms):
    """What she needs on the day, the document, sharing and taking back, and what will be deleted."""
    page.goto("/notes/needs")
    yield "needs"
    page.get_by_text("I do not hear well").click()
    page.get_by_label("What helps me").fill("x" * 1200)
    page.get_by_role("button", name="Save").click()
    yield "needs, too long"
    page.get_by_label("What helps me").fill("a seat near the door")
    page.get_by_role("button", name="Save").click()
    yield "needs, saved"
    page.goto("/notes/document")
    yield "document"
    rooms.printer_is_broken = True
    page.get_by_role("button", name="Open as PDF").click()
    yield "document, failed"
    rooms.printer_is_broken = False
    page.goto("/notes/print")
    yield "print"
    page.goto("/share")
    page.get_by_role("button", name="See what they will read").click()
    yield "share, nothing chosen"
    page.locator("label[for=recipient]").click()
    page.locator("label[for=part]").click()
    page.get_by_role("button", name="See what they will read").click()
    yield "share, preview"
    page.get_by_role("button", name="Share this now").click()
    yield "share, receipt"
    page.get_by_role("link", name="Take it back").first.click()
    yield "share, take back"
    page.get_by_role("button", name="Yes, take it back").click()
    yield "share, taken back"
    for path in ("/delete", "/notes/delete"):
        page.goto(path)
        yield f"page {path[1:].replace('/', ' ')}, with much to go"


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_everyone_can_use_every_page(
    browse: Browse, rooms: FakeRooms, axe: Check, picture: Picture, screen: dict[str, object], request
):
    page = browse(**screen)
    name = request.node.callspec.id.replace(" ", "-").replace("%", "percent")

    for state in pages_and_states(page, rooms):
        picture(page, f"{name}/{state}")
        axe(page)
        assert fits(page), f"{state} has to be scrolled sideways"


def test_everyone_can_use_every_page_without_script(browse: Browse, rooms: FakeRooms, axe: Check):
    """axe itself is script, so the pages are drawn as they come and checked before ours runs."""
    page = browse()
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/")
    axe(page)
    start(page)
    ask(page, "who comes")
    axe(page)
    page.goto("/notes")
    axe(page)


def test_the_pages_turn_for_a_language_that_reads_from_right_to_left(
    browse: Browse, rooms: FakeRooms, axe: Check, picture: Picture
):
    rooms.language = rooms.invited[INVITATION] = Language.ARABIC
    page = browse(locale="ar")
    come_by_link(page)
    picture(page, "rtl/meeting")
    axe(page)
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.goto("/ask")
    send(page, "who comes")
    picture(page, "rtl/chat")
    axe(page)
    page.goto("/notes")
    picture(page, "rtl/notes")
    axe(page)
    assert fits(page)

    exit_button = page.locator(".govuk-exit-this-page__button").bounding_box()
    assert exit_button
    assert exit_button["x"] < 100, "the way out is at the line's end, which is the left"


@pytest.mark.parametrize("path", ["/", "/ask", "/notes", "/meeting"])
@pytest.mark.parametrize(
    ("words", "viewport"),
    [
        pytest.param("Normal", {"width": 360, "height": 740}, id="phone"),
        pytest.param("Very large", {"width": 320, "height": 256}, id="very large words at 400 %"),
    ],
)
def test_what_has_the_focus_is_never_covered(browse: Browse, path: str, words: str, viewport: dict[str, int]):
    page = browse(viewport=viewport)
    page.get_by_text("Text and colours").click()
    page.get_by_role("button", name=words, exact=True).click()
    come_by_link(page)
    page.goto("/ask")
    ask(page, "who comes")
    page.goto(path)

    for _ in range(60):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
                const focused = document.activeElement, box = focused.getBoundingClientRect();
                if (focused === document.body) return "end";
                const shows = (y) => {
                    const there = document.elementFromPoint(box.left + box.width / 2, y);
                    const its = [focused, ...(focused.labels ?? [])];
                    return there && its.some((one) => one.contains(there) || there.contains(one));
                };
                return [box.top + 3, box.top + box.height / 2, box.bottom - 3].some(shows) ? "" : focused.outerHTML;
            }"""
        )
        if covered == "end":
            return
        assert not covered


def test_what_a_thumb_presses_is_big_enough(browse: Browse):
    page = browse()
    start(page)
    ask(page, "who comes")

    for path in ("/ask", "/notes", "/meeting"):
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, .govuk-button, .places a, .bottom__links a, textarea")]
                .filter((one) => one.offsetWidth && (one.offsetHeight < 44 || one.offsetWidth < 24))
                .map((one) => one.outerHTML)"""
        )
        assert small == []
