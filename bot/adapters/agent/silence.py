"""Keep parents' words out of every log. Unconfigured, Rasa writes them at debug level (shared findings)."""

from __future__ import annotations

import logging

import structlog

# Rasa's modules log messages, parse results and events through both of these.
_TALKATIVE = ("rasa", "rasa_sdk", "matplotlib", "tensorflow", "urllib3", "asyncio", "sanic")


def silence() -> None:
    """
    Let Rasa say only that something went wrong, never with what words.

    Exceptions inside an action are logged by Rasa with a traceback; a traceback has no variables in it.
    """
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
