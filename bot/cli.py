"""The command line: serve, train, ask a question, check the leaflets."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn
from uuid import uuid4

import typer
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console

from bot import wiring
from bot.adapters.encryption import EncryptionError
from bot.answers.book import load_book
from bot.answers.reading import print_answers
from bot.audit_cli import audit
from bot.conversation.memory import Conversation
from bot.conversation.messages import LONGEST_MESSAGE, ConversationId, Door, Incoming
from bot.conversation.speaking import as_paragraphs
from bot.import_cli import import_file
from bot.languages import Language
from bot.leaflets.report import check_leaflets, print_mistakes
from bot.leaflets.shelf import load_shelf
from bot.settings import Settings, SettingsError
from bot.sms_cli import text_with
from bot.staff_cli import staff
from bot.terminal import wrong_setting
from bot.text.data_files import DataFileError
from bot.texting.counting import table
from bot.training import TrainingFailed, up_to_date_model
from bot.wiring import Rooms
from bot.words_cli import words

app = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_show_locals=False, add_completion=False)
leaflets = typer.Typer(no_args_is_help=True, help="The councils' leaflets, as facts.")
answers = typer.Typer(no_args_is_help=True, help="What is said on each topic.")
app.add_typer(leaflets, name="leaflets")
app.add_typer(answers, name="answers")
app.add_typer(words, name="words")
app.add_typer(audit, name="audit")
app.add_typer(staff, name="staff")

# What is told to whoever runs a command; standard output is for what the command makes.
_console = Console(stderr=True)


class Question(BaseModel):
    """One line of `ask --file`."""

    # Other keys are let through, with a word about them: a list of questions often carries its owner's own notes.
    model_config = ConfigDict(extra="allow")

    text: str
    council: str | None = None
    language: Language = Language.ENGLISH


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one.")] = "127.0.0.1",
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="Make a meeting for each council, and print links and codes.")
    ] = False,
) -> None:
    """Serve the pages on PORT (8000): trains and loads what is needed first, and says so."""
    from bot.serving import serve as serve_pages
    from bot.web.assets import AssetsError

    try:
        code = serve_pages(_rooms(), host=host, demonstration=demonstration, tell=_tell)
    except (TrainingFailed, AssetsError) as error:
        _stop(str(error))
    raise typer.Exit(code)


@app.command()
def worker() -> None:
    """Send, remind and forget: alone, beside a `serve` with BEFOREHAND_WORKER=separate. Several may run."""
    from bot.worker import work

    work(_rooms(), _tell)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file: docs/import.md.")],
    email: Annotated[str, typer.Option("--as", help="Whose conferences they are: the e-mail they sign in with.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of every row.")] = False,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="Write the good rows though some are wrong.")] = False,
) -> None:
    """Write a file of conferences, all rows or, on purpose, the good ones. Nothing is sent."""
    console = Console()
    raise typer.Exit(import_file(_rooms(), file, email, dry_run=dry_run, set_aside=set_aside, console=console))


@leaflets.command("check")
def check_leaflets_(
    every_name: Annotated[bool, typer.Option("--every-name", help="Name the small missing facts too.")] = False,
) -> None:
    """Per council: facts held and missing, numbers and addresses that cannot be right, old guidance, contradictions."""
    raise typer.Exit(check_leaflets(date.today(), Console(), every_name=every_name))


@answers.command("read")
def read_answers(
    council: Annotated[str | None, typer.Option(help="york, merton, …; none: before we know.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic.")] = None,
) -> None:
    """Read every answer as a parent of this council gets it, with its reading grade and length."""
    shelf = load_shelf()
    if council is not None and council not in shelf.councils:
        _stop(f"There is no council {council!r}. There are: {', '.join(shelf.councils)}.")
    raise typer.Exit(print_answers(load_book(shelf), council, Console(), topic=topic))


@answers.command("parts")
def count_parts() -> None:
    """Print, in Markdown, how many parts each answer is by text message: docs/parts.md is this."""
    sys.stdout.write(table(load_book(load_shelf())))


@app.command()
def train() -> None:
    """Train the model, if what it reads has changed; progress is shown."""
    _model(Settings())


@app.command()
def model() -> None:
    """Print where the trained model for what is here now lies; trains it first where needed."""
    sys.stdout.write(f"{_model(Settings())}\n")


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    council: Annotated[str | None, typer.Option(help="Whose rules: york, merton, …")] = None,
    language: Annotated[Language, typer.Option(help="The language to answer in.")] = Language.ENGLISH,
    file: Annotated[Path | None, typer.Option(help="One JSON question a line: text, council, language.")] = None,
    understand_only: Annotated[bool, typer.Option(help="Leave the replies out.")] = False,
) -> None:
    """Answer one question, or a file of them, each as a fresh conversation; nothing is kept."""
    if (text is None) == (file is None):
        _stop("Give one question in quotes, or --file with one JSON question a line.")
    rooms = _rooms(database="sqlite://")
    questions = list(_from_file(file, rooms)) if file else [_question(text or "", council, language, rooms)]
    _load(rooms)
    asyncio.run(_ask_all(rooms, questions, understand_only, as_lines=file is not None))


@app.command()
def sms(
    council: Annotated[str, typer.Option(help="Whose demonstration meeting: york, merton, …")] = "york",
    language: Annotated[Language, typer.Option(help="The language of the invitation.")] = Language.ENGLISH,
    stranger: Annotated[bool, typer.Option("--stranger", help="A phone that nobody has sent a link.")] = False,
) -> None:
    """A phone in this terminal: text with the assistant, and see each answer in its parts. Nothing is kept."""
    rooms = _rooms(database="sqlite://")
    if council not in rooms.shelf.councils:
        _stop(f"There is no council {council!r}. There are: {', '.join(rooms.shelf.councils)}.")
    _load(rooms)
    text_with(rooms, council, language, Console(), stranger=stranger)


async def _ask_all(rooms: Rooms, questions: list[Question], understand_only: bool, *, as_lines: bool) -> None:
    for question in questions:
        answered = await _answered(rooms, question, understand_only)
        if as_lines:
            sys.stdout.write(json.dumps(answered, ensure_ascii=False) + "\n")
            continue
        sys.stdout.write("\n".join(answered.get("replies", [])) + "\n")
        choices = answered.get("choices", [])
        sys.stdout.write("".join(f"  [{choice}]\n" for choice in choices))
        _console.print(f"[dim]{answered['intent']} ({answered['confidence']:.2f})[/dim]")


async def _answered(rooms: Rooms, question: Question, understand_only: bool) -> dict[str, Any]:
    conversation = Conversation(
        ConversationId(f"ask:{uuid4().hex}"), Door.COMMAND_LINE, question.language, question.council
    )
    assistant = rooms.assistant
    if assistant is None:
        raise RuntimeError("load the assistant first")
    understood = await assistant.understand(question.text, conversation)
    answered: dict[str, Any] = {
        "text": question.text,
        "intent": understood.intent,
        "confidence": round(understood.confidence, 4),
        "ranking": [[intent, round(confidence, 4)] for intent, confidence in understood.ranking],
        "language": understood.language,
        "council": conversation.council,
    }
    if not understand_only:
        rooms.conversations.save(conversation)
        incoming = Incoming(conversation.id, uuid4().hex, question.text, Door.COMMAND_LINE)
        reply = await rooms.take_turn(incoming)
        answered["language"] = reply.language.value
        answered["replies"] = as_paragraphs(reply)
        answered["choices"] = [choice.title for choice in reply.choices]
        rooms.conversations.forget(conversation.id)
    return answered


def _from_file(path: Path, rooms: Rooms) -> Iterator[Question]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        _stop(f"{path} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        _stop(f"{path} is not UTF-8 text. Save it as UTF-8.")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            wrong = error.errors(include_input=False)[0]
            where = ".".join(map(str, wrong["loc"])) or "the line"
            _stop(f'{path}:{number}: {where}: {wrong["msg"]}. Each line is like {{"text": "…", "council": "york"}}.')
        if question.model_extra:
            _console.print(f"{path}:{number}: not used: {', '.join(question.model_extra)}", style="dim", markup=False)
        _check(question, rooms, f"{path}:{number}: ")
        yield question


def _question(text: str, council: str | None, language: Language, rooms: Rooms) -> Question:
    question = Question(text=text, council=council, language=language)
    _check(question, rooms, "")
    return question


def _check(question: Question, rooms: Rooms, where: str) -> None:
    if not question.text.strip():
        _stop(f"{where}The question is empty.")
    if len(question.text) > LONGEST_MESSAGE:
        _stop(f"{where}The question has {len(question.text)} characters; the most is {LONGEST_MESSAGE}.")
    if question.council is not None and question.council not in rooms.shelf.councils:
        _stop(f"{where}There is no council {question.council!r}. There are: {', '.join(rooms.shelf.councils)}.")


def _rooms(database: str | None = None) -> Rooms:
    try:
        return wiring.build(Settings(), database=database)
    except DataFileError as error:
        print_mistakes(error.mistakes, _console)
    except (SettingsError, EncryptionError) as error:
        _stop(str(error))
    except ValidationError as error:
        _stop(wrong_setting(error))
    raise typer.Exit(2)


def _tell(message: str) -> None:
    # Links are long: a terminal's width must not cut one in two.
    _console.print(message, markup=False, highlight=False, soft_wrap=True)


def _load(rooms: Rooms) -> None:
    model = _model(rooms.settings)
    with _console.status("Loading the assistant (about fifteen seconds) …"):
        from bot.loading import load_assistant

        load_assistant(rooms, model)


def _model(settings: Settings) -> Path:
    try:
        return up_to_date_model(settings.model_dir, _tell)
    except TrainingFailed as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    _console.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(2)
