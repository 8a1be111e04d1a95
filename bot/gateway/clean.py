"""Make a message safe and comparable before anything else sees it."""

import unicodedata

MAX_LENGTH = 1_000


class MessageError(ValueError):
    """A message that is not taken."""


class MessageTooLongError(MessageError):
    """Longer than MAX_LENGTH characters."""


def clean(text: str) -> str:
    """Return the text in NFC without control and invisible characters, spaces collapsed.

    Invisible characters (Unicode category Cf, among them the tag block U+E0000, and variation
    selectors) can carry instructions that a person does not see. Raises MessageTooLongError.
    """
    if len(text) > MAX_LENGTH * 4:
        raise MessageTooLongError
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text
        if not _is_hidden(letter)
    )
    result = " ".join(unicodedata.normalize("NFC", visible).split())
    if len(result) > MAX_LENGTH:
        raise MessageTooLongError
    return result


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cs", "Co", "Cn") or (
        "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    )


def is_readable(text: str) -> bool:
    """Return whether there is at least one Latin letter or digit to understand."""
    return any(
        letter.isdigit() or (letter.isalpha() and "LATIN" in unicodedata.name(letter, ""))
        for letter in text
    )
