"""What an update of Telegram says: a question, a command, a tap, something unreadable."""

from dataclasses import dataclass
from enum import StrEnum

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Message, Update

ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]

_KINDS = {
    ContentType.PHOTO: "photo",
    ContentType.ANIMATION: "photo",
    ContentType.VOICE: "voice",
    ContentType.AUDIO: "voice",
    ContentType.VIDEO: "video",
    ContentType.VIDEO_NOTE: "video",
    ContentType.STORY: "video",
    ContentType.STICKER: "sticker",
    ContentType.DOCUMENT: "file",
    ContentType.LOCATION: "location",
    ContentType.VENUE: "location",
    ContentType.CONTACT: "contact",
}
_OTHER_KINDS = frozenset(
    {
        ContentType.POLL,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.INVOICE,
        ContentType.PAID_MEDIA,
        ContentType.CHECKLIST,
        ContentType.UNKNOWN,
    }
)


class Said(StrEnum):
    """What kind of thing the person did."""

    TEXT = "text"
    START = "start"
    HELP = "help"
    DELETE = "delete"
    TAP = "tap"
    UNREAD = "unread"
    GROUP = "group"


_COMMANDS = {"start": Said.START, "help": Said.HELP, "xoa": Said.DELETE}


@dataclass(frozen=True)
class TelegramEvent:
    """One update that has to be answered."""

    update_id: int
    chat_id: int
    said: Said
    text: str = ""
    """The question; of a tap, its data; of what cannot be read, a key of messages.KINDS."""
    callback_id: str | None = None


def read_update(update: Update, bot_name: str) -> TelegramEvent | None:
    """Return what is to be answered, or None; an edited question is asked anew."""
    if update.callback_query:
        return _read_tap(update.update_id, update.callback_query)
    message = update.message or update.edited_message
    if message is None or (message.from_user and message.from_user.is_bot):
        return None
    if message.chat.type != ChatType.PRIVATE:
        addressed = update.message is not None and _addresses(message, bot_name)
        return _event(update, message, Said.GROUP) if addressed else None
    text = message.text or message.caption
    if text:
        return _event(update, message, _COMMANDS.get(_command(text), Said.TEXT), text)
    if update.edited_message:
        return None  # a moved live location, a new picture: nothing was asked
    kind = _KINDS.get(ContentType(message.content_type))
    if kind is None and message.content_type in _OTHER_KINDS:
        kind = "other"
    return _event(update, message, Said.UNREAD, kind) if kind else None


def _event(update: Update, message: Message, said: Said, text: str = "") -> TelegramEvent:
    return TelegramEvent(update.update_id, message.chat.id, said, text)


def _read_tap(update_id: int, tap: CallbackQuery) -> TelegramEvent | None:
    if tap.message is None or tap.message.chat.type != ChatType.PRIVATE or not tap.data:
        return None
    return TelegramEvent(update_id, tap.message.chat.id, Said.TAP, tap.data, tap.id)


def _command(text: str) -> str:
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return first[1:].partition("@")[0].lower() if first.startswith("/") else ""


def _addresses(message: Message, bot_name: str) -> bool:
    """Return whether a message in a group speaks to the bot."""
    text = (message.text or message.caption or "").casefold()
    if f"@{bot_name}".casefold() in text:
        return True
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.is_bot:
        return (answered.from_user.username or "").casefold() == bot_name.casefold()
    return "@" not in text and _command(text) in _COMMANDS
