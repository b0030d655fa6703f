"""What a parent reads is written in data/ and domain.yml, where it can be mended and translated; never in Python."""

from __future__ import annotations

import ast

import pytest

from bot.text.data_files import ROOT
from tests.house.calls import called, files, strings, tree

# What is handed to these is shown to a parent.
SHOWN = {"say", "tell", "utter", "utter_message", "button", "Said", "Choice", "Reply", "gettext", "ngettext"}
# These speak to whoever runs them.
FOR_OPERATORS = {
    "bot/cli.py",
    "bot/words_cli.py",
    "bot/serving.py",
    "bot/worker.py",
    "bot/training.py",
    "bot/loading.py",
    "bot/demonstration.py",
    "bot/__main__.py",
}
# "2 working days" and its kin: what gettext looks up is the English itself (shared style, example 4).
LOOKED_UP = {"bot/text/durations.py", "bot/text/counts.py", "bot/text/lists.py", "bot/text/dates.py"}


def sentences(path) -> list[tuple[int, str]]:
    """Strings of two words or more that are handed to something a parent sees."""
    return [
        (call.lineno, text)
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and called(call) in SHOWN
        for text in strings(call)
        if " " in text.strip()
        and any(letter.isalpha() for letter in text)
        and not text.startswith(("delete_", "choose_", "change_"))
    ]


def test_no_sentence_for_a_parent_is_written_in_python():
    found = {
        str(path.relative_to(ROOT)): sentences(path)
        for path in files("bot", "actions")
        if str(path.relative_to(ROOT)) not in FOR_OPERATORS | LOOKED_UP
    }

    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    ['tell(dispatcher, "Your meeting is soon.")', 'Said(f"Ring {number} now")', 'button("Go on now", "x", y)'],
)
def test_this_would_notice(tmp_path, line):
    path = tmp_path / "an_action.py"
    path.write_text(line, encoding="utf-8")

    assert len(sentences(path)) == 1
