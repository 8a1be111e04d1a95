"""The addresses of the web channel."""

from aiohttp import web

from bot.web import views

STATIC_PREFIX = "/static"


def add_routes(app: web.Application) -> None:
    """Add every route of the page, each with its name."""
    router = app.router
    router.add_get("/", views.show_chat, name="chat")
    router.add_post("/hoi", views.ask, name="ask")
    router.add_post("/hoi-lai", views.start_again, name="start_again")
    router.add_get(STATIC_PREFIX + "/{digest}/{name:.+}", views.send_asset, name="static")
