"""The page as an application: manifest, icons, and a worker that keeps no answer."""

from pathlib import Path

from bot import web as package
from tests.bot.web.conftest import Client, Visit, check_headers

STATIC = Path(package.__file__).parent / "static"


async def test_manifest_names_icons_that_are_there(visit: Visit, client: Client) -> None:
    page = await visit()
    response = await client.get(str(page.one("link", rel="manifest").get("href")))
    manifest = await response.json(content_type="application/manifest+json")

    check_headers(response)
    assert manifest["lang"] == "vi"
    assert manifest["display"] == "standalone"
    sizes = set()
    for icon in manifest["icons"]:
        picture = await client.get(icon["src"])
        assert picture.status == 200
        assert picture.content_type == icon["type"]
        if icon["type"] == "image/png":
            width = int.from_bytes((await picture.read())[16:20])
            assert icon["sizes"] == f"{width}x{width}"
        sizes.add((icon["sizes"], icon["purpose"]))
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


async def test_worker_keeps_the_offline_page_and_its_looks_only(client: Client) -> None:
    response = await client.get("/sw.js")
    worker = await response.text()

    check_headers(response)
    assert response.content_type == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "@" not in worker.replace("@media", "")
    assert 'KEPT = ["/ngoai-tuyen", "/static/' in worker


async def test_offline_page_names_nothing_of_the_visitor(visit: Visit, client: Client) -> None:
    await client.post("/hoi", data={"text": "answered"})

    page = await visit("/ngoai-tuyen")

    assert "Đăng ký khai sinh" not in page.text
    assert page.one("h1").text == "Chưa có kết nối mạng"
