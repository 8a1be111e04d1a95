"""Messages of one conversation wait for each other."""

import asyncio

import pytest

from bot.gateway.order import ConversationOrder


async def test_turns_of_a_conversation_come_one_after_the_other() -> None:
    order = ConversationOrder()
    happened: list[str] = []

    async def take(name: str) -> None:
        async with order.turn("a"):
            happened.append(f"{name} begins")
            await asyncio.sleep(0)
            happened.append(f"{name} ends")

    await asyncio.gather(*(take(name) for name in ("1", "2", "3")))

    assert happened == ["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]


async def test_conversations_do_not_wait_for_each_other() -> None:
    order = ConversationOrder()

    async with order.turn("a"):
        await asyncio.wait_for(_take(order, "b"), timeout=1)


async def test_failed_turn_lets_the_next_one_in() -> None:
    order = ConversationOrder()

    with pytest.raises(RuntimeError):
        async with order.turn("a"):
            raise RuntimeError

    await asyncio.wait_for(_take(order, "a"), timeout=1)


async def test_one_who_leaves_the_queue_holds_up_nobody() -> None:
    order = ConversationOrder()
    async with order.turn("a"):
        waiting = asyncio.create_task(_take(order, "a"))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    await asyncio.wait_for(_take(order, "a"), timeout=1)


async def _take(order: ConversationOrder, conversation: str) -> None:
    async with order.turn(conversation):
        pass
