"""
What became of a message, from who carried it. Machines of GOV.UK Notify and Twilio call here, and prove that they are.

What is not theirs is refused and counted; what speaks of a message that we do not know is taken and forgotten, since
whoever calls would only call again.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CollectorRegistry, Counter
from pydantic import BaseModel, ValidationError

from bot.adapters.providers.receipts import notify_news, twilio_news
from bot.outreach.message import State
from bot.web.signed import bears, form_in, is_signed, small_body
from bot.web.staff.visit import DeskHere

router = APIRouter(include_in_schema=False)


def refused_counter(registry: CollectorRegistry) -> Counter:
    """How many calls were not from whom they said."""
    return Counter("beforehand_receipts_refused", "Receipts that were not signed.", ["provider"], registry=registry)


class NotifyReceipt(BaseModel):
    """What we read of Notify's callback. There is more in it, the parent's number too: not kept, not logged."""

    id: UUID
    reference: str | None = None
    status: str


SmallBody = Annotated[bytes, Depends(small_body)]


@router.post("/webhooks/notify/receipt", status_code=204)
async def from_notify(request: Request, body: SmallBody, desk: DeskHere) -> Response:
    if not bears(request, desk.settings.notify_receipt_token):
        raise _refused(request, "notify")
    try:
        receipt = NotifyReceipt.model_validate_json(body)
    except ValidationError:
        raise HTTPException(422, "This is not a receipt of GOV.UK Notify's.") from None
    state, problem = notify_news(receipt.status)
    ours = _uuid(receipt.reference)
    if ours is not None:
        await _keep(desk, "notify", str(receipt.id), state, problem, ours)
    return Response(status_code=204)


@router.post("/webhooks/twilio/status", status_code=204)
async def from_twilio(request: Request, body: SmallBody, desk: DeskHere) -> Response:
    news = form_in(body)
    if not is_signed(request, news, token=desk.settings.twilio_auth_token, address=desk.settings.address):
        raise _refused(request, "twilio")
    state, problem = twilio_news(news.get("MessageStatus", ""), news.get("ErrorCode", ""))
    if "MessageSid" in news:
        await _keep(desk, "twilio", news["MessageSid"], state, problem, _uuid(request.query_params.get("message")))
    return Response(status_code=204)


async def _keep(
    desk: DeskHere, provider: str, provider_id: str, state: State, problem: str | None, id: UUID | None
) -> None:
    await run_in_threadpool(
        desk.outbox.receipt,
        provider=provider,
        provider_id=provider_id,
        state=state,
        problem=problem,
        at=desk.now(),
        id=id,
    )


def _refused(request: Request, provider: str) -> HTTPException:
    request.app.state.receipts_refused.labels(provider).inc()
    return HTTPException(403, "Not signed as it should be.")


def _uuid(written: str | None) -> UUID | None:
    try:
        return UUID(written or "")
    except ValueError:
        return None
