"""How hard an answer is to read; and all of them printed for whoever writes them."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from bot.answers.book import Book
from bot.answers.problems import LONGEST, problems
from bot.answers.telling import Answer
from bot.languages import Language

HARDEST = 6.0


def text_of(answer: Answer) -> str:
    """The whole answer as one text."""
    return " ".join(answer.sentences)


def grade(text: str) -> float:
    """The American school year that reads it with ease (Flesch-Kincaid); reading age is about five more."""
    # Only authors and tests need it, so the servers that answer parents do without it.
    import textstat

    textstat.set_lang("en_US")
    return float(textstat.flesch_kincaid_grade(text))


def print_answers(book: Book, council: str | None, console: Console, *, topic: str | None = None) -> int:
    """
    Print what this council's parents are told, with grade and number of words, and what to mend. The exit code:
    1 where there is something to mend.
    """
    for name in book.topics if topic is None else [topic]:
        if book.answers(name):
            _print_answer(book, book.about(name, council, Language.ENGLISH), console)
    found = [problem for problem in problems(book) if topic in (None, problem.topic)]
    for problem in found:
        console.print(f"[red]✗[/red] {escape(str(problem))}", soft_wrap=True, highlight=False)
    return 1 if found else 0


def _print_answer(book: Book, answer: Answer, console: Console) -> None:
    text = text_of(answer)
    level, words = grade(text) if text else 0.0, len(text.split())
    hard = "red" if level > HARDEST else "green"
    long = "red" if words > LONGEST else "green"
    known = "" if answer.known else " [yellow]the guide does not say[/yellow]"
    console.print()
    console.print(f"[bold]{escape(book.title(answer.topic, Language.ENGLISH))}[/bold] ({answer.topic}){known}")
    console.print(f"  grade [{hard}]{level:.1f}[/{hard}], [{long}]{words} words[/{long}]", highlight=False)
    for sentence in answer.sentences:
        console.print(Padding(escape(sentence), (0, 0, 0, 2)), highlight=False)
    console.print(f"  [dim]{escape(answer.source)} → {', '.join(answer.next)}[/dim]", highlight=False)
