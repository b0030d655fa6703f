"""
A social worker's morning, begun from nothing, with the real assistant: an account is made, a meeting added, its link
sent and opened by the parent in her language; she asks, writes, shares; it is read, and no more than that.

What it takes in clicks is counted, and written to `var/morning.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot import worker
from bot.languages import Language
from bot.notes.note import Section
from bot.notes.sharing import Recipient
from bot.outreach.message import MessageKind
from bot.staff.administering import Written
from bot.text.catalogue import catalogue
from bot.text.phrases import say
from bot.text.sms import as_sms
from bot.wiring import Rooms
from tests.browser.conftest import served
from tests.browser.desk import (
    Hands,
    Tally,
    Work,
    downloads,
    goes_everywhere,
    goes_out_soon,
    sets_up,
    sets_up_phone,
    setup_link,
    signs_in,
    walks_through,
)
from tests.browser.test_right_to_left import matches, reads_from_left_to_right
from tests.browser.visit import fits, send

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]
Looks = Callable[[Page, str], None]

DESK = {"width": 1200, "height": 800}
PHONE = {"width": 360, "height": 740}

POLISH_PHONE, URDU_PHONE = "+447700900123", "+447700900456"
QUESTION = "kto będzie na spotkaniu"
GOES_WELL = "Moje dzieci śpią dobrze, a Zosia lubi szkołę."
FOR_THE_CHAIR = "Kiedy mogę mówić? Proszę mówić powoli."
HERS_ALONE = "Boję się, że nikt mnie nie wysłucha."
GOES_WELL_IN_URDU = "میری بیٹی اچھا پڑھتی ہے، فون 07700 900123"
HERS_ALONE_IN_URDU = "مجھے فکر ہے کہ وہ مجھے نہیں سنیں گے"


@pytest.fixture(scope="module")
def sending(house: Rooms) -> Iterator[None]:
    """The worker, as the server starts it: in threads of this process."""
    worker.start(house)
    yield
    house.desk.schedule.stop()


@pytest.fixture
def address(house: Rooms, sending: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where it is served; the links that are sent lead there."""
    with served(house, monkeypatch) as address:
        monkeypatch.setitem(house.settings.__dict__, "address", address)
        yield address


@pytest.fixture
def browser(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A browser of somebody's own: nothing in it yet."""
    opened: list[BrowserContext] = []

    def open_one(**options: object) -> Page:
        context = chromium.new_context(base_url=address, reduced_motion="reduce", **options)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def looks(axe: Check, picture: Picture) -> Looks:
    """Everybody can use it, at a desk and on a phone."""

    def look(page: Page, name: str) -> None:
        before = page.viewport_size
        for screen in (DESK, PHONE) if before == DESK else (PHONE,):
            page.set_viewport_size(screen)
            picture(page, f"morning/{name}-{screen['width']}")
            assert fits(page), f"{name} has to be scrolled sideways at {screen['width']} px"
            axe(page)
        page.set_viewport_size(before or DESK)

    return look


def test_a_social_worker_begins_from_nothing_and_reads_what_a_polish_mother_shared_and_no_more(
    browser: Callable[..., Page], house: Rooms, address: str, looks: Looks
):
    tally = Tally()
    ada, sam = (Hands(browser(viewport=DESK, locale="en-GB")) for _ in range(2))
    mother = Hands(browser(viewport=PHONE, locale="pl-PL"))

    first_link = setup_link(house, address, Written("Ada Wren", "ada@york.example.org", "administrator"))
    link_for_sam = makes_an_account(ada, house, first_link, tally, looks)
    secret = comes_to_the_desk(sam, house, link_for_sam, tally, looks)
    sees_the_form_and_its_mistakes(sam, looks)
    code = sends_the_link(sam, house, secret, tally, looks)
    link = finds_it_sent(sam, house, looks)

    came_in = comes_in(mother, link, code, looks, Language.POLISH)
    tally.add("from the link to her meeting", came_in, clicks=3, fields=1)
    answer = asks_and_writes(mother, looks)
    shares(mother, tally, looks)
    before = len(sam.seen)
    reads_what_was_shared(sam, tally, looks)
    sees_that_it_was_read(mother, looks)

    moves(sam, house, tally, looks)
    sees_the_new_day(mother, looks)
    goes_everywhere(sam, "/staff", "/staff/messages")
    goes_everywhere(ada, "/staff/accounts", "/staff/council", "/staff/audit", "/staff")
    takes_the_link_back(sam, tally, looks)
    is_out(mother, link, looks)

    assert [url for url, page in sam.seen[before:] if GOES_WELL in page]
    assert not [url for url, page in ada.seen if GOES_WELL in page]
    for url, page in (*sam.seen[before:], *ada.seen):
        for words in (HERS_ALONE, FOR_THE_CHAIR, QUESTION, answer):
            assert words not in page, f"{words} stands at {url}"
    tally.write()


def makes_an_account(ada: Hands, house: Rooms, link: str, tally: Tally, looks: Looks) -> str:
    sets_up(ada, link)
    sets_up_phone(ada, house.now())
    looks(ada.page, "accounts")
    tally.add("an administrator sets up her account", ada.done, clicks=3, fields=3)
    before = ada.done
    ada.presses("Add an account")
    ada.writes("Name", "Sam Petty")
    ada.writes("E-mail address", "sam@york.example.org")
    ada.ticks("Social worker")
    ada.writes("Team", "East")
    ada.writes("Work phone (if there is one)", "01904 551 550")
    looks(ada.page, "account")
    ada.presses("Add the account")
    tally.add("she makes the social worker's", ada.done - before, clicks=3, fields=4)
    looks(ada.page, "setup-link")
    return ada.page.get_by_role("region", name="The setup link").inner_text()


def comes_to_the_desk(sam: Hands, house: Rooms, link: str, tally: Tally, looks: Looks) -> str:
    sam.page.goto(link)
    looks(sam.page, "begin")
    sets_up(sam, link)
    looks(sam.page, "second-step-set-up")
    secret = sets_up_phone(sam, house.now())
    expect(sam.page.get_by_role("heading", level=1)).to_have_text("Your conferences")
    tally.add("the social worker sets up his", sam.done, clicks=3, fields=3)
    looks(sam.page, "list-empty")
    return secret


def sees_the_form_and_its_mistakes(sam: Hands, looks: Looks) -> None:
    sam.presses("Add a conference")
    looks(sam.page, "form")
    sam.writes("Mobile number", "01904 551 550")
    sam.presses("Save, then send the link")
    expect(sam.page.locator(".govuk-error-summary")).to_be_visible()
    looks(sam.page, "form-with-errors")
    sam.presses("Sign out")
    looks(sam.page, "signed-out")
    sam.opens("/staff")
    looks(sam.page, "sign-in")


def sends_the_link(sam: Hands, house: Rooms, secret: str, tally: Tally, looks: Looks) -> str:
    before = sam.done
    signs_in(sam, "sam@york.example.org", secret, house.now() + timedelta(seconds=30))
    sam.presses("Add a conference")
    adds_a_conference(sam)
    sam.presses("Save, then send the link")
    parts_and_price = r"Text message to 07700 900123\s+\d parts, \d+(\.\d+)?p before VAT"
    assert re.search(parts_and_price, sam.reads())
    assert as_sms(say("text_link", Language.POLISH)) in sam.reads()
    assert say("text_link", Language.ENGLISH) in sam.reads()
    looks(sam.page, "send")
    sam.presses("Send the link")
    tally.add("from signing in to the link sent", sam.done - before, clicks=9, fields=11)
    code = sam.page.get_by_label("The code").inner_text()
    assert re.fullmatch(r"\d{3} \d{3}", code)
    looks(sam.page, "sent-with-code")
    return code


def adds_a_conference(sam: Hands) -> None:
    """What is needed, and our reference."""
    sam.ticks("First")
    sam.writes("Date", "2027-03-18")
    sam.writes("Time", "10:00")
    sam.writes("Place", "Room 2, Foss Bank House, 8 Example Lane")
    sam.writes("Chair’s name", "Judith Marlow")
    sam.writes("Our reference", "YRK-4711")
    sam.writes("What to call them", "Ms Winter")
    sam.chooses("Language", "Polish")
    sam.writes("Mobile number", "07700 900123")
    sam.ticks("Text message")
    sam.ticks("Yes")


def finds_it_sent(sam: Hands, house: Rooms, looks: Looks) -> str:
    """With the console the message is nowhere but on the desk's own page: there its link can be tried."""
    goes_out_soon(house, MessageKind.LINK, POLISH_PHONE)
    sam.presses("Look again")
    expect(sam.page.locator("main")).to_contain_text("Text message: Shown at “Sent messages” only")
    looks(sam.page, "sent")
    sam.presses_at(sam.page.locator("main").get_by_role("link", name="Sent messages"))
    sam.page.get_by_text("Its words").first.click()
    looks(sam.page, "messages")
    return sam.page.locator("main a[href*='/l/']").first.get_attribute("href") or ""


# The parent's part, by where things stand: it is the same in every language.


def comes_in(her: Hands, link: str, code: str, looks: Looks, language: Language) -> Work:
    """What it took."""
    before = her.done
    her.opens(link)
    looks(her.page, f"{language.value}-link")
    her.presses_at("main form button[type=submit]")
    looks(her.page, f"{language.value}-code")
    her.writes(her.page.locator("#code"), code)
    her.presses_at("main form button[type=submit]")
    assert her.page.url.endswith("/meeting")
    took = her.done - before
    page = her.page.locator("html")
    assert (page.get_attribute("lang"), page.get_attribute("dir")) == (language.value, language.direction)
    heading = catalogue(language).gettext("My meeting")
    assert heading != "My meeting"
    expect(her.page.get_by_role("heading", level=1)).to_have_text(heading)
    looks(her.page, f"{language.value}-meeting")
    return took


def says_yes_to_being_told(her: Hands, looks: Looks, language: Language) -> None:
    her.ticks(her.page.locator("#telling-yes"))
    her.presses_at("form[action='/telling'] button")
    expect(her.page.locator("#happened")).to_be_visible()
    expect(her.page.locator("#telling-yes")).to_be_checked()
    looks(her.page, f"{language.value}-telling")


def asks_and_writes(mother: Hands, looks: Looks) -> str:
    """Returns how the answer that she got begins."""
    expect(mother.page.locator("main")).to_contain_text("18 marca 2027")
    says_yes_to_being_told(mother, looks, Language.POLISH)
    mother.presses_at(".places__link[href^='/ask']")
    send(mother.page, QUESTION)
    reply = mother.page.locator("#latest .reply")
    answer = reply.locator(".said").first.inner_text()
    assert reply.get_attribute("lang") == "pl"
    looks(mother.page, "pl-ask")
    mother.presses_at(".places__link[href^='/notes']")
    writes_notes(mother, {Section.STRENGTHS: GOES_WELL, Section.QUESTIONS: FOR_THE_CHAIR, Section.WORRIES: HERS_ALONE})
    looks(mother.page, "pl-notes")
    return answer[:40]


def writes_notes(her: Hands, notes: dict[Section, str]) -> None:
    for section, words in notes.items():
        her.writes(her.page.locator(f"#text-{section.value}"), words)
        her.presses_at(f"#{section.value} form[action='/notes/add'] button")
        expect(her.page.locator(f"#{section.value} blockquote")).to_have_text(words)


def shares(mother: Hands, tally: Tally, looks: Looks) -> None:
    before = mother.done
    mother.presses_at("a[href='/share']")
    looks(mother.page, "pl-share")
    shares_a_part(mother, Recipient.SOCIAL_WORKER, Section.STRENGTHS, GOES_WELL, looks, Language.POLISH)
    tally.add("a part of her notes shared", mother.done - before, clicks=5, fields=0)
    shares_a_part(mother, Recipient.CHAIR, Section.QUESTIONS, FOR_THE_CHAIR, looks, Language.POLISH)
    expect(mother.page.locator(".receipt")).to_have_count(2)


def shares_a_part(
    her: Hands, recipient: Recipient, section: Section, words: str, looks: Looks, language: Language
) -> None:
    her.ticks(her.page.locator(f"input[name=recipient][value={recipient.value}]"))
    her.ticks(her.page.locator(f"input[name=part][value={section.value}]"))
    her.presses_at("main form[action='/share/preview'] button")
    expect(her.page.locator("main blockquote")).to_have_text(words)
    looks(her.page, f"{language.value}-preview-{recipient.value}")
    her.presses_at("main form[action='/share'] button")
    expect(her.page.locator("#happened")).to_be_visible()
    looks(her.page, f"{language.value}-shared-{recipient.value}")


# The desk again.


def reads_what_was_shared(sam: Hands, tally: Tally, looks: Looks) -> None:
    before = sam.done
    sam.opens("/staff")
    first = sam.page.locator("main h2").first
    expect(first).to_have_text("Needs your attention")
    looks(sam.page, "list-with-attention")
    sam.presses("Shared something that nobody has read: read it")
    expect(sam.page.locator("main")).to_contain_text("There is something for the chair, which only the chair can read.")
    looks(sam.page, "conference")
    sam.presses("Read what Ms Winter shared")
    tally.add("from the list to what she shared", sam.done - before, clicks=3, fields=0)
    expect(sam.page.locator("main blockquote")).to_have_text([GOES_WELL])
    expect(sam.page.locator(".shared__language [lang=en]")).to_contain_text("Polish")
    expect(sam.page.locator("main")).to_contain_text("There is something for the chair, which only the chair can read.")
    looks(sam.page, "shared")
    on_paper = downloads(sam, "Download as a PDF", "shared")
    assert GOES_WELL in on_paper
    assert HERS_ALONE not in on_paper
    assert FOR_THE_CHAIR not in on_paper


def sees_that_it_was_read(mother: Hands, looks: Looks) -> None:
    """The chair has no page of their own here: theirs stays unread."""
    mother.opens("/share")
    unread = catalogue(Language.POLISH).gettext("Nobody has read it yet.")
    states = [receipt.locator("strong").inner_text() for receipt in mother.page.locator(".receipt").all()]
    assert len(states) == 2
    assert sum(unread in state for state in states) == 1, states
    expect(mother.page.locator(".receipt", has_text=GOES_WELL).locator("strong")).not_to_contain_text(unread)
    looks(mother.page, "pl-read")


def moves(sam: Hands, house: Rooms, tally: Tally, looks: Looks) -> None:
    before = sam.done
    sam.opens("/staff")
    sam.presses("Thursday 18 March 2027 at 10am")
    sam.presses("Change or move it")
    looks(sam.page, "change")
    sam.writes("Date", "2027-03-23")
    sam.presses("Save")
    tally.add("moved, and whoever agreed told", sam.done - before, clicks=4, fields=1)
    looks(sam.page, "told")
    message = goes_out_soon(house, MessageKind.MOVED, POLISH_PHONE)
    assert message.language is Language.POLISH
    assert "23 marca 2027" in message.body
    assert as_sms(say("text_stop", Language.POLISH)) in message.body


def sees_the_new_day(mother: Hands, looks: Looks) -> None:
    mother.opens("/meeting")
    expect(mother.page.locator("main")).to_contain_text("23 marca 2027")
    expect(mother.page.locator("main")).not_to_contain_text("18 marca 2027")
    looks(mother.page, "pl-moved")


def takes_the_link_back(sam: Hands, tally: Tally, looks: Looks) -> None:
    before = sam.done
    sam.opens("/staff")
    sam.presses("Tuesday 23 March 2027 at 10am")
    sam.presses("Take back")
    looks(sam.page, "take-back")
    sam.presses("Take it back")
    tally.add("the link taken back", sam.done - before, clicks=4, fields=0)
    looks(sam.page, "taken-back")


def is_out(mother: Hands, link: str, looks: Looks) -> None:
    for path in ("/meeting", "/notes", "/share"):
        mother.opens(path)
        assert "23 marca 2027" not in mother.reads()
        assert GOES_WELL not in mother.reads()
        looks(mother.page, f"pl-out{path.replace('/', '-')}")
    mother.opens(link)
    mother.presses_at("main form button[type=submit]")
    expect(mother.page.get_by_role("heading", level=1)).to_have_text(
        catalogue(Language.POLISH).gettext("This link was taken back")
    )
    looks(mother.page, "pl-taken-back")


# The same in Urdu, with the meeting added by keyboard alone.


def test_by_keyboard_alone_a_meeting_is_added_for_a_mother_who_reads_it_in_urdu_from_right_to_left(
    browser: Callable[..., Page], house: Rooms, address: str, looks: Looks
):
    noor, mother = Hands(browser(viewport=DESK, locale="en-GB")), Hands(browser(viewport=PHONE, locale="en-GB"))
    written = Written("Noor Fenwick", "noor@york.example.org", "social_worker", "East")
    sets_up(noor, setup_link(house, address, written))
    sets_up_phone(noor, house.now())
    code = sends_the_link_by_keyboard(noor, looks)
    goes_out_soon(house, MessageKind.LINK, URDU_PHONE)
    noor.opens("/staff/messages")
    noor.page.get_by_text("Its words").first.click()
    looks(noor.page, "ur-messages")

    comes_in(mother, noor.page.locator("main a[href*='/l/']").first.inner_text(), code, looks, Language.URDU)
    mother.page.locator("#telling").scroll_into_view_if_needed()
    ends = [one for one in matches(mother.page, "456") if one["text"] == "456"]
    assert ends
    assert all(reads_from_left_to_right(one) for one in ends)
    says_yes_to_being_told(mother, looks, Language.URDU)
    mother.presses_at(".places__link[href^='/notes']")
    writes_notes(mother, {Section.STRENGTHS: GOES_WELL_IN_URDU, Section.WORRIES: HERS_ALONE_IN_URDU})
    mother.presses_at("a[href='/share']")
    shares_a_part(mother, Recipient.SOCIAL_WORKER, Section.STRENGTHS, GOES_WELL_IN_URDU, looks, Language.URDU)

    noor.opens("/staff")
    noor.presses("Shared something that nobody has read: read it")
    expect(noor.page.locator("main")).to_contain_text("agreed")
    noor.presses("Read what Ms Khan shared")
    expect(noor.page.locator("main blockquote")).to_have_text([GOES_WELL_IN_URDU])
    expect(noor.page.locator("main blockquote bdi[dir=ltr]")).to_have_text("07700 900123")
    looks(noor.page, "ur-shared")
    downloads(noor, "Download as a PDF", "ur-shared")
    makes_a_letter(noor)
    assert not [url for url, page in noor.seen if HERS_ALONE_IN_URDU in page]


def sends_the_link_by_keyboard(noor: Hands, looks: Looks) -> str:
    page = noor.page
    noor.presses("Add a conference")
    page.locator("#kind").focus()
    walks_through(
        page,
        [
            ("kind", " "),
            ("date", "05052027"),  # a browser asks for the month first or the day, by its own language
            ("time", "1000am"),
            ("place", "Room 2, Foss Bank House, 8 Example Lane"),
            ("video_link", ""),
            ("chair_name", "Judith Marlow"),
            *((passed, "") for passed in ("chair_phone", "chair_email", "chair_speaks_date", "chair_speaks_time")),
            ("asked_by", "Anna Field, team manager"),
            ("reference", ""),
            ("called", "Ms Khan"),
            ("language", "Urdu"),
            ("phone", "07700 900456"),
            ("email", ""),
            ("safe_ways", " "),
            ("safe_contact", "mornings only"),
            ("interpreter", "Punjabi, a woman"),
            ("agreed-3", ""),  # nobody has asked yet
        ],
    )
    save = page.get_by_role("button", name="Save, then send the link")
    while not save.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert as_sms(say("text_link", Language.URDU)) in noor.reads()
    looks(page, "ur-send")
    noor.presses("Send the link")
    return page.get_by_label("The code").inner_text()


def makes_a_letter(noor: Hands) -> None:
    """On paper, in her language and in English."""
    noor.presses_at(noor.page.get_by_role("link", name="The conference"))
    noor.presses("Send again")
    assert "Khan" in downloads(noor, "Make a letter (PDF)", "ur-letter")
