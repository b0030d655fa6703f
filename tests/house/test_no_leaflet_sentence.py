"""Facts may be repeated, a council's sentences may not: no eight words in a row."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECK = ROOT.parent / "shared" / "checks" / "leaflet_overlap.py"


@pytest.fixture
def check() -> ModuleType:
    """The project's own check, with files that are not committed yet among those it reads."""
    if not CHECK.exists():
        reason = f"NOT CHECKED: the leaflets' own texts and their check are not at {CHECK.parent.parent}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    spec = importlib.util.spec_from_file_location("leaflet_overlap", CHECK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _files(tree: Path, suffixes: set[str]) -> list[Path]:
    command = ["git", "-C", str(tree), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    found = [tree / name for name in names if Path(name).suffix in suffixes and "node_modules" not in Path(name).parts]
    return [path for path in found if path.is_file()]


def test_no_sentence_of_ours_is_a_leaflets(check, capsys, monkeypatch):
    files = _files(ROOT, check.SUFFIXES)
    monkeypatch.setattr(check, "tracked", lambda tree: files)
    monkeypatch.setattr("sys.argv", ["leaflet_overlap.py", str(ROOT)])

    check.main()

    assert files
    assert capsys.readouterr().out.splitlines() == []
