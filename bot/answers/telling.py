"""One topic told to one parent: which sentences hold for their council, in their language, and on what they rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answers.pictures import PICTURES, Picture
from bot.answers.topics import AUDIENCE, COUNCIL, Condition, Sentence, Topic
from bot.answers.words import in_words
from bot.languages import Language
from bot.leaflets.facts import Audience, Fact, Leaflet
from bot.leaflets.shelf import Shelf
from bot.text.catalogue import gettext
from bot.text.drafts import noticing_drafts
from bot.text.isolate import whole
from bot.text.lists import all_of
from bot.text.phrases import fill, placeholders, say

RULE = "england_"


@dataclass(frozen=True)
class Answer:
    """What to say on a topic, in the parent's language."""

    topic: str
    sentences: tuple[str, ...]
    known: bool  # False: something is said, but the council's leaflet does not answer this
    source: str  # "York's guide for parents"
    next: tuple[str, ...]  # topics to offer
    needs_council: bool  # there would be more to say if we knew the council
    facts: tuple[Fact, ...]  # what it rests on, each with its lines
    draft: bool = False  # no person has checked this translation yet
    picture: Picture | None = None

    @property
    def has_contacts(self) -> bool:
        """Whether it names a number, an address or a page that a parent may turn to."""
        return any(fact.kind.is_contact for fact in self.facts)


class Telling:
    """One topic told to one parent."""

    def __init__(
        self, topic: Topic, shelf: Shelf, council: str | None, language: Language, *, short: bool = False
    ) -> None:
        self._topic = topic
        self._short = short
        self._shelf = shelf
        self._leaflet: Leaflet | None = shelf.leaflet(council) if council is not None else None
        self._language = language

    def said(self) -> tuple[Sentence, ...]:
        """The sentences whose facts are all there."""
        return self._holding(self._topic.short if self._short else self._topic.say)

    def answer(self) -> Answer:
        """Those sentences in words, and whether they answer the question."""
        with noticing_drafts() as noticed:
            answer = self._answer()
        return replace(answer, draft=noticed.draft)

    def _answer(self) -> Answer:
        said = self.said()
        silent = self._is_silent()
        sentences = [self._in_words(sentence.say) for sentence in said]
        if silent and self._topic.unknown is not None:
            sentences.append(self._unknown(self._topic.unknown))
        facts = self._facts_of(said)
        return Answer(
            topic=self._topic.name,
            sentences=tuple(sentences),
            known=bool(said) and not silent,
            source=self._source(facts),
            next=self._topic.next,
            needs_council=self._leaflet is None and any(map(self._asks_council, self._topic.say)),
            facts=facts,
            picture=self._picture(),
        )

    def _holding(self, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        return tuple(sentence for sentence in sentences if self._can_be_said(sentence))

    def _is_silent(self) -> bool:
        """Whether the council's leaflet says nothing on what would be said by others' leaflets."""
        say = self._topic.say
        return self._leaflet is not None and self._tells(say) and not self._tells(self._holding(say))

    def _unknown(self, unknown: str) -> str:
        if self._short and self._leaflet is not None:
            return say("short_unknown", self._language, council=whole(self._leaflet.council, self._language))
        return self._in_words(unknown)

    def _picture(self) -> Picture | None:
        if self._topic.picture is None or self._short:
            return None
        return PICTURES[self._topic.picture](self._fact, self._language, self._shelf.vocabulary)

    def _can_be_said(self, sentence: Sentence) -> bool:
        return (
            all(self._is_there(name) for name in sentence.names)
            and all(map(self._holds, sentence.when))
            and not any(map(self._holds, sentence.unless))
        )

    def _is_there(self, name: str) -> bool:
        return self._leaflet is not None if name == COUNCIL else self._fact(name) is not None

    def _holds(self, condition: Condition) -> bool:
        if condition.fact == AUDIENCE:
            return self._leaflet is not None and self._leaflet.audience.value == condition.wanted
        return condition.holds(self._fact(condition.fact))

    def _fact(self, name: str) -> Fact | None:
        if name == COUNCIL:
            return None
        return self._shelf.fact(name, self._leaflet.key if self._leaflet is not None else None)

    def _is_council_fact(self, name: str) -> bool:
        return name not in (COUNCIL, AUDIENCE) and not self._shelf.vocabulary.terms[name].national

    def _tells(self, sentences: Iterable[Sentence]) -> bool:
        """Whether any of them says something that a council's leaflet says."""
        return any(self._is_council_fact(name) for sentence in sentences for name in sentence.rests_on)

    def _asks_council(self, sentence: Sentence) -> bool:
        return any(name in (COUNCIL, AUDIENCE) or self._is_council_fact(name) for name in sentence.rests_on)

    def _facts_of(self, said: Iterable[Sentence]) -> tuple[Fact, ...]:
        names = dict.fromkeys(name for sentence in said for name in sorted(sentence.rests_on - {COUNCIL, AUDIENCE}))
        return tuple(fact for name in names if (fact := self._fact(name)) is not None)

    def _in_words(self, sentence: str) -> str:
        """The sentence in the parent's language; its words are those that the English sentence names."""
        words = {}
        for name in placeholders(sentence):
            fact = self._fact(name)
            if fact is not None:
                words[name] = in_words(fact, self._language, self._shelf.vocabulary)
            elif name == COUNCIL and self._leaflet is not None:
                words[name] = whole(self._leaflet.council, self._language)
        return fill(gettext(sentence, self._language), words)

    def _source(self, facts: tuple[Fact, ...]) -> str:
        sources = []
        if self._leaflet is not None and any(self._is_council_fact(fact.name) for fact in facts):
            sources.append(self._guide(self._leaflet))
        # A helpline's number rests on the helpline, which the sentence names itself.
        rules = [fact.origin.publication for fact in facts if fact.name.startswith(RULE)]
        for publication in dict.fromkeys(rule.partition(",")[0] for rule in rules):
            sources.append(say("source_england", self._language, publication=whole(publication, self._language)))
        return all_of(sources, self._language) if sources else say("source_general", self._language)

    def _guide(self, leaflet: Leaflet) -> str:
        council, called = whole(leaflet.council, self._language), gettext(leaflet.called, self._language)
        if leaflet.audience is Audience.PROFESSIONALS:
            return say("source_professionals", self._language, council=council, called=called)
        return say("source_parents", self._language, council=council, called=called)
