"""
Which of our commands a text message is, whether it asks us to stop, and the code that it holds: `data/commands.yml`.

A command is the whole message; a wish not to be texted may be said in any words, so it is found by fragments, and
what only sounds like one is asked about.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.conferences.link import digits_of
from bot.languages import Language
from bot.text.data_files import DATA, DataFile, DataFileError, Mistake, Mistakes, read
from bot.text.letters import readable, words_of

COMMANDS = DATA / "commands.yml"

# In anything longer the same words are part of a story: "he said stop texting me and then …".
LONGEST_STOP = 16
LONGEST_DOUBT = 12
LONGEST_CODE = 8  # words around a code
CODE_DIGITS = 6
MOST_NUMBER = 20  # the numbers that have words in the file

# Where one part of a sentence ends: what a fragment leaves out does not reach across it.
_PAUSES = frozenset('.,;:!?؟،؛۔।॥()\n\r"')
_GAP = r" (?:[^ ,]+ ){0,4}"
_NEXT = r" (?:, )?"
# "Isio'r", "gadw'ch": Welsh hangs its small words on the word before.
_HUNG_ON = re.compile(r"'(?=(?:r|n|ch|u|w)\b)")
_START = r"(?:^|(?<= ,)) "

_Meaning = TypeVar("_Meaning")


class Command(str, Enum):
    """What a parent can ask for with one word."""

    MEETING = "meeting"
    CHAIR = "chair"
    DATES = "dates"
    NOTES = "notes"
    MORE = "more"
    MENU = "menu"
    LANGUAGE = "language"
    HELP = "help"
    STOP = "stop"
    BACK = "back"


_Texts = Annotated[tuple[str, ...], Field(min_length=1)]
_Numbers = Annotated[tuple[_Texts, ...], Field(min_length=MOST_NUMBER, max_length=MOST_NUMBER)]


class _Written(BaseModel):
    """One language's part of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: dict[Command, _Texts]
    numbers: _Numbers
    around: _Texts
    numbered: _Texts
    please_stop: _Texts
    not_stop: _Texts
    about_texts: _Texts
    enough: _Texts
    enough_said: _Texts
    others: _Texts
    danger: _Texts


@dataclass(frozen=True)
class Spoken:
    """One language's words, in the form in which messages are compared."""

    named: Mapping[Command, str]
    commands: Mapping[str, Command]
    numbers: Mapping[str, int]
    please_stop: tuple[re.Pattern[str], ...]
    not_stop: tuple[re.Pattern[str], ...]
    about_texts: re.Pattern[str]
    enough: re.Pattern[str]
    enough_said: re.Pattern[str]
    others: re.Pattern[str]
    danger: re.Pattern[str]


def command_in(text: str, language: Language) -> Command | None:
    """The command that the whole message is, in the conversation's language or any other."""
    return meaning(text, language, lambda spoken: spoken.commands)


def asks_to_stop(text: str, language: Language) -> bool:
    """
    Whether it asks us, in whatever words and language, not to text any more.

    Somebody else may be texting: a fragment of `not_stop` cancels the wishes that it shares a word with, no others.
    Whose phone is watched writes "he reads this stop texting me".
    """
    if command_in(text, language) is Command.STOP:
        return True
    if len(words_of(readable(text))) > LONGEST_STOP:
        return False
    said = _in_clauses(text)
    cancelled = _cancelled(said)
    patterns = (pattern for one in languages().values() for pattern in one.please_stop)
    return any(_stands(match, cancelled) for pattern in patterns for match in pattern.finditer(said))


def may_ask_to_stop(text: str, language: Language) -> bool:
    """
    Whether somebody might want no more texts: enough to ask them, too little to fall silent.

    For what `asks_to_stop` does not hear. It is a word of texting and a word of ending, in one language, or an idiom
    that holds both; somebody else in the same clause takes them away, for then it is their texts.
    """
    plain = readable(text)
    if "?" in plain or "؟" in plain or len(words_of(plain)) > LONGEST_DOUBT or command_in(text, language):
        return False
    said = _in_clauses(text)
    found = [one for one in languages().values() if _sounds_like_enough(said, one, cancelled=[], others=None)]
    if not found or any(one.danger.search(said) for one in found):
        return False
    cancelled = _cancelled(said)
    return any(_sounds_like_enough(said, one, cancelled=cancelled, others=one.others) for one in found)


def named(command: Command, language: Language) -> str:
    """The word by which we name it to parents, in capitals where the script has them: "MEETING"."""
    return languages()[language].named[command].upper()


def code_in(text: str) -> str | None:
    """
    The six digits, in whatever script, if the message can be somebody sending their code.

    A time, a date, an amount or a phone number is none: every wrong code costs a try.
    """
    plain = "".join(str(unicodedata.decimal(one, one)) for one in readable(text))
    said = [word for word in words_of(plain) if not word.isdecimal()]
    if len(digits_of(plain)) != CODE_DIGITS or len(said) > LONGEST_CODE:
        return None
    found = _CODE.search(plain)
    if found is None or _is_date(found[0]) or (said and digits_of(found[0]) in _HELPLINES):
        return None
    return digits_of(found[0])


# As people group six digits: 123456, 123 456, 12 34 56, 1 2 3 4 5 6; never beside a letter or a sign of money or time.
_CODE = re.compile(
    r"(?<![\w+£$€/])(?<!\d[:.,-])(?:\d{6}|\d{3}[ .\-]{1,3}\d{3}|\d\d( +|-)\d\d\1\d\d|\d(?:[ -]+\d){5}"
    r"|\d{4} +\d\d|\d\d +\d{4})"
    r"(?![\w%£$€/]|[:.,-]\d)"
)
# "Who answers 116 123?" European numbers for help have six digits too. Alone, they may be somebody's code.
_HELPLINES = frozenset({"116000", "116006", "116111", "116117", "116123"})


def _is_date(digits: str) -> bool:
    """Whether digits in groups may be a day: "12 03 26", "03 2026". Six together, or three and three, are none."""
    groups = [int(group) for group in re.findall(r"\d+", digits)]
    if len(groups) == 3:
        day, month, year = groups
        return (day <= 31 and month <= 12 and 20 <= year <= 40) or (20 <= day <= 40 and month <= 12 and year <= 31)
    return len(groups) == 2 and any(1900 <= group <= 2099 for group in groups)


def meaning(text: str, language: Language, of: Callable[[Spoken], Mapping[str, _Meaning]]) -> _Meaning | None:
    """
    What the whole message means: in the conversation's language, then in English, then in all others that know it.

    Where the others do not agree it means nothing: a guess would be wrong in half the cases.
    """
    forms = forms_of(text)
    for one in (language, Language.ENGLISH):
        for form in forms:
            if (found := of(languages()[one]).get(form)) is not None:
                return found
    others = {of(spoken)[form] for spoken in languages().values() for form in forms if form in of(spoken)}
    return others.pop() if len(others) == 1 else None


def compared(text: str) -> str:
    """A message as its words are compared: small and bare letters, digits of any script as ours, no signs."""
    plain = "".join(one for one in readable(text).replace("'", "") if unicodedata.category(one) != "Me")
    plain = "".join(str(unicodedata.decimal(one, one)) for one in plain if not "\ufe00" <= one <= "\ufe0f")
    return " ".join(words_of(plain)) or ("?" if "?" in plain or "؟" in plain else "")


def forms_of(text: str) -> tuple[str, ...]:
    """The message as it is compared, and the same without the please and thank you around it."""
    whole = compared(text)
    bare = _politeness().sub(" ", f" {whole} ").strip()
    return (whole, bare) if bare and bare != whole else (whole,)


@cache
def languages(path: Path = COMMANDS) -> Mapping[Language, Spoken]:
    """Every language's words, read once."""
    return {language: _spoken(written) for language, written in _read(path).items()}


@cache
def numbered() -> frozenset[str]:
    """What people write beside the number of a choice, in any language: "option 2", "no 2"."""
    return frozenset(compared(word) for written in _read(COMMANDS).values() for word in written.numbered)


@cache
def _politeness() -> re.Pattern[str]:
    polite = {compared(phrase) for written in _read(COMMANDS).values() for phrase in written.around}
    any_of = "|".join(re.escape(phrase) for phrase in sorted(polite, key=len, reverse=True))
    return re.compile(rf"^(?: (?:{any_of})(?= ))+|(?: (?:{any_of})(?= ))+ $")


def _spoken(written: _Written) -> Spoken:
    return Spoken(
        named={command: words[0] for command, words in written.words.items()},
        commands={compared(word): command for command, words in written.words.items() for word in words},
        numbers={compared(word): number for number, words in enumerate(written.numbers, 1) for word in words},
        please_stop=tuple(map(_pattern, written.please_stop)),
        not_stop=tuple(map(_pattern, written.not_stop)),
        about_texts=_any_of(written.about_texts),
        enough=_any_of(written.enough),
        enough_said=_any_of(written.enough_said),
        others=_any_of(written.others),
        danger=_any_of(written.danger),
    )


_Spans = Sequence[tuple[int, int]]


def _cancelled(said: str) -> _Spans:
    patterns = (pattern for one in languages().values() for pattern in one.not_stop)
    return [match.span() for pattern in patterns for match in pattern.finditer(said)]


def _stands(match: re.Match[str], cancelled: _Spans) -> bool:
    return not any(match.start() < end and begin < match.end() for begin, end in cancelled)


def _sounds_like_enough(said: str, spoken: Spoken, *, cancelled: _Spans, others: re.Pattern[str] | None) -> bool:
    def heard(pattern: re.Pattern[str]) -> bool:
        matches = (match for match in pattern.finditer(said) if _stands(match, cancelled))
        return any(others is None or not _beside(match, others) for match in matches)

    return heard(spoken.enough_said) or (heard(spoken.about_texts) and heard(spoken.enough))


def _beside(match: re.Match[str], others: re.Pattern[str]) -> bool:
    """Whether one of these stands in the same clause, and not in the words themselves: "wrong number, not his"."""
    start, end = match.span()
    pause = match.string.find(",", end)
    clause = others.finditer(match.string, match.string.rfind(",", 0, start) + 1, pause if pause >= 0 else sys.maxsize)
    return any(other.start() < start or other.end() > end for other in clause)


def _in_clauses(text: str) -> str:
    """Its words, each between spaces, with a comma where the sentence pauses."""
    plain = _HUNG_ON.sub(" ", readable(text)).replace("'", "")
    paused = "".join(" , " if one in _PAUSES else one for one in plain)
    return f" {' '.join(word for part in paused.split() for word in ([','] if part == ',' else words_of(part)))} "


def _pattern(fragment: str) -> re.Pattern[str]:
    """A fragment of the file as a pattern over `_in_clauses`; how fragments are written stands in the file."""
    pattern, between = "", " "
    for part in fragment.split():
        if part in ("^", "…"):
            between = _START if part == "^" else _GAP
            continue
        pattern += between + "|".join(_ending(word) for word in part.split("|")).join(("(?:", ")"))
        between = _NEXT
    return re.compile(f"{pattern}(?= )")


def _any_of(fragments: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(fragment).pattern for fragment in fragments))


def _ending(word: str) -> str:
    return re.escape(compared(word)) + ("[^ ]*" if word.endswith("*") else "")


@cache
def _read(path: Path) -> dict[Language, _Written]:
    file = read(path)
    try:
        written = TypeAdapter(dict[Language, _Written]).validate_python(file.content)
    except ValidationError as error:
        found = [(file.line(*mistake["loc"]), mistake["msg"]) for mistake in error.errors()]
        remedy = "Write it as the other languages do; put yes and no in quotes."
        raise DataFileError(*(Mistake(path, line, problem, remedy) for line, problem in found)) from error
    mistakes = Mistakes()
    for language, words in written.items():
        with mistakes.kept():
            _refuse_clashes(file, language, words)
    mistakes.raise_any()
    return written


def _refuse_clashes(file: DataFile, language: Language, written: _Written) -> None:
    """Every command has its word, and no word is two commands."""
    if missing := [command.value for command in Command if command not in written.words]:
        problem = f"{language.value} has no words for {', '.join(missing)}"
        raise file.mistake((language.value, "words"), problem, "Write them.")
    for place, groups in (("words", written.words.items()), ("numbers", enumerate(written.numbers))):
        _refuse_twice(file, (language.value, place), groups)


def _refuse_twice(file: DataFile, place: tuple[str, str], groups: Iterable[tuple[str | int, tuple[str, ...]]]) -> None:
    known: dict[str, str | int] = {}
    for group, words in groups:
        for word in words:
            if known.setdefault(compared(word), group) != group:
                where = (*place, group.value if isinstance(group, Command) else group)
                raise file.mistake(where, f"{word!r} would mean two things", "Keep one of the two.")
