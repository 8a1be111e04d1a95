"""The same questions as people type them: without diacritics, with typos, in teencode."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from bot.evaluation.questions import Conversation
from procedures_db.search.text import fold

_TEENCODE = {
    "không": "ko",
    "được": "dc",
    "gì": "j",
    "bao nhiêu": "bnhiu",
    "vậy": "z",
    "rồi": "r",
    "làm": "lm",
    "mình": "mk",
    "biết": "bik",
    "với": "vs",
    "người": "ng",
    "giờ": "h",
    "như thế nào": "ntn",
    "cũng": "cx",
    "trước": "trc",
    "nhiêu": "nhiu",
    "căn cước công dân": "cccd",
    "giấy khai sinh": "gks",
    "bảo hiểm y tế": "bhyt",
    "bảo hiểm xã hội": "bhxh",
    "đăng ký": "đk",
    "quá": "wá",
}
_NEIGHBOURS = "qwertyuiop asdfghjkl zxcvbnm"
_TYPO_SHARE = 0.12


def without_diacritics(text: str) -> str:
    """Return the text in lower case without diacritics."""
    return fold(text)


def with_typos(text: str) -> str:
    """Return the text with about one word in eight mistyped, the same way each time."""
    dice = random.Random(text)  # noqa: S311 - not a secret
    words = text.split(" ")
    return " ".join(
        _mistyped(word, dice) if len(word) > 2 and dice.random() < _TYPO_SHARE else word
        for word in words
    )


def in_teencode(text: str) -> str:
    """Return the text with the usual chat abbreviations."""
    for full, short in _TEENCODE.items():
        text = re.sub(rf"\b{full}\b", short, text, flags=re.IGNORECASE)
    return text


NOISES: dict[str, Callable[[str], str]] = {
    "no_diacritics": without_diacritics,
    "typos": with_typos,
    "teencode": in_teencode,
}


def distort(conversation: Conversation, noise: Callable[[str], str]) -> Conversation:
    """Return the conversation with every question distorted."""
    turns = tuple(replace(turn, question=noise(turn.question)) for turn in conversation.turns)
    return replace(conversation, turns=turns)


def _mistyped(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    match dice.randrange(4):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            row = next((row for row in _NEIGHBOURS.split() if word[at] in row), "")
            near = row[max(row.find(word[at]) - 1, 0)] if row else word[at]
            return word[:at] + near + word[at + 1 :]
