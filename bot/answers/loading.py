"""Read `data/answers/`, and refuse what is wrong with file, line and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.answers.pictures import PICTURES
from bot.answers.topics import AUDIENCE, COUNCIL, Condition, Sentence, Topic
from bot.leaflets.facts import Audience
from bot.leaflets.forms import Form, fill_in
from bot.leaflets.values import Bound, Kind, ValueUnfit, bounds_of, parse_value
from bot.leaflets.vocabulary import FOR_PROFESSIONALS, Term, Vocabulary
from bot.text.data_files import DATA, DataFile, DataFileError, Mistake, Mistakes, Place, did_you_mean, read
from bot.text.phrases import placeholders

ANSWERS = DATA / "answers"
GIVEN = "given"
_AUDIENCES = [audience.value for audience in Audience]


class _TopicForm(Form):
    title: str = Field(min_length=1)
    short_title: str | None = Field(default=None, min_length=1)
    say: list[Any] = Field(default=[])
    short: list[Any] = Field(default=[])
    unknown: str | None = None
    next: list[str] = Field(default=[])
    picture: str | None = None


class _SentenceForm(Form):
    say: str
    when: list[str] | dict[str, Any] = Field(default=[])
    unless: list[str] | dict[str, Any] = Field(default=[])


def load_topics(folder: Path, vocabulary: Vocabulary) -> Mapping[str, Topic]:
    """Every topic of every file by its name; all mistakes in all files are raised together."""
    topics: dict[str, Topic] = {}
    mistakes, files = Mistakes(), []
    for path in sorted(folder.glob("*.y*ml")):
        with mistakes.kept():
            files.append(read(path))
    for file in files:
        for name, raw in file.content.items():
            with mistakes.kept():
                if name in topics:
                    problem = f"{name!r} is in {topics[name].file.name} too"
                    raise file.mistake((name,), problem, "Keep one of the two.")
                topics[name] = _Reader(file, vocabulary, name).topic(raw)
    for file in files:
        for name in file.content:
            with mistakes.kept():
                _check_next(file, name, topics)
    mistakes.raise_any()
    if not topics:
        raise DataFileError(Mistake(folder, 1, "there are no answers here", "Write <group>.yml."))
    return MappingProxyType(topics)


def _check_next(file: DataFile, name: str, topics: Mapping[str, Topic]) -> None:
    topic = topics.get(name)
    for index, following in enumerate(topic.next if topic is not None and topic.file == file.path else ()):
        if following not in topics:
            problem = f"{name!r} leads to {following!r}, which is no topic"
            raise file.mistake((name, "next", index), problem, did_you_mean(following, topics))
        if following == name:
            raise file.mistake((name, "next", index), f"{name!r} leads to itself", "Choose another topic.")


class _Reader:
    """Reads one topic of one file."""

    def __init__(self, file: DataFile, vocabulary: Vocabulary, name: str) -> None:
        self._file = file
        self._terms = vocabulary.terms
        self._keys = vocabulary.keys
        self._name = name

    def topic(self, raw: Any) -> Topic:
        """The topic that stands here, or all that is wrong with it."""
        form = fill_in(_TopicForm, self._file, (self._name,), raw)
        mistakes = Mistakes()
        sentences = self._sentences("say", form.say, mistakes)
        short = self._sentences("short", form.short, mistakes)
        with mistakes.kept():
            self._check_whole(form, sentences)
        mistakes.raise_any()
        line = self._file.line(self._name)
        return Topic(
            self._name,
            form.title,
            self._file.path,
            line,
            tuple(sentences),
            tuple(short),
            form.unknown,
            tuple(form.next),
            form.picture,
            form.short_title,
        )

    def _sentences(self, key: str, written: list[Any], mistakes: Mistakes) -> list[Sentence]:
        sentences = []
        for index, each in enumerate(written):
            with mistakes.kept():
                sentences.append(self._sentence((self._name, key, index), each))
        return sentences

    def _check_whole(self, form: _TopicForm, sentences: list[Sentence]) -> None:
        if not form.say and (form.unknown is not None or form.next or form.short):
            raise self._wrong((), f"{self._name!r} says nothing", "Add `say:`, or leave the title alone.")
        if form.picture is not None and form.picture not in PICTURES:
            problem = f"there is no picture {form.picture!r}"
            raise self._wrong(("picture",), problem, did_you_mean(form.picture, PICTURES))
        needs_unknown = any(self._tells(sentence) for sentence in sentences)
        if needs_unknown and form.unknown is None:
            problem = f"{self._name!r} does not say what holds where a guide is silent"
            raise self._wrong((), problem, 'Add `unknown: "{council}\'s guide does not say …"`.')
        if form.unknown is not None and form.say and not needs_unknown:
            remedy = "Leave it out: no sentence rests on a council's facts."
            raise self._wrong(("unknown",), f"`unknown` of {self._name!r} is never said", remedy)
        if form.unknown is not None:
            for name in self._names(("unknown",), form.unknown):
                if name != COUNCIL and not self._terms[name].national:
                    raise self._wrong(
                        ("unknown",), f"{name!r} may be what is not known", "Name no council's fact here."
                    )

    def _tells(self, sentence: Sentence) -> bool:
        return any(name in self._terms and not self._terms[name].national for name in sentence.rests_on)

    def _sentence(self, place: Place, raw: Any) -> Sentence:
        line = self._file.line(*place)
        if isinstance(raw, str):
            return Sentence(raw, line, self._names(place[1:], raw))
        form = fill_in(_SentenceForm, self._file, place, raw)
        return Sentence(
            form.say,
            line,
            self._names((*place[1:], "say"), form.say),
            when=self._conditions((*place[1:], "when"), form.when),
            unless=self._conditions((*place[1:], "unless"), form.unless),
        )

    def _names(self, place: Place, sentence: str) -> frozenset[str]:
        try:
            names = placeholders(sentence)
        except ValueError as error:
            raise self._wrong(place, str(error), "Write {name_of_a_fact}.") from error
        for name in names - {COUNCIL}:
            if self._term(place, name).kind is Kind.YESNO:
                remedy = f"Write {{when: {{{name}: true}}, say: …}}."
                raise self._wrong(place, f"{name!r} is true or false, which has no words", remedy)
        return names

    def _conditions(self, place: Place, raw: list[str] | dict[str, Any]) -> tuple[Condition, ...]:
        if isinstance(raw, list):
            return tuple(self._condition(place, name, GIVEN) for name in raw)
        return tuple(self._condition((*place, name), name, wanted) for name, wanted in raw.items())

    def _condition(self, place: Place, name: str, wanted: Any) -> Condition:
        if name == AUDIENCE:
            if wanted not in _AUDIENCES:
                raise self._wrong(place, f"no leaflet is for {wanted!r}", did_you_mean(str(wanted), _AUDIENCES))
            return Condition(AUDIENCE, wanted)
        term = self._term(place, name)
        if wanted == GIVEN:
            return Condition(name)
        if wanted in [bound.value for bound in bounds_of(term.kind)]:
            return Condition(name, Bound(wanted))
        if term.kind.has_keys and not isinstance(wanted, list):
            wanted = [wanted]
        try:
            return Condition(name, parse_value(term.kind, wanted, self._keys))
        except ValueUnfit as unfit:
            raise self._wrong(place, f"{name!r}, a {term.kind.value}: {unfit.problem}", unfit.remedy) from unfit

    def _term(self, place: Place, name: str) -> Term:
        term = self._terms.get(name)
        if term is None:
            raise self._wrong(place, f"unknown fact {name!r}", did_you_mean(name, [*self._terms, COUNCIL]))
        if term.for_professionals and not self._name.startswith(FOR_PROFESSIONALS):
            problem = f"{name!r} is for professionals, {self._name!r} for parents"
            raise self._wrong(place, problem, "Say it in a topic whose name begins with pro_.")
        return term

    def _wrong(self, place: Place, problem: str, remedy: str) -> DataFileError:
        return self._file.mistake((self._name, *place), problem, remedy)
