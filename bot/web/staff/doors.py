"""
All doors of the desk, behind one guard. A door is added here, so that no route can forget to check its forms.

Put its module into `DOORS`; its router is `APIRouter(prefix="/staff", include_in_schema=False)` and needs no guard.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from bot.web.guard import refuse_other_sites
from bot.web.staff import (
    accounts,
    audit,
    conference_form,
    conferences,
    council,
    importing,
    invited,
    messages,
    outside,
    sending,
    shared,
    sign_in,
    systems,
)
from bot.web.staff.csrf import check_csrf

DOORS = (
    sign_in,
    accounts,
    outside,
    audit,
    conference_form,
    conferences,
    invited,
    sending,
    shared,
    messages,
    importing,
    council,
    systems,
)

router = APIRouter(dependencies=[Depends(refuse_other_sites), Depends(check_csrf)])
for door in DOORS:
    router.include_router(door.router)
