"""The questions are the same in every run and come from the training data alone."""

from pathlib import Path

import pytest

from bench.questions import TURNS, read_examples, sample_conversations

_ASKED = """\
version: "3.1"
nlu:
- intent: ask_procedure
  metadata: {codes: ["1.000001"], facets: [fee], origin: written}
  examples: |
    - phí bao nhiêu
    - hết nhiêu tiền
"""
_OFF_TOPIC = """\
version: "3.1"
nlu:
- intent: out_of_scope
  metadata: {origin: written}
  examples: |
    - trời có mưa không
"""


@pytest.fixture
def nlu(tmp_path: Path) -> Path:
    for name, text in (("procedures/a.yml", _ASKED), ("dialogue/out_of_scope.yml", _OFF_TOPIC)):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(text, "utf-8")
    return tmp_path


def test_the_same_seed_asks_the_same(nlu: Path) -> None:
    assert sample_conversations(nlu, 20) == sample_conversations(nlu, 20)
    assert sample_conversations(nlu, 20) != sample_conversations(nlu, 20, seed=1)


def test_conversations_mix_questions_on_and_off_topic(nlu: Path) -> None:
    conversations = sample_conversations(nlu, 50)

    assert {len(turns) for turns in conversations} == {TURNS}
    asked = {question for turns in conversations for question in turns}
    assert asked == {"phí bao nhiêu", "hết nhiêu tiền", "trời có mưa không"}


def test_examples_carry_their_intent(nlu: Path) -> None:
    path = nlu / "dialogue" / "out_of_scope.yml"

    assert list(read_examples(path)) == [("out_of_scope", "trời có mưa không")]
