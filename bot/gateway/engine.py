"""The client of the engine's one channel, on loopback."""

from typing import Any

import aiohttp

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=3)


_NO_ENGINE = frozenset({"model_not_loaded", "busy", "action_server"})


class EngineError(Exception):
    """The engine gave no answer; the text says why, for the log."""

    def __init__(self, reason: str, *, may_pass: bool = True) -> None:
        super().__init__(reason)
        self.may_pass = may_pass
        """Whether the same question may be answered a little later."""


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
        why = str(answer.get("error", "no structured answer"))
        raise EngineError(f"{response.status} {why}", may_pass=why in _NO_ENGINE)

    async def forget(self, conversation_id: str) -> None:
        """Have the engine forget a conversation; one that does not run remembers nothing."""
        try:
            async with self._session.delete(
                f"{self._url}/conversation",
                params={"id": conversation_id},
                headers=self._headers,
                timeout=_TIMEOUT,
            ) as response:
                status = response.status
        except aiohttp.ClientConnectorError:
            return
        except (aiohttp.ClientError, TimeoutError) as error:
            raise EngineError(type(error).__name__) from error
        if status != 204:
            raise EngineError(str(status))

    async def is_ready(self) -> bool:
        """Return whether the engine has loaded its model."""
        try:
            async with self._session.get(f"{self._url}/health", timeout=_TIMEOUT) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
