"""Sharing: a mother chooses, sees exactly what will be read, shares it, and is told the truth about it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from bot.conferences.meeting import DateView
from bot.conferences.timeline import State
from bot.languages import Language
from bot.notes.needs import YES, Need
from bot.notes.note import Section
from bot.notes.sharing import Part, Recipient
from tests.web.fakes import INVITATION, NOW, FakeRooms

OWNER = str(INVITATION)
CHAIR = Recipient.CHAIR


@pytest.fixture
def wrote(invited: TestClient, rooms: FakeRooms) -> TestClient:
    """She has come by her link, and written two notes and what she needs."""
    rooms.notes.write(OWNER, Section.STRENGTHS, "we read <every> night", at=NOW)
    rooms.notes.write(OWNER, Section.WORRIES, "the stairs", at=NOW)
    rooms.needs.save(OWNER, {Need.INTERPRETER_GENDER: "woman", Need.BREAKS: YES, Need.BRINGING: "my aunt"}, version=0)
    return invited


def look(browser: TestClient, *parts: str, recipient: str = "chair"):
    return browser.post("/share/preview", data={"recipient": recipient, "part": list(parts)})


def press(browser: TestClient, preview: str):
    """Press "Share this now" on a page."""
    form = re.search(r'<form action="/share" method="post">.*?</form>', preview, re.S)
    assert form
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form[0])
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return browser.post("/share", data=data)


def share(browser: TestClient, *parts: str, recipient: str = "chair"):
    return press(browser, look(browser, *parts, recipient=recipient).text)


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def shown_parts(page: str) -> list[str]:
    """Every part, as its recipient reads it."""
    return re.findall(r'<section class="shared".*?</section>', page, re.S)


def test_only_parts_with_something_in_them_are_offered_and_none_is_ticked(wrote: TestClient):
    page = wrote.get("/share").text

    assert re.findall(r'name="part" type="checkbox" value="(\w+)"', page) == ["strengths", "worries", "needs"]
    assert " checked" not in page
    assert "Judith Marlow" in page
    assert "Sam Petty" in page


def test_looking_at_what_would_be_shared_shares_nothing(wrote: TestClient, rooms: FakeRooms):
    page = look(wrote, "strengths")

    assert "This is not shared yet." in page.text
    assert rooms.sharing.kept == []
    assert (len(shown_parts(page.text)), "we read &lt;every&gt; night" in page.text) == (1, True)
    assert "the stairs" not in page.text


def test_what_is_shared_is_exactly_what_she_saw(wrote: TestClient, rooms: FakeRooms):
    seen = look(wrote, "strengths", "needs")
    receipt = press(wrote, seen.text)

    assert sorted(shown_parts(seen.text)) == sorted(shown_parts(receipt.text))
    read = rooms.sharing.read(OWNER, CHAIR, at=NOW)
    assert {one.part: [line.text for line in one.lines] for one in read} == {
        Part.STRENGTHS: ["we read <every> night"],
        Part.NEEDS: ["woman", YES, "my aunt"],
    }


def test_the_receipt_says_what_to_whom_when_and_that_nobody_has_read_it(wrote: TestClient):
    page = words_of(share(wrote, "strengths").text)

    assert "This is shared now: What is working well" in page
    assert "The person who leads the meeting: Judith Marlow" in page
    assert "Shared on Monday 1 March 2027 at 9:30am." in page
    assert "Nobody has read it yet." in page


def test_if_the_notes_change_in_between_she_is_shown_them_again_first(wrote: TestClient, rooms: FakeRooms):
    seen = look(wrote, "strengths").text
    rooms.notes.write(OWNER, Section.STRENGTHS, "and we sing", at=NOW)

    again = press(wrote, seen)

    assert again.status_code == 409
    assert "Your notes have changed since you looked." in again.text
    assert "and we sing" in again.text
    assert rooms.sharing.kept == []
    assert press(wrote, again.text).status_code == 200
    assert [line.text for line in rooms.sharing.kept[0].lines] == ["we read <every> night", "and we sing"]


@pytest.mark.parametrize("what", ["recipient", "part", "language"])
def test_nothing_else_can_be_shared_under_a_preview_that_she_saw(wrote: TestClient, rooms: FakeRooms, what: str):
    """Another recipient, another part or other headings make another preview."""
    digest = re.search(r'name="digest" value="(\w+)"', look(wrote, "strengths").text)
    data = {"recipient": "chair", "part": ["strengths"], "digest": digest[1]}
    if what == "recipient":
        data["recipient"] = "social_worker"
    if what == "part":
        data["part"] = ["strengths", "worries"]
    if what == "language":
        (conversation,) = rooms.conversations.kept.values()
        rooms.conversations.save(replace(conversation, language=Language.URDU))

    assert wrote.post("/share", data=data).status_code == 409
    assert rooms.sharing.kept == []


def test_sending_the_same_form_twice_shares_once(wrote: TestClient, rooms: FakeRooms):
    seen = look(wrote, "strengths").text

    press(wrote, seen)
    press(wrote, seen)

    assert len(rooms.sharing.kept) == 1


@pytest.mark.parametrize(
    ("data", "told", "ticked"),
    [
        ({"part": ["worries"]}, "Choose who it is for.", 'value="worries" checked'),
        ({"recipient": "chair"}, "Choose what to share.", 'value="chair" checked'),
        ({"recipient": "chair", "part": ["support"]}, "Choose what to share.", 'value="chair" checked'),
    ],
    ids=["for nobody", "nothing", "a part that is empty"],
)
def test_what_she_forgot_to_choose_is_said_and_the_rest_stays_chosen(wrote: TestClient, data, told, ticked):
    page = wrote.post("/share/preview", data=data)

    assert page.status_code == 422
    assert told in page.text
    assert ticked in page.text


def test_in_urdu_the_council_reads_each_heading_in_english_too(wrote: TestClient, rooms: FakeRooms):
    (conversation,) = rooms.conversations.kept.values()
    rooms.conversations.save(replace(conversation, language=Language.URDU))

    (part,) = shown_parts(look(wrote, "needs").text)

    assert '<span lang="en" dir="ltr">What I need on the day</span>' in part
    assert 'lang="ur" dir="rtl"' in part
    assert '<blockquote class="note" dir="auto">my aunt</blockquote>' in part
    assert "The page was in Urdu." in part


def test_a_tick_is_shared_as_its_words_and_a_choice_in_words_too(wrote: TestClient):
    (part,) = shown_parts(look(wrote, "needs").text)

    assert words_of(part).split(" The page")[0].strip() == (
        "What I need on the day I would like the interpreter to be a woman I need breaks I would like to bring my aunt"
    )


def test_taking_back_is_asked_once_and_then_done(wrote: TestClient, rooms: FakeRooms):
    share(wrote, "worries")
    id = rooms.sharing.kept[0].id

    asked = wrote.get(f"/share/{id}/take-back")
    assert "Take it back?" in asked.text
    assert rooms.sharing.kept[0].withdrawn_at is None

    page = wrote.post(f"/share/{id}/take-back").text
    assert "You took it back on Monday 1 March 2027 at 9:30am. Nobody had read it." in page
    assert rooms.sharing.read(OWNER, CHAIR, at=NOW) == ()
    assert f"/share/{id}/take-back" not in page


def test_what_was_read_before_she_took_it_back_is_told_as_read(wrote: TestClient, rooms: FakeRooms):
    """The chair opened it while she was looking at "Take it back?": she is not told that nobody has seen it."""
    share(wrote, "worries")
    id = rooms.sharing.kept[0].id
    wrote.get(f"/share/{id}/take-back")
    rooms.sharing.read(OWNER, CHAIR, at=NOW)

    page = words_of(wrote.post(f"/share/{id}/take-back").text)

    assert "It was read on Monday 1 March 2027 at 9:30am. So it cannot be taken back." in page
    assert "Nobody had read it" not in page
    assert "Yes, take it back" not in wrote.get(f"/share/{id}/take-back").text


def test_when_it_was_read_is_told(wrote: TestClient, rooms: FakeRooms):
    share(wrote, "worries")
    rooms.sharing.read(OWNER, CHAIR, at=NOW)

    page = wrote.get("/share").text

    assert "It was read on Monday 1 March 2027 at 9:30am." in page
    assert "Nobody has read it yet." not in page


def test_changed_since_it_was_shared_is_said_and_sharing_it_anew_is_offered(wrote: TestClient, rooms: FakeRooms):
    share(wrote, "worries")
    assert "You have changed this part since then." not in wrote.get("/share").text
    rooms.notes.write(OWNER, Section.WORRIES, "and the road", at=NOW)

    page = wrote.get("/share").text
    assert "You have changed this part since then. They see the old words." in page
    assert "Share the new words" in page

    again = share(wrote, "worries").text
    assert "You have changed this part since then." not in again
    assert "Your newer words took its place." in again


def test_a_part_that_she_deleted_since_cannot_be_shared_anew_only_taken_back(wrote: TestClient, rooms: FakeRooms):
    share(wrote, "worries")
    rooms.notes.delete(OWNER, Section.WORRIES)

    page = wrote.get("/share").text

    assert "They see the old words." in page
    assert "Share the new words" not in page
    assert f"/share/{rooms.sharing.kept[0].id}/take-back" in page


def test_nobody_reaches_what_another_shared(wrote: TestClient, rooms: FakeRooms):
    share(wrote, "worries")
    rooms.sharing.kept = [replace(rooms.sharing.kept[0], owner="somebody else")]
    id = rooms.sharing.kept[0].id

    assert wrote.get(f"/share/{id}/take-back").status_code == 404
    assert wrote.post(f"/share/{id}/take-back").status_code == 404
    assert "the stairs" not in wrote.get("/share").text
    assert rooms.sharing.kept[0].withdrawn_at is None


def test_without_a_link_she_is_told_what_she_can_do_and_nothing_can_be_shared(started: TestClient, rooms: FakeRooms):
    (conversation,) = rooms.conversations.kept.values()
    rooms.notes.write(conversation.notes_owner, Section.WORRIES, "the stairs", at=NOW)

    page = started.get("/share").text
    assert "You can also show your notes on your phone, print them, or read them out." in page
    assert "Please send me the link to my meeting page, and tell me the code." in page
    look(started, "worries")
    started.post("/share", data={"recipient": "chair", "part": ["worries"], "digest": "x"})
    assert rooms.sharing.kept == []


@pytest.mark.parametrize(
    ("state", "late"), [(State.NEXT, False), (State.PAST, True)], ids=["still to come", "the day has passed"]
)
def test_by_when_it_should_be_sent_stands_there_with_its_rule(wrote: TestClient, rooms: FakeRooms, state, late):
    rooms.own_writing_date = DateView(
        "Your own writing reaches the chair", "by Thursday 18 March 2027", "The rule in York's guide: 2 days.", state
    )

    page = wrote.get("/share").text

    assert "Your own writing reaches the chair by Thursday 18 March 2027." in page
    assert "The rule in York's guide: 2 days." in unescape(page)
    assert ("That day has passed." in page) is late
    assert "does not say by when" not in page


def test_where_the_guide_does_not_say_by_when_she_is_told_whom_to_ask(wrote: TestClient):
    page = unescape(wrote.get("/share").text)

    assert "York's guide does not say by when. Ask your social worker." in page
    assert 'href="tel:01632960032"' in page


def test_with_nothing_written_there_is_nothing_to_share(invited: TestClient):
    page = invited.get("/share").text

    assert "You have not written anything yet." in page
    assert "See what they will read" not in page


def test_she_is_told_who_can_see_what_she_shares_and_who_only_that_it_is_there(wrote: TestClient):
    page = words_of(wrote.get("/share").text)

    assert "shows on their own page as not read yet. Their manager can read it too." in page
    assert "your social worker sees that something is there, but not what" in page
    assert "Until then, nobody has." in page


def test_of_a_cancelled_meeting_no_day_is_named_by_when_to_share(wrote: TestClient, rooms: FakeRooms):
    rooms.cancelled = True
    page = words_of(wrote.get("/share").text)

    assert "Your meeting is cancelled." in page
    assert "By when?" not in page
    assert "See what they will read" in page
