"""The one place where errors of the console become Vietnamese pages."""

import logging

from aiohttp import web

from procedures_db.errors import NotFoundError
from staff import messages
from staff.pages import page
from staff.permissions import Handler

_log = logging.getLogger(__name__)
_KEPT_HEADERS = ("Allow", "Retry-After", "Location")


@web.middleware
async def error_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Show every error as a page of the console."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = await error_page(request, error.status)
        for name in _KEPT_HEADERS:
            if name in error.headers:
                response.headers[name] = error.headers[name]
        return response
    except NotFoundError:
        return await error_page(request, 404)
    except Exception:
        _log.exception("%s %s failed", request.method, request.path)
        return await error_page(request, 500)


async def error_page(request: web.Request, status: int) -> web.Response:
    """Return the page that explains a status code."""
    fallback = 500 if status >= 500 else 400
    heading, advice = messages.ERROR_PAGES.get(status, messages.ERROR_PAGES[fallback])
    context = {"heading": heading, "advice": advice, "status": status}
    return await page(request, "error.html", context, status=status)
