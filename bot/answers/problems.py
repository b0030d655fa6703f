"""What is well written as a file and still wrong to say: too long, or "at least" where a leaflet does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.answers.book import Book
from bot.answers.topics import COUNCIL, Sentence, Topic
from bot.languages import Language
from bot.leaflets.values import Bound, Kind
from bot.text.data_files import ROOT

LONGEST = 90  # words in an answer
DANGER = "crisis_"
LONGEST_TITLE = 34  # characters on a button

# How English says each bound, close to the placeholder. An exact length is said bare.
_SAYS = {
    Bound.AT_LEAST: re.compile(r"at least|or (more|longer|earlier)|no (less|fewer|later) than"),
    Bound.AT_MOST: re.compile(
        r"within|in less than|at least (once )?every|no (more|longer|later) than|up to|at (the )?most|or (less|sooner)"
        r"|only|just"
    ),
    Bound.ABOUT: re.compile(r"about|around|roughly"),
}
_BEFORE, _AFTER = 26, 14  # characters that count as close


@dataclass(frozen=True)
class Problem:
    """Something in the answers that somebody has to mend."""

    file: Path
    line: int
    topic: str
    council: str | None
    detail: str

    def __str__(self) -> str:
        shown = self.file.relative_to(ROOT) if self.file.is_relative_to(ROOT) else self.file
        return f"{shown}:{self.line}: {self.topic}{f' ({self.council})' if self.council else ''}: {self.detail}"


def problems(book: Book) -> tuple[Problem, ...]:
    """All of them, for every topic and every council."""
    return tuple(problem for topic in book.topics.values() for problem in _of_topic(book, topic))


def unsaid_facts(book: Book) -> frozenset[str]:
    """Facts that some council gives and no answer rests on: a parent cannot come to hear them from here."""
    given = {name for leaflet in book.shelf.leaflets.values() for name in leaflet.facts}
    used = {name for topic in book.topics.values() for sentence in topic.say for name in sentence.rests_on}
    return frozenset(given - used)


def _of_topic(book: Book, topic: Topic) -> Iterator[Problem]:
    for detail in _of_its_form(topic):
        yield Problem(topic.file, topic.line, topic.name, None, detail)
    if not topic.is_answer:
        return
    for council in (None, *book.shelf.councils):
        answer = book.about(topic.name, council, Language.ENGLISH)
        words = len(" ".join(answer.sentences).split())
        if words > LONGEST:
            yield Problem(topic.file, topic.line, topic.name, council, f"{words} words; at most {LONGEST}")
        if not answer.sentences and council is not None:
            yield Problem(topic.file, topic.line, topic.name, council, "nothing at all is said")
        for short in (False, True):
            for sentence in book.said(topic.name, council, short=short):
                yield from _bounds(book, topic, sentence, council)


def _of_its_form(topic: Topic) -> Iterator[str]:
    if len(topic.title) > LONGEST_TITLE:
        yield f"the title has {len(topic.title)} characters; at most {LONGEST_TITLE} fit on a button"
    if topic.is_answer and len(topic.next) not in _next_for(topic):
        yield f"offers {len(topic.next)} next topics, not 2 or 3"
    if topic.is_answer and not topic.short:
        yield "has no short form, for text messages"


def _next_for(topic: Topic) -> tuple[int, ...]:
    # In danger fewer choices are better than a second one for its own sake.
    return (0, 1, 2) if topic.name.startswith(DANGER) else (2, 3)


def _bounds(book: Book, topic: Topic, sentence: Sentence, council: str | None) -> Iterator[Problem]:
    """A sentence that says "at least" of a length that a leaflet gives as exact would put words in its mouth."""
    for name in sorted(sentence.names - {COUNCIL}):
        fact = book.shelf.fact(name, council)
        if fact is None or fact.kind not in (Kind.DURATION, Kind.COUNT):
            continue
        detail = _missaid(fact.bound, _around(sentence.say, name))
        if detail is not None:
            yield Problem(topic.file, sentence.line, topic.name, council, f"{{{name}}} {detail}")


def _around(sentence: str, name: str) -> str:
    before, _, after = sentence.lower().partition(f"{{{name}}}")
    return f"{before[-_BEFORE:]}|{after[:_AFTER]}"


def _missaid(bound: Bound, around: str) -> str | None:
    if bound in _SAYS:
        said = _SAYS[bound].search(around)
        return None if said else f"is {bound.value} here, and the sentence does not say so"
    said = next((found for pattern in _SAYS.values() if (found := pattern.search(around))), None)
    return f"is exact here, and the sentence says {said.group()!r}" if said else None
