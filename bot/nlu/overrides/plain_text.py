"""What a citizen types is text, also when it starts with "/".

Replaces `RegexMessageHandler.process` (rasa/nlu/classifiers/regex_message_handler.py), which
takes "/restart" or "/any_intent{…}" as an intent with entities.
"""

from typing import Any

from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.nlu.training_data.message import Message


def leave_as_is(
    self: RegexMessageHandler, messages: list[Message], domain: Any = None
) -> list[Message]:
    """The messages as the classifiers left them."""
    return messages


def install() -> None:
    """Take slashes as text from now on."""
    RegexMessageHandler.process = leave_as_is
