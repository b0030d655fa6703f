"""The catalogues from the command line."""

from __future__ import annotations

import shutil

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.languages import SPOKEN
from bot.text import catalogue as module


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the real catalogues, to write in."""
    shutil.copytree(module.LOCALES, tmp_path / "locales")
    monkeypatch.setattr(module, "LOCALES", tmp_path / "locales")
    return tmp_path / "locales"


def test_the_status_has_a_line_for_every_language(runner):
    told = runner.invoke(app, ["words", "status"])

    assert told.exit_code == 0
    assert [language for language in SPOKEN[1:] if language.english_name not in told.output] == []


def test_what_a_reviewer_has_checked_is_counted(runner, copied):
    told = runner.invoke(
        app, ["words", "review", "--language", "pl", "--by", "Halina Nowak", "--english", "Your meeting"]
    )

    assert told.exit_code == 0, told.output
    assert "1 of Polish recorded as reviewed by Halina Nowak" in told.output
    assert "Halina Nowak" in (copied / "pl" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")


def test_a_whole_language_is_recorded_only_when_the_question_is_answered(runner, copied):
    before = (copied / "pl" / "LC_MESSAGES" / "messages.po").read_bytes()
    told = runner.invoke(app, ["words", "review", "--language", "pl", "--by", "Halina Nowak"], input="n\n")

    assert told.exit_code == 1
    assert "Has Halina Nowak checked every sentence of Polish?" in told.output
    assert (copied / "pl" / "LC_MESSAGES" / "messages.po").read_bytes() == before


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        (["--language", "pl", "--by", "Nowak, Halina"], "without a comma"),
        (["--language", "pl", "--by", " "], "Give the reviewer's name"),
        (["--language", "pl", "--by", "Halina", "--english", "No such sentence"], "has no translation of"),
        (["--language", "tlh", "--by", "Halina"], "tlh"),
    ],
)
def test_what_cannot_be_recorded_is_said_with_its_remedy(runner, copied, asked, remedy):
    told = runner.invoke(app, ["words", "review", *asked])

    assert told.exit_code == 2
    assert remedy in told.output


def test_bringing_the_catalogues_up_to_date_changes_nothing_when_they_are(runner, copied):
    """A sentence that is in no catalogue would show: run `make words`, and have it translated."""
    before = {path: path.read_bytes() for path in copied.rglob("*.po")}
    told = runner.invoke(app, ["words", "update"])

    assert told.exit_code == 0, told.output
    assert [path for path, content in before.items() if path.read_bytes() != content] == []
