"""What every response forbids the browser, who may send forms, and who may open a page."""

from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy.orm import Session

from procedures_db.terms import SessionStage
from staff.accounts.sessions import find_session
from staff.db import write
from staff.keys import CLOCK, USER, CurrentUser
from staff.pages import redirect
from staff.permissions import Handler, Permission, permission_of

COOKIE = "thutuc_can_bo"
PREFIX = "/can-bo"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def add_security_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: the console's headers take the place of the citizen page's."""
    response.headers.update(HEADERS)


@web.middleware
async def own_forms_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what changes something unless a page of this very origin sent it."""
    if request.method not in _SAFE_METHODS and not _from_own_page(request):
        raise web.HTTPForbidden
    return await handler(request)


def _from_own_page(request: web.Request) -> bool:
    # Every browser sends at least one of the two with a form; what sends neither is no browser.
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site == "same-origin"
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
    except ValueError:
        return False
    # Without word of a proxy that does HTTPS, http may still be https where the browser is.
    schemes = ("https",) if request.secure else ("http", "https")
    return origin.scheme in schemes and origin.netloc.lower() == request.host.lower()


@web.middleware
async def permissions(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who asks, and let only those in whose role has what the handler declares."""
    if request.match_info.http_exception is not None:
        return await handler(request)
    wanted = permission_of(request.match_info.handler)
    if wanted is None:
        raise web.HTTPForbidden
    if wanted is Permission.PUBLIC:
        return await handler(request)
    user = await _current_user(request)
    if user is None:
        return _to_sign_in(request)
    request[USER] = user
    if wanted is Permission.SECOND_STEP:
        return await handler(request)
    if user.stage is not SessionStage.FULL:
        route = "code" if user.stage is SessionStage.CODE else "enrol"
        return redirect(request, route)
    if not user.may(wanted):
        raise web.HTTPForbidden
    return await handler(request)


async def _current_user(request: web.Request) -> CurrentUser | None:
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    now = request.app[CLOCK]()

    def find(session: Session) -> CurrentUser | None:
        found = find_session(session, token, now)
        if found is None:
            return None
        user = found.user
        return CurrentUser(
            id=user.id,
            name=user.name,
            full_name=user.full_name,
            role=user.role,
            stage=found.stage,
            session_hash=found.id_hash,
            notes=tuple(found.notes),
        )

    return await write(request, find)


def _to_sign_in(request: web.Request) -> web.Response:
    query = {}
    if request.method == "GET" and request.path_qs != f"{PREFIX}/":
        query["tiep"] = request.path_qs
    response = redirect(request, "sign_in", query=query)
    if COOKIE in request.cookies:
        response.del_cookie(COOKIE, path=PREFIX)
    return response


def set_session_cookie(request: web.Request, response: web.Response, token: str) -> None:
    """Give the browser the secret of its session."""
    response.set_cookie(
        COOKIE,
        token,
        path=PREFIX,
        httponly=True,
        samesite="Lax",
        secure=request.secure,
    )
