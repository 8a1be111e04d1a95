"""Put the console into an application, under /can-bo."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from sqlalchemy.orm import Session

from staff import formatting, messages
from staff.accounts.passwords import Passwords
from staff.assets import Assets
from staff.errors import error_pages
from staff.keys import ASSETS, CLOCK, HOME_PARTS, PASSWORDS, SESSIONS, TEMPLATES
from staff.offices.routes import setup_offices
from staff.oidc.settings import OidcSettings
from staff.oidc.setup import setup_oidc
from staff.permissions import Permission, requires
from staff.procedures.routes import setup_procedures
from staff.questions.again import Ask
from staff.questions.routes import setup_questions
from staff.routes import add_routes
from staff.security import PREFIX, add_security_headers, own_forms_only, permissions

_FOLDER = Path(__file__).parent


def utc_now() -> datetime:
    """Return the time as the tables have it."""
    return datetime.now(UTC).replace(tzinfo=None)


def setup_staff(
    app: web.Application,
    sessions: Callable[[], Session],
    *,
    static: Sequence[Path] = (),
    clock: Callable[[], datetime] = utc_now,
    oidc: OidcSettings | None = None,
    ask: Ask | None = None,
) -> web.Application:
    """Mount the console and return its application.

    `static` are folders of files that it shares with the citizen page, such as the fonts.
    `ask` asks a question as a citizen would, for questions that staff have closed.
    """
    staff = create_staff_app(sessions, static=static, clock=clock, oidc=oidc, ask=ask)
    app.router.add_get(PREFIX, _add_slash)
    app.add_subapp(f"{PREFIX}/", staff)
    return staff


def create_staff_app(
    sessions: Callable[[], Session],
    *,
    static: Sequence[Path] = (),
    clock: Callable[[], datetime] = utc_now,
    oidc: OidcSettings | None = None,
    ask: Ask | None = None,
) -> web.Application:
    """Return the console's application, to be mounted under /can-bo."""
    staff = web.Application(middlewares=[error_pages, own_forms_only, permissions])
    staff[SESSIONS] = sessions
    staff[CLOCK] = clock
    staff[PASSWORDS] = Passwords()
    staff[ASSETS] = Assets([*static, _FOLDER / "static"], f"{PREFIX}/static")
    staff[HOME_PARTS] = []
    environment = aiohttp_jinja2.setup(
        staff,
        app_key=TEMPLATES,
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=staff[ASSETS].url, words=messages)
    environment.filters.update(formatting.FILTERS)
    staff.on_response_prepare.append(add_security_headers)
    add_routes(staff.router)
    setup_procedures(staff)
    setup_offices(staff)
    setup_questions(staff, ask)
    if oidc:
        setup_oidc(staff, oidc)
    return staff


@requires(Permission.PUBLIC)
async def _add_slash(_request: web.Request) -> web.Response:
    return web.Response(status=308, headers={"Location": f"{PREFIX}/"})
