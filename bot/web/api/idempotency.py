"""A call sent again with the same Idempotency-Key is answered again, and not done again."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated

from fastapi import Header, Request, Response
from fastapi.concurrency import run_in_threadpool

from bot.adapters.database.answered import Answer, Claim
from bot.staff.account import Actor
from bot.web.api.problems import ApiError, problem_of, wrong
from bot.web.staff.visit import desk_of

HEADER = "Idempotency-Key"
PATTERN = r"^[\x21-\x7e]{1,255}$"

_KEPT_HEADERS = ("content-type", "location", "etag")
# Nothing here takes so long: whoever has not answered by then has died.
_STILL_RUNNING = timedelta(seconds=60)
_OTHER_CALL = "The same key came with another call. Each call that is new needs a key that is new."
_RUNNING = "The same call is being answered just now. Wait a moment and send it again."
_DIED = (
    "The same call was interrupted, and it is not known whether it was done. Look with GET; if it was not, send it"
    " again with a new key."
)

# Only tells the OpenAPI document; `once` reads it before any route is asked.
Repeatable = Annotated[
    str | None,
    Header(
        alias=HEADER,
        pattern=PATTERN,
        description="Yours to draw, a new one for each call. The same call sent again with it within 24 hours is"
        " answered again and not done again.",
    ),
]

Route = Callable[[Request], Awaitable[Response]]


async def once(request: Request, actor: Actor, answer: Route) -> Response:
    """Do it, unless it was done before. Raises ApiError: 409 while it is being done, 422 for another call."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return await answer(request)
    if not re.fullmatch(PATTERN, key):
        raise wrong(HEADER, "is not a key that we can keep", "Send 1 to 255 characters of ASCII, without spaces.")
    desk = desk_of(request)
    body = (await request.body()).decode("utf-8", "backslashreplace")
    call = f"{request.method} {request.url.path}\n{body}"
    claim = await run_in_threadpool(desk.answered.claim, actor.id, key, call, at=desk.now())
    if not claim.ours:
        return _again(claim, still_running=claim.since is not None and desk.now() - claim.since < _STILL_RUNNING)
    try:
        response = await answer(request)
    except Exception as error:
        # What is refused is not done. What nobody expected may have been: the claim stands.
        if problem_of(error) is not None:
            await run_in_threadpool(desk.answered.give_up, actor.id, key)
        raise
    await run_in_threadpool(desk.answered.keep, actor.id, key, _kept(response))
    return response


def _again(claim: Claim, *, still_running: bool) -> Response:
    if not claim.same:
        raise wrong(HEADER, "was used for another call before", _OTHER_CALL)
    if claim.answer is None:
        raise ApiError(
            409, _RUNNING if still_running else _DIED, headers={"Retry-After": "1"} if still_running else None
        )
    kept = json.loads(claim.answer.body)
    return Response(kept["body"], claim.answer.status, headers={**kept["headers"], "Idempotent-Replayed": "true"})


def _kept(response: Response) -> Answer:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return Answer(response.status_code, json.dumps({"headers": headers, "body": bytes(response.body).decode()}))
