"""What the OpenAPI document says of every answer that is no success, and of the headers that all of them carry."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from bot.web.api.schemas import Mistake, Problem

PREFIX = "/api/v1"

_SAID = {
    401: "There is no key, or it is not one that works.",
    403: "The key has not the scope for this.",
    404: "There is no such thing, or it is another council's.",
    405: "This address takes other methods.",
    409: "It cannot be done any more, or is being done just now.",
    412: "Somebody changed it since. Get it again.",
    413: "This is more than we read.",
    415: "What was sent is not JSON.",
    422: "Something cannot be taken as it is. See errors.",
    428: "If-Match is missing.",
    429: "The key called too often. Wait as long as Retry-After says.",
    500: "Something went wrong here.",
}
_RATE = {
    "RateLimit-Limit": "How often this key may call in a minute.",
    "RateLimit-Remaining": "How often it still may in this one.",
    "RateLimit-Reset": "In how many seconds the next one begins.",
}
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ALWAYS = (401, 403, 422, 429, 500)
_INTRODUCTION = (
    "For councils' case systems: conferences, invitations, links and how far they have got. Never what a parent wrote."
)

ETAG = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}, "required": True}}
LOCATION = {"Location": {"description": "Where it is now.", "schema": {"type": "string"}, "required": True}}


def refusals(*more: int) -> dict[int | str, dict[str, Any]]:
    """The answers of one route that are no success: those of every route, and these."""
    return {status: {"description": _SAID[status], "content": _PROBLEM} for status in sorted({*_ALWAYS, *more})}


def complete(app: FastAPI) -> None:
    """Have the app's OpenAPI document say what FastAPI's own would leave out."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        known = app.openapi_schema is not None
        document = made()
        return document if known else _completed(document)

    app.openapi = openapi  # type: ignore[method-assign]


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    document["info"]["description"] = _INTRODUCTION
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in (Mistake, Problem):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    components["headers"] = {name: {"description": said, "schema": {"type": "integer"}} for name, said in _RATE.items()}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                _complete_response(response, int(status), ours=path.startswith(PREFIX))
    return document


def _complete_response(response: dict[str, Any], status: int, *, ours: bool) -> None:
    if "HTTPValidationError" in str(response.get("content")):
        response["content"] = _PROBLEM
    if not ours:
        return
    headers = response.setdefault("headers", {})
    if status not in (401, 500):  # asked before it is counted; and after everything
        headers |= {name: {"$ref": f"#/components/headers/{name}"} for name in _RATE}
    if status in (401, 403):
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    if status in (409, 429):
        headers["Retry-After"] = {"description": "In seconds.", "schema": {"type": "integer"}}
