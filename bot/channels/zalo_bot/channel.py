"""The Zalo Bot Platform as a channel of the gateway: plain text, choices as numbers."""

from collections.abc import Sequence

from bot.channels import messages
from bot.channels.buttons import numbered
from bot.channels.sending import Unclear
from bot.channels.text import REPEAT_ROOM, split_text
from bot.channels.zalo_bot.client import ZaloBotClient, ZaloBotError
from bot.gateway.schemas import Answer, GiveUp, Payload, RetryLater

NAME = "zalo-bot"
MAX_TEXT = 2_000

_OPERATOR_PAUSE = 300.0


class ZaloBotChannel:
    """Renders answers for the bot and sends them."""

    name = NAME

    def __init__(self, client: ZaloBotClient) -> None:
        self._client = client
        self._unclear = Unclear()

    def render(self, answer: Answer, recipient: str) -> Sequence[Payload]:
        """Return the messages that say the answer."""
        text = numbered(str(answer["text"]), answer.get("buttons") or ())
        return [{"text": piece} for piece in split_text(text, MAX_TEXT - REPEAT_ROOM)]

    async def send(self, recipient: str, payload: Payload) -> None:
        """Send one message; raise RetryLater or GiveUp."""
        text = str(payload["text"])
        if self._unclear.holds(recipient, payload):
            text = f"{messages.REPEATED}\n{text}"
        try:
            await self._client.call("sendMessage", chat_id=recipient, text=text)
        except ZaloBotError as error:
            if error.unclear:
                self._unclear.add(recipient, payload)
            if error.status in (400, 403):
                self._unclear.drop(recipient, payload)
                raise GiveUp(f"Zalo Bot: {error}") from error
            pause = _OPERATOR_PAUSE if error.status in (401, 404) else None
            raise RetryLater(pause, f"Zalo Bot: {error}") from error
        self._unclear.drop(recipient, payload)
