"""From facts to the structured answer that every channel renders."""

from procedures_db.answers.build import (
    answer,
    ask_back,
    ask_topic,
    correct,
    non_answer,
    not_in_data,
)
from procedures_db.answers.contract import Reply
from procedures_db.answers.payload import Choice, decode, encode

__all__ = [
    "Choice",
    "Reply",
    "answer",
    "ask_back",
    "ask_topic",
    "correct",
    "decode",
    "encode",
    "non_answer",
    "not_in_data",
]
