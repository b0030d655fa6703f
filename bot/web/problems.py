"""
Errors as machines read them: problem+json (RFC 9457), with what is wrong, where, and what to do.

Never what was sent: it may be a parent's words, and whoever sent it has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

_WHAT_TO_DO = {
    "missing": "Send this field.",
    "json_invalid": "Send one JSON object, in UTF-8.",
    "model_type": "Send one JSON object.",
    "model_attributes_type": "Send one JSON object, with the header Content-Type: application/json.",
    "string_type": "Send text in double quotes.",
    "string_too_long": "Send it in parts, each short enough.",
    "string_too_short": "Send at least one character.",
}


def problem(status: int, detail: str, errors: Sequence[dict[str, str]] = (), **more: str | None) -> JSONResponse:
    """`more` are members of our own, left out where they are None."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    body |= {name: value for name, value in more.items() if value is not None}
    return JSONResponse(body, status, media_type="application/problem+json")


def invalid(errors: Sequence[Any]) -> JSONResponse:
    """What pydantic found, without the input that it quotes."""
    return problem(422, "The message cannot be read. See errors.", [_told(error) for error in errors])


def _told(error: dict[str, Any]) -> dict[str, str]:
    where = "/" + "/".join(str(step) for step in error["loc"][1:] if error["type"] != "json_invalid")
    return {"where": where, "what": error["msg"], "do": _WHAT_TO_DO.get(error["type"], "Mend it and send it again.")}
