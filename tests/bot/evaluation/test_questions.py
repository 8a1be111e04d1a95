"""Evaluation files."""

import json
from pathlib import Path

import pytest

from bot.evaluation.questions import Conversation, GoldTurn, read_conversations
from procedures_db.errors import ImportFileError

LINE = {
    "id": "k1",
    "set": "manual",
    "turns": [
        {"q": "khai sinh?", "codes": ["9.000001"], "behaviour": "answer", "fields": ["documents"]},
        {"q": "trời mưa?", "codes": [], "behaviour": "out_of_scope"},
    ],
}


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


def test_line_is_a_conversation(tmp_path: Path) -> None:
    (conversation,) = read_conversations(write(tmp_path / "a.jsonl", LINE))

    assert conversation == Conversation(
        "k1",
        "manual",
        (
            GoldTurn("khai sinh?", frozenset({"9.000001"}), "answer", frozenset({"documents"})),
            GoldTurn("trời mưa?", frozenset(), "out_of_scope", frozenset()),
        ),
    )


def test_set_is_named_after_the_file_unless_it_says_so(tmp_path: Path) -> None:
    unnamed = {key: value for key, value in LINE.items() if key != "set"}

    (conversation,) = read_conversations(write(tmp_path / "dev.jsonl", unnamed))

    assert conversation.set == "dev"


def test_other_names_of_facets_are_understood(tmp_path: Path) -> None:
    line = LINE | {"turns": [{"q": "a", "codes": [], "fields": ["condition", "legal", "fee"]}]}

    (conversation,) = read_conversations(write(tmp_path / "a.jsonl", line))

    assert conversation.turns[0].facets == {"conditions", "legal_basis", "fee"}
    assert conversation.turns[0].behaviour == "answer"


def test_blank_lines_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"\n{json.dumps(LINE)}\n\n", "utf-8")

    assert len(list(read_conversations(path))) == 1


@pytest.mark.parametrize(
    "line", [[], {}, {"id": "a"}, {"id": "a", "turns": [{"codes": []}]}, {"id": "a", "turns": 7}]
)
def test_wrong_line_is_named(tmp_path: Path, line: object) -> None:
    path = write(tmp_path / "a.jsonl", LINE, line)

    with pytest.raises(ImportFileError, match=r"a\.jsonl, dòng 2"):
        list(read_conversations(path))


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "b.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")

    for path in (tmp_path / "missing.jsonl", binary, tmp_path):
        with pytest.raises(ImportFileError, match="Không đọc được"):
            list(read_conversations(path))
