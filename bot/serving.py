"""Serve the pages: the process that parents reach. One process by default; what several need is in the database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn

from bot.adapters.database.retention import forget_old
from bot.conferences.demonstration import Demonstration, replace_demonstrations
from bot.loading import load_assistant
from bot.training import up_to_date_model
from bot.web.app import create_app
from bot.web.assets import build as build_assets
from bot.wiring import Rooms

Tell = Callable[[str], None]

_HOST = "127.0.0.1"
_BETWEEN_CLEANINGS = 60 * 60.0


def serve(rooms: Rooms, *, host: str = _HOST, demonstration: bool, tell: Tell) -> int:
    """
    Make everything ready, saying what is being done, and serve until stopped. The exit code: 1 if loading failed.

    Raises TrainingFailed or AssetsError before anything is served. `/health/live` answers at once, `/health/ready`
    when a message can be answered.
    """
    started = time.monotonic()
    if build_assets():
        tell("Styles are installed.")
    model = up_to_date_model(rooms.settings.model_dir, tell)
    forgotten = forget_old(rooms.engine, now=rooms.now(), keep_days=rooms.settings.keep_days)
    if forgotten.conversations or forgotten.conferences:
        tell(f"Past their time, deleted: {forgotten.conferences} conferences, {forgotten.conversations} conversations.")
    port = rooms.settings.port
    server = uvicorn.Server(
        # Its access log would hold the links' tokens; its error log prints messages. Ours names routes (bot/web/quiet).
        # ws: it would look for a newer `websockets` than the one that Rasa pins; we have no sockets.
        # keep-alive: a call on a connection that is just being closed fails, and a parent on a bus pauses to think.
        uvicorn.Config(
            create_app(rooms),
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            ws="none",
            timeout_keep_alive=75,
        )
    )
    loading = _Loading(rooms, model, server, tell, started, demonstration)
    threading.Thread(target=loading.load, daemon=True).start()
    server.run()
    return 1 if loading.failed else 0


class _Loading:
    """Loads the assistant beside the server, so that the first page is there at once."""

    def __init__(
        self, rooms: Rooms, model: Path, server: uvicorn.Server, tell: Tell, started: float, demonstration: bool
    ) -> None:
        self._rooms = rooms
        self._model = model
        self._server = server
        self._tell = tell
        self._started = started
        self._demonstration = demonstration
        self.failed = False

    def load(self) -> None:
        self._tell("Loading the assistant (about fifteen seconds) …")
        try:
            load_assistant(self._rooms, self._model)
        except Exception as error:  # whatever it is, a server that can never answer must not look alive
            self.failed = True
            self._tell(f"The assistant could not be loaded: {error}")
            self._server.should_exit = True
            return
        address = self._rooms.settings.address
        if self._demonstration:
            self._show_demonstrations(address)
        self._tell(f"Ready after {time.monotonic() - self._started:.0f} seconds: {address}   (stop with Ctrl+C)")
        self._keep_clean()

    def _show_demonstrations(self, address: str) -> None:
        rooms = self._rooms
        made = replace_demonstrations(now=rooms.now(), conferences=rooms.conferences, invitations=rooms.invitations)
        self._tell("Demonstration meetings. Nobody in them exists. Each link works once; `make run` makes new ones.")
        for demonstration in made:
            self._tell(f"  {_line(demonstration, address)}")

    def _keep_clean(self) -> None:
        while not self._server.should_exit:
            time.sleep(_BETWEEN_CLEANINGS)
            forget_old(self._rooms.engine, now=self._rooms.now(), keep_days=self._rooms.settings.keep_days)


def _line(demonstration: Demonstration, address: str) -> str:
    return f"{demonstration.council:<16} {address}/l/{demonstration.token}   code {demonstration.code}"
