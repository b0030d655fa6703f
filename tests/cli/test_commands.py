"""The other commands: what they are called, what they end with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date

import pytest
from rich.console import Console

from bot.leaflets.report import check_leaflets
from bot.text.data_files import DATA, ROOT


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([], ["serve", "train", "ask", "leaflets", "answers"]),
        (["ask"], ["--file", "--council", "--language", "--understand-only"]),
        (["serve"], ["--host", "--demonstration"]),
        (["train"], []),
        (["leaflets"], ["check"]),
        (["leaflets", "check"], ["--every-name"]),
        (["answers"], ["read"]),
        (["answers", "read"], ["--council", "--topic"]),
    ],
    ids=lambda words: " ".join(words) if words else "bare",
)
def test_every_command_explains_itself(run, words, named):
    told = run(*words, "--help")

    assert told.exit_code == 0
    assert [name for name in named if name not in told.stdout] == []


def test_the_leaflets_of_our_councils_pass_the_check(run):
    """Findings are no failure: a leaflet may be old and is still this council's."""
    told = run("leaflets", "check")

    assert told.exit_code == 0
    assert [
        name for name in ("Kirklees", "Merton", "Nottinghamshire", "Staffordshire", "York") if name not in told.stdout
    ] == []


@pytest.mark.parametrize(
    ("mend", "line_of", "told_of"),
    [
        pytest.param(
            ("plan_sent_within: {value: PT48H", "plan_sent_whithin: {value: PT48H"),
            "plan_sent_whithin",
            "plan_sent_within",
            id="a misspelt name",
        ),
        pytest.param(("value: PT48H", "value: 48 hours"), "48 hours", "48 hours", id="a length in words"),
        pytest.param(
            ("guidance: {edition: 2023", "guidance: {edition: 2023}}"), "2023}}", "YAML", id="a bracket too many"
        ),
        pytest.param(("facts:\n", "facts:\n\tx: 1\n"), "\tx", "tab", id="a tab"),
        pytest.param(("audience: parents", "audience: dogs"), "dogs", "parents", id="a reader that there is not"),
    ],
)
def test_a_slip_in_a_leaflet_is_refused_with_file_line_and_remedy(tmp_path, mend, line_of, told_of):
    data = tmp_path / "data"
    shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("nlu", "rules"))
    york = data / "leaflets" / "york.yml"
    written = york.read_text(encoding="utf-8")
    assert mend[0] in written
    york.write_text(written.replace(*mend, 1), encoding="utf-8")
    line = next(n for n, text in enumerate(york.read_text(encoding="utf-8").splitlines(), 1) if line_of in text)
    console = Console(record=True, width=400, file=open(os.devnull, "w"))  # noqa: SIM115

    code = check_leaflets(date(2027, 3, 1), console, data=data, sources=None)

    told = console.export_text()
    assert code == 1
    assert f"york.yml:{line}:" in told
    assert told_of in told


def test_answers_can_be_read_as_a_council_has_them(run):
    told = run("answers", "read", "--council", "york", "--topic", "reports_when")

    assert told.exit_code == 0
    assert "3 days" in told.stdout


def test_a_council_that_we_do_not_have_has_no_answers(run):
    told = run("answers", "read", "--council", "leeds")

    assert told.exit_code == 2
    assert "york" in told.stderr


@pytest.mark.rasa
def test_the_command_itself_writes_nothing_but_its_lines(tmp_path):
    """Rasa and TensorFlow talk a lot while they load; a content lead's spreadsheet must not read it."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"text": "hello Zebedee", "council": "york"}\n', encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--file", str(file)],
        cwd=ROOT,
        env={**os.environ, "BEFOREHAND_DATA_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
    assert len(told.stdout.splitlines()) == 1
    assert told.stdout.startswith('{"text": "hello Zebedee", "intent": "greet"')
    assert "Zebedee" not in told.stderr
    assert not list((tmp_path / "var").glob("*.db"))  # nothing is kept
