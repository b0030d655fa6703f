"""Which of the numbered choices a text message takes: by digit of any script, by word, or by the choice's own title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.languages import Language
from bot.texting.commands import compared, forms_of, meaning, numbered

# "999" and "111" are never a choice.
_DIGITS = re.compile(r"\d{1,2}")
SHORTEST = 2  # "no", "nr"


def chosen(text: str, choices: Sequence[Choice], language: Language) -> Choice | None:
    """The choice that the whole message takes; they are numbered from 1."""
    said = compared(text)
    titled = [choice for number, choice in enumerate(choices, 1) if said in _titles(number, choice)]
    if titled:
        return titled[0]
    number = number_in(text, language)
    return choices[number - 1] if number is not None and 1 <= number <= len(choices) else None


def number_in(text: str, language: Language) -> int | None:
    """The number that the whole message is, whoever offered what: for "there is no choice 7"."""
    if any(one == "%" or unicodedata.category(one) == "Sc" for one in text):
        return None  # an amount
    for form in forms_of(text):
        number = _number(form, language)
        if number is not None:
            return number
    return None


def _number(said: str, language: Language) -> int | None:
    bare = _without_option(said)
    if _DIGITS.fullmatch(bare):
        return int(bare)
    return meaning(bare, language, lambda spoken: spoken.numbers)


def _titles(number: int, choice: Choice) -> tuple[str, str]:
    """How its title is typed: alone, or copied with its number."""
    title = compared(choice.title)
    return title, f"{number} {title}"


def _without_option(said: str) -> str:
    """ "option 2" is 2; in Urdu the word comes after it. "no one" is nobody, so "no" goes with digits alone."""
    first, *others = said.split() or [""]
    rest = " ".join(others)
    for beside, number in ((first, rest), (rest, first)):
        if number and beside in numbered() and (len(beside) > SHORTEST or number.isdecimal()):
            return number
    return said
