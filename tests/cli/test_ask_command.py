"""`python -m bot ask`: how content leads try their questions."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

KEYS = ["text", "intent", "confidence", "ranking", "language", "council", "replies", "choices"]
UNDERSTOOD = KEYS[:6]


@pytest.fixture
def file(tmp_path):
    """A file of questions, a line each."""

    def write(*lines: object):
        path = tmp_path / "questions.jsonl"
        path.write_text(
            "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8"
        )
        return path

    return write


@pytest.mark.rasa
def test_a_question_is_answered_by_the_councils_rules(run, loaded):
    told = run("ask", "--council", "york", "when will the plan be sent to me")

    assert told.exit_code == 0
    assert "within 48 hours" in told.stdout
    assert "minutes" in told.stderr  # what it was taken for, for whoever asks


@pytest.mark.rasa
def test_each_line_of_a_file_gets_one_line_in_order_with_exactly_these_keys(run, loaded, file):
    path = file(
        {"text": "when will the plan be sent to me", "council": "york"},
        {"text": "when will the plan be sent to me", "council": "merton", "language": "en"},
        {"text": "i want to die"},
        {"text": "bonjour je voudrais parler a quelqu'un"},
    )

    told = run("ask", "--file", path)

    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [list(line) for line in lines] == [KEYS] * 4
    assert [line["council"] for line in lines] == ["york", "merton", None, None]
    assert [line["language"] for line in lines] == ["en"] * 4
    assert [line["intent"] for line in lines] == ["minutes", "minutes", "crisis_self", "out_of_scope"]
    assert "48 hours" in " ".join(lines[0]["replies"])
    assert "1 working day" in " ".join(lines[1]["replies"])


@pytest.mark.rasa
def test_the_numbers_are_what_they_say(run, loaded, file):
    (line,) = run("ask", "--file", file({"text": "what is a core group"})).stdout.splitlines()

    answered = json.loads(line)
    assert answered["ranking"][0] == [answered["intent"], answered["confidence"]]
    likelihoods = [confidence for _, confidence in answered["ranking"]]
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert all(0 <= likelihood <= 1 for likelihood in likelihoods)
    assert all(isinstance(title, str) and title for title in answered["choices"])


@pytest.mark.rasa
def test_understanding_alone_leaves_replies_and_choices_out(run, loaded, file):
    told = run("ask", "--file", file({"text": "hello"}), "--understand-only")

    assert list(json.loads(told.stdout)) == UNDERSTOOD


@pytest.mark.rasa
def test_each_line_is_a_fresh_conversation(run, loaded, file):
    """The second "more" must not follow on from the first line."""
    lines = run("ask", "--file", file({"text": "what is a core group", "council": "york"}, {"text": "more"})).stdout

    assert json.loads(lines.splitlines()[1])["replies"] == ["What would you like to hear about?"]


@pytest.mark.rasa
def test_nothing_of_it_is_kept(run, loaded, file):
    def kept() -> list[int]:
        with loaded.engine.connect() as connection:
            return [
                connection.scalar(text(f"SELECT count(*) FROM {table}"))
                for table in ("conversations", "turns", "trackers")
            ]

    before = kept()
    run("ask", "--file", file({"text": "hello"}, {"text": "when is my meeting"}))

    assert kept() == before


@pytest.mark.rasa
def test_empty_lines_and_a_windows_mark_at_the_start_are_passed_over(run, loaded, tmp_path):
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "hello"}\r\n\r\n{"text": "thank you"}\r\n')

    told = run("ask", "--file", path)

    assert [json.loads(line)["intent"] for line in told.stdout.splitlines()] == ["greet", "thanks"]


@pytest.mark.rasa
def test_a_key_of_the_owners_own_is_let_through_with_a_word_about_it(run, loaded, file):
    told = run("ask", "--file", file({"text": "hello", "expected": "greet"}))

    assert list(json.loads(told.stdout)) == KEYS
    assert "expected" in told.stderr


@pytest.mark.parametrize(
    ("line", "told_of"),
    [
        pytest.param('{"text": "hello"', "", id="broken JSON"),
        pytest.param("hello", "", id="no JSON"),
        pytest.param("[]", "", id="no object"),
        pytest.param({"council": "york"}, "text", id="no text"),
        pytest.param({"text": 7}, "text", id="text that is a number"),
        pytest.param({"text": " "}, "empty", id="text without a word"),
        pytest.param({"text": "a" * 4001}, "4000", id="too long"),
        pytest.param({"text": "hello", "council": "leeds"}, "merton", id="a council that we do not have"),
        pytest.param({"text": "hello", "language": "tlh"}, "language", id="a language that there is not"),
    ],
)
def test_a_wrong_line_is_named_with_its_file_and_number_and_nothing_is_answered(
    run, loaded_without_model, file, line, told_of
):
    path = file({"text": "hello"}, "", line)

    told = run("ask", "--file", path)

    assert told.exit_code == 2
    assert f"{path}:3:" in told.stderr.replace("\n", "")
    assert told_of in told.stderr
    assert told.stdout == ""


@pytest.fixture
def loaded_without_model(tmp_path, monkeypatch):
    """Wrong lines are found before anything is loaded; loading here would be the mistake."""
    from bot import cli, wiring
    from bot.settings import Settings
    from tests.stores import KEY

    settings = Settings(data_dir=tmp_path, secret_key=KEY)
    monkeypatch.setattr(cli, "_rooms", lambda database=None: wiring.build(settings, database="sqlite://"))
    monkeypatch.setattr(cli, "_load", lambda rooms: pytest.fail("loaded the assistant for a wrong file"))


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        pytest.param(["ask"], "--file", id="neither question nor file"),
        pytest.param(["ask", "hello", "--file", "x.jsonl"], "--file", id="both"),
        pytest.param(["ask", "--file", "/nowhere/x.jsonl"], "/nowhere/x.jsonl", id="no such file"),
        pytest.param(["ask", "hello", "--council", "leeds"], "york", id="a council that we do not have"),
        pytest.param(["ask", " "], "empty", id="an empty question"),
        pytest.param(["ask", "hello", "--language", "xx"], "language", id="a language that there is not"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(run, loaded_without_model, words, told_of):
    told = run(*words)

    assert told.exit_code == 2
    assert told_of in told.stderr
    assert "Traceback" not in told.output


def test_a_file_that_is_not_text_is_refused(run, loaded_without_model, tmp_path):
    path = tmp_path / "photo.jsonl"
    path.write_bytes(b"\xff\xd8\xff\xe0")

    told = run("ask", "--file", path)

    assert told.exit_code == 2
    assert "UTF-8" in told.stderr


@pytest.mark.rasa
def test_a_question_may_be_asked_and_answered_in_another_language(run, loaded):
    told = run("ask", "--language", "pl", "--council", "york", "kiedy dostanę raporty")

    assert told.exit_code == 0
    assert "3 dni" in told.stdout
