"""What was measured, as a table beside its targets and as a file."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from tests.benchmarks.blocks import Block, Row
from tests.benchmarks.figures import percentile
from tests.benchmarks.growth import EARLY_TURN, Growth
from tests.benchmarks.measuring import Results
from tests.benchmarks.messages import Kind
from tests.benchmarks.plan import Plan
from tests.benchmarks.sides import OURS, STOCK

_TIMES_STOCK = {Kind.ANSWER: 3.0, Kind.ACTION: 8.0}
_MOST_GROWTH = 1.3
_READY_SECONDS = 30.0
_MOST_MEMORY = 900e6
_TRAINING_SECONDS = 180.0
_MB = 1e6


@dataclass(frozen=True)
class Line:
    """One line of the table, already in words."""

    what: str
    ours: str
    stock: str = ""
    ratio: str = ""
    target: str = ""
    reached: bool | None = None


def table(results: Results) -> Table:
    """Every figure, each ratio beside its target."""
    made = Table("", "ours", "stock", "ratio", "target", "", box=SIMPLE)
    made.title = "Messages a second, p50 / p95 in ms"
    for line in _lines(results):
        mark = {True: "[green]reached[/]", False: "[red]not yet[/]", None: ""}[line.reached]
        made.add_row(line.what, line.ours, line.stock, line.ratio, line.target, mark)
    return made


def remarks(results: Results) -> Iterator[str]:
    """What a reader of the table must know."""
    yield "Turns: new conversations of ten messages each, so that stock does not pay here for its growing trackers."
    yield f"Processor time a message, ours : stock, in ms: {_processor(results.rows)}."
    if sys.flags.dont_write_bytecode:
        yield "PYTHONDONTWRITEBYTECODE is set: both sides may have to compile every module at each start."
    for side in (OURS, STOCK):
        silent = sum(row.silent(side) for row in results.rows)
        if silent:
            yield f"Met with silence: {silent} messages by {side}, neither counted nor timed."
    if results.left_out:
        yield f"Left out, for this model takes them for another kind of turn: {', '.join(results.left_out)}"
    if results.unlike:
        yield f"Answered in other words by stock: {', '.join(results.unlike)}"


def write(results: Results, plan: Plan, loads: list[float], folder: Path) -> Path:
    """Write everything to a file named for the time. `loads` are the machine's before and after."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now().astimezone():%Y-%m-%dT%H-%M-%S}.json"
    path.write_text(json.dumps(_as_json(results, plan, loads), indent=1), encoding="utf-8")
    return path


def _lines(results: Results) -> Iterator[Line]:
    yield from (_of_row(row) for row in results.rows)
    yield from _of_growths(results.growths)
    yield Line("understanding alone, ms", _p50_p95(results.understanding))
    ready = {side: max(seconds) for side, seconds in results.ready.items()}
    yield Line(
        "start to ready, the slowest",
        f"{ready[OURS]:.1f} s",
        f"{ready[STOCK]:.1f} s",
        f"{ready[OURS] / ready[STOCK]:.2f}",
        f"ours ≤ {_READY_SECONDS:.0f} s",
        ready[OURS] <= _READY_SECONDS,
    )
    yield _of_memory("memory, loaded", results.memory_loaded)
    yield _of_memory("memory, after all this", results.memory_used)
    if results.training is not None:
        target, reached = f"≤ {_TRAINING_SECONDS:.0f} s", results.training <= _TRAINING_SECONDS
        yield Line("training, nothing cached", f"{results.training:.0f} s", target=target, reached=reached)


def _of_row(row: Row) -> Line:
    ratio = row.a_second(OURS) / row.a_second(STOCK)
    return Line(
        f"{row.kind.value}, {row.conversations} at once",
        _speed(row, OURS),
        _speed(row, STOCK),
        f"{ratio:.1f} ({min(row.ratios):.1f}-{max(row.ratios):.1f})",
        f"≥ {_TIMES_STOCK[row.kind]:.0f}",
        ratio >= _TIMES_STOCK[row.kind],
    )


def _speed(row: Row, side: str) -> str:
    p50, p95 = row.milliseconds(side, 50), row.milliseconds(side, 95)
    return f"{row.a_second(side):.0f}/s, {p50:.1f} / {p95:.1f}"


def _processor(rows: list[Row]) -> str:
    """The figure that other work on the machine moves least."""
    each = (
        f"{row.kind.value} ({row.conversations}) {row.processor_ms(OURS):.1f} : {row.processor_ms(STOCK):.1f}"
        for row in rows
    )
    return ", ".join(each)


def _of_growths(growths: list[Growth]) -> Iterator[Line]:
    by_side = {growth.side: growth for growth in growths}
    ours, stock = by_side[OURS], by_side[STOCK]
    yield Line(
        f"late turn : turn {EARLY_TURN}, ms",
        _grew(ours),
        _grew(stock),
        f"{ours.ratio:.2f} against {stock.ratio:.2f}",
        f"ours ≤ {_MOST_GROWTH}",
        ours.ratio <= _MOST_GROWTH,
    )


def _grew(growth: Growth) -> str:
    return f"{growth.late_ms:.1f} ({growth.late_turn}) : {growth.early_ms:.1f}"


def _of_memory(what: str, used: dict[str, float]) -> Line:
    return Line(
        what,
        f"{used[OURS] / _MB:.0f} MB",
        f"{used[STOCK] / _MB:.0f} MB",
        f"{used[OURS] / used[STOCK]:.2f}",
        f"ours < {_MOST_MEMORY / _MB:.0f} MB",
        used[OURS] < _MOST_MEMORY,
    )


def _p50_p95(seconds: list[float]) -> str:
    return f"{1000 * percentile(seconds, 50):.1f} / {1000 * percentile(seconds, 95):.1f}"


def _as_json(results: Results, plan: Plan, loads: list[float]) -> dict[str, Any]:
    return {
        "machine": {"processors": os.cpu_count(), "python": platform.python_version(), "load": loads},
        "plan": asdict(plan),
        "messages": {kind.value: texts for kind, texts in results.texts.items()},
        "left_out": results.left_out,
        "answered_unlike": results.unlike,
        "table": [asdict(line) for line in _lines(results)],
        "blocks": [_block_as_json(block) for row in results.rows for block in row.blocks],
        "growth": [
            {"side": each.side, "late_turn": each.late_turn, "early_ms": each.early_ms, "late_ms": each.late_ms}
            for each in results.growths
        ],
        "understanding_ms": {
            str(percent): 1000 * percentile(results.understanding, percent) for percent in (50, 95, 99)
        },
        "ready_seconds": results.ready,
        "memory_bytes": {"loaded": results.memory_loaded, "used": results.memory_used},
        "training_seconds": results.training,
    }


def _block_as_json(block: Block) -> dict[str, Any]:
    return {
        "side": block.side,
        "kind": block.kind.value,
        "conversations": block.conversations,
        "messages": len(block.latencies),
        "silent": block.silent,
        "messages_a_second": block.a_second,
        "p50_ms": 1000 * percentile(block.latencies, 50),
        "p95_ms": 1000 * percentile(block.latencies, 95),
        "server_processor_ms_a_message": 1000 * block.server_seconds / len(block.latencies),
        "client_processor_ms_a_message": 1000 * block.client_seconds / len(block.latencies),
    }
