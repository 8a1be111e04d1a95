"""The client of the engine's one channel, on loopback."""

from typing import Any

import aiohttp

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=3)


class EngineError(Exception):
    """The engine gave no answer; the text says why, for the log."""


class EngineClient:
    """Posts turns to the engine."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = f"{url}/webhooks/gateway"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def ask(
        self, conversation_id: str, text: str, metadata: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the structured reply of the actions; raise EngineError when there is none."""
        body = {"conversation_id": conversation_id, "text": text, "metadata": metadata}
        try:
            async with self._session.post(
                f"{self._url}/webhook", json=body, headers=self._headers, timeout=_TIMEOUT
            ) as response:
                data = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise EngineError(type(error).__name__) from error
        answer = data if isinstance(data, dict) else {}
        for message in answer.get("messages") or ():
            if isinstance(message, dict) and isinstance(message.get("custom"), dict):
                custom: dict[str, Any] = message["custom"]
                return custom
        raise EngineError(f"{response.status} {answer.get('error', 'no structured answer')}")

    async def is_ready(self) -> bool:
        """Return whether the engine has loaded its model."""
        try:
            async with self._session.get(f"{self._url}/health", timeout=_TIMEOUT) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
