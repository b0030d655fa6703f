"""Whatever goes wrong, a case system reads problem+json, and never what it sent."""

from __future__ import annotations

import pytest

from bot.web.guard import MOST_BYTES
from tests.api.conftest import CONFERENCE

NAME = "Wisniewska"


def is_problem(answer, status):
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]
    assert NAME not in answer.text
    return answer.json()


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(f'{{"called": "{NAME}"'.encode(), id="half of it"),
        pytest.param(f'["{NAME}"]'.encode(), id="a list"),
        pytest.param(f'"{NAME}"'.encode(), id="words"),
        pytest.param(b'{"called": "\xff"}', id="no text"),
        pytest.param(b"[" * 100_000, id="a tower"),
    ],
)
def test_a_body_that_cannot_be_read_is_told(york, sent):
    is_problem(york.post("/conferences", content=sent, headers=JSON), 422)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_what_is_not_json_is_not_read_as_if_it_were(york, kind):
    answer = york.post("/conferences", content=f'{{"called": "{NAME}"}}', headers={"Content-Type": kind})

    is_problem(answer, 415)


def test_json_may_say_how_it_is_written(york):
    kind = {"Content-Type": "application/json; charset=utf-8"}

    assert york.post("/conferences", json=CONFERENCE, headers=kind).status_code == 201


def test_more_than_anybody_could_mean_is_not_read(york):
    is_problem(york.post("/conferences", content=b" " * (MOST_BYTES + 1), headers=JSON), 413)


@pytest.mark.parametrize("path", [f"/{NAME}", f"/conferences/{NAME}", f"/invitations/{NAME}/status", "/"])
def test_what_is_not_there_is_told(york, path):
    is_problem(york.get(path), 404)


def test_an_address_names_every_method_that_it_takes(york, conference):
    for path, allowed in [("/conferences", "GET, POST"), (f"/conferences/{conference['id']}", "GET, PUT")]:
        answer = york.delete(path)
        is_problem(answer, 405)
        assert answer.headers["allow"] == allowed


def test_what_nobody_expected_is_told_and_logged_without_words(york, rooms, caplog):
    class Broken:
        def add(self, *_):
            raise RuntimeError(NAME)

    rooms.desk.arranging = Broken()

    is_problem(york.post("/conferences", json=CONFERENCE), 500)

    assert "RuntimeError" in caplog.text
    assert NAME not in caplog.text
