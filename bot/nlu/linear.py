"""A linear model over word and character n-grams, saved as arrays and JSON, never pickled."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.nlu.text import ngrams

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Grams:
    """Which n-grams a model sees, and in how many examples one must occur."""

    word_max: int = 2
    char_min: int = 2
    char_max: int = 4
    min_examples: int = 2

    def of(self, words: Sequence[str]) -> list[str]:
        """The n-grams of a text's words, with repetitions."""
        return ngrams(words, self.word_max, self.char_min, self.char_max)


class Vocabulary:
    """Known n-grams and their inverse document frequencies: text to unit vectors."""

    def __init__(self, grams: Grams, index: dict[str, int], idf: Floats) -> None:
        self.grams = grams
        self.index = index
        self.idf = idf

    @classmethod
    def learn(cls, texts: Sequence[Sequence[str]], grams: Grams) -> "Vocabulary":
        """Keep the n-grams found in at least `min_examples` texts."""
        found: Counter[str] = Counter()
        for words in texts:
            found.update(set(grams.of(words)))
        kept = sorted(gram for gram, count in found.items() if count >= grams.min_examples)
        counts = np.array([found[gram] for gram in kept], dtype=np.float32)
        idf = np.log((1.0 + len(texts)) / (1.0 + counts)) + 1.0
        return cls(grams, {gram: i for i, gram in enumerate(kept)}, idf.astype(np.float32))

    def vector(self, words: Sequence[str]) -> tuple[npt.NDArray[np.int32], Floats]:
        """Positions and values of the text's unit vector; empty when nothing is known."""
        index = self.index
        counts = Counter(index[gram] for gram in self.grams.of(words) if gram in index)
        positions = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1.0 + np.log(values)) * self.idf[positions]
        length = float(np.sqrt(values @ values))
        return positions, values / length if length else values

    def matrix(self, texts: Sequence[Sequence[str]]) -> csr_matrix:
        """The texts' vectors as rows."""
        vectors = [self.vector(words) for words in texts]
        starts = np.cumsum([0, *(len(positions) for positions, _ in vectors)])
        columns = np.concatenate([positions for positions, _ in vectors])
        values = np.concatenate([values for _, values in vectors])
        return csr_matrix((values, columns, starts), shape=(len(texts), len(self.index)))


class LinearTextModel:
    """Log-odds of each label for a text; one logistic regression a label."""

    def __init__(
        self, vocabulary: Vocabulary, labels: list[str], weights: Floats, bias: Floats
    ) -> None:
        self.vocabulary = vocabulary
        self.labels = labels
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(
        cls,
        texts: Sequence[Sequence[str]],
        targets: npt.NDArray[np.bool_],
        labels: list[str],
        grams: Grams,
        strength: float = 10.0,
        balanced: bool = False,
    ) -> "LinearTextModel":
        """Fit one classifier a label on `targets` (texts in rows, labels in columns)."""
        vocabulary = Vocabulary.learn(texts, grams)
        rows = vocabulary.matrix(texts)
        weights = np.zeros((rows.shape[1], len(labels)), dtype=np.float32)
        bias = np.full(len(labels), -10.0, dtype=np.float32)
        for column in range(len(labels)):
            wanted = targets[:, column]
            if wanted.all() or not wanted.any():
                bias[column] = 10.0 if wanted.all() else -10.0
                continue
            learner = LogisticRegression(
                C=strength,
                solver="liblinear",
                class_weight="balanced" if balanced else None,
                random_state=0,
            ).fit(rows, wanted)
            weights[:, column] = learner.coef_[0]
            bias[column] = learner.intercept_[0]
        return cls(vocabulary, labels, weights, bias)

    def log_odds(self, words: Sequence[str]) -> Floats:
        """One number a label; the bias alone for a text without a known n-gram."""
        positions, values = self.vocabulary.vector(words)
        scores: Floats = values @ self.weights[positions] + self.bias
        return scores

    def save(self, folder: Path) -> None:
        """Write `linear.npz` and `linear.json` into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / "linear.npz",
            weights=self.weights,
            bias=self.bias,
            idf=self.vocabulary.idf,
        )
        grams = self.vocabulary.grams
        described = {
            "labels": self.labels,
            "grams": [grams.word_max, grams.char_min, grams.char_max, grams.min_examples],
            "vocabulary": list(self.vocabulary.index),
        }
        (folder / "linear.json").write_text(
            json.dumps(described, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> "LinearTextModel":
        """Read what `save` wrote."""
        described = json.loads((folder / "linear.json").read_text(encoding="utf-8"))
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            index = {gram: i for i, gram in enumerate(described["vocabulary"])}
            vocabulary = Vocabulary(Grams(*described["grams"]), index, arrays["idf"])
            return cls(vocabulary, described["labels"], arrays["weights"], arrays["bias"])
