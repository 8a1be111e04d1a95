"""The web channel: the chat page."""

from bot.web.keys import GATEWAY, SITE_INFO, SiteInfo
from bot.web.setup import setup_web

__all__ = ["GATEWAY", "SITE_INFO", "SiteInfo", "setup_web"]
