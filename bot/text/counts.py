"""
Lengths of time in words, with the plural forms of each language: "2 working days", "4 to 6 weeks".

Never turned into another unit: a leaflet's 10 working days are 10 working days.
"""

from __future__ import annotations

from babel.numbers import format_decimal

from bot.languages import Language
from bot.text.catalogue import ngettext
from bot.text.durations import Duration, Unit
from bot.text.phrases import say
from bot.text.spans import Span


def number_in_words(count: int, language: Language) -> str:
    """A whole number in digits, as the language writes them."""
    return str(format_decimal(count, locale=language.locale))


def duration_in_words(duration: Duration, language: Language) -> str:
    """ "2 working days" """
    n = duration.amount
    # "Working day" is not in CLDR, so the plural forms of all units come from our own catalogue.
    forms = {
        Unit.WORKING_DAYS: lambda: ngettext("{n} working day", "{n} working days", n, language),
        Unit.DAYS: lambda: ngettext("{n} day", "{n} days", n, language),
        Unit.HOURS: lambda: ngettext("{n} hour", "{n} hours", n, language),
        Unit.WEEKS: lambda: ngettext("{n} week", "{n} weeks", n, language),
        Unit.MONTHS: lambda: ngettext("{n} month", "{n} months", n, language),
    }
    return forms[duration.unit]().format(n=number_in_words(n, language))


def span_in_words(span: Span, language: Language) -> str:
    """ "4 to 6 weeks" """
    if span.shortest.unit is not span.longest.unit:
        return say(
            "span",
            language,
            shortest=duration_in_words(span.shortest, language),
            longest=duration_in_words(span.longest, language),
        )
    shortest = number_in_words(span.shortest.amount, language)
    # The plural goes with the number that stands next to the unit.
    return say("span", language, shortest=shortest, longest=duration_in_words(span.longest, language))
