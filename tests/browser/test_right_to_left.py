"""In Urdu and Arabic lines, numbers, dates and addresses stand in the order in which they are read and dialled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.conferences.demonstration import replace_demonstrations
from bot.languages import Language
from bot.wiring import Rooms
from tests.browser.visit import come_in, fits, send

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

PHONES = r"(?:0[0-9]{2,4}(?: [0-9]{3,6}){1,2}|116 123|999)"
# Where each character of every match stands on the page, in the order in which it is written. The English that stands
# beside a draft is left out, for it reads from left to right anyway, and so is what only a screen reader gets.
WHERE = """(pattern) => {
    const found = [], wanted = new RegExp(pattern, "g");
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest("[lang=en], .govuk-visually-hidden")) continue;
        for (const match of node.data.matchAll(wanted)) {
            const at = [...match[0]].map((_, index) => {
                const range = document.createRange();
                range.setStart(node, match.index + index);
                range.setEnd(node, match.index + index + 1);
                const box = range.getBoundingClientRect();
                return { x: box.x, y: box.y, shown: box.width > 0 };
            });
            found.push({ text: match[0], at });
        }
    }
    return found;
}"""


@pytest.fixture(params=[Language.URDU, Language.ARABIC], ids=["Urdu", "Arabic"])
def language(request) -> Language:
    return request.param


@pytest.fixture
def phone(chromium: Browser, real_address: str, house: Rooms, language: Language) -> Iterator[Page]:
    """A parent of this language who has come in by her link."""
    context = chromium.new_context(
        base_url=real_address, viewport={"width": 320, "height": 568}, locale=language.value, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    made = replace_demonstrations(now=house.now(), conferences=house.conferences, invitations=house.invitations)
    page = context.new_page()
    page.goto("/")
    page.locator("summary.languages__now").click()
    page.get_by_role("button", name=language.own_name).click()
    come_in(page, next(one for one in made if one.council == "york"))
    yield page
    context.close()


def matches(page: Page, pattern: str) -> list[dict]:
    """What of it is shown, with where its characters stand."""
    return [one for one in page.evaluate(WHERE, pattern) if all(at["shown"] for at in one["at"])]


def reads_from_left_to_right(match: dict) -> bool:
    line = [at["x"] for at in match["at"] if at["y"] == match["at"][0]["y"]]
    return len(line) == len(match["at"]) and line == sorted(line)


def test_a_phone_number_reads_in_the_order_in_which_it_is_dialled(phone: Page, language: Language):
    """Without isolation 01632 960 031 is shown as 031 960 01632, and a parent dials a stranger."""
    numbers = matches(phone, PHONES)
    phone.goto("/ask")
    for question in ASKED[language]:
        send(phone, question)
        numbers += matches(phone, PHONES)

    assert len({number["text"] for number in numbers}) >= 4, numbers
    assert [number for number in numbers if not reads_from_left_to_right(number)] == []


# Whom to ring: the chair, and who gives advice.
ASKED = {
    Language.URDU: ["میری چیئرپرسن کا فون نمبر کیا ہے؟", "مجھے قانونی مشورہ کہاں سے ملے گا؟", "میں مرنا چاہتی ہوں"],
    Language.ARABIC: ["ما هو رقم هاتف رئيسة الجلسة؟", "من أين أحصل على استشارة قانونية؟", "أريد أن أموت"],
}


def test_the_days_of_the_meeting_read_from_right_to_left_day_month_year(phone: Page):
    """12 March 2026 must not come out as March 2026 12."""
    days = matches(phone, r"[0-9]{1,2} [^0-9\s]+?،? 20[0-9]{2}")

    assert days
    for day in days:
        first, last = day["at"][0], day["at"][-4]
        if first["y"] == last["y"]:
            assert first["x"] > last["x"], day["text"]


def test_the_page_and_each_reply_say_their_direction(phone: Page, language: Language):
    phone.goto("/ask")
    send(phone, ASKED[language][0])

    assert phone.locator("html").get_attribute("dir") == "rtl"
    assert phone.locator("html").get_attribute("lang") == language.value
    assert phone.locator("#latest .reply").get_attribute("dir") == "rtl"
    assert phone.locator("#latest .reply").get_attribute("lang") == language.value
    for english in phone.locator("#latest [lang=en]").all():
        assert english.get_attribute("dir") == "ltr"


def test_nothing_falls_off_a_small_screen_and_axe_finds_nothing(
    phone: Page, language: Language, axe: Callable[[Page], None], picture: Callable[[Page, str], None]
):
    for path in ("/meeting", "/notes", "/ask", "/leave", "/"):
        phone.goto(path)
        if path == "/ask":
            for question in ASKED[language]:
                send(phone, question)
        phone.locator("summary.languages__now").click()
        assert fits(phone), path
        axe(phone)
        picture(phone, f"{language.value}-{path.strip('/') or 'first'}")
