"""`python -m tests.benchmarks`: measure our process beside stock Rasa, print a table, keep it in var/bench/."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from bot.settings import Settings
from bot.text.data_files import ROOT
from bot.training import TrainingFailed, up_to_date_model
from bot.web.assets import AssetsError
from bot.web.assets import build as build_assets
from tests.benchmarks.measuring import measure
from tests.benchmarks.plan import FULL, QUICK
from tests.benchmarks.report import remarks, table, write
from tests.benchmarks.servers import BenchError

_console = Console()
_NARROWEST = 120  # columns, where nobody looks on: the table in a file is not folded
_BUSY = 0.5  # of the processors


def main(
    quick: Annotated[bool, typer.Option("--quick", help="Two minutes: see that it runs, not how fast.")] = False,
    train: Annotated[bool, typer.Option("--train", help="Also train in a fresh folder, and time it.")] = False,
) -> None:
    """Our process beside `rasa run` and `rasa run actions`: the same model, machine and messages, turn about."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(1))  # an exit like any other: what was started is stopped
    if not _console.is_terminal:
        _console.width = _NARROWEST
    plan = QUICK if quick else FULL
    _warn_if_busy()
    try:
        build_assets()
        model = up_to_date_model((ROOT / Settings().model_dir).resolve(), _console.print)
        before = os.getloadavg()[0]
        with TemporaryDirectory(prefix="bench-") as folder:
            results = measure(plan, model, Path(folder), _console, train=train)
    except (BenchError, TrainingFailed, AssetsError) as error:
        _console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
    _console.print(table(results))
    for remark in remarks(results):
        _console.print(remark, markup=False, highlight=False)
    kept = write(results, plan, [before, os.getloadavg()[0]], ROOT / "var" / "bench")
    _console.print(f"Kept in {kept.relative_to(ROOT)}", highlight=False)


def _warn_if_busy() -> None:
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > _BUSY * processors:
        busy = f"This machine is busy (load {load:.1f} on {processors} processors): the figures will be worse for it."
        _console.print(busy, style="yellow")


if __name__ == "__main__":
    typer.run(main)
