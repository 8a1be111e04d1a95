"""The part of the Zalo Bot Platform's API that is needed to answer."""

import json
from typing import Any

import aiohttp

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)
_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class ZaloBotError(Exception):
    """The platform refused, or could not be reached; the text holds neither token nor message."""

    def __init__(self, text: str, status: int = 0, *, unclear: bool = False) -> None:
        super().__init__(text)
        self.status = status
        self.unclear = unclear
        """The call may have been carried out."""


class ZaloBotClient:
    """Calls the platform in the name of a bot."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        token: str,
        timeout: aiohttp.ClientTimeout = _TIMEOUT,
    ) -> None:
        self._session = session
        self._url = f"{url}/bot{token}"
        self._timeout = timeout

    async def call(self, method: str, **fields: object) -> dict[str, Any]:
        """Return the result of a method; raise ZaloBotError."""
        try:
            async with self._session.post(
                f"{self._url}/{method}", json=fields, timeout=self._timeout
            ) as response:
                raw = await response.read()
        except _NEVER_LEFT as error:
            raise ZaloBotError(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ZaloBotError(type(error).__name__, unclear=True) from None
        try:
            data = json.loads(raw)
        except ValueError:
            data = None
        if not isinstance(data, dict) or data.get("ok") is not True:
            found = data if isinstance(data, dict) else {}
            code = found.get("error_code")
            status = code if isinstance(code, int) and code > 0 else response.status
            raise ZaloBotError(f"{status} {str(found.get('description', ''))[:120]}", status)
        result = data.get("result")
        return result if isinstance(result, dict) else {}
