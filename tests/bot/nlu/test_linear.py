import random
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.linear import Grams, LinearTextModel, Reading, with_typos

TEXTS = [
    Reading(["mat", "bao", "nhieu", "tien"]),
    Reading(["phi", "bao", "nhieu", "tien"]),
    Reading(["can", "giay", "to", "gi"], ["giấy"]),
    Reading(["mang", "giay", "to", "gi"], ["giấy"]),
]
TARGETS = np.array([[True, False], [True, False], [False, True], [False, True]])
LABELS = ["fee", "documents"]


def dice() -> random.Random:
    return random.Random(7)  # noqa: S311


def fitted(grams: Grams) -> LinearTextModel:
    return LinearTextModel.fit(TEXTS, TARGETS, LABELS, grams)


@pytest.mark.parametrize("grams", [Grams(), Grams(char_longest=4, accents=True)])
def test_margins_are_positive_for_the_labels_of_a_text(grams: Grams) -> None:
    model = fitted(grams)

    assert [margin > 0 for margin in model.margins(TEXTS[0])] == [True, False]
    assert [margin > 0 for margin in model.margins(TEXTS[2])] == [False, True]


@pytest.mark.parametrize("grams", [Grams(), Grams(char_longest=4, accents=True)])
def test_a_saved_model_reads_the_same(grams: Grams, tmp_path: Path) -> None:
    model = fitted(grams)
    model.save(tmp_path)

    read = LinearTextModel.load(tmp_path)

    assert read.labels == LABELS
    for text in [*TEXTS, Reading(["gi", "bao"]), Reading([])]:
        assert np.array_equal(read.margins(text), model.margins(text))


def test_a_saved_model_holds_no_pickle(tmp_path: Path) -> None:
    fitted(Grams(char_longest=4)).save(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["linear.json", "linear.npz"]
    with np.load(tmp_path / "linear.npz", allow_pickle=False) as arrays:
        assert all(array.dtype.kind == "f" for array in arrays.values())


def test_a_label_that_every_example_has_is_always_there() -> None:
    model = LinearTextModel.fit(TEXTS, np.ones((4, 1), dtype=bool), ["fee"], Grams())

    assert model.margins(Reading(["bao"]))[0] > 0


def test_typos_are_the_same_every_time_and_keep_short_words() -> None:
    words = ["lam", "giay", "khai", "sinh", "o", "dau", "mat", "bao", "nhieu", "tien"]

    first = with_typos(words, 1.0, dice())

    assert first == with_typos(words, 1.0, dice())
    assert first != words
    assert any(word.endswith("o") for word in first)
    assert with_typos(words, 0.0, dice()) == words
    assert with_typos([], 1.0, dice()) == []
