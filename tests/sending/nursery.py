"""
Starts workers quickly: Python, our modules, leaflets and answers are loaded once, and each worker is a process forked
from here that runs `python -m bot worker`. For each line on standard input one is started and its id told.
"""

from __future__ import annotations

import os
import signal
import sys

from bot.answers.book import load_book
from bot.cli import app
from bot.leaflets.shelf import load_shelf
from bot.settings import Settings
from bot.wiring import building


def main() -> None:
    shelf = load_shelf()
    book = load_book(shelf)
    building.load_shelf, building.load_book = lambda _: shelf, lambda *_: book
    building.build(Settings(), database="sqlite://").engine.dispose()  # what is slow the first time is behind them
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried at once
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            app(["worker"])
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
