"""The councils' own sign-ins, by OpenID Connect: code, PKCE, state and nonce. Authlib does the work."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from bot.settings import OutsideProvider, SignInWrong
from bot.staff.outside import OutsideDown, OutsideLost, OutsideNotOffered, Outsider, OutsideRefused

_SECONDS_TO_ANSWER = 10
_DISCOVERY = ".well-known/openid-configuration"

# What a provider says when it is the person who did not get through (RFC 6749, OpenID Connect Core 3.1.2.6).
_REFUSALS = frozenset({"access_denied", "login_required", "consent_required", "interaction_required"})
_TOO_LATE = frozenset({"mismatching_state", "invalid_grant"})

# All that Authlib lets through where a provider is away, or answers with something else than it must.
_PROBLEMS = (httpx2.HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError)


class OutsideSignIn:
    """
    Sends a browser to its council's own sign-in, and reads what it comes back with.

    Between the two Authlib keeps state, nonce and PKCE's verifier in `request.session`.
    """

    def __init__(
        self, providers: Mapping[str, OutsideProvider], *, address: str, councils: Collection[str], cookie_key: str
    ) -> None:
        """`address` is ours, as the providers know it; `cookie_key` signs the session. Raises SignInWrong."""
        for council in providers:
            if council not in councils:
                raise SignInWrong(f"there is no council {council!r}. There are: {', '.join(sorted(councils))}")
        logging.getLogger("authlib").setLevel(logging.WARNING)  # at debug level it writes the verifier
        self._providers = providers
        self._address = address
        self.cookie_key = cookie_key
        self._oauth = OAuth()
        for council, provider in providers.items():
            self._oauth.register(
                council,
                client_id=provider.client_id,
                client_secret=provider.client_secret.get_secret_value(),
                server_metadata_url=f"{provider.issuer.removesuffix('/')}/{_DISCOVERY}",
                client_kwargs={
                    "scope": "openid email",
                    "code_challenge_method": "S256",
                    "timeout": _SECONDS_TO_ANSWER,
                },
            )

    def offered(self) -> list[tuple[str, str]]:
        """Each council that has one, and what its staff know it by."""
        return [(council, provider.name) for council, provider in self._providers.items()]

    def name(self, council: str) -> str:
        """What staff know it by. Raises OutsideNotOffered."""
        return self._provider(council).name

    async def leave(self, request: Request, council: str) -> Response:
        """To the council's own sign-in. Raises OutsideNotOffered or OutsideDown."""
        client = self._client(council)
        try:
            # Our own public address, never what the request calls us: the code is sent there.
            gone: Response = await client.authorize_redirect(request, f"{self._address}/staff/outside/{council}/back")
        except _PROBLEMS as error:
            raise OutsideDown(council) from error
        return gone

    async def back(self, request: Request, council: str) -> Outsider:
        """Whom it let through. Raises OutsideError."""
        client, provider = self._client(council), self._provider(council)
        said = request.query_params.get("error")
        if said is not None:
            raise OutsideRefused(council) if said in _REFUSALS else OutsideDown(council)
        expected = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        }
        try:
            token = await client.authorize_access_token(request, claims_options=expected)
            claims: dict[str, Any] = token["userinfo"]
            if "email" not in claims:
                claims = await _asked(client, token)
            return Outsider(provider.issuer, claims["sub"], _email(claims))
        except AuthlibBaseError as error:
            raise (OutsideLost(council) if error.error in _TOO_LATE else OutsideDown(council)) from error
        except _PROBLEMS as error:
            raise OutsideDown(council) from error

    def _provider(self, council: str) -> OutsideProvider:
        if council not in self._providers:
            raise OutsideNotOffered(council)
        return self._providers[council]

    def _client(self, council: str) -> StarletteOAuth2App:
        self._provider(council)
        return self._oauth.create_client(council)


async def _asked(client: StarletteOAuth2App, token: dict[str, Any]) -> dict[str, Any]:
    """The claims, with what is told only to whoever asks with the access token. It has to speak of the same person."""
    told: dict[str, Any] = token["userinfo"]
    if "userinfo_endpoint" not in await client.load_server_metadata():
        return told
    asked: dict[str, Any] = await client.userinfo(token=token)
    if asked["sub"] != told["sub"]:
        raise ValueError("another subject")
    return {**told, **asked}


def _email(claims: Mapping[str, Any]) -> str | None:
    # Not every provider says whether it was proven: the council's own directory says nothing of it. Some say "false".
    if str(claims.get("email_verified", True)).casefold() == "false":
        return None
    email = claims.get("email")
    return email if isinstance(email, str) else None
