"""Who calls: the key in the header, how often it may call, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from bot.adapters.calls import Allowance
from bot.staff.account import Actor, Scope
from bot.staff.keys import PREFIX
from bot.web.api.problems import ApiError
from bot.web.staff.visit import desk_of

_REALM = 'Bearer realm="beforehand"'
_NO_KEY = (
    "Send the header Authorization: Bearer and your key. An administrator of the council makes one at /staff/systems."
)
_WRONG_KEY = "This key is not one of ours, or was revoked. An administrator of the council makes another."

# Only tells the OpenAPI document; `admit` has looked at the key before any route is asked.
_documented = HTTPBearer(
    scheme_name="key",
    description=f"A council's key, `{PREFIX}…`: made by its administrator at `/staff/systems` and shown there once.",
    auto_error=False,
)


@dataclass(frozen=True)
class Admitted:
    """A call that may be looked at."""

    actor: Actor
    allowance: Allowance


def admit(request: Request) -> Admitted:
    """Raises ApiError: 401 without a key that works, 429 where it calls too often."""
    desk = desk_of(request)
    kind, _, written = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not written:
        raise ApiError(401, _NO_KEY, headers={"WWW-Authenticate": _REALM})
    key = desk.keys.find(written.strip())
    if key is None or key.revoked_at is not None:
        raise ApiError(401, _WRONG_KEY, headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'})
    allowance = desk.calls.count(key.id)
    if not allowance.allowed:
        headers = {**rate_headers(allowance), "Retry-After": str(allowance.reset_seconds)}
        raise ApiError(429, f"A key may call {allowance.limit} times a minute. Wait, and go on.", headers=headers)
    desk.keys.used(key.id, at=desk.now())
    return Admitted(key.actor, allowance)


def rate_headers(allowance: Allowance) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(allowance.remaining),
        "RateLimit-Reset": str(allowance.reset_seconds),
    }


class _Needs:
    """The key of this call, if it has the scope."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def __call__(self, request: Request, _: Annotated[object, Depends(_documented)]) -> Actor:
        actor: Actor = request.state.admitted.actor
        if self._scope not in actor.scopes:
            challenge = f'{_REALM}, error="insufficient_scope", scope="{self._scope.value}"'
            raise ApiError(
                403,
                f"This key has not the scope {self._scope.value}. An administrator can make one that has it.",
                headers={"WWW-Authenticate": challenge},
            )
        return actor


# The scopes are named twice: what is refused, and what the OpenAPI document says.
MayRead = Annotated[Actor, Security(_Needs(Scope.READ), scopes=[Scope.READ.value])]
MayWrite = Annotated[Actor, Security(_Needs(Scope.WRITE), scopes=[Scope.WRITE.value])]
MaySend = Annotated[Actor, Security(_Needs(Scope.SEND), scopes=[Scope.SEND.value])]
