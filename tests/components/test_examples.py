"""The examples, read: each in the language of its folder, and a clear word where a file is not as it must be."""

from __future__ import annotations

from copy import deepcopy

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT

from bot.components.examples import Example, ExamplesUnreadable, read_examples
from bot.components.language import LANGUAGE

GOOD = """version: "3.1"
nlu:
  - intent: police
    examples: |
      - czemu policja
      - policja: po co?
"""


@pytest.fixture
def file(tmp_path):
    """An empty file of Polish examples."""
    folder = tmp_path / "pl"
    folder.mkdir()
    return folder / "meeting.yml"


def test_an_example_has_its_words_its_topic_and_its_folders_language(file):
    file.write_text(GOOD, encoding="utf-8")

    assert [(one.get(TEXT), one.get(INTENT), one.get(LANGUAGE)) for one in read_examples(file)] == [
        ("czemu policja", "police", "pl"),
        ("policja: po co?", "police", "pl"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("nlu: [", "not YAML", id="broken"),
        pytest.param("nlu:\n", "no list under `nlu:`", id="nothing in it"),
        pytest.param("nlu:\n  - intent: police\n", "block 1", id="no examples"),
        pytest.param("nlu:\n  - intent: police\n    examples: [a]\n", "block 1", id="a list in place of lines"),
        pytest.param("nlu:\n  - lookup: x\n    examples: |\n      - a\n", "block 1", id="something else of Rasa's"),
        pytest.param("nlu:\n  - intent: police\n    examples: |\n      czemu\n", "'czemu' must begin", id="no dash"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(file, content, told):
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ExamplesUnreadable, match=told) as caught:
        read_examples(file)
    assert "meeting.yml" in str(caught.value)


def test_a_folder_that_is_no_language_is_named_with_those_that_are(tmp_path):
    file = tmp_path / "klingon.yml"
    file.write_text(GOOD, encoding="utf-8")

    with pytest.raises(ExamplesUnreadable, match=r"no language of ours\. There are: en, pl"):
        read_examples(file)


def test_a_copy_of_an_example_can_change_without_the_first():
    """Rasa copies the examples before it hands them on; ours are copied a hundred times faster, and must stay apart."""
    first = Example({TEXT: "when", INTENT: "meeting_when"})
    second = deepcopy(first)
    before = first.fingerprint()
    second.set(INTENT, "minutes")

    assert first.get(INTENT) == "meeting_when"
    assert (first.fingerprint(), second.fingerprint() == before) == (before, False)
