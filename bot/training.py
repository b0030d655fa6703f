"""
Train the assistant's model when what it reads has changed, and find the one that is up to date.

* TrainingFailed    `rasa train` ended badly; its own words come with it
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from bot.text.data_files import ROOT

# What a model is made from. Leaflets, answers and words are read when a question is asked, not when it is trained.
READ = ("config.yml", "domain.yml", "data/nlu", "data/rules", "bot/components", "requirements/runtime.txt")


class TrainingFailed(Exception):
    """`rasa train` ended badly."""


def fingerprint(root: Path = ROOT) -> str:
    """A short hash of everything that a model is trained from."""
    total = sha256()
    for file in sorted(_files(root)):
        total.update(str(file.relative_to(root)).encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    for name in READ:
        path = root / name
        found = path.rglob("*") if path.is_dir() else (path,)
        yield from (file for file in found if file.is_file() and file.suffix in {".yml", ".py", ".txt"})


def trained_model(folder: Path, root: Path = ROOT) -> Path | None:
    """The model that was trained from what is here now; None where it has yet to be trained."""
    model = folder / f"{fingerprint(root)}.tar.gz"
    return model if model.exists() else None


def up_to_date_model(folder: Path, tell: Callable[[str], None], root: Path = ROOT) -> Path:
    """The model for what is here now, trained first where needed (three to five minutes). Raises TrainingFailed."""
    # Once, at the start: a file that changes in the meantime makes the next call train again.
    name = fingerprint(root)
    model = folder / f"{name}.tar.gz"
    if not model.exists():
        tell("Training the assistant on the examples: three to five minutes, once, and again when they change.")
        _train(folder, name, tell, root)
    if not model.exists():
        raise TrainingFailed(f"`rasa train` said that it went well, but left no model in {folder}")
    return model


def _train(folder: Path, name: str, tell: Callable[[str], None], root: Path) -> None:
    command = [sys.executable, "-m", "rasa", "train", "--out", str(folder), "--fixed-model-name", name]
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(  # noqa: S603 (our own command)
        command, cwd=root, env={**os.environ, **quiet}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as training:
        said = []
        for line in training.stdout or ():
            said.append(line)
            if "Starting to train component" in line:
                tell(f"  learning: {line.split(chr(39))[1]}")
    if training.returncode != 0:
        raise TrainingFailed("`rasa train` failed:\n" + "".join(said[-20:]))
