"""What every call to the API meets on its way in and out, whatever it asks for."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from bot.web.api.idempotency import once
from bot.web.api.keys import admit, rate_headers
from bot.web.api.problems import ApiError, problem_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ApiRoute(APIRoute):
    """
    A route that looks at the key before anything else, counts the call, and tells what is refused as problem+json.

    Here and not in the app's handlers, because the same errors are pages at the desk.
    """

    def get_route_handler(self) -> Handler:
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                admitted = await run_in_threadpool(admit, request)
            except ApiError as error:
                return error.response
            request.state.admitted = admitted
            try:
                _must_be_json(request)
                response = await once(request, admitted.actor, answer)
            except Exception as error:
                told = problem_of(error)
                if told is None:
                    raise
                response = told
            response.headers.update(rate_headers(admitted.allowance))
            return response

        return handle


def named(route: APIRoute) -> str:
    """An operation's name in the OpenAPI document, from which other people's programs make theirs."""
    return route.name


def _must_be_json(request: Request) -> None:
    """A body of another kind is refused, rather than read as what it is not."""
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if request.method not in ("POST", "PUT") or not has_body:
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiError(415, "Send JSON, with the header Content-Type: application/json.", headers=_ACCEPT)


_ACCEPT = {"Accept": "application/json"}
