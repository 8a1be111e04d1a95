"""The public JSON API: `POST /api/v1/messages`, and the health of the service."""

import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.gateway.clean import clean
from bot.gateway.engine import EngineClient
from bot.gateway.schemas import IncomingMessage
from bot.web.compact import compact_answer
from bot.web.keys import GATEWAY

ENGINE: web.AppKey[EngineClient] = web.AppKey("engine")

WIDGET = "widget"
_LONGEST_PLACE = 100
MAX_BODY = 16 * 1024
CONVERSATION_ID = re.compile(r"[A-Za-z0-9_.:\-]{1,100}")
_STATUS = {"too_many": 429, "too_long": 413, "empty": 422, "unavailable": 503}


class BadRequestError(Exception):
    """A body that is not a message; the text says what is wrong, in Vietnamese."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def add_api_routes(app: web.Application) -> None:
    """Add the API's routes."""
    app.router.add_post("/api/v1/messages", post_message, name="messages")
    app.router.add_get("/healthz", healthz, name="healthz")
    app.router.add_get("/readyz", readyz, name="readyz")


async def post_message(request: web.Request) -> web.Response:
    """Answer one message of a conversation; with `card`, also arranged for a small frame."""
    try:
        data = await read_object(request)
        message = _message(data, request.remote)
    except BadRequestError as error:
        return web.json_response({"error": str(error)}, status=error.status)
    answer = await request.app[GATEWAY].answer(message)
    status = _STATUS.get(answer.pop("reason", ""), 200)
    if message.channel == WIDGET:
        answer["card"] = compact_answer(answer)
    return web.json_response(answer, status=status, dumps=_dumps)


async def healthz(_request: web.Request) -> web.Response:
    """Say that the process runs."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Say whether questions can be answered: the engine has its model."""
    ready = await request.app[ENGINE].is_ready()
    status = "ready" if ready else "starting"
    return web.json_response({"status": status}, status=200 if ready else 503)


async def read_object(request: web.Request) -> dict[str, Any]:
    """Return the JSON object that was sent; raise BadRequestError when it is none."""
    if request.content_type != "application/json":
        raise BadRequestError(415, "Nội dung gửi lên phải là application/json.")
    try:
        data = json.loads(await _read_body(request))
    except (ValueError, RecursionError) as error:
        raise BadRequestError(400, "Nội dung gửi lên không phải JSON đúng.") from error
    if not isinstance(data, dict):
        raise BadRequestError(400, "Nội dung gửi lên phải là một đối tượng JSON.")
    return data


def _message(data: Mapping[str, Any], address: str | None) -> IncomingMessage:
    text, payload = data.get("text", ""), data.get("payload")
    conversation_id = data.get("conversation_id")
    if conversation_id in (None, ""):
        conversation_id = secrets.token_urlsafe(16)
    if not isinstance(conversation_id, str) or not CONVERSATION_ID.fullmatch(conversation_id):
        raise BadRequestError(
            400, "conversation_id chỉ gồm chữ, số và các dấu _ . : -, tối đa 100."
        )
    if not isinstance(text, str) or not (payload is None or isinstance(payload, str)):
        raise BadRequestError(400, "text và payload phải là chuỗi ký tự.")
    card = data.get("card")
    if not (card is None or isinstance(card, bool)):
        raise BadRequestError(400, "card phải là true hoặc false.")
    channel = WIDGET if card else "api"
    return IncomingMessage(
        conversation_id,
        text,
        channel,
        payload,
        address,
        province=_place(data, "province"),
        commune=_place(data, "commune"),
    )


def _place(data: Mapping[str, Any], key: str) -> str | None:
    """Return the name of a place, which only helps the answer."""
    name = data.get(key)
    if name is None:
        return None
    if not isinstance(name, str) or len(name) > _LONGEST_PLACE:
        raise BadRequestError(400, f"{key} phải là chuỗi, tối đa {_LONGEST_PLACE} ký tự.")
    return clean(name) or None


async def _read_body(request: web.Request) -> bytes:
    body = bytearray()
    try:
        async for piece in request.content.iter_any():
            body += piece
            if len(body) > MAX_BODY:
                raise BadRequestError(413, "Nội dung gửi lên quá lớn.")
    except web.RequestPayloadError as error:  # compressed wrongly, or cut off
        raise BadRequestError(400, "Không đọc được nội dung gửi lên.") from error
    return bytes(body)


def _dumps(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
