"""Pictures in the chat: drawn on the page, and nothing of them where there is only text."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest
from fastapi.testclient import TestClient

from bot.conversation.messages import Reply, Said
from bot.conversation.speaking import as_paragraphs
from bot.web.seating import seats_around
from tests.web.fakes import ROOM


def test_the_picture_stands_under_its_answer_and_is_there_again_after_a_reload(started: TestClient):
    answered = started.post("/ask", data={"text": "who comes"}).text
    again = started.get("/ask").text

    for page in (answered, again):
        assert "<title>A table.</title>" in page
        assert '<span class="seats__who">social worker</span>' in page


def test_where_there_is_only_text_nothing_of_the_picture_is_said():
    assert as_paragraphs(Reply((Said("These come.", picture=ROOM),))) == ["These come."]


@pytest.mark.parametrize("people", range(1, 15))
def test_nobody_sits_on_anybody_else_or_outside_the_picture(people: int):
    seats = seats_around(people)

    assert [seat.number for seat in seats] == list(range(1, people + 1))
    assert all(20 <= seat.x <= 280 and 20 <= seat.y <= 200 for seat in seats)
    assert all(dist((one.x, one.y), (other.x, other.y)) > 34 for one, other in combinations(seats, 2))


def test_for_who_reads_from_right_to_left_the_seats_go_round_the_other_way():
    here, there = seats_around(4), seats_around(4, mirrored=True)

    assert here[0] == there[0], "the mother is nearest, either way"
    assert (here[1].x, here[3].x) == (there[3].x, there[1].x)
    assert here[1].x < here[3].x
