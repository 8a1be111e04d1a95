"""What every channel hands the gateway, and what it may rely on getting back."""

from dataclasses import dataclass
from typing import Any, Protocol

Answer = dict[str, Any]
"""The public JSON contract of `POST /api/v1/messages`."""


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a person, as a channel received it."""

    conversation_id: str
    text: str
    channel: str
    payload: str | None = None
    address: str | None = None


class Gateway(Protocol):
    """Answers messages of all channels."""

    async def answer(self, message: IncomingMessage) -> Answer:
        """Return the structured answer to one message."""
        ...
