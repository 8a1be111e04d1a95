"""The part of Zalo's Official Account OpenAPI v3 that is needed to answer."""

import json
import logging
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from bot.channels.zalo.errors import Fault, ZaloError, ZaloTokenError, ZaloUnclearError

logger = logging.getLogger(__name__)

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)
_CONNECT_ERRORS = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def open_session() -> aiohttp.ClientSession:
    """Return the session to call Zalo with.

    Each call has a connection of its own: one that was kept and has gone stale fails in the same
    way as a call that was carried out, and the message could then not be sent again.
    """
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))


@dataclass(frozen=True)
class TokenPair:
    """What Zalo gives for a refresh token, which is then used up."""

    access_token: str
    refresh_token: str
    seconds: int


class AccessTokens(Protocol):
    """Where the client gets its access token."""

    async def current(self) -> str:
        """Return an access token that holds; raise ZaloError when there is none."""
        ...

    async def replace(self, refused: str) -> str:
        """Return another token than the one refused; raise ZaloError when there is none."""
        ...


class ZaloOAuth:
    """Trades a refresh token for a new pair."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, app_id: str, app_secret: str
    ) -> None:
        self._session = session
        self._url = f"{url}/v4/oa/access_token"
        self._app_id = app_id
        self._headers = {"secret_key": app_secret}

    async def refresh(self, refresh_token: str) -> TokenPair:
        """Return the new pair; raise ZaloTokenError when Zalo refuses the token."""
        form = {
            "app_id": self._app_id,
            "refresh_token": refresh_token,
            "grant_type": "refresh_token",
        }
        status, data = await _post(self._session, self._url, self._headers, _TIMEOUT, data=form)
        if status >= 500 or status == 429:
            raise ZaloError(f"HTTP {status} at refreshing the token")
        try:
            return TokenPair(
                _text(data["access_token"]), _text(data["refresh_token"]), int(data["expires_in"])
            )
        except (KeyError, ValueError, TypeError) as error:
            number = data.get("error")
            # Never the body: it may hold a token.
            raise ZaloTokenError(
                str(data.get("error_name") or data.get("message") or "no token in the reply"),
                number if isinstance(number, int) else None,
            ) from error


class ZaloClient:
    """Sends messages in the name of the Official Account."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        tokens: AccessTokens,
        timeout: aiohttp.ClientTimeout = _TIMEOUT,
    ) -> None:
        self._session = session
        self._url = f"{url}/v3.0/oa"
        self._tokens = tokens
        self._timeout = timeout

    async def send(self, user_id: str, message: dict[str, Any]) -> str:
        """Send a message within the reply window and return its number; raise ZaloError."""
        body = {"recipient": {"user_id": user_id}, "message": message}
        token = await self._tokens.current()
        try:
            data = await self._call("message/cs", body, token)
        except ZaloError as error:
            if error.fault is not Fault.TOKEN:
                raise
            data = await self._call("message/cs", body, await self._tokens.replace(token))
        return str(data.get("message_id", ""))

    async def _call(self, path: str, body: dict[str, Any], token: str) -> dict[str, Any]:
        headers = {"access_token": token}
        status, data = await _post(
            self._session, f"{self._url}/{path}", headers, self._timeout, json=body
        )
        number = data.get("error")
        if status == 200 and number == 0:
            found = data.get("data")
            return found if isinstance(found, dict) else {}
        if isinstance(number, int) and number != 0:
            raise ZaloError.from_number(number, str(data.get("message", "")))
        raise ZaloError(f"HTTP {status}")


async def _post(
    session: aiohttp.ClientSession,
    url: str,
    headers: dict[str, str],
    timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109
    **body: Any,
) -> tuple[int, dict[str, Any]]:
    """Return status and JSON object; a reply without one counts as an empty object."""
    try:
        async with session.post(url, headers=headers, timeout=timeout, **body) as response:
            raw = await response.read()
    except _CONNECT_ERRORS as error:
        raise ZaloError(type(error).__name__) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ZaloUnclearError(type(error).__name__) from error
    try:
        data = json.loads(raw)
    except ValueError:
        data = None
    return response.status, data if isinstance(data, dict) else {}


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("not a token")
    return value
