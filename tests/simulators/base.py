"""A local server that behaves like a platform's API, with its bad days."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Self

from aiohttp import ClientSession, ClientTimeout, web


class Trouble(StrEnum):
    """What goes wrong."""

    NONE = "none"
    DOWN = "down"
    """Every call is answered 502, nothing is done."""
    BROKEN = "broken"
    """The connection is closed before anything is done."""
    HANGING = "hanging"
    """Nothing is done and no answer comes."""
    LOST_REPLY = "lost reply"
    """The call is carried out, and the connection is closed before the answer."""


class Simulator:
    """Serves the routes of a subclass on a free port."""

    def __init__(self) -> None:
        self.trouble = Trouble.NONE
        self.calls = 0
        self._port = 0
        self._runner: web.AppRunner | None = None
        self._released = asyncio.Event()

    @property
    def url(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self._port}"

    def add_routes(self, app: web.Application) -> None:
        """Add what the platform answers."""
        raise NotImplementedError

    async def start(self) -> None:
        """Start to listen; after a stop, on the same port."""
        app = web.Application(middlewares=[self._misbehave])
        self.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop to listen: calls are refused."""
        self._released.set()
        if self._runner:
            await self._runner.cleanup()
        self._released = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def running(cls, *args: object, **options: object) -> AsyncIterator[Self]:
        """Run one until the block ends."""
        simulator = cls(*args, **options)
        await simulator.start()
        try:
            yield simulator
        finally:
            await simulator.stop()

    @web.middleware
    async def _misbehave(self, request: web.Request, handler: object) -> web.StreamResponse:
        self.calls += 1
        match self.trouble:
            case Trouble.DOWN:
                return web.Response(status=502, text="<html>Bad Gateway</html>")
            case Trouble.BROKEN:
                _hang_up(request)
                return web.Response()
            case Trouble.HANGING:
                await self._released.wait()
                return web.Response(status=504)
        response = await handler(request)  # type: ignore[operator]
        if self.trouble is Trouble.LOST_REPLY:
            _hang_up(request)
        return response


def _hang_up(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()


@asynccontextmanager
async def platform_client() -> AsyncIterator[ClientSession]:
    """What a platform uses to call webhooks."""
    async with ClientSession(timeout=ClientTimeout(total=10)) as session:
        yield session
