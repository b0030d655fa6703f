"""What a parent shared, read at the desk: theirs, word for word, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pypdfium2
import pytest

from bot.languages import Language
from bot.notes.needs import Need
from bot.notes.note import Section
from bot.notes.sharing import Part, Recipient, SharedLine
from bot.staff.account import Account, Role
from tests.web.staff.cases import MS_WINTER, add, hidden, invited_of, words
from tests.web.staff.conftest import make

WORDS = "Kocham moje dzieci <3\nRing 07700 900123"
CHAIR = Account(
    UUID("00000000-0000-4000-8000-000000000009"),
    "york",
    "Judith Marlow",
    "judith@example.org",
    Role.SOCIAL_WORKER,
    "West",
)


@pytest.fixture
def chairs_desk(rooms, open_desk):
    make(rooms, CHAIR)
    return open_desk(CHAIR)


@pytest.fixture
def conference(social_workers_desk, chairs_desk):
    return add(social_workers_desk, chair_email="judith@example.org", **MS_WINTER)


@pytest.fixture
def ms_winter(rooms, conference):
    return invited_of(rooms, conference).invitation.id


@pytest.fixture
def share(rooms, ms_winter):
    def give(recipient=Recipient.SOCIAL_WORKER, part=Part.STRENGTHS, text=WORDS, need=None):
        lines = {part: (SharedLine(text, need),)}
        return rooms.sharing.share(str(ms_winter), recipient, lines, language=Language.POLISH, at=rooms.now())

    return give


def test_what_is_unread_is_on_the_first_page_and_reading_it_takes_it_off(social_workers_desk, ms_winter, share):
    share()
    assert "Shared something that nobody has read: read it" in words(social_workers_desk.get("/staff"))

    social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared")

    assert "Shared something that nobody has read" not in words(social_workers_desk.get("/staff"))


def test_her_words_are_read_as_she_wrote_them_under_headings_in_both_languages(
    social_workers_desk, rooms, ms_winter, share
):
    share()
    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared")

    assert 'dir="auto">Kocham moje dzieci &lt;3\nRing <bdi dir="ltr">07700 900123</bdi></blockquote>' in page.text
    for language in (Language.ENGLISH, Language.POLISH):
        assert rooms.desk.headings("york", language)[Section.STRENGTHS].title in words(page)
    assert "The page was in Polish." in words(page)
    assert "Shared Monday 1 March 2027 at 9:30am" in words(page)


def test_she_is_told_that_it_was_read_and_looking_at_the_conference_tells_nothing(
    social_workers_desk, rooms, conference, ms_winter, share
):
    share()
    social_workers_desk.get(f"/staff/conferences/{conference}")
    social_workers_desk.get("/staff")
    assert rooms.sharing.of(str(ms_winter))[0].read_at is None

    social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared")

    assert rooms.sharing.of(str(ms_winter))[0].read_at == rooms.now()
    assert "shared_read" in [line.action for line in rooms.desk.audit.newest("york", most=5)]


def test_nothing_that_was_not_shared_is_anywhere_on_the_desk(social_workers_desk, rooms, conference, ms_winter, share):
    rooms.notes.write(str(ms_winter), Section.WORRIES, "I am afraid of him", at=rooms.now())
    share()

    for page in (
        social_workers_desk.get("/staff"),
        social_workers_desk.get(f"/staff/conferences/{conference}"),
        social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared"),
    ):
        assert "afraid" not in page.text


def test_what_she_took_back_before_it_was_read_is_gone(social_workers_desk, rooms, ms_winter, share):
    (given,) = share()
    rooms.sharing.withdraw(str(ms_winter), given.id, at=rooms.now())

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared")

    assert "Nothing is shared with you now." in words(page)
    assert "Kocham" not in page.text


def test_what_is_for_the_chair_only_the_chair_reads(
    social_workers_desk, managers_desk, chairs_desk, ms_winter, share, rooms
):
    share(Recipient.CHAIR)

    for desk in (social_workers_desk, managers_desk):
        page = desk.submit(f"/staff/invitations/{ms_winter}/shared")
        assert "Kocham" not in page.text
        assert "There is something for the chair, which only the chair can read." in words(page)
    assert rooms.sharing.of(str(ms_winter))[0].read_at is None

    assert "Kocham" in chairs_desk.submit(f"/staff/invitations/{ms_winter}/shared").text


def test_the_chair_reads_nothing_that_is_for_the_social_worker(chairs_desk, ms_winter, share):
    share()

    assert "Kocham" not in chairs_desk.submit(f"/staff/invitations/{ms_winter}/shared").text


def test_a_manager_reads_what_is_for_the_social_worker(managers_desk, ms_winter, share):
    share()

    assert "Kocham" in managers_desk.submit(f"/staff/invitations/{ms_winter}/shared").text


def test_the_chair_sees_the_conference_and_can_do_no_more_than_read(chairs_desk, conference, ms_winter):
    first = words(chairs_desk.get("/staff"))
    page = chairs_desk.get(f"/staff/conferences/{conference}")

    assert "Conferences that you chair" in first
    assert "07700 900123" not in page.text
    assert "winter@example.org" not in page.text
    assert "/send" not in page.text
    for path in (f"/staff/conferences/{conference}/change", f"/staff/invitations/{ms_winter}/send"):
        assert chairs_desk.get(path).status_code == 403
    for path in ("send", "code", "withdraw", "unlock", "letter"):
        assert (
            chairs_desk.submit(f"/staff/invitations/{ms_winter}/{path}", {"links": "1", "way": "sms"}).status_code
            == 403
        )
    assert "Nothing was sent yet" in words(chairs_desk.get("/staff/messages"))


def test_an_administrator_reads_nothing(administrators_desk, ms_winter, share):
    share()

    for path in ("shared", "shared.pdf"):
        assert administrators_desk.submit(f"/staff/invitations/{ms_winter}/{path}").status_code == 403


def test_on_paper_it_is_the_same_parts_and_her_own_words(social_workers_desk, rooms, ms_winter, share):
    rooms.notes.write(str(ms_winter), Section.WORRIES, "I am afraid of him", at=rooms.now())
    share(text="Kocham moje dzieci")
    share(part=Part.NEEDS, text="woman", need=Need.INTERPRETER_GENDER)
    share(Recipient.CHAIR, part=Part.QUESTIONS, text="tylko dla przewodniczącej")

    answer = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared.pdf")

    assert answer.headers["content-disposition"] == 'attachment; filename="notes.pdf"'
    printed = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
    assert "Kocham moje dzieci" in printed
    assert "YRK-4711" in printed
    assert "afraid" not in printed
    assert "przewodnicz" not in printed


def test_with_nothing_to_read_there_is_no_paper(social_workers_desk, ms_winter):
    answer = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared.pdf")

    assert "Nothing is shared with you now." in words(answer)


def test_after_the_conference_it_can_still_be_read(social_workers_desk, rooms, conference, ms_winter, share, clock):
    share()
    moved = replace(rooms.desk.cases.case(conference).conference, starts_at=rooms.now() - timedelta(hours=1), version=2)
    with rooms.desk.cases.change() as change:
        change.save_conference(moved)

    assert "Shared something that nobody has read" in words(social_workers_desk.get("/staff"))
    assert "Kocham" in social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared").text


def test_nothing_of_hers_is_ever_at_an_address(social_workers_desk, ms_winter, share):
    share()

    assert social_workers_desk.get(f"/staff/invitations/{ms_winter}/shared").status_code == 405


def test_the_words_of_urdu_stand_on_their_own_side(social_workers_desk, rooms, conference, ms_winter):
    lines = {Part.STRENGTHS: (SharedLine("میرے بچے"),)}
    rooms.sharing.share(str(ms_winter), Recipient.SOCIAL_WORKER, lines, language=Language.URDU, at=rooms.now())

    page = social_workers_desk.submit(f"/staff/invitations/{ms_winter}/shared")

    assert '<blockquote class="note" dir="auto">میرے بچے</blockquote>' in page.text
    assert 'lang="ur" dir="rtl"' in page.text
    assert hidden(page, "csrf")
