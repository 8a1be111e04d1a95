"""A linear model over word and character n-grams, saved as arrays and JSON, never pickled.

Word n-grams and character n-grams are two blocks, each a unit vector of its own, so that the
many character n-grams do not drown the few words that matter.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from bot.nlu.text import char_ngrams, word_ngrams

Floats = npt.NDArray[np.float32]


class Reading(NamedTuple):
    """A text as the model reads it: folded words, and the words whose diacritics were typed."""

    folded: Sequence[str]
    accented: Sequence[str] = ()


@dataclass(frozen=True)
class Grams:
    """Which n-grams a model sees; `char_longest` 0 leaves characters out."""

    word_longest: int = 2
    char_shortest: int = 2
    char_longest: int = 0
    accents: bool = False
    min_examples: int = 2

    def of_words(self, reading: Reading) -> list[str]:
        """The word n-grams of a text, with repetitions."""
        grams = word_ngrams(reading.folded, self.word_longest)
        if self.accents:
            grams.extend(reading.accented)
        return grams

    def of_chars(self, reading: Reading) -> list[str]:
        """The character n-grams of a text, with repetitions."""
        return [
            gram
            for word in reading.folded
            for gram in char_ngrams(word, self.char_shortest, self.char_longest)
        ]


class Block:
    """Known n-grams of one kind with their inverse document frequencies."""

    def __init__(self, index: dict[str, int], idf: Floats) -> None:
        self.index = index
        self.idf = idf

    @classmethod
    def learn(cls, texts: Iterable[list[str]], min_examples: int) -> "Block":
        """Keep the n-grams found in at least `min_examples` texts."""
        found: Counter[str] = Counter()
        count = 0
        for grams in texts:
            found.update(set(grams))
            count += 1
        kept = sorted(gram for gram, examples in found.items() if examples >= min_examples)
        examples = np.array([found[gram] for gram in kept], dtype=np.float32)
        idf = np.log((1.0 + count) / (1.0 + examples)) + 1.0
        return cls({gram: i for i, gram in enumerate(kept)}, idf.astype(np.float32))

    def vector(self, grams: list[str]) -> tuple[npt.NDArray[np.int32], Floats]:
        """Positions and values of a text's unit vector; empty when nothing is known."""
        index = self.index
        counts = Counter([index[gram] for gram in grams if gram in index])
        positions = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1.0 + np.log(values)) * self.idf[positions]
        length = float(np.sqrt(values @ values))
        return positions, values / length if length else values

    def matrix(self, texts: Iterable[list[str]]) -> csr_matrix:
        """The texts' vectors as rows."""
        vectors = [self.vector(grams) for grams in texts]
        starts = np.cumsum([0, *(len(positions) for positions, _ in vectors)])
        columns = np.concatenate([positions for positions, _ in vectors])
        values = np.concatenate([values for _, values in vectors])
        return csr_matrix((values, columns, starts), shape=(len(vectors), len(self.index)))


class LinearTextModel:
    """Margins of each label for a text; one linear support vector machine a label."""

    def __init__(
        self,
        grams: Grams,
        labels: list[str],
        blocks: list[Block],
        weights: list[Floats],
        bias: Floats,
    ) -> None:
        self.grams = grams
        self.labels = labels
        self._blocks = blocks
        self._weights = weights
        self._bias = bias

    @classmethod
    def fit(
        cls,
        texts: Sequence[Reading],
        targets: npt.NDArray[np.bool_],
        labels: list[str],
        grams: Grams,
        label_weights: Sequence[float] | None = None,
    ) -> "LinearTextModel":
        """Fit on `targets`, texts in rows and labels in columns.

        A label's examples count `label_weights` times as much as the examples without it.
        """
        kinds = _kinds(grams)
        blocks = [Block.learn(map(kind, texts), grams.min_examples) for kind in kinds]
        rows = hstack(
            [block.matrix(map(kind, texts)) for kind, block in zip(kinds, blocks, strict=True)],
            format="csr",
        )
        weights = np.zeros((rows.shape[1], len(labels)), dtype=np.float32)
        bias = np.zeros(len(labels), dtype=np.float32)
        for column in range(len(labels)):
            wanted = targets[:, column]
            if wanted.all() or not wanted.any():
                bias[column] = 1.0 if wanted.all() else -1.0
                continue
            weight = label_weights[column] if label_weights else 1.0
            learner = LinearSVC(class_weight={True: weight, False: 1.0}, random_state=0)
            learner.fit(rows, wanted)
            weights[:, column] = learner.coef_[0]
            bias[column] = learner.intercept_[0]
        cuts = np.cumsum([len(block.index) for block in blocks])[:-1]
        return cls(grams, labels, blocks, np.split(weights, cuts), bias)

    def margins(self, reading: Reading) -> Floats:
        """One number a label, above 0 for yes; the bias alone for a text of unknown n-grams."""
        total = self._bias.copy()
        for kind, block, weights in zip(
            _kinds(self.grams), self._blocks, self._weights, strict=True
        ):
            positions, values = block.vector(kind(reading))
            total += values @ weights[positions]
        return total

    def save(self, folder: Path) -> None:
        """Write `linear.npz` and `linear.json` into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {"bias": self._bias}
        for number, (block, weights) in enumerate(zip(self._blocks, self._weights, strict=True)):
            arrays[f"idf_{number}"] = block.idf
            arrays[f"weights_{number}"] = weights
        np.savez_compressed(folder / "linear.npz", **arrays)
        described = {
            "labels": self.labels,
            "grams": asdict(self.grams),
            "blocks": [list(block.index) for block in self._blocks],
        }
        text = json.dumps(described, ensure_ascii=False)
        (folder / "linear.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LinearTextModel":
        """Read what `save` wrote."""
        described = json.loads((folder / "linear.json").read_text(encoding="utf-8"))
        known = described["blocks"]
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            blocks = [
                Block({gram: i for i, gram in enumerate(grams)}, arrays[f"idf_{number}"])
                for number, grams in enumerate(known)
            ]
            weights = [arrays[f"weights_{number}"] for number in range(len(known))]
            return cls(
                Grams(**described["grams"]), described["labels"], blocks, weights, arrays["bias"]
            )


def _kinds(grams: Grams) -> list[Callable[[Reading], list[str]]]:
    return [grams.of_words, grams.of_chars] if grams.char_longest else [grams.of_words]


def with_typos(words: Sequence[str], share: float, dice: random.Random) -> list[str]:
    """The words with about `share` of the longer ones mistyped or run into the one before."""
    typed: list[str] = []
    for word in words:
        if len(word) < 3 or dice.random() >= share:
            typed.append(word)
            continue
        at = dice.randrange(len(word) - 1)
        slip = dice.choice(("swap", "drop", "double", "join"))
        if slip == "swap":
            typed.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
        elif slip == "drop":
            typed.append(word[:at] + word[at + 1 :])
        elif slip == "double" or not typed:
            typed.append(word[: at + 1] + word[at:])
        else:
            typed[-1] += word
    return typed
