"""
How well questions that the assistant was not trained on are understood: `python -m tests.evaluation`.

Beside ours stands what Rasa itself would use in this place, trained on the same examples: CountVectorsFeaturizer twice
(words; char_wb 1 to 4) and LogisticRegressionClassifier with their defaults, in scikit-learn's form. It has no matcher
for danger and no fallback, as in Rasa's own starting configuration for this pair.
"""

from __future__ import annotations

import asyncio
import time
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.text.data_files import ROOT
from tests.evaluation.questions import EVALUATION, NOT_DANGER, Judged, Question, examples, not_learnt, questions, score
from tests.evaluation.rasas_own import RasasOwn

_console = Console()
HEADING = ("", "top-1", "top-3", "out of scope caught", "crisis recall", "false alarms")


async def _ours(asked: list[Question], harmless: list[Question]) -> tuple[list[Judged], list[Judged]]:
    from pathlib import Path

    from bot import wiring
    from bot.loading import load_assistant
    from bot.settings import Settings
    from bot.training import up_to_date_model
    from tests.evaluation.questions import understood

    with TemporaryDirectory() as folder:
        rooms = wiring.build(Settings(data_dir=Path(folder)), database="sqlite://")
        load_assistant(rooms, up_to_date_model(rooms.settings.model_dir, say))
        return await understood(rooms, asked), await understood(rooms, harmless)


def _row(name: str, judged: list[Judged], harmless: list[Judged]) -> tuple[str, ...]:
    found = score(judged, harmless)
    return (
        name,
        f"{found.top_1:.3f}",
        f"{found.top_3:.3f}",
        f"{found.out_of_scope_caught:.3f}",
        f"{found.crisis_recall:.3f}",
        f"{found.false_alarms} of {len(harmless)}",
    )


def say(line: str) -> None:
    _console.print(line, markup=False, highlight=False, soft_wrap=True)


def main() -> None:
    learnt = examples(ROOT / "data" / "nlu" / "en")
    asked, harmless = (not_learnt(questions(path), learnt) for path in (EVALUATION, NOT_DANGER))
    left_out = len(questions(EVALUATION)) + len(questions(NOT_DANGER)) - len(asked) - len(harmless)
    say(
        f"{len(asked)} questions and {len(harmless)} that only sound like danger; {len(learnt)} examples to learn from."
    )
    if left_out:
        say(f"Left out because they stand among the examples word for word: {left_out}.")
    ours, ours_harmless = asyncio.run(_ours(asked, harmless))
    started = time.monotonic()
    rasas = RasasOwn(learnt)
    say(f"Rasa's own pair was trained in {time.monotonic() - started:.0f} s.\n")
    rows = [
        HEADING,
        _row("ours", ours, ours_harmless),
        _row("Rasa's CountVectors + LogisticRegression", rasas.judge(asked), rasas.judge(harmless)),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADING))]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    _print_weakest(ours)


def _print_weakest(judged: list[Judged]) -> None:
    wrong: dict[tuple[str, str], list[str]] = {}
    for one in judged:
        if one.guessed[0] != one.intent:
            wrong.setdefault((one.intent, one.guessed[0]), []).append(one.text)
    say("\nTaken for something else most often:")
    for (meant, guessed), texts in sorted(wrong.items(), key=lambda item: -len(item[1]))[:15]:
        say(f"  {len(texts)}  {meant} taken for {guessed}: {texts[0]}")
    missed = [one for one in judged if one.is_crisis and not one.alarmed]
    say(f"\nDanger not seen ({len(missed)}):")
    for one in missed:
        say(f"  {one.intent}: {one.text}")


if __name__ == "__main__":
    main()
