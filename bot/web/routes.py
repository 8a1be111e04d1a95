"""The addresses of the web channel."""

from aiohttp import web

from bot.web import asset_views, embed, feedback_views, preference_views, receipt_page, views

STATIC_PREFIX = "/static"


def add_routes(app: web.Application) -> None:
    """Add every route of the page, each with its name."""
    router = app.router
    router.add_get("/", views.show_chat, name="chat")
    router.add_post("/hoi", views.ask, name="ask")
    router.add_post("/hoi-lai", views.start_again, name="start_again")
    router.add_get("/r/{code}", receipt_page.show_receipt, name="receipt")
    router.add_get("/xoa", views.confirm_deletion, name="delete")
    router.add_post("/xoa", views.delete_conversation)
    router.add_get("/luot/{turn}", views.show_answer, name="answer")
    router.add_post("/danh-gia", feedback_views.rate, name="rate")
    router.add_post("/hai-long", feedback_views.rate_conversation, name="satisfaction")
    router.add_post("/giao-dien", preference_views.choose_theme, name="theme")
    router.add_get("/noi-o", preference_views.show_places, name="place")
    router.add_post("/noi-o", preference_views.choose_place)
    router.add_get("/widget.js", embed.send_widget, name="widget")
    router.add_get("/nhung", embed.show_embed, name="embed")
    router.add_get("/manifest.webmanifest", asset_views.send_manifest, name="manifest")
    router.add_get("/sw.js", asset_views.send_service_worker, name="worker")
    router.add_get("/ngoai-tuyen", asset_views.show_offline, name="offline")
    router.add_get(STATIC_PREFIX + "/{digest}/{name:.+}", asset_views.send_asset, name="static")
