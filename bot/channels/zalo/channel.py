"""The Official Account as a channel of the gateway."""

from collections.abc import Sequence
from typing import Protocol

from bot.channels import messages
from bot.channels.sending import Unclear
from bot.channels.settings import ButtonStyle
from bot.channels.zalo.errors import Fault, ZaloError, ZaloUnclearError
from bot.channels.zalo.render import render
from bot.gateway.schemas import Answer, GiveUp, Payload, RetryLater

NAME = "zalo"

_RATE_LIMIT = -32
_NIGHT = -234
_PAUSES = {_RATE_LIMIT: 20.0, _NIGHT: 3600.0}
_OPERATOR_PAUSE = 300.0


class Client(Protocol):
    """Sends messages."""

    async def send(self, user_id: str, message: Payload) -> str:
        """Send one; raise ZaloError."""
        ...


class ZaloChannel:
    """Renders answers for Zalo and sends them."""

    name = NAME

    def __init__(
        self,
        client: Client,
        style: ButtonStyle = ButtonStyle.NUMBERS,
        template_type: str = "",
    ) -> None:
        self._client = client
        self._style = style
        self._template_type = template_type
        self._unclear = Unclear()

    def render(self, answer: Answer, recipient: str) -> Sequence[Payload]:
        """Return the messages that say the answer."""
        return render(answer, self._style, self._template_type)

    async def send(self, recipient: str, payload: Payload) -> None:
        """Send one message; raise RetryLater or GiveUp."""
        message = payload
        if self._unclear.holds(recipient, payload):
            message = payload | {"text": f"{messages.REPEATED}\n{payload['text']}"}
        try:
            await self._client.send(recipient, message)
        except ZaloUnclearError as error:
            self._unclear.add(recipient, payload)
            raise RetryLater(None, str(error)) from error
        except ZaloError as error:
            if error.fault is Fault.NEVER:
                self._unclear.drop(recipient, payload)
                raise GiveUp(f"Zalo {error}") from error
            pause = _OPERATOR_PAUSE if error.fault is Fault.OPERATOR else None
            raise RetryLater(_PAUSES.get(error.number or 0, pause), f"Zalo {error}") from error
        self._unclear.drop(recipient, payload)
