"""The questions every measurement asks: a fixed sample of the training data.

Never of the evaluation files: how fast an answer comes does not depend on whether it is right.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from procedures_db.search.corpus import read_questions

SEED = 20261123
TURNS = 4
OFF_TOPIC = 0.1
"""Share of the questions that no procedure answers."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Conversations = list[list[str]]


def sample_conversations(nlu: Path, count: int, seed: int = SEED) -> Conversations:
    """Return `count` conversations of `TURNS` questions; the same for the same data and seed."""
    dice = random.Random(seed)
    asked = sorted({question.text for question in read_questions(nlu / "procedures")})
    off_topic = sorted(
        {
            text
            for path in (nlu / "dialogue").glob("out_of_scope*.yml")
            for _, text in read_examples(path)
        }
    )
    return [
        [dice.choice(off_topic if dice.random() < OFF_TOPIC else asked) for _ in range(TURNS)]
        for _ in range(count)
    ]


def read_examples(path: Path) -> Iterator[tuple[str, str]]:
    """Yield intent and text of each example of a Rasa NLU file."""
    data: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506
    for block in data.get("nlu") or ():
        for line in block.get("examples", "").splitlines():
            text = line.strip().removeprefix("-").strip()
            if text and "intent" in block:
                yield block["intent"], text
