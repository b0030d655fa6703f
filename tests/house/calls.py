"""Look for calls in our Python: which, and with what strings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.text.data_files import ROOT


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def called(call: ast.Call) -> str:
    """The last part of what is called: `tell` of `self.tell(…)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(*names: str, assigned_to: tuple[str, ...] = (), within: tuple[str, ...] = ("actions",)) -> Iterator[ast.AST]:
    """Every call of one of these functions, and every value given to one of these names."""
    for path in files(*within):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and called(node) in names:
                yield node
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(getattr(target, "id", None) in assigned_to for target in targets) and getattr(node, "value", None):
                yield node.value


def strings(node: ast.AST) -> list[str]:
    """Every string written inside it, in order; what stands in an inner call belongs to that call."""
    found: list[str] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            continue
        if isinstance(child, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "…" for part in child.values)
            found.append("".join(map(str, parts)))
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            found.append(child.value)
        found += strings(child)
    return found


def every_string(node: ast.AST) -> set[str]:
    """Every string written anywhere in it."""
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
