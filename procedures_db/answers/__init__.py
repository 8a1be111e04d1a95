"""From facts to the structured answer that every channel renders."""

from procedures_db.answers.build import (
    answer,
    ask_back,
    ask_topic,
    correct,
    non_answer,
    not_in_data,
    with_other,
)
from procedures_db.answers.contract import Reply
from procedures_db.answers.desks import Desks
from procedures_db.answers.notices import with_notices
from procedures_db.answers.payload import SKIPPED, Choice, decode, encode
from procedures_db.answers.personal import Personal

__all__ = [
    "SKIPPED",
    "Choice",
    "Desks",
    "Personal",
    "Reply",
    "answer",
    "ask_back",
    "ask_topic",
    "correct",
    "decode",
    "encode",
    "non_answer",
    "not_in_data",
    "with_notices",
    "with_other",
]
