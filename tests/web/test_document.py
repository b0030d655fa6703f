from __future__ import annotations

import io
import logging
import re
from html import unescape

import pikepdf
import pypdfium2
import pytest
from fastapi.testclient import TestClient

from bot import wiring
from bot.conferences.demonstration import replace_demonstrations
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door
from bot.languages import Language
from bot.notes.document import Choice, document
from bot.notes.needs import Need
from bot.notes.note import Section
from bot.notes.sharing import Part
from bot.settings import Settings
from bot.web import assets
from tests.stores import KEY, NOW
from tests.web.fakes import FakeRooms

ALL = "/notes/document.pdf?part=strengths&part=worries&part=needs"


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    assets.build()


def write(rooms: FakeRooms, text: str, section: Section = Section.STRENGTHS) -> None:
    (conversation,) = rooms.conversations.kept.values()
    rooms.notes.write(conversation.notes_owner, section, text, at=rooms.now())


def need(rooms: FakeRooms, **lines: str) -> None:
    (conversation,) = rooms.conversations.kept.values()
    rooms.needs.save(conversation.notes_owner, {Need(name): text for name, text in lines.items()}, version=0)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def without_tags(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page))


def test_a_mother_with_nothing_written_is_told_what_to_do_first(started: TestClient):
    page = started.get("/notes/document")

    assert page.status_code == 200
    assert "There is nothing to print yet." in page.text
    assert "<form action=" not in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("address", [ALL, "/notes/print?part=strengths"])
def test_an_empty_document_is_refused_kindly(started: TestClient, address: str):
    page = started.get(address)

    assert page.status_code == 422
    assert "There is nothing to print yet." in page.text


@pytest.mark.parametrize("address", ["/notes/document.pdf", "/notes/print"])
def test_who_chose_no_part_is_asked_for_one(started: TestClient, rooms: FakeRooms, address: str):
    write(rooms, "He reads to them.")

    page = started.get(f"{address}?layout=easy")

    assert page.status_code == 422
    assert "Choose at least one part." in page.text
    assert re.search(r'value="easy" checked', page.text)  # what she did choose is still chosen


def test_only_parts_with_something_in_them_are_offered_under_the_councils_headings(
    started: TestClient, rooms: FakeRooms
):
    write(rooms, "He reads to them.")
    need(rooms, hearing="yes")

    page = started.get("/notes/document").text

    assert re.findall(r'name="part" type="checkbox" value="(\w+)" checked', page) == ["strengths", "needs"]
    assert "What is working well" in page
    assert "What worries me" not in page


def test_she_keeps_her_notes_as_a_pdf_whose_name_tells_nobody_anything(started: TestClient, rooms: FakeRooms):
    write(rooms, "He reads to them every night.")
    write(rooms, "Not this one.", Section.QUESTIONS)
    need(rooms, bringing="My sister")

    answer = started.get(ALL)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="my-notes.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    text = text_of(answer.content)
    assert "He reads to them every night." in text
    assert "My sister" in text
    assert "Monday 1 March 2027" in text
    assert "1 / 1" in text
    assert "Not this one." not in text


def test_her_case_number_is_offered_and_printed_only_where_there_is_one_and_she_ticks_it(
    invited: TestClient, rooms: FakeRooms
):
    write(rooms, "He reads to them.")

    assert 'name="reference"' in invited.get("/notes/document").text
    assert "YK-12/345" not in text_of(invited.get(ALL).content)
    assert "YK-12/345" in text_of(invited.get(f"{ALL}&reference=yes").content)
    assert "YK-12/345" not in invited.get("/notes/print?part=strengths").text


def test_without_a_link_there_is_no_case_number_to_ask_for(started: TestClient, rooms: FakeRooms):
    write(rooms, "He reads to them.")

    assert 'name="reference"' not in started.get("/notes/document").text
    assert "case number" not in text_of(started.get(f"{ALL}&reference=yes").content)


def test_an_urdu_mothers_pdf_says_its_language(phone: TestClient, rooms: FakeRooms):
    rooms.language = Language.URDU
    phone.cookies.set("language", "ur")
    phone.post("/l/good")
    phone.post("/code", data={"code": "123456"})
    write(rooms, "وہ روز رات کو کہانی پڑھتی ہے", Section.WORRIES)

    answer = phone.get(ALL)

    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang) == "ur"


@pytest.mark.parametrize("layout", ["normal", "large", "easy"])
def test_the_print_view_has_her_words_as_she_wrote_them(started: TestClient, rooms: FakeRooms, layout: str):
    words = "  two  blanks\n\n<b>😀</b> & فون 0113 496 0123"
    write(rooms, words)

    page = started.get(f"/notes/print?part=strengths&layout={layout}").text

    found = re.search(r'<p class="document__words" dir="(\w+)">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    assert without_tags(found[2]) == words
    assert '<bdi dir="ltr">0113 496 0123</bdi>' in found[2]
    assert f"document--{layout}" in page
    assert "<title>My notes</title>" in page


def test_from_the_print_view_she_goes_back_to_what_she_had_chosen(started: TestClient, rooms: FakeRooms):
    write(rooms, "He reads to them.")
    write(rooms, "Money", Section.WORRIES)

    page = started.get("/notes/print?part=worries&layout=large").text
    back = unescape(re.search(r'href="(/notes/document\?[^"]*)"', page)[1])  # type: ignore[index]
    form = started.get(back).text

    assert re.findall(r'name="part" type="checkbox" value="(\w+)" checked', form) == ["worries"]
    assert 'value="large" checked' in form


def test_when_the_pdf_fails_she_is_told_and_shown_another_way_and_no_word_of_hers_is_logged(
    started: TestClient, rooms: FakeRooms, caplog: pytest.LogCaptureFixture
):
    write(rooms, "He must not read this")
    rooms.printer_is_broken = True

    with caplog.at_level(logging.DEBUG):
        page = started.get(ALL)

    assert page.status_code == 500
    assert "We could not make the PDF" in page.text
    way = unescape(re.search(r'href="(/notes/print\?[^"]*)"', page.text)[1])  # type: ignore[index]
    assert "He must not read this" in started.get(way).text
    assert "PrintingFailed" in caplog.text
    assert "must not" not in caplog.text


@pytest.mark.parametrize("address", ["/notes/document", ALL, "/notes/print?part=strengths"])
def test_nobody_prints_anothers_notes(phone: TestClient, rooms: FakeRooms, address: str):
    assert phone.get(address, follow_redirects=False).status_code == 303
    assert rooms.conversations.kept == {}


@pytest.mark.parametrize("query", ["?part=everything", "?part=worries&layout=huge"])
def test_an_address_that_was_typed_wrong_is_a_page_and_not_a_crash(started: TestClient, rooms: FakeRooms, query: str):
    write(rooms, "x")

    assert started.get(f"/notes/document.pdf{query}").status_code == 400


def test_the_house_itself_knows_her_case_number_and_prints(tmp_path):
    """Behind the real rooms, with the demonstration's conference in York; without a link there is no number."""
    house = wiring.build(Settings(data_dir=tmp_path, secret_key=KEY), clock=lambda: NOW, database="sqlite://")
    made = replace_demonstrations(now=NOW, conferences=house.conferences, invitations=house.invitations)
    (york,) = [one for one in made if one.council == "york"]
    begun = Conversation(ConversationId("page:anna"), Door.PAGE, Language.POLISH)
    house.conversations.save(begun)
    assert house.reference(begun) is None
    invitation = house.spend_link(york.token)
    house.enter_code(invitation, york.code)
    house.open_meeting(begun.id, invitation)
    anna = house.conversations.find(begun.id)
    assert anna is not None
    invited = house.invitations.get(invitation)
    assert invited is not None
    conference = house.conferences.get(invited.conference_id)
    assert conference is not None
    assert house.reference(anna) == conference.reference
    house.notes.write(anna.notes_owner, Section.WORRIES, "Martwię się o pieniądze.", at=NOW)

    printed = document(
        house.notes.of(anna.notes_owner),
        house.needs.of(anna.notes_owner),
        house.headings(anna),
        Choice(frozenset(Part)),
        language=anna.language,
        today=NOW.date(),
        reference=house.reference(anna),
    )

    text = text_of(house.pdf(printed))
    assert "Martwię się o pieniądze." in text
    assert "What people are worried about" in text
