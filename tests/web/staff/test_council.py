"""The council's page: an administrator opens and closes, and sees what parents ask about and are told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from bot.conversation.assistant import Understanding
from bot.conversation.memory import Conversation
from bot.conversation.messages import ConversationId, Door, Incoming, Reply, Said
from bot.languages import Language
from bot.staff.switches import Part, Reason
from bot.web.app import create_app
from tests.web.staff.conftest import make


@pytest.fixture
def parents_phone(rooms) -> TestClient:
    """A parent of York, who has come to Ask. Whoever answers takes "he hit me" for danger, and nothing else."""
    rooms.assistant = Assistant()
    phone = TestClient(create_app(rooms), raise_server_exceptions=False)
    phone.post("/start", data={"council": "york"})
    return phone


class Assistant:
    async def understand(self, text: str, conversation: Conversation) -> Understanding:
        intent = "crisis_abuse" if "he hit me" in text else "who_attends"
        return Understanding(intent, 0.9, ((intent, 0.9),), conversation.language.value)

    async def answer(self, incoming: Incoming, conversation: Conversation, *, listener) -> Reply:
        listener.understood("nlu_fallback" if "?!" in incoming.text else "who_attends")
        listener.not_a_note()
        return Reply((Said("You, and your social worker."),), (), conversation.language)


def text_of(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[1])).split())


def table_of(page, caption: str) -> dict[str, str]:
    table = page.text.split(f">{caption}</caption>", 1)[1].split("</table>", 1)[0]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th><td[^>]*>(.*?)</td>', table)
    return {unescape(name): about for name, about in rows}


def ask(rooms, topic: str, times: int, *, council: str = "york", language: Language = Language.ENGLISH) -> None:
    somebody = Conversation(ConversationId("page:1"), Door.PAGE, council=council)
    for _ in range(times):
        rooms.desk.counts.add(somebody, language, topic)


def closes(desk, part: str, reason: str = "mending"):
    return desk.submit("/staff/council/close", {"part": part, "reason": reason})


# What parents ask about.


def test_an_administrator_sees_what_parents_ask_about_and_no_small_number(administrators_desk, rooms):
    ask(rooms, "who_attends", 13)
    ask(rooms, "reports_when", 4)
    ask(rooms, "nlu_fallback", 6)
    ask(rooms, "out_of_scope", 1)

    page = administrators_desk.get("/staff/council")

    assert table_of(page, "By topic") == {"Who will be there": "15", "When the reports come": "fewer than 5"}
    assert list(table_of(page, "Where it did not know").values()) == ["5", "fewer than 5"]
    assert "All together: about 25 questions." in text_of(page)


def test_one_language_can_be_looked_at_alone(administrators_desk, rooms):
    ask(rooms, "who_attends", 10)
    ask(rooms, "who_attends", 5, language=Language.URDU)

    every, urdu = (administrators_desk.get("/staff/council", params={"language": code}) for code in ("", "ur"))

    assert table_of(every, "By language") == {"English": "10", "Urdu": "5"}
    assert table_of(urdu, "By topic") == {"Who will be there": "5"}


def test_a_months_old_question_and_another_councils_are_not_in_it(administrators_desk, rooms, clock):
    now = clock.now
    clock.now = now - timedelta(days=28)
    ask(rooms, "who_attends", 20)
    clock.now = now
    ask(rooms, "who_attends", 20, council="merton")
    ask(rooms, "reports_when", 5)

    page = administrators_desk.get("/staff/council")

    assert list(table_of(page, "By topic").values()) == ["5"]


def test_danger_is_not_counted_and_the_page_says_so(administrators_desk, rooms):
    ask(rooms, "crisis_abuse", 50)

    text = text_of(administrators_desk.get("/staff/council"))

    assert "Messages about danger are not counted at all." in text
    assert "Nobody has asked anything yet." in text


def test_what_a_parent_asks_on_the_page_is_counted_when_it_has_been_answered(administrators_desk, parents_phone):
    for number in range(5):
        parents_phone.post("/ask", data={"text": "who comes", "message_id": f"a{number}"})
        parents_phone.post("/ask", data={"text": "mmh?!", "message_id": f"b{number}"})
    parents_phone.post("/ask", data={"text": "who comes", "message_id": "a0"})  # sent again by a bad line

    page = administrators_desk.get("/staff/council")

    assert table_of(page, "By topic") == {"Who will be there": "5"}
    assert list(table_of(page, "Where it did not know").values()) == ["5"]


def test_looking_at_it_is_written_down(administrators_desk, rooms):
    administrators_desk.get("/staff/council")

    assert rooms.desk.audit.newest("york", most=1)[0].action == "counts_seen"


# Open and closed.


@pytest.mark.parametrize("reason", list(Reason))
def test_a_closed_chat_tells_parents_why_and_what_still_works(administrators_desk, parents_phone, reason):
    closed = closes(administrators_desk, "chat", reason.value)
    page = parents_phone.get("/ask")

    said = {
        Reason.MENDING: "Something is broken. We are mending it.",
        Reason.CHECKING: "We are checking that the words are right.",
        Reason.UNUSED: "Your council has stopped this for now.",
    }[reason]
    assert said in text_of(closed)
    assert f"You cannot ask questions here just now. {said}" in text_of(page)
    assert "<textarea" not in page.text
    for address in ("/meeting", "/notes", "/notes/document"):
        assert parents_phone.get(address).status_code == 200
        assert f'href="{address}"' in page.text


def test_opening_again_is_as_easy(administrators_desk, parents_phone):
    closes(administrators_desk, "chat")
    opened = administrators_desk.submit("/staff/council/open", {"part": "chat"})

    assert "Open again." in text_of(opened)
    assert "<textarea" in parents_phone.get("/ask").text


def test_danger_is_answered_though_the_chat_is_closed(administrators_desk, parents_phone):
    closes(administrators_desk, "chat")

    page = parents_phone.post("/ask", data={"text": "he hit me again"})

    assert page.status_code == 409
    assert "0808 200 0247" in text_of(page).split("You cannot ask questions")[0]
    assert "he hit me again" in text_of(page)


def test_at_the_rest_channel_danger_comes_first_too(administrators_desk, parents_phone):
    closes(administrators_desk, "chat", "checking")
    send = {"sender": "a", "metadata": {"council": "york"}}

    def said(message: str) -> list[str]:
        answer = parents_phone.post("/webhooks/rest/webhook", json={**send, "message": message})
        assert answer.status_code == 200
        return [one["text"] for one in answer.json()]

    closed = [
        "You cannot ask questions here just now.",
        "We are checking that the words are right.",
        "Do you have a question? Ask your social worker.",
        "In danger now? Call 999.",
    ]
    assert said("who comes") == closed
    danger, *rest = said("he hit me")
    assert "0808 200 0247" in danger
    assert rest == closed
    pressed, *_ = said("/crisis_child")
    assert "0800 1111" in pressed


def test_another_councils_parents_notice_nothing(administrators_desk, rooms):
    rooms.assistant = Assistant()
    closes(administrators_desk, "chat")
    phone = TestClient(create_app(rooms))
    phone.post("/start", data={"council": "merton"})

    assert "<textarea" in phone.get("/ask").text


def test_closing_needs_a_reason_and_something_to_close(administrators_desk, rooms):
    unsaid = closes(administrators_desk, "chat", "")
    unknown = closes(administrators_desk, "everything")

    assert unsaid.status_code == 422
    assert "Choose a reason" in text_of(unsaid)
    assert unknown.status_code == 400
    assert rooms.desk.switches.closed("york") == {}


def test_each_is_written_down_once(administrators_desk, rooms, administrator):
    for _ in range(2):
        closes(administrators_desk, "sms")

    lines = rooms.desk.audit.newest("york", most=10, actor=f"staff:{administrator.id}")
    assert [(line.action, line.subject) for line in lines if "switch" in line.action] == [
        ("switched_off", "switch:sms")
    ]


def test_whoever_sends_a_link_is_told_that_it_waits(administrators_desk, social_workers_desk, rooms, actor):
    headings = "Our reference,First or review,Date,Time,Place,Chair's name,What to call them,Language,Mobile number"
    row = "1,first,18/3/2027,10:00,Room 2,Judith,Ms Winter,English,07700900123,sms"
    id = rooms.desk.importing.keep(actor, f"{headings},What contact is safe\n{row}".encode())
    rooms.desk.importing.write(actor, id, seen=rooms.desk.importing.look(actor, id).seal, set_aside=False)
    invited = rooms.desk.cases.cases("york")[0].invited[0].invitation.id

    before = social_workers_desk.get(f"/staff/invitations/{invited}/send")
    closes(administrators_desk, "email")
    other = social_workers_desk.get(f"/staff/invitations/{invited}/send")
    closes(administrators_desk, "sms", "unused")
    after = social_workers_desk.get(f"/staff/invitations/{invited}/send")

    assert before.status_code == 200
    assert "has closed" not in text_of(before) + text_of(other)
    assert "Your council has closed text messages" in text_of(after)
    assert "“Your council has stopped this for now.”" in text_of(after)


# What the leaflet tells.


def test_the_leaflets_facts_are_shown_with_their_lines_and_what_to_look_at(administrators_desk):
    page = text_of(administrators_desk.get("/staff/council/leaflet"))

    assert "No date : the text does not say when it was written." in page
    assert "at least 3 days" in page
    assert "What other guides say, and yours does not" in page
    for other in ("Merton", "Kirklees", "Staffordshire", "Nottinghamshire"):
        assert other not in page


def test_a_misprint_is_named_with_its_line_and_never_told_to_a_parent(open_desk, rooms, administrator):
    """Staffordshire's guide prints a number that is a digit short."""
    theirs = replace(administrator, id=uuid4(), council="staffordshire", email="val.ford@example.org")

    page = open_desk(make(rooms, theirs)).get("/staff/council/leaflet")

    (misprint,) = rooms.shelf.leaflet("staffordshire").misprints
    assert re.search(
        rf"Misprint.*{misprint.printed}.*it is never shown \(lines? {misprint.origin.lines[0]}", text_of(page)
    )


def test_every_answer_can_be_read_as_a_parent_gets_it_in_their_language(administrators_desk, rooms):
    english = administrators_desk.get("/staff/council/answers")
    urdu = administrators_desk.get("/staff/council/answers", params={"language": "ur"})

    answer = rooms.book.about("reports_when", "york", Language.ENGLISH)
    assert answer.sentences[0] in text_of(english)
    assert '<div lang="ur" dir="rtl">' in urdu.text
    assert rooms.book.about("reports_when", "york", Language.URDU).sentences[0] in unescape(urdu.text)


@pytest.mark.parametrize("path", ["", "/leaflet", "/answers"])
def test_it_is_an_administrators_page(administrators_desk, social_workers_desk, managers_desk, nobodys_desk, path):
    address = f"/staff/council{path}"

    assert administrators_desk.get(address).status_code == 200
    assert social_workers_desk.get(address).status_code == 403
    assert managers_desk.get(address).status_code == 403
    assert nobodys_desk.get(address).url.path == "/staff/sign-in"


def test_nobody_else_closes_anything(social_workers_desk, managers_desk, rooms):
    for desk in (social_workers_desk, managers_desk):
        assert closes(desk, "chat").status_code == 403
        assert desk.submit("/staff/council/open", {"part": "chat"}).status_code == 403
    assert Part.CHAT not in rooms.desk.switches.closed("york")
