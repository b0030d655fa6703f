"""
Everything there is to say, and what of it holds for one council.

* TopicUnknown      nothing is written on a topic of that name, or an action answers it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.answers.loading import load_topics
from bot.answers.telling import Answer, Telling
from bot.answers.topics import Sentence, Topic
from bot.languages import Language
from bot.leaflets.shelf import Shelf
from bot.text.catalogue import gettext
from bot.text.data_files import DATA


class TopicUnknown(LookupError):
    """Nothing is written on it."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"data/answers has nothing to say on {topic!r}")
        self.topic = topic


@dataclass(frozen=True)
class Book:
    """The topics, and the leaflets that they are answered from."""

    topics: Mapping[str, Topic]
    shelf: Shelf
    # Topics and leaflets never change once they are read, so an answer is put together once.
    _told: dict[tuple[str, str | None, Language, bool], Answer] = field(default_factory=dict, compare=False, repr=False)

    def title(self, topic: str, language: Language, *, short: bool = False) -> str:
        """A topic's short label, for a button; `short` for a text message."""
        if topic not in self.topics:
            raise TopicUnknown(topic)
        found = self.topics[topic]
        return gettext((found.short_title if short else None) or found.title, language)

    def has(self, topic: str) -> bool:
        """Whether a topic has a label to press."""
        return topic in self.topics

    def answers(self, topic: str) -> bool:
        """Whether a topic is answered from here, not by an action."""
        return topic in self.topics and self.topics[topic].is_answer

    def about(self, topic: str, council: str | None, language: Language) -> Answer:
        """
        Answer a topic as this council's leaflet has it.

        Without a council only what holds everywhere is said, for nobody's rule may stand in for another's.
        """
        return self._answer(topic, council, language, short=False)

    def short(self, topic: str, council: str | None, language: Language) -> Answer:
        """The same by text message: sentences of its own, the fact first, and nothing that tells a stranger."""
        return self._answer(topic, council, language, short=True)

    def _answer(self, topic: str, council: str | None, language: Language, *, short: bool) -> Answer:
        asked = (topic, council, language, short)
        if asked not in self._told:
            self._told[asked] = self._telling(topic, council, language, short=short).answer()
        return self._told[asked]

    def said(self, topic: str, council: str | None, *, short: bool = False) -> tuple[Sentence, ...]:
        """The sentences of that answer as they are written, for whoever checks them."""
        return self._telling(topic, council, Language.ENGLISH, short=short).said()

    def _telling(self, topic: str, council: str | None, language: Language, *, short: bool) -> Telling:
        if not self.answers(topic):
            raise TopicUnknown(topic)
        return Telling(self.topics[topic], self.shelf, council, language, short=short)


def load_book(shelf: Shelf, data: Path = DATA) -> Book:
    """Read data/answers/ against the vocabulary of this shelf."""
    return Book(load_topics(data / "answers", shelf.vocabulary), shelf)
