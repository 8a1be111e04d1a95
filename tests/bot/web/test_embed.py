"""The script for other sites and the page that explains it."""

import re

import pytest

from tests.bot.web.conftest import Client, Visit


async def test_the_tag_to_copy_is_the_tag_on_the_page(visit: Visit, client: Client) -> None:
    page = await visit("/nhung?ten=H%E1%BB%8Fi+x%C3%A3&mau=%23b71c1c&tinh=01")

    snippet = page.one("code", id="snippet").text
    tag = page.all("script")[-1]
    assert snippet == (
        f'<script src="http://{client.host}:{client.port}/widget.js" data-title="Hỏi xã" '
        'data-color="#b71c1c" data-province="Thành phố Hà Nội" async></script>'
    )
    for name in ("data-title", "data-color", "data-province"):
        assert f'{name}="{tag.get(name)}"' in snippet


async def test_tag_has_the_address_of_the_proxy(visit: Visit) -> None:
    headers = {"Host": "hoi.xa.gov.vn", "X-Forwarded-Proto": "https"}

    page = await visit("/nhung", headers=headers)

    assert 'src="https://hoi.xa.gov.vn/widget.js"' in page.one("code", id="snippet").text


@pytest.mark.parametrize("evil", ['"><img src=x onerror=alert(1)>', "</script><b>", "'\"&amp;"])
async def test_markup_in_the_options_is_only_text(visit: Visit, evil: str) -> None:
    page = await visit("/nhung", params={"ten": evil, "mau": evil, "tinh": evil})

    assert not page.all("img")
    assert not page.all("b")
    attributes = page.all("script")[-1].attributes
    assert attributes["data-title"] == " ".join(evil.split())
    assert set(attributes) == {"src", "data-title", "async"}


async def test_script_may_be_loaded_by_other_sites_and_is_checked_hourly(client: Client) -> None:
    response = await client.get("/widget.js")
    script = await response.text()
    app = re.search(r'APP = "(/static/[0-9a-f]{12}/widget/app\.js)"', script)
    assert app
    loaded = await client.get(app[1])
    ours = await client.get(app[1].replace("widget/app.js", "page.js"))

    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "@" not in script
    assert loaded.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for each in (response, loaded):
        assert each.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert each.headers["Access-Control-Allow-Origin"] == "*"
    assert ours.headers["Cross-Origin-Resource-Policy"] == "same-origin"
