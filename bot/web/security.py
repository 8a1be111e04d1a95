"""What every response tells the browser not to do, and who may send forms."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MACHINE_PATHS = ("/api/", "/hooks/", "/healthz", "/readyz", "/metrics")
"""Paths for programs: no HTML error pages, and no cookies that a foreign form could ride on."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

FRAGMENT_HEADER = "X-Fragment"
"""Marks HTML that the page's script may put into the open page; no proxy's error page has it."""

SECURITY_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_machine_path(path: str) -> bool:
    """Tell whether a path belongs to an interface for programs."""
    return path.startswith(MACHINE_PATHS)


async def add_security_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: set the headers on every response; a view may have set its own before."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "thutuc"


@web.middleware
async def same_origin_forms(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that change something when another site's page sent them."""
    changes = request.method not in _SAFE_METHODS
    if changes and not is_machine_path(request.path) and not _from_own_page(request):
        raise web.HTTPForbidden
    return await handler(request)


def _from_own_page(request: web.Request) -> bool:
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:  # no browser sends neither on a POST; programs have no cookies to steal
        return True
    try:
        return urlsplit(origin).netloc.lower() == request.host.lower()
    except ValueError:
        return False
