"""Put sign-in through a provider into the console."""

from collections.abc import AsyncIterator

from aiohttp import ClientSession, DummyCookieJar, web

from staff.keys import PROVIDER_TITLE
from staff.oidc import views
from staff.oidc.keys import OIDC, PROVIDER
from staff.oidc.provider import Provider
from staff.oidc.settings import OidcSettings


def setup_oidc(staff: web.Application, settings: OidcSettings) -> None:
    """Add the routes and the button on the sign-in page."""
    staff[OIDC] = settings
    staff[PROVIDER_TITLE] = settings.title
    staff.router.add_get("/dang-nhap/don-vi", views.go, name="oidc")
    staff.router.add_get("/dang-nhap/don-vi/ve", views.come_back, name="oidc_back")

    async def provider(app: web.Application) -> AsyncIterator[None]:
        async with ClientSession(cookie_jar=DummyCookieJar()) as session:
            app[PROVIDER] = Provider(settings, session)
            yield

    staff.cleanup_ctx.append(provider)
