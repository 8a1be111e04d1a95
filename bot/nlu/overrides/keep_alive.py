"""Keep the connections to the action endpoint open.

Replaces `EndpointConfig.session` (rasa/utils/endpoints.py), which opens a session, and so a
connection, for every request, and the 300 s that `RemoteAction.run`
(rasa/core/actions/action.py) waits for an action.
"""

from types import TracebackType

import aiohttp
import rasa.core.actions.action
from rasa.utils.endpoints import EndpointConfig

ACTION_TIMEOUT = aiohttp.ClientTimeout(total=15)

# Shorter than the 5 s after which a Sanic action server closes an idle connection, because a
# POST sent into a closing connection fails.
IDLE_SECONDS = 4.0

_opened: list[aiohttp.ClientSession] = []


class _Shared:
    """Hands out a session that stays open when the block ends."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """The session stays open."""


def shared_session(self: EndpointConfig) -> _Shared:
    """The endpoint's one session, opened at its first use inside the running loop."""
    session: aiohttp.ClientSession | None = getattr(self, "kept_session", None)
    if session is None or session.closed:
        auth = (
            aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"])
            if self.basic_auth
            else None
        )
        session = aiohttp.ClientSession(
            headers=self.headers,
            auth=auth,
            timeout=ACTION_TIMEOUT,
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
        )
        self.kept_session = session
        _opened.append(session)
    return _Shared(session)


async def close_sessions() -> None:
    """Close every session opened so far; the next request opens a new one."""
    while _opened:
        await _opened.pop().close()


def install() -> None:
    """Share sessions from now on."""
    EndpointConfig.session = shared_session
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT
