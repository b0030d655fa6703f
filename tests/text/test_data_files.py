"""What a content lead is told when a file is not as it must be."""

from __future__ import annotations

import pytest

from bot.text.data_files import DataFileError, did_you_mean, read


def mistakes_in(tmp_path, text: str | bytes):
    file = tmp_path / "file.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DataFileError) as caught:
        read(file)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "'a' stands here a second time (first on line 1)", id="a key twice"),
        pytest.param("a:\n  x: {b: 1, b: 2}\n", 2, "'b' stands here a second time", id="a key twice, inside"),
        pytest.param("a:\n\tb: 1\n", 2, "begins with a tab", id="a tab"),
        pytest.param("a: 1\nb: [1, 2\n", 3, "not YAML", id="an open bracket"),
        pytest.param("say: a: b\n", 1, "not YAML", id="a colon in a text without quotes"),
        pytest.param("a:\n  rules:\n    - x\n", 2, "'rules' would make Rasa", id="a name that Rasa looks for"),
        pytest.param("a: 1\nyes: 2\n", 2, "'yes' is not a plain word", id="a name that YAML takes for true"),
        pytest.param("- a\n- b\n", 1, "no names with values", id="a list"),
        pytest.param("", 1, "no names with values", id="an empty file"),
        pytest.param("a: !!python/name:os.system x\n", 1, "not YAML", id="something that would run"),
        pytest.param("a: 2026-13-45\n", 1, "not YAML", id="a date that is none"),
        pytest.param("a: &x [*x]\n", 1, "holds itself", id="a value that holds itself"),
        pytest.param(b"a: \xff\n", 1, "not in UTF-8", id="another encoding"),
    ],
)
def test_a_slip_is_named_with_its_line_and_a_remedy(tmp_path, text, line, problem):
    (mistake,) = mistakes_in(tmp_path, text)

    assert mistake.line == line
    assert problem in mistake.problem
    assert mistake.remedy
    assert f"file.yml:{line}: " in str(mistake)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataFileError, match=r"none\.yml:1: the file cannot be read"):
        read(tmp_path / "none.yml")


def test_every_slip_is_told_at_once(tmp_path):
    assert len(mistakes_in(tmp_path, "a: 1\na: 2\nb: 1\nb: 2\n")) == 2


def test_every_value_knows_its_line(tmp_path):
    file = tmp_path / "file.yml"
    file.write_text("a:\n  b:\n    - x\n    - y\n")

    assert read(file).line("a", "b", 1) == 4
    assert read(file).line("a", "b", 9, "z") == 2
    assert read(file).line() == 1


def test_a_name_that_is_nearly_known_is_offered():
    assert did_you_mean("reports_befor_first", ["reports_before_first", "x"]) == "Did you mean 'reports_before_first'?"
    assert did_you_mean("qqq", ["parents", "professionals"]) == "Known are: parents, professionals."
