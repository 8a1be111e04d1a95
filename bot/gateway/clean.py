"""Make a message safe and comparable before anything else sees it."""

import unicodedata

MAX_LENGTH = 1_000


class MessageError(ValueError):
    """A message that is not taken."""


class MessageTooLongError(MessageError):
    """Longer than MAX_LENGTH characters."""


def clean(text: str) -> str:
    """Return the text in NFC without control and invisible characters, spaces collapsed.

    Invisible characters (Unicode category Cf, among them the tag block U+E0000) can carry
    instructions that a person does not see. Raises MessageTooLongError.
    """
    if len(text) > MAX_LENGTH * 4:
        raise MessageTooLongError
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn")
    )
    result = " ".join(visible.split())
    if len(result) > MAX_LENGTH:
        raise MessageTooLongError
    return result


def is_readable(text: str) -> bool:
    """Return whether there is at least one Latin letter or digit to understand."""
    return any(
        letter.isdigit() or (letter.isalpha() and "LATIN" in unicodedata.name(letter, ""))
        for letter in text
    )
