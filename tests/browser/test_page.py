"""The page itself: nothing lost on a bad network, keys, read aloud, pictures, big words, light or dark, its weight."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visit import ask, come_by_link, fits, start
from tests.web.fakes import FakeRooms

Browse = Callable[..., Page]
Picture = Callable[[Page, str], None]
Check = Callable[[Page], None]

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1280, "height": 800}}


def write(page: Page, words: str) -> None:
    """Send, and do not wait for an answer."""
    page.locator("#text").fill(words)
    page.get_by_role("button", name="Send").click()


def lose_the_answer(route) -> None:
    """The message arrives, and its answer never does."""
    route.fetch()
    route.abort()


def said(rooms: FakeRooms) -> list[str]:
    return [turn.shown for turn in rooms.turns_taken]


# Nothing lost, nothing twice


def test_a_message_that_failed_is_sent_by_itself_when_the_network_is_back(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)
    page.context.set_offline(True)
    write(page, "who comes")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()

    page.context.set_offline(False)

    expect(page.locator("#latest [data-reply]")).to_contain_text("Ring Judith")
    expect(page.get_by_label("Your question")).to_have_value("")
    assert said(rooms) == ["who comes"]


def test_two_messages_written_in_a_tunnel_both_arrive_in_their_order(browse: Browse, rooms: FakeRooms):
    """The first stays on the page when other words are written: she has not taken it back."""
    page = browse()
    start(page)
    page.context.set_offline(True)
    write(page, "who comes")
    expect(page.get_by_role("button", name="Try again")).to_have_count(1)
    write(page, "when do the reports come")
    expect(page.get_by_role("button", name="Try again")).to_have_count(2)

    page.context.set_offline(False)

    expect(page.locator("[data-turn]")).to_have_count(2)
    assert said(rooms) == ["who comes", "when do the reports come"]
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_message_whose_answer_was_lost_is_answered_once_after_other_words_were_sent(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)
    page.route("**/ask", lose_the_answer, times=1)
    write(page, "who comes")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    ask(page, "he hurt me")

    page.get_by_role("button", name="Try again").click()

    expect(page.locator("[data-turn]")).to_have_count(2)
    assert said(rooms) == ["who comes", "he hurt me"]


def test_a_button_pressed_twice_is_one_message(browse: Browse, rooms: FakeRooms):
    rooms.delay = 0.5
    page = browse()
    start(page)
    ask(page, "who comes")

    page.get_by_role("button", name="When do I get the reports?").dblclick()

    expect(page.locator("[data-turn]")).to_have_count(2)
    assert said(rooms) == ["who comes", "When do I get the reports?"]


def test_a_button_pressed_while_a_message_is_on_its_way_is_not_lost(browse: Browse, rooms: FakeRooms):
    page = browse()
    start(page)
    ask(page, "who comes")
    rooms.delay = 0.5

    write(page, "he hurt me")
    page.get_by_role("button", name="When do I get the reports?").click()

    expect(page.locator("[data-turn]")).to_have_count(3)
    assert said(rooms) == ["who comes", "he hurt me", "When do I get the reports?"]


def test_a_button_leaves_what_she_is_writing_in_the_box_and_it_is_sent_after(browse: Browse, rooms: FakeRooms):
    """The words in the box keep an id of their own: the button's answer must not be given to them."""
    page = browse()
    start(page)
    ask(page, "who comes")
    page.locator("#text").fill("he hurt me")

    page.get_by_role("button", name="When do I get the reports?").click()
    expect(page.locator("[data-turn]")).to_have_count(2)
    expect(page.locator("#text")).to_have_value("he hurt me")
    page.get_by_role("button", name="Send").click()

    expect(page.locator("#latest a[href='tel:999']")).to_be_visible()
    assert len({turn.message_id for turn in rooms.turns_taken}) == 3


def test_a_message_sent_as_the_page_is_closed_is_there_when_she_comes_back(browse: Browse, rooms: FakeRooms):
    rooms.delay = 0.5
    page = browse()
    start(page)
    write(page, "who comes")
    expect(page.locator(".turn--going")).to_be_visible()
    page.goto("about:blank")

    for _ in range(50):
        if rooms.turns_taken:
            break
        page.wait_for_timeout(100)
    page.goto("/ask")

    expect(page.locator("#latest [data-reply]")).to_contain_text("Ring Judith")
    expect(page.locator(".mine")).to_have_count(1)


def test_a_network_that_wants_a_password_first_costs_no_words(browse: Browse, rooms: FakeRooms):
    """Its own page comes back, and all seems well."""
    page = browse()
    start(page)
    page.route("**/ask", lambda route: route.fulfill(status=200, body="<h1>Free bus wifi</h1>"), times=1)
    write(page, "who comes")
    expect(page.get_by_text("This was not sent. Your words are safe.").first).to_be_visible()

    page.get_by_role("button", name="Try again").click()

    expect(page.locator("#latest [data-reply]")).to_contain_text("Ring Judith")
    assert said(rooms) == ["who comes"]


def test_words_that_failed_and_words_in_the_box_are_both_given_back_when_the_visit_has_ended(
    browse: Browse, rooms: FakeRooms
):
    page = browse()
    start(page)
    page.route("**/ask", lambda route: route.abort(), times=1)
    write(page, "what did I do")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.locator("#text").fill("and now this")
    rooms.sessions.kept.clear()

    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_text("We could not find your visit")).to_be_visible()
    expect(page.locator(".words")).to_have_text("what did I do\n\nand now this")


# Keys


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.innerText")


def test_one_key_leads_from_the_box_to_the_buttons_and_one_back(browse: Browse):
    page = browse(**DESK)
    start(page)
    ask(page, "who comes")
    page.locator("#text").focus()

    page.keyboard.press("ArrowUp")
    assert focused(page) == "When do I get the reports?"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Help me write my notes"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "When do I get the reports?"
    page.keyboard.press("Escape")
    assert focused(page) == "text"
    page.keyboard.press("ArrowUp")
    page.keyboard.type("and my mum")
    assert page.locator("#text").input_value() == "and my mum"


def test_the_arrow_stays_in_the_words_where_there_are_some_before_it(browse: Browse):
    page = browse(**DESK)
    start(page)
    page.locator("#text").fill("one\ntwo")

    page.keyboard.press("ArrowUp")

    assert focused(page) == "text"


def test_left_is_onwards_for_who_reads_from_right_to_left(browse: Browse):
    page = browse(**DESK, locale="ur")
    page.locator("input[value=york]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/ask")
    page.locator("#text").focus()

    page.keyboard.press("ArrowUp")
    first = focused(page)
    page.keyboard.press("ArrowLeft")

    assert focused(page) == page.locator("[data-choices] button").nth(1).inner_text()
    assert focused(page) != first


def test_one_step_back_from_the_box_is_the_last_button(browse: Browse):
    page = browse(**DESK)
    start(page)
    ask(page, "who comes")
    page.locator("#text").focus()

    page.keyboard.press("Shift+Tab")

    assert focused(page) == "Help me write my notes"


def test_after_a_button_was_pressed_by_key_the_box_has_the_focus(browse: Browse):
    """The button is gone with the old answer; without this the keyboard would start again at the top."""
    page = browse(**DESK)
    start(page)
    ask(page, "who comes")
    page.locator("#text").focus()
    page.keyboard.press("ArrowUp")

    page.keyboard.press("Enter")

    expect(page.locator("[data-turn]")).to_have_count(2)
    assert focused(page) == "text"


def test_the_keys_are_told_only_where_there_is_likely_to_be_a_keyboard(browse: Browse):
    desk, phone = browse(**DESK), browse(has_touch=True, is_mobile=True)
    for page in (desk, phone):
        start(page)

    expect(desk.get_by_text("press the up arrow")).to_be_visible()
    expect(desk.locator("#text")).to_have_accessible_description(
        "You do not need to give names. " + desk.locator("#keys-hint").inner_text()
    )
    expect(phone.get_by_text("press the up arrow")).to_be_hidden()
    expect(phone.locator("#text")).to_have_accessible_description("You do not need to give names.")


# Read aloud

# A device's voices are its own: here they are said, and what is read is written down. The real thing runs around it.
VOICES = """(voices) => {
    const speech = new EventTarget();
    window.read = [];
    Object.assign(speech, {
        getVoices: () => voices,
        speak: (utterance) => window.read.push(utterance),
        cancel: () => { window.read = []; },
    });
    Object.defineProperty(window, "speechSynthesis", { value: speech });
    window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
}"""
HERE = {"lang": "en-GB", "localService": True, "default": True}


def with_voices(page: Page, *voices: dict[str, object]) -> None:
    page.add_init_script(f"({VOICES})({json.dumps(voices)})")


def being_read(page: Page) -> list[str]:
    return page.evaluate("window.read.map((utterance) => utterance.text)")


def test_an_answer_is_read_out_with_its_phone_numbers_digit_by_digit_and_stopped(browse: Browse):
    page = browse()
    with_voices(page, HERE)
    start(page)
    ask(page, "who comes")

    page.get_by_role("button", name="Read this to me").click()
    text = "\n".join(being_read(page))
    assert "Ring Judith on 0 1 6 3 2, 9 6 0 0 3 1" in text
    assert "When do I get the reports?" not in text, "the buttons are not part of the answer"
    page.get_by_role("button", name="Stop reading").click()

    assert being_read(page) == []
    expect(page.get_by_role("button", name="Read this to me")).to_be_visible()


def test_reading_stops_when_she_leaves_in_a_hurry(browse: Browse):
    page = browse()
    with_voices(page, HERE)
    start(page)
    ask(page, "who comes")
    page.get_by_role("button", name="Read this to me").click()
    page.route("**/exit", lambda route: route.abort("aborted"))  # the next page does not come yet

    with page.expect_request("**/exit"):
        page.get_by_role("button", name="Exit this page").click()

    assert being_read(page) == []


@pytest.mark.parametrize(
    "voice",
    [
        pytest.param({"lang": "fr-FR", "localService": True}, id="another language's"),
        pytest.param({"lang": "en-GB", "localService": False}, id="one that sends the words elsewhere"),
    ],
)
def test_without_a_voice_of_the_device_for_the_language_nothing_is_offered(browse: Browse, voice: dict[str, object]):
    page = browse()
    with_voices(page, voice)
    start(page)
    ask(page, "who comes")

    expect(page.locator(".aloud")).to_have_count(0)


def test_voices_that_come_late_are_offered_when_they_are_there(browse: Browse):
    page = browse()
    with_voices(page)
    start(page)
    ask(page, "who comes")
    expect(page.locator(".aloud")).to_have_count(0)

    page.evaluate(
        """(voice) => {
            speechSynthesis.getVoices = () => [voice];
            speechSynthesis.dispatchEvent(new Event("voiceschanged"));
        }""",
        HERE,
    )

    expect(page.get_by_role("button", name="Read this to me")).to_be_visible()


# Pictures, big words, dark


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_she_sees_who_sits_in_the_room_and_the_numbers_she_will_be_asked_for(
    browse: Browse, axe: Check, picture: Picture, script: bool
):
    page = browse(java_script_enabled=script)
    start(page)
    ask(page, "who comes")
    expect(page.get_by_role("img", name="A table.")).to_be_visible()
    expect(page.locator(".seats__seat")).to_have_text(
        ["you", "chair", "social worker", "someone who helps with drugs or alcohol"]
    )
    ask(page, "what is the number for")
    expect(page.get_by_role("img", name="From 0 to 10.")).to_be_visible()
    expect(page.locator(".scale__end")).to_have_text(
        ["0 the most worrying situation", "10 the best and safest outcome"]
    )
    picture(page, f"pictures-{'script' if script else 'plain'}")


def test_the_scale_begins_where_a_line_of_words_does(browse: Browse, rooms: FakeRooms):
    def first_and_last(page: Page) -> list[float]:
        numbers = page.locator("#latest .picture__number")
        boxes = numbers.first.bounding_box(), numbers.last.bounding_box()
        return [box["x"] for box in boxes if box]

    page = browse()
    start(page)
    ask(page, "what is the number for")
    assert first_and_last(page) == sorted(first_and_last(page))
    page.locator("summary.languages__now").click()
    page.get_by_role("button", name="اردو").click()
    page.locator("#text").fill("what is the number for")
    page.locator(".composer button[type=submit]").click()
    expect(page.locator("#latest[data-turn] [dir=rtl] .picture")).to_be_visible()

    assert first_and_last(page) == sorted(first_and_last(page), reverse=True)


def choose(page: Page, words: str) -> None:
    page.get_by_text("Text and colours").click()
    page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize(
    "viewport", [{"width": 320, "height": 568}, {"width": 320, "height": 256}], ids=["small phone", "400 %"]
)
def test_with_very_large_words_on_a_small_phone_nothing_falls_off_the_page(
    browse: Browse, axe: Check, picture: Picture, viewport: dict[str, int], script: bool
):
    page = browse(viewport=viewport, java_script_enabled=script)
    choose(page, "Very large")
    come_by_link(page)
    page.goto("/ask")
    ask(page, "who comes")
    ask(page, "what is the number for")

    for path in ("/", "/ask", "/meeting", "/notes", "/leave", "/delete"):
        page.goto(path)
        picture(page, f"largest-{viewport['height']}{path.replace('/', '-')}")
        if script:
            assert fits(page), f"{path} has to be scrolled sideways"
            axe(page)


@pytest.mark.parametrize(
    ("phone", "chosen", "paper"),
    [("light", "Dark", "rgb(20, 25, 27)"), ("dark", "Light", "rgb(250, 248, 245)")],
    ids=["dark on a light phone", "light on a dark phone"],
)
def test_light_or_dark_as_she_chose_and_not_as_the_phone_is(
    browse: Browse, axe: Check, picture: Picture, phone: str, chosen: str, paper: str
):
    page = browse(color_scheme=phone)
    choose(page, chosen)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (paper, "rgba(0, 0, 0, 0)")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == paper
    start(page)
    ask(page, "who comes")
    axe(page)
    picture(page, f"chosen-{chosen.lower()}")


# Its weight, at a bus stop


def test_a_first_visit_is_light_and_two_sheets_are_all_that_the_page_waits_for(chromium: Browser, address: str):
    page = chromium.new_context(base_url=address, viewport={"width": 360, "height": 740}).new_page()
    bytes_of = counted(page)
    page.goto("/")
    start(page)
    page.wait_for_load_state("networkidle")

    script = sum(size for name, size in bytes_of.items() if name.endswith(".js"))
    print(f"\nfirst visit: {sum(bytes_of.values())} bytes, script {script}: {bytes_of}")  # noqa: T201
    assert all(bytes_of.get(name) for name in ("first page", "ask", "theme.css", "chat.js")), "not all was counted"
    assert sum(bytes_of.values()) <= 150_000
    assert script <= 30_000
    blocking = page.evaluate(
        """() => performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking")
            .map((one) => one.name.split("/").pop())"""
    )
    page.context.close()
    assert sorted(blocking) == ["govuk-frontend.min.css", "theme.css"]


def test_how_long_she_waits_for_the_box_on_slow_3g(chromium: Browser, address: str):
    """Printed (`pytest -s`) and not held against a limit: it hangs on the machine too."""
    page = chromium.new_context(base_url=address, viewport={"width": 360, "height": 740}).new_page()
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", slow)
    page.goto("/")
    first = page.evaluate(PAINTED)
    began = time.monotonic()
    start(page)
    page.locator("#text").fill("who comes")
    box = time.monotonic() - began
    print(f"\nslow 3G: the first page is there after {first / 1000:.1f} s, the box {box:.1f} s after Start")  # noqa: T201
    page.context.close()


PAINTED = """() => new Promise((done) => new PerformanceObserver((seen) => {
    const paint = seen.getEntriesByName("first-contentful-paint")[0];
    if (paint) done(paint.startTime);
}).observe({type: "paint", buffered: true}))"""


def counted(page: Page) -> dict[str, int]:
    """What travels from now on, as it travels: by the name of each file."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    devtools.on("Network.requestWillBeSent", lambda sent: names.update({sent["requestId"]: sent["request"]["url"]}))

    def finished(event: dict) -> None:
        url = names.get(event["requestId"])
        if url is not None:  # None: it was asked for before anybody counted
            name = url.rpartition("/")[2] or "first page"
            sizes[name] = sizes.get(name, 0) + int(event["encodedDataLength"])

    devtools.on("Network.loadingFinished", finished)
    return sizes
