"""Everything that is measured, in order: understanding, starting, memory, turns, long conversations, training."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.text.data_files import ROOT
from tests.benchmarks.blocks import Row, Texts, rows, warm_up
from tests.benchmarks.client import Client, speaking_with
from tests.benchmarks.growth import Growth, grow
from tests.benchmarks.messages import Kind, all_texts, questions, understood_as_meant
from tests.benchmarks.plan import Plan
from tests.benchmarks.servers import BenchError
from tests.benchmarks.sides import OURS, STOCK, Side, ours, stock

Sides = dict[str, float]
_SIDES = ((OURS, ours), (STOCK, stock))
_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


@dataclass
class Results:
    """What came out. Seconds and bytes, by side."""

    understanding: list[float]
    texts: Texts
    left_out: list[str]  # messages that this model takes for another kind of turn
    ready: dict[str, list[float]] = field(default_factory=dict)
    memory_loaded: Sides = field(default_factory=dict)
    memory_used: Sides = field(default_factory=dict)  # after every turn of the measurement
    unlike: list[str] = field(default_factory=list)  # messages that the two sides answer in different words
    rows: list[Row] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    training: float | None = None


def measure(plan: Plan, model: Path, folder: Path, console: Console, *, train: bool) -> Results:
    """Measure it all, telling what is being done. Raises BenchError."""
    console.print("Understanding, alone …")
    results = _understanding(plan, model, folder)
    for number in range(1, plan.starts):
        for name, start in _SIDES:
            console.print(f"Starting {name} ({number} of {plan.starts}) …")
            with start(model, _made(folder / f"{number}")) as side:
                results.ready.setdefault(name, []).append(side.ready_seconds)
    with ExitStack() as stack:
        sides = []
        for name, start in _SIDES:
            console.print(f"Starting {name} ({plan.starts} of {plan.starts}) …")
            side = stack.enter_context(start(model, _made(folder / "last")))
            results.ready.setdefault(name, []).append(side.ready_seconds)
            results.memory_loaded[name] = side.memory()
            sides.append(side)
        uvloop.run(_turns(sides, plan, results, console))  # the cheaper loop: servers and client share the machine
        results.memory_used = {side.name: side.memory() for side in sides}
    if train:
        console.print("Training in a fresh folder (two to four minutes) …")
        results.training = _training_seconds(folder / "training")
    return results


def _understanding(plan: Plan, model: Path, folder: Path) -> Results:
    """Understanding alone, and with it which messages still stand for the kind of turn they were written for."""
    file = folder / "understanding.json"
    file.write_text(json.dumps({"texts": all_texts() + questions(), "passes": plan.nlu_passes}), encoding="utf-8")
    _run("tests.benchmarks.nlu", str(model), str(file), BEFOREHAND_DATA_DIR=str(folder / "understanding"))
    came = json.loads(file.read_text(encoding="utf-8"))
    texts = understood_as_meant(came["intents"])
    for kind in Kind:
        if not texts[kind]:
            raise BenchError(f"No message is an {kind.value} any more. Write new ones in tests/benchmarks/messages.py.")
    kept = {text for each in texts.values() for text in each}
    return Results(came["seconds"], texts, left_out=[text for text in all_texts() if text not in kept])


async def _turns(sides: Sequence[Side], plan: Plan, results: Results, console: Console) -> None:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(speaking_with(side)) for side in sides]
        console.print("Warming up …")
        results.unlike = await warm_up(clients, results.texts, plan.turns)
        blocks = len(Kind) * len(plan.concurrencies) * plan.rounds * len(clients)
        with _progress(console, blocks + plan.old_talks_ours + plan.old_talks_stock) as done:
            results.rows = await rows(clients, results.texts, plan, done)
            results.growths = [await _growth(client, plan, results.texts, done) for client in clients]


async def _growth(client: Client, plan: Plan, texts: Texts, done: Callable[[str], None]) -> Growth:
    talks = plan.old_talks_ours if client.side.name == OURS else plan.old_talks_stock
    return await grow(
        client,
        texts[Kind.ACTION],
        talks=talks,
        late_turn=plan.late_turn,
        seconds=plan.growing_seconds,
        done=done,
    )


@contextmanager
def _progress(console: Console, steps: int) -> Iterator[Callable[[str], None]]:
    """A bar. Call what it yields before each step, with what is about to be done."""
    with Progress(*_COLUMNS, console=console) as progress:
        task = progress.add_task("", total=steps)
        begun = 0

        def next_step(description: str) -> None:
            nonlocal begun
            progress.update(task, completed=begun, description=description)
            begun += 1
            if not console.is_terminal:
                console.print(f"  {begun}/{steps} {description}")

        yield next_step
        progress.update(task, completed=steps, description="measured")


def _training_seconds(folder: Path) -> float:
    """A training with nothing remembered from an earlier one."""
    began = perf_counter()
    fresh = {"BEFOREHAND_MODEL_DIR": str(folder / "models"), "RASA_CACHE_DIRECTORY": str(folder / "cache")}
    _run("bot", "train", **fresh)
    return perf_counter() - began


def _run(*module: str, **environment: str) -> None:
    """Run one of our modules to its end. Raises BenchError with its last lines."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", *module],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate()
        finally:
            with suppress(ProcessLookupError):  # `bot train` has a child of its own
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise BenchError(f"python -m {' '.join(module)} failed:\n" + "\n".join(said.splitlines()[-15:]))


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder
