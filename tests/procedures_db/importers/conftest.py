"""Readers of records, and the real records where there are any."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from procedures_db.content import ProcedureContent
from procedures_db.importers.files import detect
from procedures_db.importers.reading import RecordReader

Read = Callable[[dict[str, Any]], ProcedureContent]
Write = Callable[..., Path]


@pytest.fixture(scope="session")
def reader() -> RecordReader:
    """One reader: building the text pipeline takes longer than a test."""
    return RecordReader()


@pytest.fixture
def read(reader: RecordReader) -> Read:
    """Read a raw record of any format; an unreadable one raises its error."""

    def one(raw: dict[str, Any]) -> ProcedureContent:
        source = detect(raw)
        assert source is not None
        (_, content), *_ = reader.contents(source, raw)
        if isinstance(content, Exception):
            raise content
        return content

    return one


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records to a file, compressed when its name ends in .gz."""

    def file(name: str, records: Iterable[Any]) -> Path:
        path = tmp_path / name
        lines = (
            record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
            for record in records
        )
        data = "\n".join(lines).encode() + b"\n"
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return file
