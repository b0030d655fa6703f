"""The desk in a real browser, at a real house without the assistant: a social worker's morning, and every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from bot import wiring
from bot.adapters.database.sending_tables import OutboxRow
from bot.adapters.database.tables import InvitationRow, table
from bot.languages import Language
from bot.notes.needs import Need
from bot.notes.sharing import Part, Recipient, SharedLine
from bot.outreach.message import State
from bot.settings import Settings
from bot.staff.account import Account
from bot.staff.sessions import Stage
from bot.web.staff.visit import COOKIE
from bot.wiring import Rooms
from tests.browser.conftest import served
from tests.browser.visit import fits
from tests.stores import KEY, NOW
from tests.web.staff.conftest import MANAGER, SOCIAL_WORKER, make

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]

pytestmark = pytest.mark.browser

# The narrow one is where things break. The morning (test_morning.py) goes over the desk's pages at 1200 px, with axe.
SCREENS = {"small phone, dark": {"viewport": {"width": 320, "height": 568}, "color_scheme": "dark"}}
# Of the same pieces as others, which axe has looked at.
ALIKE = {"messages, empty", "list, unread", "list, cancelled", "code", "sent, looked at again", "messages, arrived"}


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    rooms = wiring.build(Settings(data_dir=tmp_path_factory.mktemp("desk"), secret_key=KEY), clock=lambda: NOW)
    for account in (SOCIAL_WORKER, MANAGER):
        make(rooms, account)
    yield rooms
    rooms.engine.dispose()


@pytest.fixture
def address(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with served(rooms, monkeypatch) as address:
        yield address


@pytest.fixture
def at_the_desk(chromium: Browser, address: str, rooms: Rooms) -> Iterator[Callable[..., Page]]:
    """A browser at the desk's first page, somebody signed in."""
    opened = []

    def open_one(account: Account = SOCIAL_WORKER, **options: object) -> Page:
        token = rooms.desk.sessions.start(account.id, Stage.IN, now=NOW)
        context = chromium.new_context(base_url=address, **options)
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": COOKIE, "value": token, "url": f"{address}/staff"}])
        opened.append(context)
        page = context.new_page()
        page.goto("/staff")
        return page

    yield open_one
    for context in opened:
        context.close()


def fill_conference(page: Page, **given: str) -> None:
    """By what the boxes are called."""
    page.get_by_label("First", exact=True).check()
    page.get_by_label("Date").fill(given.get("date", "2027-03-18"))
    page.get_by_label("Time", exact=True).first.fill("10:00")
    page.get_by_label("Place").fill("Room 2, Foss Bank House, 8 Example Lane")
    page.get_by_label("Chair’s name").fill("Judith Marlow")
    page.get_by_label("Our reference").fill("YRK-4711")


def fill_adult(page: Page, called: str = "Ms Winter") -> None:
    page.get_by_label("What to call them").fill(called)
    page.get_by_label("Language", exact=True).select_option(label="Polish")
    page.get_by_label("Mobile number").fill("07700 900123")
    page.get_by_label("E-mail").first.fill("winter@example.org")
    safe = page.get_by_role("group", name="What contact is safe")
    for way in ("Text message", "E-mail", "Call"):
        safe.get_by_label(way).check()
    page.get_by_label("Yes", exact=True).check()


def is_pressed(request: Request) -> bool:
    """A page that somebody went to, and not one that they were led on to."""
    return request.is_navigation_request() and request.redirected_from is None


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def test_a_social_workers_morning_takes_three_clicks_beside_the_boxes(at_the_desk, rooms):
    """Create, send, and the code is there to be told. Nothing needs a script."""
    page = at_the_desk(java_script_enabled=False)
    pressed: list[str] = []
    page.on("request", lambda request: pressed.append(request.method) if is_pressed(request) else None)

    page.get_by_role("button", name="Add a conference").click()
    fill_conference(page)
    fill_adult(page)
    press(page, "Save, then send the link")
    press(page, "Send the link")

    code = page.get_by_label("The code").inner_text()
    assert re.fullmatch(r"\d{3} \d{3}", code)
    assert pressed == ["GET", "POST", "POST"]


def test_the_form_is_walked_in_its_order_with_the_keyboard(at_the_desk):
    """Tab goes from box to box as they stand, and Enter in a box saves without sending anything."""
    page = at_the_desk()
    page.goto("/staff/conferences/new")
    page.locator("#kind").focus()
    walked = []
    for _ in range(40):
        at = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
        if at not in walked:
            walked.append(at)
        page.keyboard.press("Tab")

    boxes = [
        *("kind", "date", "time", "place", "video_link", "chair_name", "chair_phone", "chair_email"),
        *("chair_speaks_date", "chair_speaks_time", "asked_by", "reference"),
        *("called", "language", "phone", "email", "safe_ways", "safe_ways-2", "safe_ways-3", "safe_ways-4"),
        *("safe_contact", "interpreter", "Save", "Save, then send the link"),
    ]
    assert [at for at in walked if at in boxes] == boxes

    fill_conference(page)
    page.get_by_label("Our reference").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The conference is saved.")


def every_page(page: Page, rooms: Rooms) -> Iterator[str]:
    """Lead through every page and state of the desk's cases; yields the name of each when it is there."""
    for one in rooms.desk.cases.cases("york"):
        rooms.conferences.remove(one.conference.id)
    page.goto("/staff")
    yield "list, empty"
    page.goto("/staff/messages")
    yield "messages, empty"
    page.goto("/staff/conferences/new")
    yield "conference, new"
    press(page, "Save, then send the link")
    yield "conference, errors"
    fill_conference(page, date="2027-03-20")
    fill_adult(page)
    press(page, "Save, then send the link")
    yield "conference, doubt"
    press(page, "Save, then send the link")
    yield "send"
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    press(page, "Send the link")
    yield "send, error"
    page.get_by_label("Text message to").check()
    press(page, "Send the link")
    yield "sent"
    rooms.desk.sender.send_due(most=10)
    page.get_by_role("link", name="Look again").click()
    yield "sent, looked at again"
    press(page, "Show the code")
    yield "code"
    page.get_by_role("link", name="The conference").click()
    conference = page.url.partition("#")[0]
    page.get_by_role("button", name="Add another adult").click()
    yield "adult, new"
    fill_adult(page, "Mr Averyveryverylongnamethatnobodycouldbreakanywhere")
    page.get_by_label("More about safe contact").fill("mornings only, no voicemail, his mother answers the landline")
    page.get_by_label("No", exact=True).check()
    press(page, "Save")
    yield "conference, two adults with one phone"
    yield from what_was_shared(page, rooms, conference)
    yield from what_went_wrong(page, rooms)
    page.goto(conference)
    page.get_by_role("button", name="Take back").first.click()
    yield "take back"
    page.goto(conference)
    page.get_by_role("link", name="Change or move it").click()
    yield "conference, change"
    page.get_by_label("Date").fill("2027-03-19")
    with rooms.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE conferences SET version = version + 1")
    press(page, "Save")
    yield "conference, overtaken"
    press(page, "Save")
    yield "told"
    page.goto(conference)
    page.get_by_role("link", name="Cancel it").click()
    yield "cancel"
    press(page, "Cancel the conference")
    page.goto(f"{conference}/change")
    yield "over"
    page.goto("/staff")
    yield "list, cancelled"


def what_was_shared(page: Page, rooms: Rooms, conference: str) -> Iterator[str]:
    (case,) = rooms.desk.cases.cases("york")
    first = next(one.invitation.id for one in case.invited if one.invitation.called == "Ms Winter")
    lines = {
        Part.STRENGTHS: (SharedLine("میرے بچے خوش ہیں۔ فون 07700 900123"), SharedLine("we laugh\na lot")),
        Part.NEEDS: (SharedLine("woman", Need.INTERPRETER_GENDER), SharedLine("yes", Need.HEARING)),
    }
    for recipient in Recipient:
        rooms.sharing.share(str(first), recipient, lines, language=Language.URDU, at=NOW)
    page.goto("/staff")
    yield "list, unread"
    page.goto(conference)
    yield "conference, unread"
    page.get_by_role("button", name=re.compile("^Read what")).first.click()
    yield "shared"


def what_went_wrong(page: Page, rooms: Rooms) -> Iterator[str]:
    with rooms.engine.begin() as connection:
        unsure = {"state": State.UNSURE.value, "problem": "line_broke", "settled_at": NOW, "provider": "notify"}
        connection.execute(table(OutboxRow).update().values(**unsure))
        connection.execute(table(InvitationRow).update().where(InvitationRow.links > 1).values(code_tries=5))
    rooms.desk.heartbeats.beat("worker", at=NOW - timedelta(minutes=7))
    page.goto("/staff")
    yield "list, much to do"
    page.get_by_role("link", name=re.compile("^Locked after five")).first.click()
    yield "conference, locked"
    page.goto("/staff/messages")
    page.get_by_text("Its words").first.click()
    yield "messages"
    press(page, "It arrived")
    yield "messages, arrived"
    page.goto("/staff")
    page.get_by_role("link", name=re.compile("^Locked after five")).first.click()
    page.get_by_role("button", name="Unlock with a new code").first.click()
    yield "unlocked"


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_of_the_desk_can_be_used_by_everyone(at_the_desk, rooms, axe: Check, picture: Picture, screen):
    page = at_the_desk(**SCREENS[screen])

    for name in every_page(page, rooms):
        picture(page, f"desk {name} {screen.partition(',')[0]}".replace(",", "").replace(" ", "-"))
        assert fits(page), name
        if name not in ALIKE:
            axe(page)
