"""What a visitor has chosen for the page, in cookies: light or dark, and the place."""

from typing import Final

from aiohttp import web

from bot.web.keys import PLACES
from bot.web.places import Residence

THEME_COOKIE: Final = "thutuc_giao_dien"
PLACE_COOKIE: Final = "thutuc_noi"
THEMES: Final = ("auto", "light", "dark")
_YEAR = 365 * 24 * 60 * 60


def theme_of(request: web.Request) -> str:
    """Return `auto`, `light` or `dark`."""
    theme = request.cookies.get(THEME_COOKIE, "")
    return theme if theme in THEMES else "auto"


def residence_of(request: web.Request) -> Residence | None:
    """Return the place the visitor has chosen, or None."""
    province, _, commune = request.cookies.get(PLACE_COOKIE, "").partition("-")
    return request.app[PLACES].find(province, commune)


def keep(request: web.Request, response: web.Response, name: str, value: str) -> None:
    """Set a cookie of a choice; an empty value deletes it."""
    if not value:
        response.del_cookie(name)
        return
    response.set_cookie(
        name, value, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.secure
    )
