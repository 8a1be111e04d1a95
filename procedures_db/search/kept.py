"""Keep the built index on disk, so that a start need not read eleven million letters again.

One file: a line of JSON that names the arrays, then the arrays themselves, which are mapped into
memory and not copied. Its key covers every text, the trained weights and the code that makes
the index of them; a file with another key, or one that is not whole, is not used.
"""

import hashlib
import json
import logging
import os
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

import numpy as np

from procedures_db.search.entries import Source, entries_of
from procedures_db.search.index import SearchIndex, Weights
from procedures_db.search.memory import release_freed_memory
from procedures_db.search.vectors import Arrays

logger = logging.getLogger(__name__)

_ALIGNED = 64
_LONGEST_HEAD = 64 * 1024
_MADE_BY = ("abbreviations.txt", "deeds.py", "entries.py", "index.py", "text.py", "vectors.py")


def kept_index(path: Path, source: Source, weights: Weights) -> SearchIndex:
    """Return the index of `source`: the kept one when it fits, else a new one, which is kept.

    A disk that takes no file is logged; the index is returned all the same.
    """
    key = _key(source, weights)
    codes = [row.code for row in source.procedures]
    try:
        return SearchIndex.restore(
            _read(path, key), codes, [row.name for row in source.procedures], weights
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.info("the kept search index is not used: %s", error)
    index = SearchIndex.build(entries_of(source), weights)
    if _kept(path, key, index):
        release_freed_memory()
    return index


def keep_index(path: Path, source: Source, weights: Weights, index: SearchIndex) -> None:
    """Keep an index that was made of `source`; a disk that takes no file is logged."""
    _kept(path, _key(source, weights), index)


def procedures_key(source: Source) -> str:
    """Return what changes with any text of a procedure, and with no question."""
    digest = hashlib.blake2b(digest_size=20)
    for row in source.procedures:
        digest.update(repr(tuple(row)).encode())
    digest.update(repr(source.aliases).encode())
    return digest.hexdigest()


def _kept(path: Path, key: str, index: SearchIndex) -> bool:
    try:
        _write(path, key, index.arrays)
    except OSError:
        logger.warning("the search index could not be kept in %s", path, exc_info=True)
        return False
    return True


def _key(source: Source, weights: Weights) -> str:
    digest = hashlib.blake2b(_made_by(), digest_size=20)
    digest.update(procedures_key(source).encode())
    digest.update(repr(source.questions).encode())
    digest.update(np.ascontiguousarray(weights.words).data)
    digest.update(np.ascontiguousarray(weights.letters).data)
    return digest.hexdigest()


@cache
def _made_by() -> bytes:
    folder = resources.files("procedures_db.search")
    return np.__version__.encode() + b"".join(
        folder.joinpath(name).read_bytes() for name in _MADE_BY
    )


def _write(path: Path, key: str, arrays: Arrays) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    about: dict[str, object] = {"key": key, "arrays": {}}
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    end = 0
    for name, array in whole.items():
        start = -(-end // _ALIGNED) * _ALIGNED
        places[name] = (array.dtype.str, array.shape, start)
        end = start + array.nbytes
    about |= {"arrays": places, "size": end}
    head = json.dumps(about).encode() + b"\n"
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            _fill(file, head, whole, places)
        except OSError:
            Path(file.name).unlink()
            raise
    os.replace(file.name, path)


def _fill(
    file: IO[bytes],
    head: bytes,
    arrays: Arrays,
    places: dict[str, tuple[str, tuple[int, ...], int]],
) -> None:
    file.write(head)
    first = _first(len(head))
    for name, (_, _, start) in places.items():
        file.seek(first + start)
        file.write(arrays[name].data)
    file.flush()
    os.fsync(file.fileno())


def _read(path: Path, key: str) -> Arrays:
    with path.open("rb") as file:
        head = file.readline(_LONGEST_HEAD)
    about = json.loads(head)
    if about["key"] != key:
        raise ValueError("it is of other texts or another version")
    first = _first(len(head))
    if path.stat().st_size != first + about["size"]:
        raise ValueError("it is not whole")
    return {
        name: _mapped(path, dtype, tuple(shape), first + start)
        for name, (dtype, shape, start) in about["arrays"].items()
    }


def _mapped(path: Path, dtype: str, shape: tuple[int, ...], offset: int) -> np.ndarray:
    if not all(shape):
        return np.zeros(shape, dtype)
    return np.asarray(np.memmap(path, dtype, "r", offset, shape))


def _first(head: int) -> int:
    return -(-head // _ALIGNED) * _ALIGNED
