"""Opening files, compressed or not, and telling their format."""

import json
from pathlib import Path

import pytest

from procedures_db.errors import ImportFileError
from procedures_db.importers.files import detect, find_files, read_records
from procedures_db.importers.formats import SourceFormat
from tests.procedures_db.importers.conftest import Write
from tests.procedures_db.importers.records import (
    api,
    defence,
    listing,
    page,
    recovered,
    transcribed,
)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (api(), SourceFormat.API),
        (api()["data"], SourceFormat.API),
        (page(), SourceFormat.PAGE),
        (defence(), SourceFormat.DEFENCE),
        (recovered(), SourceFormat.RECOVERED),
        (transcribed(), SourceFormat.TRANSCRIBED),
        (listing(), SourceFormat.LISTING),
        ({"something": "else"}, None),
    ],
)
def test_every_format_is_told_from_one_record(
    record: dict[str, object], expected: SourceFormat | None
) -> None:
    assert detect(record) is expected


@pytest.mark.parametrize("name", ["records.jsonl", "records.jsonl.gz", "wrongly-named.jsonl"])
def test_lines_are_read_plain_and_compressed(write: Write, name: str) -> None:
    path = write(name, [listing("9.000001"), "", listing("9.000002")])

    assert [record.place for record in read_records(path)] == [f"{name}:1", f"{name}:3"]


def test_compressed_content_counts_not_the_name(write: Write, tmp_path: Path) -> None:
    renamed = write("a.jsonl.gz", [listing()]).rename(tmp_path / "a.jsonl")

    assert [record.error for record in read_records(renamed)] == [None]


def test_a_line_that_is_no_record_keeps_its_place(write: Write) -> None:
    path = write("bad.jsonl", ["{broken", "[1]", listing()])

    first, second, third = read_records(path)

    assert "không phải JSON" in (first.error or "")
    assert "không phải một bản ghi" in (second.error or "")
    assert third.error is None


@pytest.mark.parametrize(
    "document",
    [[listing()], listing(), {"data": {"items": [listing()], "total": 1}}, {"items": [listing()]}],
)
def test_whole_documents_are_read(tmp_path: Path, document: object) -> None:
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    assert [record.data for record in read_records(path)] == [listing()]


def test_a_folder_gives_its_files_in_order(write: Write, tmp_path: Path) -> None:
    write("b.jsonl", [])
    write("a.jsonl.gz", [])
    (tmp_path / "notes.txt").write_text("no record", encoding="utf-8")

    assert [path.name for path in find_files([tmp_path])] == ["a.jsonl.gz", "b.jsonl"]


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="Không có tệp"):
        find_files([tmp_path / "absent.jsonl"])
    with pytest.raises(ImportFileError, match="Không có tệp"):
        find_files([tmp_path])


@pytest.mark.parametrize("data", [b"\x1f\x8bnot gzip", b"\xff\xfe\xff", b"\x1f\x8b"])
def test_an_unreadable_file_is_one_clear_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(data)

    with pytest.raises(ImportFileError, match=r"Không đọc được broken\.jsonl"):
        list(read_records(path))
