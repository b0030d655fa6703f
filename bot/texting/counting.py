"""How many parts each answer is by text message, as a table for those who pay for them: `docs/parts.md`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.book import Book
from bot.conversation.messages import Choice, Kind, Reply, Said
from bot.languages import SPOKEN, Language
from bot.text.sms import parts
from bot.texting.form import Texts, as_texts

_ABOUT = """\
# Parts of every short answer

By text message, in each language: how many parts the first message has that answers, and behind the plus how many more
MORE would send. Where councils differ it is the longest. Made by `python -m bot answers parts`; a test keeps it true.

GSM-7: 160 characters in one part, 153 in each of several; other alphabets 70 and 67 (3GPP TS 23.038 and 23.040). At
most two parts, three in other alphabets. While translations are drafts MORE brings their English too, and danger comes
in both languages at once: there a comma stands between messages that are sent at once.
"""


def texts_about(book: Book, topic: str, council: str | None, language: Language) -> Texts:
    """An answer as it is texted, with its choices."""
    answer, english = book.short(topic, council, language), book.short(topic, council, Language.ENGLISH)
    kind = Kind.DANGER if topic.startswith("crisis_") else Kind.ANSWER
    space = "\n" if kind is Kind.DANGER else " "
    said = Said(space.join(answer.sentences), kind, space.join(english.sentences) if answer.draft else None)
    choices = tuple(Choice(book.title(each, language, short=True), each) for each in answer.next)
    return as_texts(Reply((said,), choices, language))


def table(book: Book) -> str:
    """Every topic in every language, in Markdown."""
    return "\n".join([_ABOUT, *_rows(book), ""])


def _rows(book: Book) -> Iterator[str]:
    yield f"| | {' | '.join(language.value for language in SPOKEN)} |"
    yield "|---" * (len(SPOKEN) + 1) + "|"
    for topic in filter(book.answers, book.topics):
        yield f"| {topic} | {' | '.join(_cell(book, topic, language) for language in SPOKEN)} |"


def _cell(book: Book, topic: str, language: Language) -> str:
    longest = max(_counted(book, topic, council, language) for council in (None, *book.shelf.councils))
    now, more = longest
    return ", ".join(map(str, now)) + (f" +{more}" if more else "")


def _counted(book: Book, topic: str, council: str | None, language: Language) -> tuple[tuple[int, ...], int]:
    texts = texts_about(book, topic, council, language)
    return tuple(map(parts, texts.now)), sum(map(parts, texts.more))
