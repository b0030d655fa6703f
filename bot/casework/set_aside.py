"""The rows of a file that were not written, each with its reasons, as a file to mend and send again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from bot.casework.judging import Judged, Plan
from bot.casework.table import heading_of_ours

# With these a spreadsheet takes a cell for a formula and runs it. An apostrophe makes it a text, and is read over.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def set_aside(plan: Plan) -> bytes:
    """As Excel likes it best: UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([heading_of_ours("row"), heading_of_ours("reasons"), *map(_safe, plan.table.headings)])
    writer.writerows(_lines(plan.wrong))
    return out.getvalue().encode("utf-8-sig", "replace")


def reasons(row: Judged) -> list[str]:
    """What is wrong with a row, and what to do about it."""
    return [f"{mistake.called} {mistake.what}. {mistake.do}" for mistake in row.mistakes]


def _lines(rows: Iterable[Judged]) -> Iterator[list[str]]:
    for row in rows:
        yield [str(row.number), _safe(" ".join(reasons(row))), *map(_safe, row.row.cells)]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA) else cell
