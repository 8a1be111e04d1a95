import asyncio
import time

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.nlu.lock_store import WaitingLockStore


async def test_messages_of_one_conversation_run_in_order_without_waiting_a_second() -> None:
    store = WaitingLockStore()
    order: list[str] = []

    async def message(name: str) -> None:
        async with store.lock("a"):
            order.append(f"{name} begins")
            await asyncio.sleep(0.01)
            order.append(f"{name} ends")

    started = time.monotonic()
    await asyncio.gather(message("1"), message("2"), message("3"))

    assert order == [f"{name} {step}" for name in "123" for step in ("begins", "ends")]
    assert time.monotonic() - started < 0.5


async def test_conversations_do_not_wait_for_each_other() -> None:
    store = WaitingLockStore()

    async with store.lock("a"), store.lock("b"):
        pass


async def test_nothing_is_kept_of_a_finished_or_failed_message() -> None:
    store = WaitingLockStore()

    with pytest.raises(RuntimeError):
        async with store.lock("a"):
            raise RuntimeError

    async with store.lock("a"):
        assert store._locks
    assert not store._locks
    assert not store._holders


async def test_a_lock_that_hangs_is_an_error_for_those_who_wait() -> None:
    store = WaitingLockStore()

    async with store.lock("a"):
        with pytest.raises(LockError):
            async with store.lock("a", lock_lifetime=0.01):
                pytest.fail("two held one lock")

    assert not store._locks


def test_rasa_builds_the_store_from_the_endpoints_file() -> None:
    endpoint = EndpointConfig(type="bot.nlu.lock_store.WaitingLockStore")

    assert isinstance(LockStore.create(endpoint), WaitingLockStore)
