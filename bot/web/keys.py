"""What the web channel reads from the application, and what it keeps there."""

from typing import TypedDict

import jinja2
from aiohttp import web

from bot.gateway.receipts import ReceiptBook
from bot.gateway.schemas import Gateway
from bot.web.assets import Assets
from bot.web.conversations import Conversations
from bot.web.places import Places


class SiteInfo(TypedDict, total=False):
    """What the page says about the installation; a missing key is simply not shown."""

    procedures: int
    """How many procedures the bot knows by name."""
    detailed: int
    """How many of them have details."""
    data_date: str
    """ISO date of the newest data."""
    hotline: str | None
    """Telephone number of a person, as it should be shown."""


GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway")
SITE_INFO = web.AppKey("site_info", SiteInfo)
RECEIPTS = web.AppKey("receipts", ReceiptBook)

ASSETS = web.AppKey("web_assets", Assets)
PLACES = web.AppKey("web_places", Places)
CONVERSATIONS = web.AppKey("web_conversations", Conversations)
TEMPLATES = web.AppKey("web_templates", jinja2.Environment)
