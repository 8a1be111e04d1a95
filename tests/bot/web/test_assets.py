"""Static files: hashed addresses, caching, size, and nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from bot import web as package
from bot.web.assets import Assets
from tests.bot.web.conftest import Client, Visit

STATIC = Path(package.__file__).parent / "static"


@pytest.fixture
def assets() -> Assets:
    return Assets(STATIC, "/static")


async def test_everything_a_page_loads_may_be_kept_for_a_year(visit: Visit, client: Client) -> None:
    page = await visit()
    loaded = [
        str(element.get("href") or element.get("src"))
        for element in page.root.walk()
        if element.tag in ("link", "script") and element.get("rel") != "manifest"
    ]

    for address in loaded:
        response = await client.get(address)
        assert response.status == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["ETag"]


async def test_old_address_gets_the_new_file_but_is_not_kept(client: Client) -> None:
    response = await client.get("/static/000000000000/page.css")

    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-cache"


async def test_unchanged_file_is_not_sent_again(client: Client, assets: Assets) -> None:
    address = assets.url("page.css")
    tag = (await client.get(address)).headers["ETag"]

    response = await client.get(address, headers={"If-None-Match": tag})

    assert response.status == 304


async def test_text_is_sent_compressed_to_those_who_can_read_it(
    client: Client, assets: Assets
) -> None:
    address = assets.url("page.css")
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})
    packed = await client.get(address, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert await plain.read() == await packed.read()
    assert plain.content_type == "text/css"


def test_stylesheet_names_fonts_by_their_hash(assets: Assets) -> None:
    sheet = assets.get("page.css")

    assert sheet is not None
    addresses = re.findall(r'url\("([^"]+)"\)', sheet.body.decode())
    assert len(addresses) == 10
    for address in addresses:
        assert re.fullmatch(r"/static/[0-9a-f]{12}/[a-z0-9/-]+\.(woff2|svg)", address)


def test_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "a.css").write_text('b{background:url("a.svg")}')
    before = Assets(tmp_path, "/s")
    (tmp_path / "a.svg").write_text("<svg><path/></svg>")
    after = Assets(tmp_path, "/s")

    assert before.url("a.svg") != after.url("a.svg")
    assert before.url("a.css") != after.url("a.css")


def test_unknown_file_has_no_address(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.url("khong-co.css")


def test_the_page_stays_light(assets: Assets) -> None:
    sizes = {path.name: path.stat().st_size for path in STATIC.rglob("*") if path.is_file()}
    fonts = sum(size for name, size in sizes.items() if name.endswith(".woff2"))

    sent = [assets["page.css"], assets["dark.css"], assets["page.js"], assets["extras.js"]]
    assert sum(len(asset.gzipped or asset.body) for asset in sent) <= 16 * 1024
    assert fonts <= 160 * 1024


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in STATIC.glob("page.*"):
        assert "//" not in re.sub(r"https?://www\.w3\.org\S*|// .*", "", path.read_text())


def test_font_licence_is_beside_the_fonts() -> None:
    assert "SIL Open Font License, Version 1.1" in (STATIC / "fonts" / "OFL.txt").read_text()
