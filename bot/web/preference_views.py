"""Choosing light or dark, and the place that answers are for."""

from aiohttp import web

from bot.web.forms import read_form
from bot.web.keys import PLACES
from bot.web.pages import render, to_chat, wants_fragment
from bot.web.preferences import PLACE_COOKIE, THEME_COOKIE, THEMES, keep, residence_of


async def choose_theme(request: web.Request) -> web.Response:
    """Keep the chosen theme and go back to the page."""
    theme = str((await read_form(request)).get("theme", ""))
    if theme not in THEMES:
        raise web.HTTPBadRequest
    response = render(request, "done.html", {}) if wants_fragment(request) else to_chat(request)
    keep(request, response, THEME_COOKIE, "" if theme == "auto" else theme)
    return response


async def show_places(request: web.Request) -> web.Response:
    """Show the provinces, and the communes of the one that is chosen."""
    places, chosen = request.app[PLACES], residence_of(request)
    code = request.query.get("tinh", chosen.province.code if chosen else "")
    province = places.find(code)
    context = {
        "provinces": places.provinces,
        "communes": places.communes(code),
        "province": province.province if province else None,
        "commune": chosen.commune.code if chosen and chosen.commune else "",
        "chosen": chosen,
    }
    return render(request, "places.html", context)


async def choose_place(request: web.Request) -> web.Response:
    """Keep the place, or forget it when none is chosen."""
    fields = await read_form(request)
    residence = request.app[PLACES].find(str(fields.get("tinh", "")), str(fields.get("xa", "")))
    response = to_chat(request)
    keep(request, response, PLACE_COOKIE, residence.key if residence else "")
    return response
