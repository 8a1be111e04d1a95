"""The one place where errors become Vietnamese pages."""

import logging

from aiohttp import web

from bot.web import messages
from bot.web.pages import render, wants_fragment
from bot.web.security import FRAGMENT_HEADER, Handler, is_machine_path

_log = logging.getLogger(__name__)

_KEPT_HEADERS = ("Allow", "Retry-After", "Set-Cookie")


@web.middleware
async def error_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Show every error as a page of ours; programs get what their own interface says."""
    if is_machine_path(request.path):
        return await handler(request)
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        kept = [(name, error.headers[name]) for name in _KEPT_HEADERS if name in error.headers]
        return error_page(request, error.status, dict(kept))
    except Exception:
        _log.exception("%s %s failed", request.method, request.path)
        return error_page(request, 500)


def error_page(
    request: web.Request,
    status: int,
    headers: dict[str, str] | None = None,
    *,
    words: tuple[str, str] | None = None,
) -> web.Response:
    """Return the page, or the fragment, that explains a status code; `words` say it otherwise."""
    fallback = 500 if status >= 500 else 400
    heading, advice = words or messages.ERROR_PAGES.get(status, messages.ERROR_PAGES[fallback])
    template = "error_fragment.html" if wants_fragment(request) else "error.html"
    context = {"heading": heading, "advice": advice, "status": status}
    response = render(request, template, context, status)
    response.headers.update(headers or {})
    if wants_fragment(request):
        response.headers[FRAGMENT_HEADER] = "error"
    return response
