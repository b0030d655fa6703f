"""
The whole visit with the real assistant, in English and in Urdu: by keyboard alone, without script, on the smallest
screen and at 400 % zoom, to the last page, where everything is deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.conferences.demonstration import replace_demonstrations
from bot.conferences.link import hashed
from bot.languages import Language
from bot.notes.sharing import Part, Recipient
from bot.wiring import Rooms
from tests.browser.visit import fits
from tests.stores import NOW

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]
Looks = Callable[[Page, str], None]

ZOOMED = {"width": 320, "height": 256}  # what is left of 1280 by 1024 at 400 %
WORDS = {
    Language.ENGLISH: (
        "who will be at the meeting",
        "i read to them every night, and they sleep well",
        "Sylheti, please",
    ),
    Language.URDU: (
        "میٹنگ میں کون کون ہوگا",
        "میری بیٹی اچھا پڑھتی ہے، school روزانہ جاتی ہے",
        "پنجابی، 2 گھنٹے بعد وقفہ",
    ),
}
# Whether what has the focus can be seen: nothing lies over its middle (WCAG 2.2, 2.4.11).
SEEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const label = one.labels && one.labels[0];
  const at = (x, y) => document.elementFromPoint(x, y);
  for (const [across, down] of [[.5, .5], [.5, .1], [.5, .9], [.1, .5], [.9, .5]]) {
    const top = at(box.left + box.width * across, box.top + box.height * down);
    if (top && (one.contains(top) || top.contains(one) || (label && label.contains(top)))) return true;
  }
  return false;
}"""


class Hands(Protocol):
    def presses(self, what: str) -> None: ...

    def ticks(self, what: str) -> None: ...

    def writes(self, what: str, words: str) -> None: ...


class Keyboard:
    """Somebody without a mouse or a finger: Tab, Enter, Space, arrows and letters. What has the focus must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, what: str) -> None:
        wanted = self.page.locator(what).first
        wanted.wait_for()  # the page that it is on may be on its way
        for _ in range(150):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(SEEN), f"on the way to {what} the focus is under something"
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{what} cannot be reached by Tab")

    def presses(self, what: str) -> None:
        self.to(what)
        self.page.keyboard.press("Enter")

    def ticks(self, what: str) -> None:
        self.to(what)
        self.page.keyboard.press("Space")

    def writes(self, what: str, words: str) -> None:
        self.to(what)
        self.page.keyboard.insert_text(words)


class Finger:
    """Somebody who presses what they see, with or without script."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def presses(self, what: str) -> None:
        self.page.locator(what).first.click()

    def ticks(self, what: str) -> None:
        self.page.locator(f"label[for='{what.removeprefix('#')}']").click()

    def writes(self, what: str, words: str) -> None:
        self.page.locator(what).fill(words)


@pytest.mark.parametrize(
    ("hands", "options"),
    [
        pytest.param(Keyboard, {}, id="by keyboard"),
        pytest.param(Keyboard, {"viewport": ZOOMED}, id="by keyboard at 400 % zoom"),
        pytest.param(Finger, {"java_script_enabled": False}, id="without script"),
        pytest.param(Finger, {"viewport": {"width": 320, "height": 568}, "color_scheme": "dark"}, id="320 px, dark"),
    ],
)
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.URDU], ids=lambda language: language.value)
def test_a_parent_comes_by_link_asks_writes_shares_prints_and_is_forgotten(
    chromium: Browser,
    real_address: str,
    house: Rooms,
    axe: Check,
    picture: Picture,
    hands: Callable[[Page], Hands],
    options: dict[str, Any],
    language: Language,
    request: pytest.FixtureRequest,
):
    context = chromium.new_context(base_url=real_address, **{"viewport": {"width": 360, "height": 740}, **options})
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "language", "value": language.value, "url": real_address}])
    name = request.node.callspec.id.replace(" ", "-").replace("%", "percent")

    def looks(page: Page, what: str) -> None:
        picture(page, f"whole/{name}/{what}")
        if options.get("java_script_enabled", True):
            axe(page)
            assert fits(page), f"{what} has to be scrolled sideways"

    made = replace_demonstrations(now=NOW, conferences=house.conferences, invitations=house.invitations)
    (link,) = [one for one in made if one.council == "merton"]
    page = context.new_page()
    page.goto(f"/l/{link.token}")
    looks(page, "link")
    she = hands(page)
    question, note, need = WORDS[language]
    invited = house.invitations.by_token_hash(hashed(link.token))
    assert invited is not None
    owner = str(invited.id)

    comes_in_and_asks(page, she, link.code, question, looks)
    writes(page, she, note, need, looks)
    shares(page, she, note, looks)
    assert [(one.recipient, one.part, [line.text for line in one.lines]) for one in house.sharing.of(owner)] == [
        (Recipient.CHAIR, Part.STRENGTHS, [note])
    ]
    prints_and_is_forgotten(page, she, note, looks)
    assert house.notes.of(owner) == ()
    assert house.sharing.of(owner) == ()
    assert house.needs.of(owner).lines == {}
    context.close()


def comes_in_and_asks(page: Page, she: Hands, code: str, question: str, looks: Looks) -> None:
    she.presses("main form button[type=submit]")
    she.writes("#code", code)
    she.presses("main form button[type=submit]")
    page.wait_for_url("**/meeting")
    expect(page.locator("main")).to_contain_text("2027")
    looks(page, "meeting")

    she.presses(".places__link[href^='/ask']")
    page.wait_for_url("**/ask*")
    she.writes("#text", question)
    she.presses(".composer button[type=submit]")
    expect(page.locator("[data-turn]")).to_have_count(1)
    expect(page.locator("#latest .picture")).to_be_visible()
    looks(page, "ask")


def writes(page: Page, she: Hands, note: str, need: str, looks: Looks) -> None:
    she.presses(".places__link[href^='/notes']")
    page.wait_for_url("**/notes*")
    she.writes("#text-strengths", note)
    she.presses("#strengths form[action='/notes/add'] button")
    expect(page.locator("#strengths blockquote")).to_have_text(note)
    expect(page.locator(".said--danger")).to_have_count(0)  # what goes well is no danger, here as in the chat
    looks(page, "notes")

    she.presses("a[href='/notes/needs']")
    page.wait_for_url("**/notes/needs*")
    she.ticks("#hearing")
    she.writes("#what_helps", need)
    she.presses("main form[action='/notes/needs'] button[type=submit]")
    expect(page.locator("#happened")).to_be_visible()
    looks(page, "needs")


def shares(page: Page, she: Hands, note: str, looks: Looks) -> None:
    she.presses("#happened a[href='/share']")
    page.wait_for_url("**/share*")
    she.ticks("#recipient")
    she.ticks("#part")
    looks(page, "share")
    she.presses("main form[action='/share/preview'] button")
    expect(page.locator("main blockquote, main .note").first).to_have_text(note)
    looks(page, "preview")
    she.presses("main form[action='/share'] button")
    expect(page.locator("#happened")).to_be_visible()
    looks(page, "receipt")


def prints_and_is_forgotten(page: Page, she: Hands, note: str, looks: Looks) -> None:
    page.goto("/notes/document")
    looks(page, "document")
    she.presses("button[formaction='/notes/print']")
    page.wait_for_url("**/notes/print*")
    expect(page.locator("body")).to_contain_text(note)
    looks(page, "print")

    page.goto("/delete")
    looks(page, "delete")
    she.presses("main form[action='/delete'] button")
    page.wait_for_url("**/deleted")
    looks(page, "deleted")
