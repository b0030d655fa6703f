"""Serve the pages: the process that parents reach. One process by default; what several need is in the database."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn

from bot import demonstration as demonstrations
from bot.loading import load_assistant
from bot.sending_settings import Worker
from bot.training import up_to_date_model
from bot.web.app import create_app
from bot.web.assets import build as build_assets
from bot.wiring import Rooms
from bot.worker import start as start_worker

Tell = Callable[[str], None]

_HOST = "127.0.0.1"


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
    if rooms.settings.worker is Worker.INSIDE:
        start_worker(rooms)
    # uvicorn takes this signal, stops, and hands it on: then what is just being sent may come to its end.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run()
    finally:
        rooms.desk.schedule.stop()
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
            demonstrations.show(self._rooms, self._tell)
        self._tell(f"Ready after {time.monotonic() - self._started:.0f} seconds: {address}   (stop with Ctrl+C)")
