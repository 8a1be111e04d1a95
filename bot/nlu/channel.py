"""The one way into the engine: the gateway posts a turn and gets the actions' messages back."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from bot.nlu.overrides.action_failures import collect_action_failures
from bot.nlu.overrides.keep_alive import close_sessions
from bot.nlu.tracker_store import forget_conversation

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
MAX_TEXT_LENGTH = 4_000
MAX_CONVERSATION_ID_LENGTH = 128


class BadTurnError(ValueError):
    """The posted body is not a turn; `status` is the HTTP status to answer with."""

    def __init__(self, detail: str, status: int = 400) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True)
class Turn:
    """What the gateway posts: one message of one person."""

    conversation_id: str
    text: str
    metadata: dict[str, Any]

    @classmethod
    def from_body(cls, body: bytes) -> Turn:
        """Read a turn from a request body, or raise BadTurnError saying what is wrong with it."""
        if len(body) > MAX_BODY_BYTES:
            raise BadTurnError(f"the body is longer than {MAX_BODY_BYTES} bytes", status=413)
        try:
            posted = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise BadTurnError("the body is not JSON") from error
        if not isinstance(posted, dict):
            raise BadTurnError("the body is not a JSON object")
        conversation_id = posted.get("conversation_id")
        if not isinstance(conversation_id, str) or not conversation_id.isprintable():
            raise BadTurnError("conversation_id must be printable text")
        if not 0 < len(conversation_id.strip()) <= MAX_CONVERSATION_ID_LENGTH:
            raise BadTurnError(
                f"conversation_id must have 1 to {MAX_CONVERSATION_ID_LENGTH} letters"
            )
        text = posted.get("text")
        if not isinstance(text, str):
            raise BadTurnError("text must be a string")
        if len(text) > MAX_TEXT_LENGTH:
            raise BadTurnError(f"text is longer than {MAX_TEXT_LENGTH} letters", status=413)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise BadTurnError("text holds half a character")
        metadata = posted.get("metadata")
        if metadata is None:
            metadata = {}
        if not isinstance(metadata, dict):
            raise BadTurnError("metadata must be an object")
        return cls(conversation_id, text, metadata)


class GatewayOutput(OutputChannel):
    """Collects what the actions say, each answer whole."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The name Rasa knows the channel by."""
        return "gateway"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the text and the structured answer of a bot message."""
        if message.get("text"):
            self.messages.append({"text": message["text"]})
        if message.get("custom"):
            self.messages.append({"custom": message["custom"]})


class GatewayInput(InputChannel):
    """`POST /webhooks/gateway/webhook` for turns, `GET …/health` for the state of the model.

    `DELETE …/conversation?id=…` forgets a conversation.
    """

    def __init__(self, token: str) -> None:
        self._authorization = f"Bearer {token}".encode()

    @classmethod
    def name(cls) -> str:
        """The name Rasa knows the channel by, and its path under /webhooks."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """The channel as credentials.yml describes it."""
        token = (credentials or {}).get("token")
        if not token:
            raise RasaException("the gateway channel needs a token in the credentials file")
        return cls(str(token))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("gateway")

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return json_response({"status": "loading"}, status=503)
            return json_response({"status": "ready", "model": agent.model_id})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            given = (request.headers.get("Authorization") or "").encode()
            if not hmac.compare_digest(given, self._authorization):
                return _refusal(401, "unauthorized", "the bearer token is missing or wrong")
            try:
                turn = Turn.from_body(request.body)
            except BadTurnError as error:
                return _refusal(error.status, "bad_request", str(error))
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return _refusal(503, "model_not_loaded", "the engine has no model yet")
            return await _answer(turn, on_new_message)

        @routes.delete("/conversation")
        async def forget(request: Request) -> HTTPResponse:
            given = (request.headers.get("Authorization") or "").encode()
            if not hmac.compare_digest(given, self._authorization):
                return _refusal(401, "unauthorized", "the bearer token is missing or wrong")
            conversation_id = request.args.get("id") or ""
            agent = getattr(request.app.ctx, "agent", None)
            if not conversation_id or agent is None or not agent.is_ready():
                return _refusal(400 if agent else 503, "bad_request", "there is nothing to forget")
            async with agent.lock_store.lock(conversation_id):
                forget_conversation(agent.tracker_store, conversation_id)
            return empty()

        @routes.listener("after_server_stop")
        async def release(app: Sanic, loop: Any) -> None:
            await close_sessions()

        return routes


async def _answer(
    turn: Turn, on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> HTTPResponse:
    output = GatewayOutput()
    message = UserMessage(
        turn.text,
        output,
        turn.conversation_id,
        input_channel=GatewayInput.name(),
        metadata=turn.metadata,
    )
    with collect_action_failures() as failures:
        try:
            await on_new_message(message)
        except LockError:
            return _refusal(503, "busy", "an earlier message of this conversation hangs")
        except Exception as error:  # the process edge: nothing of the message may be logged
            logger.error("A turn failed with %s.", type(error).__name__)
            return _refusal(500, "engine", "the engine failed on this message")
    if failures:
        return _refusal(502, "action_server", failures[0])
    if not output.messages:
        return _refusal(502, "no_answer", "no action answered")
    return json_response({"messages": output.messages})


def _refusal(status: int, error: str, detail: str) -> HTTPResponse:
    return json_response({"error": error, "detail": detail}, status=status)
