"""Ports are checked before anything starts, and starting has an end."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from bot.cli import serve
from bot.cli.errors import EngineStartError, PortTakenError
from bot.cli.ports import check_ports
from bot.cli.serve import until_ready
from bot.gateway.engine import EngineClient
from bot.settings import Settings
from tests.bot.gateway.fake_engine import FakeEngine


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as used:
        used.bind(("127.0.0.1", 0))
        used.listen()
        yield used.getsockname()[1]


def settings(ports: dict[str, int]) -> Settings:
    return Settings.from_env({key: str(port) for key, port in ports.items()})


@pytest.fixture
def free(unused_tcp_port_factory: object) -> dict[str, int]:
    keys = ("THUTUC_PORT", "THUTUC_ENGINE_PORT", "THUTUC_ACTION_PORT")
    return {key: unused_tcp_port_factory() for key in keys}  # type: ignore[operator]


def test_free_ports_are_fine(free: dict[str, int]) -> None:
    check_ports(settings(free))


@pytest.mark.parametrize("key", ["THUTUC_PORT", "THUTUC_ENGINE_PORT", "THUTUC_ACTION_PORT"])
def test_taken_port_is_named_with_its_setting(free: dict[str, int], taken: int, key: str) -> None:
    with pytest.raises(PortTakenError, match=f"Cổng {taken} .*{key}"):
        check_ports(settings(free | {key: taken}))


async def test_ready_engine_ends_the_wait(engine_client: EngineClient, engine: FakeEngine) -> None:
    engine.ready = False
    running = asyncio.create_task(_run())
    waiting = asyncio.create_task(until_ready(engine_client, running))
    await asyncio.sleep(0.15)
    assert not waiting.done()

    engine.ready = True
    await asyncio.wait_for(waiting, timeout=2)
    running.cancel()


async def test_engine_that_ended_ends_the_wait(
    engine_client: EngineClient, engine: FakeEngine
) -> None:
    engine.ready = False
    ended = asyncio.create_task(_run(0))
    await ended

    await asyncio.wait_for(until_ready(engine_client, ended), timeout=2)


async def test_wish_to_stop_ends_the_wait(engine_client: EngineClient, engine: FakeEngine) -> None:
    engine.ready = False
    running = asyncio.create_task(_run())
    stopping = asyncio.create_task(asyncio.sleep(0, result=True))
    await stopping

    await asyncio.wait_for(until_ready(engine_client, running, stopping), timeout=2)
    running.cancel()


async def test_engine_that_never_gets_ready_is_reported(
    engine_client: EngineClient, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "_READY_SECONDS", 0.3)
    engine.ready = False
    running = asyncio.create_task(_run())

    with pytest.raises(EngineStartError, match="không sẵn sàng"):
        await until_ready(engine_client, running)
    running.cancel()


async def _run(seconds: float = 60) -> int:
    await asyncio.sleep(seconds)
    return 1
