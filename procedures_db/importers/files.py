"""Open source files one record at a time and tell which format each record has."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from procedures_db.errors import ImportFileError
from procedures_db.importers.formats import SourceFormat

_SUFFIXES = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")
_GZIP = b"\x1f\x8b"
_LARGEST_DOCUMENT = 64 * 1024 * 1024
"""A whole JSON document is read at once; larger collections come as JSON lines."""


@dataclass(frozen=True)
class RawRecord:
    """One record of a file, or the reason why there is none at that place."""

    path: Path
    line: int
    data: Mapping[str, Any] | None
    error: str | None = None

    @property
    def place(self) -> str:
        """Where the record stands, for reports."""
        return f"{self.path.name}:{self.line}"


def find_files(paths: list[Path]) -> list[Path]:
    """Return the files to read, those of a directory in the order of their names."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(
                child
                for child in path.iterdir()
                if child.is_file() and child.name.endswith(_SUFFIXES)
            )
        elif path.is_file():
            files.append(path)
        else:
            raise ImportFileError(f"Không có tệp {path}.")
    if not files:
        raise ImportFileError("Không có tệp JSON hoặc JSONL nào để nhập.")
    return list(dict.fromkeys(files))


def read_records(path: Path) -> Iterator[RawRecord]:
    """Yield the records of a file; a line that is no JSON is yielded with its error."""
    try:
        with _open(path) as stream:
            if _is_lines(path):
                yield from _lines(path, stream)
            else:
                yield from _document(path, stream)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ImportFileError(f"Không đọc được {path.name}: {error}") from error


def detect(data: Mapping[str, Any]) -> SourceFormat | None:
    """Return the format of a record; None when it is of no known one."""
    inner = data.get("data")
    if isinstance(inner, Mapping) and "code" in inner:
        return SourceFormat.API
    if "executionMethods" in data or "executionCases" in data:
        return SourceFormat.API
    if "ma_thu_tuc" in data or "cach_thuc_thuc_hien" in data:
        return SourceFormat.PAGE
    if "metadata" in data and "tables" in data:
        return SourceFormat.DEFENCE
    if "sections" in data and "codes" in data:
        return SourceFormat.RECOVERED
    if "methods" in data and "documents" in data and "code" in data:
        return SourceFormat.TRANSCRIBED
    if "code" in data and "name" in data and ("departments" in data or "categories" in data):
        return SourceFormat.LISTING
    return None


def _open(path: Path) -> IO[str]:
    with path.open("rb") as probe:
        compressed = probe.read(2) == _GZIP
    if compressed:
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _is_lines(path: Path) -> bool:
    name = path.name.removesuffix(".gz")
    return not name.endswith(".json")


def _lines(path: Path, stream: IO[str]) -> Iterator[RawRecord]:
    for number, text in enumerate(stream, 1):
        if text.strip():
            yield _parsed(path, number, text)


def _parsed(path: Path, number: int, text: str) -> RawRecord:
    try:
        data = json.loads(text)
    except ValueError as error:
        return RawRecord(path, number, None, f"dòng không phải JSON: {error}")
    if not isinstance(data, dict):
        return RawRecord(path, number, None, "dòng không phải một bản ghi")
    return RawRecord(path, number, data)


def _document(path: Path, stream: IO[str]) -> Iterator[RawRecord]:
    text = stream.read(_LARGEST_DOCUMENT + 1)
    if len(text) > _LARGEST_DOCUMENT:
        raise ImportFileError(f"{path.name} quá lớn: hãy chuyển sang JSONL, mỗi dòng một bản ghi.")
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ImportFileError(f"{path.name} không phải JSON: {error}") from error
    for number, record in enumerate(_records_in(data), 1):
        if isinstance(record, dict):
            yield RawRecord(path, number, record)
        else:
            yield RawRecord(path, number, None, "phần tử không phải một bản ghi")


def _records_in(data: object) -> list[Any]:
    """Return the records of a document: a list, a page of the list API, or one record."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        inner = data.get("data")
        if isinstance(inner, dict) and isinstance(inner.get("items"), list):
            return list(inner["items"])
        if isinstance(data.get("items"), list):
            return list(data["items"])
    return [data]
