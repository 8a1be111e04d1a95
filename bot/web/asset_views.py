"""Static files, and what makes the page an application that can be installed."""

from aiohttp import web

from bot.web import messages
from bot.web.assets import Asset
from bot.web.keys import ASSETS
from bot.web.pages import render

_FOREVER = "public, max-age=31536000, immutable"
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
    ("icon.svg", "any", "any"),
)
_OFFLINE_ASSETS = (
    "page.css",
    "dark.css",
    "icon.svg",
    "fonts/be-vietnam-pro-latin-400.woff2",
    "fonts/be-vietnam-pro-vietnamese-400.woff2",
)


async def send_asset(request: web.Request) -> web.Response:
    """Send a static file; for a year if the address has the right hash, else to be checked."""
    asset = request.app[ASSETS].get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    current = request.match_info["digest"] == asset.digest
    return send(request, asset, _FOREVER if current else "no-cache")


def send(request: web.Request, asset: Asset, cache: str) -> web.Response:
    """Return the response with a file, or that the browser's copy is still good."""
    headers = {"Cache-Control": cache, "ETag": f'"{asset.digest}"', "Vary": "Accept-Encoding"}
    if asset.for_other_sites:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers["Access-Control-Allow-Origin"] = "*"
    if request.if_none_match and any(tag.value == asset.digest for tag in request.if_none_match):
        return web.Response(status=304, headers=headers)
    charset = None if asset.gzipped is None else "utf-8"
    body = asset.body
    if asset.gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = asset.gzipped
        headers["Content-Encoding"] = "gzip"
    return web.Response(
        body=body, content_type=asset.content_type, charset=charset, headers=headers
    )


async def send_manifest(request: web.Request) -> web.Response:
    """Send the description of the application for those who install it."""
    url = request.app[ASSETS].url
    manifest = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "lang": "vi",
        "dir": "ltr",
        "name": messages.APP_NAME,
        "short_name": messages.APP_SHORT_NAME,
        "description": messages.APP_DESCRIPTION,
        "display": "standalone",
        "background_color": "#faf7f1",
        "theme_color": "#0c5c56",
        "categories": ["government", "utilities"],
        "icons": [
            {
                "src": url(name),
                "sizes": sizes,
                "type": "image/svg+xml" if name.endswith(".svg") else "image/png",
                "purpose": purpose,
            }
            for name, sizes, purpose in _ICONS
        ],
    }
    return web.json_response(
        manifest, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"}
    )


async def send_service_worker(request: web.Request) -> web.Response:
    """Send the worker that shows the offline page; it keeps no answers."""
    assets = request.app[ASSETS]
    kept = [str(request.app.router["offline"].url_for())]
    kept += [assets.url(name) for name in _OFFLINE_ASSETS]
    worker = assets["worker.js"].body.decode()
    body = worker.replace('"@KEPT@"', ", ".join(f'"{address}"' for address in kept))
    body = body.replace("@VERSION@", assets.version)
    return web.Response(
        text=body, content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


async def show_offline(request: web.Request) -> web.Response:
    """Show what the browser keeps for the time without a connection."""
    return render(request, "offline.html", {})
