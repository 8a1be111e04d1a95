"""Sentences that come before the parts of an answer."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from procedures_db.answers.contract import Reply
from procedures_db.yaml_text import read_yaml


def with_notices(reply: Reply, notices: Sequence[str]) -> Reply:
    """Return the reply with the notices before those it has, and first in its text."""
    if not notices:
        return reply
    told = [*notices, *reply.get("notices", ())]
    return {**reply, "text": "\n\n".join([*notices, reply["text"]]), "notices": told}


def flag_notices(flags: Iterable[str]) -> list[str]:
    """Return what citizens are told about a procedure's flags; most concern staff only."""
    texts = notice_texts()
    kinds = (flag.partition(":")[0] for flag in flags)
    return [texts[kind] for kind in dict.fromkeys(kinds) if kind in texts]


@cache
def notice_texts() -> dict[str, str]:
    """Return the sentence of each kind of flag that citizens are told about."""
    text = resources.files("procedures_db.answers").joinpath("notices.yml").read_text("utf-8")
    data: dict[str, str] = read_yaml(text)
    return data
