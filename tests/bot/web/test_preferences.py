"""Light or dark, and the place: kept by the browser, used by the page and the gateway."""

from bot.web.places import Places
from tests.bot.web.conftest import Client, Visit
from tests.bot.web.fakes import FakeGateway


async def test_page_follows_the_device_until_something_is_chosen(
    visit: Visit, client: Client
) -> None:
    follows = (await visit()).one("link", id="dark").get("media")
    await client.post("/giao-dien", data={"theme": "dark"})
    dark = await visit()
    await client.post("/giao-dien", data={"theme": "light"})
    light = (await visit()).one("link", id="dark").get("media")
    await client.post("/giao-dien", data={"theme": "auto"})

    assert follows == "screen and (prefers-color-scheme: dark)"
    assert dark.one("link", id="dark").get("media") == "screen"
    assert dark.one("button", value="dark").get("aria-pressed") == "true"
    assert light == "not all"
    assert (await visit()).one("link", id="dark").get("media") == follows


async def test_chosen_place_goes_with_every_question(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    step = await visit("/noi-o?tinh=01")
    commune = next(each for each in step.all("option") if each.text == "Phường Ba Đình").get(
        "value"
    )
    page = await visit("/noi-o", "POST", data={"tinh": "01", "xa": str(commune)})
    await client.post("/hoi", data={"text": "answered"})

    assert "Phường Ba Đình, Thành phố Hà Nội" in page.text
    assert gateway.messages[0].province == "Thành phố Hà Nội"
    assert gateway.messages[0].commune == "Phường Ba Đình"


async def test_place_can_be_dropped(visit: Visit, client: Client, gateway: FakeGateway) -> None:
    await client.post("/noi-o", data={"tinh": "01"})
    page = await visit("/noi-o", "POST", data={"tinh": ""})
    await client.post("/hoi", data={"text": "answered"})

    assert "Hà Nội" not in page.text
    assert gateway.messages[0].province is None


async def test_made_up_places_are_none(client: Client, gateway: FakeGateway) -> None:
    headers = {"Cookie": "thutuc_noi=01-99999999"}
    await client.post("/hoi", data={"text": "answered"}, headers=headers)
    headers = {"Cookie": "thutuc_noi=<b>-<b>"}
    await client.post("/hoi", data={"text": "answered"}, headers=headers)

    first, second = gateway.messages
    assert (first.province, first.commune) == ("Thành phố Hà Nội", None)
    assert second.province is None


def test_every_province_of_today_can_be_chosen_in_the_order_of_the_alphabet() -> None:
    places = Places.load()

    names = [each.name.split(" ", 1)[1] for each in places.provinces]
    assert len(names) == 34
    assert names[:3] == ["An Giang", "Bắc Ninh", "Cà Mau"]
    assert sum(len(places.communes(each.code)) for each in places.provinces) == 3321
