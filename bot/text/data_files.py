"""
Read the YAML that content leads write, and name file, line and remedy where it is wrong.

* DataFileError     one or more mistakes; nothing of the file is used
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"

Place = tuple[str | int, ...]  # the way to a value: ("facts", "scale", "value", 0)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
# Rasa scans all of data/ and takes a file for training data if any line begins so.
_RASA_KEY = re.compile(r"\s*(nlu|rules|stories|responses)\s*:")


@dataclass(frozen=True)
class Mistake:
    """Something a content lead has to mend, and how."""

    file: Path
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        shown = self.file.relative_to(ROOT) if self.file.is_relative_to(ROOT) else self.file
        return f"{shown}:{self.line}: {self.problem}. {self.remedy}"


class DataFileError(Exception):
    """A data file is not as it must be. All its mistakes at once, so that they can be mended in one go."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass
class Mistakes:
    """Go on reading after a mistake, and raise them together at the end."""

    found: list[Mistake] = field(default_factory=list)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep what is raised inside; what comes after the block goes on."""
        try:
            yield
        except DataFileError as error:
            self.found.extend(error.mistakes)

    def raise_any(self) -> None:
        """Raise all of them, if there are any."""
        if self.found:
            raise DataFileError(*self.found)


@dataclass(frozen=True)
class DataFile:
    """What a file holds, and on which line each value stands."""

    path: Path
    content: dict[str, Any]
    lines: Mapping[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of a value; of what holds it where the value itself is not there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mistake(self, place: Place, problem: str, remedy: str) -> DataFileError:
        """A mistake at this place, ready to be raised."""
        return DataFileError(Mistake(self.path, self.line(*place), problem, remedy))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for a name that is not known."""
    names = list(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    if len(names) <= 12:
        return f"Known are: {', '.join(sorted(names))}."
    return "Check its spelling against the files beside this one."


def read(path: Path, *, rasas_own: bool = False) -> DataFile:
    """
    Read one file. Nothing in it may stand twice, and nothing in it may look like training data to Rasa, unless it is
    one of Rasa's own.
    """
    text = _text(path)
    _refuse_tabs(path, text)
    if not rasas_own:
        _refuse_rasa_keys(path, text)
    try:
        root = yaml.compose(text, Loader=_Loader)
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise DataFileError(_broken(path, error)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise DataFileError(Mistake(path, 1, f"this is not YAML ({error})", "Mend the file.")) from error
    if not isinstance(content, dict) or root is None:
        raise DataFileError(Mistake(path, 1, "the file holds no names with values", "Write `name: value` lines."))
    lines: dict[Place, int] = {}
    try:
        mistakes = list(_walk(path, root, (), lines))
    except RecursionError as error:
        raise DataFileError(Mistake(path, 1, "a value holds itself", "Write it without & and *.")) from error
    if mistakes:
        raise DataFileError(*mistakes)
    return DataFile(path, content, lines)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError(Mistake(path, 1, "the file is not in UTF-8", "Save it as UTF-8.")) from error
    except OSError as error:
        remedy = "Put the file there, or mend its name."
        raise DataFileError(Mistake(path, 1, f"the file cannot be read ({error.strerror})", remedy)) from error


def _refuse_tabs(path: Path, text: str) -> None:
    mistakes = Mistakes()
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            mistake = Mistake(path, number, "the line begins with a tab", "Use two spaces for each step in.")
            mistakes.found.append(mistake)
    mistakes.raise_any()


def _refuse_rasa_keys(path: Path, text: str) -> None:
    mistakes = Mistakes()
    for number, line in enumerate(text.split("\n"), 1):
        if key := _RASA_KEY.match(line):
            problem = f"{key.group(1)!r} would make Rasa take this file for training data"
            mistakes.found.append(Mistake(path, number, problem, "Use another name."))
    mistakes.raise_any()


def _broken(path: Path, error: yaml.MarkedYAMLError) -> Mistake:
    mark = error.problem_mark or error.context_mark
    remedy = "Look at this line and the one above; put a text that holds ':' or starts with '{' in quotes."
    return Mistake(path, mark.line + 1 if mark else 1, f"this is not YAML ({error.problem or error.context})", remedy)


def _walk(path: Path, node: yaml.Node, place: Place, lines: dict[Place, int]) -> Iterator[Mistake]:
    """Note the line of every value below this node; yield keys that stand twice or are not plain words."""
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(path, item, (*place, index), lines)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag != _STRING:
                yield Mistake(path, line, f"the name {key.value!r} is not a plain word", "Put it in quotes.")
                continue
            if key.value in seen:
                problem = f"{key.value!r} stands here a second time (first on line {seen[key.value]})"
                yield Mistake(path, line, problem, "Keep one of the two.")
                continue
            seen[key.value] = line
            inner: Place = (*place, key.value)
            lines[inner] = line
            yield from _walk(path, value, inner, lines)
