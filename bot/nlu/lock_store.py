"""Locks for one engine process: first come, first served, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore


class WaitingLockStore(LockStore):
    """Messages of one conversation wait for each other; Rasa's own store polls every second."""

    def __init__(self, endpoint_config: Any = None) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._holders: dict[str, int] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation's lock; LockError when it is not free within its lifetime."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._holders[conversation_id] = self._holders.get(conversation_id, 0) + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError("Could not acquire the lock of the conversation.") from error
            try:
                yield TicketLock(conversation_id)
            finally:
                lock.release()
        finally:
            self._holders[conversation_id] -= 1
            if not self._holders[conversation_id]:
                del self._holders[conversation_id]
                del self._locks[conversation_id]
