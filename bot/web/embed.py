"""The box for other sites: its script, and the page that shows how to use it."""

import json
import re
from dataclasses import dataclass

from aiohttp import web

from bot.web import messages
from bot.web.asset_views import send
from bot.web.assets import Asset
from bot.web.keys import ASSETS, PLACES, SITE_INFO, SiteInfo
from bot.web.pages import render

_CACHE = "public, max-age=3600"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_TITLE = 60
DEFAULT_COLOUR = "#0c5c56"


@dataclass(frozen=True)
class BoxOptions:
    """What a site may set on the script tag; an empty value is left out."""

    title: str = ""
    color: str = ""
    province: str = ""
    commune: str = ""

    @property
    def attributes(self) -> list[tuple[str, str]]:
        """The attributes of the tag."""
        return [(f"data-{name}", value) for name, value in vars(self).items() if value]


async def send_widget(request: web.Request) -> web.Response:
    """Send the script that sites load; it names the files of the day."""
    assets = request.app[ASSETS]
    info: SiteInfo = request.app.get(SITE_INFO) or {}
    site = {
        "hotline": info.get("hotline") or "",
        "suggestions": [question for _, question in messages.SUGGESTIONS[:4]],
        "reasons": list(messages.FEEDBACK_REASONS.values()),
    }
    loader = assets["widget/loader.js"].body.decode()
    loader = loader.replace('"@SITE@"', _script_text(json.dumps(site, ensure_ascii=False)))
    loader = loader.replace('"@APP@"', _script_text(assets.url("widget/app.js")))
    loader = loader.replace('"@LINK@"', _script_text(messages.WIDGET_LINK))
    return send(request, Asset.of("widget/loader.js", loader.encode()), _CACHE)


async def show_embed(request: web.Request) -> web.Response:
    """Show the tag to copy, and the box itself with the chosen options."""
    options = _options(request)
    residence = request.app[PLACES].find(request.query.get("tinh", ""))
    base = request.url.origin()
    context = {
        "options": options,
        "source": str(base.join(request.app.router["widget"].url_for())),
        "origin": str(base.origin()),
        "provinces": request.app[PLACES].provinces,
        "province": residence.province.code if residence else "",
        "default_colour": DEFAULT_COLOUR,
    }
    return render(request, "embed.html", context)


def _options(request: web.Request) -> BoxOptions:
    colour = request.query.get("mau", "").lower()
    residence = request.app[PLACES].find(request.query.get("tinh", ""))
    return BoxOptions(
        title=" ".join(request.query.get("ten", "").split())[:_LONGEST_TITLE],
        color=colour if _COLOUR.fullmatch(colour) and colour != DEFAULT_COLOUR else "",
        province=residence.province.name if residence else "",
    )


def _script_text(text: str) -> str:
    """Return a text as a literal that is safe in a script, wherever the script ends up."""
    return json.dumps(text).replace("<", "\\u003c")
