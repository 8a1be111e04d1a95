"""Lets pages of other sites use the public API from a browser: always without credentials."""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

ANY = "*"
_PREFIX = "/api/v1/"
_DAY = "86400"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Middleware = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]


def allow_origins(app: web.Application, origins: frozenset[str]) -> None:
    """Answer browsers that ask on behalf of a page of one of these origins; `*` is every one.

    Cookies are never part of such a request, so it can do no more than a program can.
    """

    async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
        if not request.path.startswith(_PREFIX):
            return
        allowed = _allowed(request, origins)
        if allowed:
            response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = allowed
        if ANY not in origins:
            response.headers.add(hdrs.VARY, hdrs.ORIGIN)

    @web.middleware
    async def preflight(request: web.Request, handler: Handler) -> web.StreamResponse:
        asks = request.method == hdrs.METH_OPTIONS and request.path.startswith(_PREFIX)
        if not asks or hdrs.ACCESS_CONTROL_REQUEST_METHOD not in request.headers:
            return await handler(request)
        headers = {}
        if _allowed(request, origins):
            headers = {
                hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, DELETE",
                hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "content-type",
                hdrs.ACCESS_CONTROL_MAX_AGE: _DAY,
            }
        return web.Response(status=204, headers=headers)

    app.middlewares.insert(0, preflight)
    app.on_response_prepare.append(add_headers)


def _allowed(request: web.Request, origins: frozenset[str]) -> str | None:
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return None
    if ANY in origins:
        return ANY
    return origin if origin.lower() in origins else None
