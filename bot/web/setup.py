"""Puts the web channel into an application."""

from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.web import formatting, messages
from bot.web.assets import Assets
from bot.web.conversations import Conversations, Sessions
from bot.web.errors import error_pages
from bot.web.keys import ASSETS, CONVERSATIONS, PLACES, TEMPLATES
from bot.web.places import Places
from bot.web.routes import STATIC_PREFIX, add_routes
from bot.web.security import add_security_headers, same_origin_forms

_FOLDER = Path(__file__).parent
STATIC_FOLDER = _FOLDER / "static"


def setup_web(app: web.Application, sessions: Sessions) -> None:
    """Add routes, templates, static files, security headers and error pages to the application.

    The application provides `GATEWAY`; `SITE_INFO` is optional. Call it after the application's
    own middlewares are in place: error pages become the outermost one.
    """
    assets = Assets(_FOLDER / "static", STATIC_PREFIX)
    app[ASSETS] = assets
    app[PLACES] = Places.load()
    app[CONVERSATIONS] = Conversations(sessions)
    environment = aiohttp_jinja2.setup(
        app,
        app_key=TEMPLATES,
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=assets.url, words=messages, alone=False, asked_reason="")
    environment.filters.update(
        digits=formatting.group_digits,
        date=formatting.vietnamese_date,
        host=formatting.host_of,
        with_addresses=formatting.with_addresses,
    )
    app.middlewares.insert(0, error_pages)
    app.middlewares.append(same_origin_forms)
    app.on_response_prepare.append(add_security_headers)
    add_routes(app)
