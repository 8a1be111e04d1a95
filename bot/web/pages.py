"""Rendering: what every page and fragment of the web channel has in common."""

from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.web.keys import SITE_INFO, TEMPLATES
from bot.web.preferences import residence_of, theme_of
from bot.web.security import FRAGMENT_HEADER

_COMPRESS_ABOVE = 1_024


def wants_fragment(request: web.Request) -> bool:
    """Tell whether the page's own script asks, which puts the answer into the open page."""
    return request.headers.get("X-Requested-With") == "fetch"


def _shared(request: web.Request) -> dict[str, Any]:
    """Return what every template may use."""
    return {
        "site": request.app.get(SITE_INFO, {}),
        "theme": theme_of(request),
        "residence": residence_of(request),
    }


def render(
    request: web.Request, template: str, context: dict[str, Any], status: int = 200
) -> web.Response:
    """Return a page, or the fragment the page's script asked for; never kept by a cache."""
    response = aiohttp_jinja2.render_template(
        template, request, _shared(request) | context, app_key=TEMPLATES, status=status
    )
    response.headers["Cache-Control"] = "no-store"
    if wants_fragment(request):
        response.headers[FRAGMENT_HEADER] = "turn"
    if response.body_length > _COMPRESS_ABOVE:
        response.enable_compression()
    return response


def to_chat(
    request: web.Request, fragment: str | None = None, query: dict[str, str] | None = None
) -> web.Response:
    """Return the redirect after a form."""
    address = request.app.router["chat"].url_for().with_query(query).with_fragment(fragment)
    return web.Response(status=303, headers={"Location": str(address)})
