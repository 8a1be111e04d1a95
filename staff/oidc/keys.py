"""What sign-in through a provider keeps in the application."""

from aiohttp import web

from staff.oidc.provider import Provider
from staff.oidc.settings import OidcSettings

OIDC = web.AppKey("staff_oidc", OidcSettings)
PROVIDER = web.AppKey("staff_oidc_provider", Provider)
