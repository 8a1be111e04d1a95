"""What every channel hands the gateway, and what it may rely on getting back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Answer = dict[str, Any]
"""The public JSON contract of `POST /api/v1/messages`."""

Payload = dict[str, Any]
"""What a channel sends to its platform, as JSON: the channel alone knows what is in it."""


@dataclass(frozen=True)
class IncomingMessage:
    """One message of a person, as a channel received it."""

    conversation_id: str
    text: str
    channel: str
    payload: str | None = None
    address: str | None = None
    event_id: str | None = None
    """The platform's own name for this message; the same name twice is the same message."""
    province: str | None = None
    commune: str | None = None
    """Where the person is, if the host page or the profile says so."""


class NotDeletedError(Exception):
    """A conversation that could not be deleted now."""


class Gateway(Protocol):
    """Answers messages of all channels."""

    async def answer(self, message: IncomingMessage) -> Answer:
        """Return the structured answer to one message."""
        ...

    async def forget(self, conversation_id: str) -> None:
        """Delete everything of a conversation; raise NotDeletedError when that failed."""
        ...

    async def recorded(self) -> None:
        """Return when the answers so far are in the tables, or would keep the caller waiting."""
        ...


class RetryLater(Exception):  # noqa: N818
    """The platform did not take a message now; it may after `after` seconds."""

    def __init__(self, after: float | None = None, reason: str = "") -> None:
        super().__init__(reason or "try later")
        self.after = after


class GiveUp(Exception):  # noqa: N818
    """The platform will never take this message; the reason holds nothing of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sender(Protocol):
    """Hands one message to a platform."""

    async def send(self, recipient: str, payload: Payload) -> None:
        """Return when the platform has taken the message.

        Raises RetryLater or GiveUp. Anything else that is raised counts as RetryLater.
        """
        ...


class Channel(Sender, Protocol):
    """A chat platform: its answers are rendered, stored and sent, in order for each person."""

    @property
    def name(self) -> str:
        """The channel's name in every table, e.g. `telegram`."""
        ...

    def render(self, answer: Answer, recipient: str) -> Sequence[Payload]:
        """Return the messages that say the answer, in the order in which they are sent."""
        ...
