"""The client against a server that behaves like Zalo's."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientTimeout

from bot.channels.zalo.client import ZaloClient, ZaloOAuth, open_session
from bot.channels.zalo.errors import Fault, ZaloError, ZaloTokenError, ZaloUnclearError
from tests.simulators.base import Trouble
from tests.simulators.zalo import APP_ID, APP_SECRET, ZaloSimulator


class Tokens:
    """Refreshes at once and keeps nothing."""

    def __init__(self, oauth: ZaloOAuth) -> None:
        self.oauth = oauth
        self.access, self.refresh = "", "refresh-0"

    async def current(self) -> str:
        return self.access or await self.replace("")

    async def replace(self, refused: str) -> str:
        pair = await self.oauth.refresh(self.refresh)
        self.access, self.refresh = pair.access_token, pair.refresh_token
        return self.access


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloSimulator]:
    async with ZaloSimulator.running() as simulator:
        yield simulator


@pytest.fixture
async def client(zalo: ZaloSimulator) -> AsyncIterator[ZaloClient]:
    async with open_session() as session:
        oauth = ZaloOAuth(session, zalo.url, APP_ID, APP_SECRET)
        yield ZaloClient(session, zalo.url, Tokens(oauth), ClientTimeout(total=0.3))


async def test_message_arrives(zalo: ZaloSimulator, client: ZaloClient) -> None:
    assert await client.send("77", {"text": "Chào bạn"}) == "out-1"
    assert zalo.sent == [("77", {"text": "Chào bạn"})]


@pytest.mark.parametrize("number", [-216, -220])
async def test_refused_token_is_replaced_and_the_message_sent_once(
    zalo: ZaloSimulator, client: ZaloClient, number: int
) -> None:
    zalo.refused.append(number)

    await client.send("77", {"text": "Chào bạn"})

    assert zalo.refreshes == 2
    assert len(zalo.sent) == 1


async def test_token_refused_twice_is_given_up_for_now(
    zalo: ZaloSimulator, client: ZaloClient
) -> None:
    zalo.refused.extend([-216, -216, -216])

    with pytest.raises(ZaloError):
        await client.send("77", {"text": "Chào bạn"})

    assert zalo.refreshes == 2
    assert len(zalo.refused) == 1, "asked more than twice"


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (-32, Fault.LATER),
        (-230, Fault.NEVER),
        (-232, Fault.NEVER),
        (-213, Fault.NEVER),
        (-211, Fault.OPERATOR),
        (-224, Fault.OPERATOR),
        (-9999, Fault.LATER),
    ],
)
async def test_error_numbers_say_what_to_do(
    zalo: ZaloSimulator, client: ZaloClient, number: int, fault: Fault
) -> None:
    zalo.refused.append(number)

    with pytest.raises(ZaloError) as caught:
        await client.send("77", {"text": "Chào bạn"})

    assert (caught.value.number, caught.value.fault) == (number, fault)
    assert zalo.sent == []


async def test_too_long_text_is_refused_for_good(client: ZaloClient) -> None:
    with pytest.raises(ZaloError) as caught:
        await client.send("77", {"text": "a" * 2_001})

    assert caught.value.fault is Fault.NEVER


async def test_outage_is_worth_another_try(zalo: ZaloSimulator, client: ZaloClient) -> None:
    await client.send("77", {"text": "1"})
    zalo.trouble = Trouble.DOWN

    with pytest.raises(ZaloError) as caught:
        await client.send("77", {"text": "2"})

    assert caught.value.fault is Fault.LATER
    assert not isinstance(caught.value, ZaloUnclearError)


async def test_refused_connection_is_worth_another_try(
    zalo: ZaloSimulator, client: ZaloClient
) -> None:
    await client.send("77", {"text": "1"})
    await zalo.stop()

    with pytest.raises(ZaloError) as caught:
        await client.send("77", {"text": "2"})

    assert not isinstance(caught.value, ZaloUnclearError)


@pytest.mark.parametrize("trouble", [Trouble.HANGING, Trouble.LOST_REPLY])
async def test_lost_reply_leaves_it_unclear(
    zalo: ZaloSimulator, client: ZaloClient, trouble: Trouble
) -> None:
    await client.send("77", {"text": "1"})
    zalo.trouble = trouble

    with pytest.raises(ZaloUnclearError):
        await client.send("77", {"text": "2"})


async def test_refused_refresh_token_needs_a_person(zalo: ZaloSimulator) -> None:
    async with open_session() as session:
        oauth = ZaloOAuth(session, zalo.url, APP_ID, APP_SECRET)

        with pytest.raises(ZaloTokenError) as caught:
            await oauth.refresh("refresh-of-last-year")

    assert caught.value.number == -14014
    assert "refresh-of-last-year" not in str(caught.value)


async def test_outage_of_the_login_needs_no_person(zalo: ZaloSimulator) -> None:
    zalo.trouble = Trouble.DOWN
    async with open_session() as session:
        with pytest.raises(ZaloError) as caught:
            await ZaloOAuth(session, zalo.url, APP_ID, APP_SECRET).refresh("refresh-0")

    assert not isinstance(caught.value, ZaloTokenError)
