"""Go to the provider, and come back."""

import asyncio
import logging
from datetime import UTC

from aiohttp import web

from staff import messages
from staff.keys import CLOCK, SESSIONS
from staff.oidc.accounts import sign_in_as
from staff.oidc.errors import NotProvenError, OidcError
from staff.oidc.flow import Flow
from staff.oidc.keys import OIDC, PROVIDER
from staff.permissions import Permission, requires
from staff.security import PREFIX
from staff.views.requests import next_page, visitor_of
from staff.views.sign_in import NEXT_COOKIE, NEXT_SECONDS, after_first_step, show_failure

FLOW_COOKIE = "thutuc_can_bo_oidc"
_SECONDS = 600

logger = logging.getLogger(__name__)


@requires(Permission.PUBLIC)
async def go(request: web.Request) -> web.Response:
    """Send the browser to the provider; a cookie ties the answer to this browser."""
    flow = Flow.start()
    try:
        address = await request.app[PROVIDER].address_for(flow, _back(request))
    except OidcError as error:
        return await _failed(request, error)
    response = web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})
    for name, value, seconds in (
        (FLOW_COOKIE, flow.secret, _SECONDS),
        (NEXT_COOKIE, next_page(request.query.get("tiep", "")), NEXT_SECONDS),
    ):
        response.set_cookie(
            name,
            value,
            path=PREFIX,
            max_age=seconds,
            httponly=True,
            samesite="Lax",
            secure=request.secure,
        )
    return response


@requires(Permission.PUBLIC)
async def come_back(request: web.Request) -> web.Response:
    """Sign in whom the provider vouches for, where an administrator has made her an account."""
    app = request.app
    flow, now = Flow(request.cookies.get(FLOW_COOKIE, "")), app[CLOCK]()
    try:
        if not flow.secret:
            raise NotProvenError("the browser has started no sign-in")
        seconds = int(now.replace(tzinfo=UTC).timestamp())
        identity = await app[PROVIDER].who_came_back(flow, request.query, _back(request), seconds)
        done = await asyncio.to_thread(
            sign_in_as, app[SESSIONS], app[OIDC], identity, visitor_of(request), now
        )
        if done is None:
            raise NotProvenError("no account belongs to this identity")
    except OidcError as error:
        response = await _failed(request, error)
    else:
        response = after_first_step(request, done, request.cookies.get(NEXT_COOKIE, ""))
    response.del_cookie(FLOW_COOKIE, path=PREFIX)
    return response


def _back(request: web.Request) -> str:
    home = request.app[OIDC].public_url or str(request.url.origin())
    return home + str(request.app.router["oidc_back"].url_for())


async def _failed(request: web.Request, error: OidcError) -> web.Response:
    logger.warning("no sign-in through the provider: %s", error)
    if isinstance(error, NotProvenError):
        return await show_failure(request, messages.OIDC_FAILED, 422)
    return await show_failure(request, messages.OIDC_DOWN, 503)
