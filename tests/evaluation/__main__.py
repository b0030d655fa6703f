"""
How well questions that the assistant was not trained on are understood: `python -m tests.evaluation`.

Each question is asked in a conversation of its own language; and once more in one begun in English, as by a parent who
has chosen nothing: then it should be answered in the question's language, or stay in English, but in no third.

Beside ours stands what Rasa itself would use in this place, trained on the same examples: CountVectorsFeaturizer twice
(words; char_wb 1 to 4) and LogisticRegressionClassifier with their defaults, in scikit-learn's form. It has no matcher
for danger and no fallback, as in Rasa's own starting configuration for this pair.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.languages import Language
from tests.evaluation.questions import ALL, Judged, Question, examples, not_learnt, questions, score
from tests.evaluation.rasas_own import RasasOwn

_console = Console()
HEADING = (
    "",
    "questions",
    "top-1",
    "top-3",
    "out of scope caught",
    "crisis recall",
    "false alarms",
    "wrong language",
    "begun in English: followed",
    "into a third language",
)


async def _ours(asked: dict[str, list[Question]]) -> dict[str, tuple[list[Judged], list[Judged]]]:
    """Each set, every question asked in a conversation of its own language, and in one begun in English."""
    from pathlib import Path

    from bot import wiring
    from bot.loading import load_assistant
    from bot.settings import Settings
    from bot.training import up_to_date_model
    from tests.evaluation.questions import understood

    with TemporaryDirectory() as folder:
        rooms = wiring.build(Settings(data_dir=Path(folder)), database="sqlite://")
        load_assistant(rooms, up_to_date_model(rooms.settings.model_dir, say))
        return {
            name: (
                await understood(rooms, questions),
                await understood(rooms, questions, begun_in=Language.ENGLISH),
            )
            for name, questions in asked.items()
        }


def _row(name: str, judged: list[Judged], begun_in_english: list[Judged]) -> tuple[str, ...]:
    found = score(judged)
    shares = [found.top_1, found.top_3, found.out_of_scope_caught, found.crisis_recall, found.false_alarms]
    if begun_in_english:
        followed = sum(one.answered_in is one.language for one in begun_in_english) / len(begun_in_english)
        third = sum(one.answered_in not in (one.language, Language.ENGLISH) for one in begun_in_english)
        shares += [found.wrong_language, followed, third / len(begun_in_english)]
    cells = ["" if share is None else f"{share:.3f}" for share in shares]
    return (name, str(len(judged)), *cells, *[""] * (len(HEADING) - 2 - len(cells)))


def say(line: str) -> None:
    _console.print(line, markup=False, highlight=False, soft_wrap=True)


def main() -> None:
    learnt = examples()
    asked = {path.stem: not_learnt(questions(path), learnt) for path in ALL}
    left_out = sum(len(questions(path)) for path in ALL) - sum(map(len, asked.values()))
    say(f"{len(learnt)} examples to learn from.")
    if left_out:
        say(f"Left out because they stand among the examples word for word: {left_out}.")
    ours = asyncio.run(_ours(asked))
    rasas = None if "--ours-only" in sys.argv else _rasas_own(learnt)
    rows = [HEADING]
    for name, set_of_questions in asked.items():
        rows.append(_row(f"{name}: ours", *ours[name]))
        if rasas is not None:
            rows.append(_row(f"{name}: Rasa's CountVectors + LogisticRegression", rasas.judge(set_of_questions), []))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADING))]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    _print_weakest([one for judged, _ in ours.values() for one in judged])


def _rasas_own(learnt: Sequence[Question]) -> RasasOwn:
    say("Training Rasa's own pair on the same examples: half an hour or so (--ours-only leaves it out).")
    started = time.monotonic()
    rasas = RasasOwn(learnt)
    say(f"It was trained in {time.monotonic() - started:.0f} s.\n")
    return rasas


def _print_weakest(judged: list[Judged]) -> None:
    wrong: dict[tuple[str, str], list[str]] = {}
    for one in judged:
        if one.guessed[0] != one.intent:
            wrong.setdefault((one.intent, one.guessed[0]), []).append(one.text)
    say("\nTaken for something else most often:")
    for (meant, guessed), texts in sorted(wrong.items(), key=lambda item: -len(item[1]))[:15]:
        say(f"  {len(texts)}  {meant} taken for {guessed}: {texts[0]}")
    alarmed = [one for one in judged if one.alarmed and not one.is_crisis]
    say(f"\nTaken for danger and none ({len(alarmed)}):")
    for one in alarmed:
        say(f"  {one.intent} taken for {one.guessed[0]}: {one.text}")
    missed = [one for one in judged if one.is_crisis and not one.alarmed]
    say(f"\nDanger not seen ({len(missed)}):")
    for one in missed:
        say(f"  {one.intent}: {one.text}")


if __name__ == "__main__":
    main()
