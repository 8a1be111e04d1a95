"""Tell whether a trained model still fits what it was trained on."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

_ENGINE_INPUTS = ("config.yml", "domain.yml", "data", "bot/nlu")
_SOURCE_SUFFIXES = (".yml", ".py", ".txt", ".toml")


def engine_fingerprint(root: Path) -> str:
    """Return a hash of everything the engine's model is trained from."""
    return _hash_files(_files(root / name for name in _ENGINE_INPUTS), root)


def linker_fingerprint(root: Path, codes: Iterable[str]) -> str:
    """Return a hash of the written questions, the linker's code and the list of procedures."""
    digest = hashlib.sha256("\n".join(sorted(codes)).encode())
    inputs = (root / "data" / "nlu", root / "procedures_db" / "search")
    digest.update(_hash_files(_files(inputs), root).encode())
    return digest.hexdigest()


def is_current(model: Path, fingerprint: str) -> bool:
    """Return whether `model` exists and was trained with this fingerprint."""
    note = _note(model)
    if not (model.exists() and note.exists()):
        return False
    try:
        return bool(json.loads(note.read_text("utf-8")) == {"fingerprint": fingerprint})
    except ValueError:  # cut off while it was written
        return False


def remember(model: Path, fingerprint: str) -> None:
    """Note what `model` was trained with."""
    _note(model).write_text(json.dumps({"fingerprint": fingerprint}), "utf-8")


def _note(model: Path) -> Path:
    return model.with_name(model.name + ".json")


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_file():
            yield path
        else:
            for folder, below, names in os.walk(path):
                below[:] = [name for name in below if name != ".venv"]  # not even looked into
                files = (Path(folder, name) for name in names)
                yield from (file for file in files if file.suffix in _SOURCE_SUFFIXES)


def _hash_files(files: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(root)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
