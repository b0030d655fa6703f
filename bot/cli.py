"""The command line: serve, train, ask a question, check the leaflets."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer
from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console

from bot import wiring
from bot.conversation.memory import Conversation
from bot.conversation.messages import LONGEST_MESSAGE, ConversationId, Door, Incoming
from bot.languages import SPOKEN, Language
from bot.settings import Settings
from bot.training import TrainingFailed, up_to_date_model
from bot.wiring import Rooms

app = typer.Typer(no_args_is_help=True, help=__doc__, pretty_exceptions_show_locals=False, add_completion=False)
leaflets = typer.Typer(no_args_is_help=True, help="The councils' leaflets, as facts.")
answers = typer.Typer(no_args_is_help=True, help="What is said on each topic.")
app.add_typer(leaflets, name="leaflets")
app.add_typer(answers, name="answers")

# What is told to whoever runs a command; standard output is for what the command makes.
_console = Console(stderr=True)


class Question(BaseModel):
    """One line of `ask --file`."""

    model_config = ConfigDict(extra="forbid")

    text: str
    council: str | None = None  # noqa: UP007, UP045: pydantic reads it on 3.10
    language: Language = Language.ENGLISH


@app.command()
def train() -> None:
    """Train the model, if what it reads has changed; progress is shown."""
    _model(Settings())


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
    rooms = wiring.build(Settings(), database="sqlite://")
    questions = list(_from_file(file, rooms)) if file else [_question(text or "", council, language, rooms)]
    _load(rooms)
    asyncio.run(_ask_all(rooms, questions, understand_only, as_lines=file is not None))


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
        "language": conversation.language.value,
        "council": conversation.council,
    }
    if not understand_only:
        rooms.conversations.save(conversation)
        incoming = Incoming(conversation.id, uuid4().hex, question.text, Door.COMMAND_LINE)
        reply = await rooms.take_turn(incoming)
        answered["replies"] = [said.text for said in reply.parts]
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
    if question.language not in SPOKEN:
        spoken = ", ".join(language.value for language in SPOKEN)
        _stop(f"{where}We do not answer in {question.language.value!r} yet. There is: {spoken}.")


def _load(rooms: Rooms) -> None:
    model = _model(rooms.settings)
    with _console.status("Loading the assistant (about fifteen seconds) …"):
        from bot.loading import load_assistant

        load_assistant(rooms, model)


def _model(settings: Settings) -> Path:
    try:
        return up_to_date_model(settings.model_dir, _console.print)
    except TrainingFailed as error:
        _stop(str(error))


def _stop(message: str) -> Any:
    _console.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(2)
