"""Keep a trained linker in one file of plain arrays (no pickle)."""

import json
import os
import tempfile
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import scipy.sparse as sp

from procedures_db.errors import NotFoundError
from procedures_db.search.classifier import Classifier
from procedures_db.search.index import Weights
from procedures_db.search.model import LinkerModel
from procedures_db.search.ranker import FEATURES, Ranker
from procedures_db.search.scope import Scope

FORMAT = 5


def save_model(model: LinkerModel, path: Path) -> None:
    """Write the model beside its final place and move it there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    classifier = model.classifier
    about = {"format": FORMAT, "codes": classifier.codes, "features": list(FEATURES)}
    arrays = {
        "about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        "words": model.weights.words.astype(np.float16),
        "letters": model.weights.letters.astype(np.float16),
        "word_columns": classifier.word_columns,
        "letter_columns": classifier.letter_columns,
        "class_shape": np.array(classifier.weights.shape),
        "class_data": classifier.weights.data.astype(np.float16),
        "class_indices": classifier.weights.indices,
        "class_indptr": classifier.weights.indptr,
        "word_idf": classifier.word_idf,
        "letter_idf": classifier.letter_idf,
        "intercept": classifier.intercept,
        "ranker_weights": model.ranker.weights,
        "ranker_scale": model.ranker.scale,
        "scope": model.scope.weights,
    }
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    os.replace(file.name, path)


def load_model(path: Path) -> LinkerModel:
    """Read a saved model; raise NotFoundError when there is none that this version can use."""
    if not path.exists():
        raise NotFoundError(f"Chưa có mô hình liên kết ở {path}; hãy chạy: thutuc train")
    try:
        return _read(path)
    except (BadZipFile, EOFError, KeyError, ValueError) as error:
        raise NotFoundError(f"Mô hình liên kết ở {path} bị hỏng; hãy chạy: thutuc train") from error


def _read(path: Path) -> LinkerModel:
    with path.open("rb") as file, np.load(file) as arrays:
        about = json.loads(arrays["about"].tobytes())
        if about["format"] != FORMAT or about["features"] != list(FEATURES):
            raise NotFoundError("Mô hình liên kết thuộc phiên bản khác; hãy chạy: thutuc train")
        return LinkerModel(
            Weights(
                arrays["words"].astype(np.float32),
                arrays["letters"].astype(np.float32),
            ),
            Classifier(
                arrays["word_columns"],
                arrays["letter_columns"],
                arrays["word_idf"],
                arrays["letter_idf"],
                sp.csr_matrix(
                    (
                        arrays["class_data"].astype(np.float32),
                        arrays["class_indices"],
                        arrays["class_indptr"],
                    ),
                    shape=tuple(arrays["class_shape"]),
                ),
                arrays["intercept"],
                about["codes"],
            ),
            Ranker(arrays["ranker_weights"], arrays["ranker_scale"]),
            Scope(arrays["scope"]),
        )
