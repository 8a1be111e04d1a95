"""Zalo's Official Account API: single-use refresh tokens, limits, error numbers, deliveries."""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.channels.zalo.signature import sign
from tests.simulators.base import Simulator

APP_ID = "1234567890123456789"
APP_SECRET = "app-secret"
OA_SECRET = "oa-secret"
OA_ID = "579745863508352884"
FIRST_REFRESH = "refresh-0"
HOUR = 3600.0


class ZaloSimulator(Simulator):
    """One Official Account and its followers."""

    def __init__(self, *, per_minute: int = 4000, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.clock = clock
        self.per_minute = per_minute
        self.token_seconds = 90_000
        self.refresh_token = FIRST_REFRESH
        self.access_tokens: dict[str, float] = {}
        self.refreshes = 0
        self.refused_refreshes = 0
        self.refused: deque[int] = deque()
        """Error numbers to answer the next messages with."""
        self.strangers: set[str] = set()
        self.last_acts: dict[str, float] = {}
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self._numbers = itertools.count(1)
        self._times: deque[float] = deque()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/v4/oa/access_token", self._refresh)
        app.router.add_post("/v3.0/oa/message/cs", self._send)

    def texts_to(self, user_id: str) -> list[str]:
        """Return the texts that the person sees, in order."""
        return [message["text"] for to, message in self.sent if to == user_id]

    def expire_tokens(self) -> None:
        """End every access token now."""
        self.access_tokens = dict.fromkeys(self.access_tokens, 0.0)

    async def _refresh(self, request: web.Request) -> web.Response:
        form = await request.post()
        if request.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID:
            return _refusal(-14004, "Invalid app")
        if form.get("grant_type") != "refresh_token":
            return _refusal(-14002, "Invalid grant")
        if form.get("refresh_token") != self.refresh_token:
            self.refused_refreshes += 1
            return _refusal(-14014, "Invalid refresh token")
        self.refreshes += 1
        self.refresh_token = f"refresh-{self.refreshes}"
        access = f"access-{self.refreshes}"
        self.access_tokens[access] = self.clock() + self.token_seconds
        return web.json_response(
            {
                "access_token": access,
                "refresh_token": self.refresh_token,
                "expires_in": str(self.token_seconds),
            }
        )

    async def _send(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        number, text = self._judge(request.headers.get("access_token", ""), body)
        if number:
            return web.json_response({"error": number, "message": text})
        user_id = body["recipient"]["user_id"]
        self.sent.append((user_id, body["message"]))
        message_id = f"out-{next(self._numbers)}"
        data = {"message_id": message_id, "user_id": user_id, "sent_time": str(self.clock())}
        return web.json_response({"error": 0, "message": "Success", "data": data})

    def _judge(self, token: str, body: Mapping[str, Any]) -> tuple[int, str]:
        now = self.clock()
        if token not in self.access_tokens:
            return -216, "Access token is invalid"
        if self.access_tokens[token] <= now:
            return -220, "access_token is expired"
        while self._times and now - self._times[0] >= 60:
            self._times.popleft()
        if len(self._times) >= self.per_minute:
            return -32, "Your application reached limit call api"
        self._times.append(now)
        if self.refused:
            number = self.refused.popleft()
            return number, f"error {number}"
        user_id = body["recipient"]["user_id"]
        if user_id in self.strangers:
            return -213, "User has not followed OA"
        if now - self.last_acts.get(user_id, now) > 7 * 24 * HOUR:
            return -230, "User has not interacted with the OA in the past 7 days"
        return (0, "") if _is_proper(body["message"]) else (-201, "params is invalid")

    # --- deliveries -------------------------------------------------------------------------

    def event(self, user_id: str, text: str, **changes: Any) -> dict[str, Any]:
        """Return a text event."""
        self.last_acts[user_id] = self.clock()
        message = {"msg_id": f"in-{next(self._numbers)}", "text": text}
        return {
            "app_id": APP_ID,
            "user_id_by_app": f"by-app-{user_id}",
            "event_name": "user_send_text",
            "timestamp": str(int(self.clock() * 1000)),
            "sender": {"id": user_id},
            "recipient": {"id": OA_ID},
            "message": message,
        } | changes

    def follow(self, user_id: str, name: str = "follow") -> dict[str, Any]:
        """Return the event of somebody who begins (or ends) to follow."""
        return {
            "oa_id": OA_ID,
            "follower": {"id": user_id},
            "user_id_by_app": f"by-app-{user_id}",
            "event_name": name,
            "source": "oa_profile",
            "app_id": APP_ID,
            "timestamp": str(int(self.clock() * 1000)),
        }

    async def deliver(
        self,
        session: ClientSession,
        url: str,
        event: Mapping[str, Any],
        *,
        times: int = 1,
        secret: str = OA_SECRET,
        pauses: tuple[float, ...] = (0.05, 0.1, 0.2, 0.5),
    ) -> list[int]:
        """Post the event `times`, each again until it is taken within 2 s; return the statuses."""
        body = json.dumps(event, ensure_ascii=False).encode()
        signature = sign(APP_ID, body, str(event["timestamp"]), secret)
        statuses = []
        for _ in range(times):
            for retry, pause in enumerate((*pauses, 0.0)):
                status = await self._post(session, url, body, signature, retry)
                if status == 200 or status in (401, 403):
                    break
                await asyncio.sleep(pause)
            statuses.append(status)
        return statuses

    async def _post(
        self, session: ClientSession, url: str, body: bytes, signature: str, retry: int
    ) -> int:
        headers = {"X-ZEvent-Signature": signature, "Content-Type": "application/json"}
        if retry:
            headers["num_retry"] = str(retry)
        try:
            async with session.post(
                url, data=body, headers=headers, timeout=ClientTimeout(total=2)
            ) as response:
                return response.status
        except (ClientError, TimeoutError):
            return 0


def _refusal(number: int, text: str) -> web.Response:
    return web.json_response({"error": number, "error_name": text, "error_description": text})


def _is_proper(message: Mapping[str, Any]) -> bool:
    text = message.get("text")
    if not isinstance(text, str) or not 1 <= len(text.encode("utf-16-le")) // 2 <= 2000:
        return False
    if "attachment" not in message:
        return True
    attachment = message["attachment"]
    buttons = attachment["payload"]["buttons"]
    return (
        attachment["type"] == "template"
        and 1 <= len(buttons) <= 5
        and all(
            one["type"] in ("oa.query.show", "oa.query.hide")
            and 1 <= len(one["title"]) <= 100
            and 1 <= len(one["payload"]) <= 1000
            for one in buttons
        )
    )
