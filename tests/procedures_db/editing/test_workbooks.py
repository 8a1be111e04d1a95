"""Excel and CSV files: what goes out comes back the same, and nothing harmful comes in."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.editing.batches import (
    confirm_batch,
    preview_batch,
    proposals_of,
    published_contents,
    undo_batch,
)
from procedures_db.editing.drafts import Actor
from procedures_db.editing.errors import EditingError
from procedures_db.editing.sheets import Problem, tables
from procedures_db.editing.workbooks import (
    LARGEST_FILE,
    neutralised,
    read_file,
    restored,
    write_csv,
    write_excel,
)
from procedures_db.errors import ImportFileError
from procedures_db.store import published_content
from procedures_db.terms import DraftOrigin, DraftState
from tests import factories
from tests.factories import CODE, amount, content, detailed
from tests.procedures_db.strategies import contents

NOW = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001 - moments are naive and in UTC
TODAY = date(2026, 11, 23)
AN = Actor("an")
WRITERS = {".xlsx": write_excel, ".zip": write_csv}
Write = Callable[[list[ProcedureContent], IO[bytes]], int]


def file_of(folder: Path, suffix: str, *given: ProcedureContent) -> Path:
    path = folder / f"tep{suffix}"
    with path.open("wb") as target:
        WRITERS[suffix](given, target)
    return path


def read_back(path: Path, published: ProcedureContent | None = None) -> list[ProcedureContent]:
    reader = read_file(path, path.name)
    found = [reader.read(code, published, TODAY) for code in reader.codes()]
    assert reader.problems == []
    return [one for one in found if one is not None]


def edited(folder: Path, change: Callable[[Any], None], *given: ProcedureContent) -> Path:
    """An exported workbook in which somebody has changed something."""
    path = file_of(folder, ".xlsx", *given)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def cell(book: Any, table: str, label: str, row: int = 2) -> Any:
    sheet = book[tables()[table].title]
    column = [one.value for one in sheet[1]].index(label) + 1
    return sheet.cell(row, column)


def proposed(sessions: sessionmaker[Session], path: Path) -> tuple[list[Any], int, list[Problem]]:
    return proposals_of(sessions, read_file(path, path.name), TODAY)


@pytest.mark.parametrize("suffix", WRITERS)
def test_everything_comes_back_the_same(tmp_path: Path, suffix: str) -> None:
    published = detailed()

    assert read_back(file_of(tmp_path, suffix, published), published) == [published]


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=12)
@given(published=contents())
def test_any_content_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, published: ProcedureContent
) -> None:
    path = file_of(tmp_path_factory.mktemp("bang"), suffix, published)

    assert read_back(path, published) == [published]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "-2+3",
        "+84 1900",
        "@SUM(A1)",
        "'=HYPERLINK(1)",
        "''",
        "a_x0041_b",
        "dòng một\n- dòng hai",
        'dấu "ngoặc", phẩy; chấm',
        "<b>&amp;</b>",
    ],
)
def test_dangerous_and_odd_texts_come_back_the_same(tmp_path: Path, suffix: str, text: str) -> None:
    published = content(summary=text, steps=[{"text": text}])

    assert read_back(file_of(tmp_path, suffix, published), published) == [published]


def test_no_exported_cell_is_a_formula(tmp_path: Path) -> None:
    published = content(summary="=cmd|' /C calc'!A0", steps=[{"text": "@SUM(1)"}])

    book = load_workbook(file_of(tmp_path, ".xlsx", published))
    found = [one for sheet in book for row in sheet for one in row if one.value is not None]
    assert {one.data_type for one in found} <= {"s", "n"}
    assert all(one.quotePrefix for one in found if str(one.value).startswith(("=", "@")))

    with zipfile.ZipFile(file_of(tmp_path, ".zip", published)) as archive:
        texts = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    cells = [one for text in texts for row in csv.reader(io.StringIO(text)) for one in row]
    assert not [one for one in cells if one.startswith(("=", "@", "+", "-"))]


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'a", "a", "-", "\t=1", ""])
def test_neutralising_can_be_taken_back(text: str) -> None:
    assert restored(neutralised(text)) == text


def test_template_is_an_empty_workbook_with_every_table(tmp_path: Path) -> None:
    book = load_workbook(file_of(tmp_path, ".xlsx"), read_only=True)

    assert book.sheetnames == ["Hướng dẫn", *(table.title for table in tables().values())]


def test_changed_new_and_unchanged_are_told_apart(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    same, before = content("9.000002"), detailed()
    factories.publish(sessions, same, before)
    after = before.model_copy(update={"summary": "Lời mới."})
    path = file_of(tmp_path, ".xlsx", same, after, content("9.000003"))

    found, unchanged, problems = proposed(sessions, path)

    assert [(one.content.code, one.based_on) for one in found] == [(CODE, 1), ("9.000003", 0)]
    assert (unchanged, problems) == (1, [])


def test_every_wrong_cell_is_named(sessions: sessionmaker[Session], tmp_path: Path) -> None:
    before = detailed(fees=[amount(8_000)])
    factories.publish(sessions, before)

    def spoil(book: Any) -> None:
        cell(book, "fees", "Số tiền").value = "tám nghìn"
        cell(book, "fees", "Loại mức thu").value = "rẻ"
        cell(book, "documents", "Số bản chính").value = -1
        cell(book, "thu-tuc", "Ngày quyết định").value = "31/02/2026"
        cell(book, "steps", "Nội dung bước").value = "=1+1"

    found, _, problems = proposed(sessions, edited(tmp_path, spoil, before))

    assert found == []
    named = {(one.place, one.row, one.column) for one in problems}
    assert {
        ("Mức thu", 2, "Số tiền"),
        ("Mức thu", 2, "Loại mức thu"),
        ("Thủ tục", 2, "Ngày quyết định"),
        ("Các bước", 2, "Nội dung bước"),
    } <= named


def test_rule_that_joins_cells_is_told_at_its_row(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    before = detailed()
    factories.publish(sessions, before)

    def spoil(book: Any) -> None:
        cell(book, "documents", "Số bản chính").value = -1

    _, _, problems = proposed(sessions, edited(tmp_path, spoil, before))

    assert [(one.place, one.row, one.column) for one in problems] == [
        ("Giấy tờ", 2, "Số bản chính")
    ]


def test_changed_fee_in_a_file_needs_basis_and_first_day(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    before = detailed(fees=[amount(8_000)])
    factories.publish(sessions, before)

    def change(book: Any) -> None:
        cell(book, "fees", "Số tiền").value = 9_000

    _, _, problems = proposed(sessions, edited(tmp_path, change, before))

    assert {one.column for one in problems} == {"Căn cứ pháp lý", "Áp dụng từ ngày"}


def test_sheet_that_is_left_out_leaves_its_list_alone(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    before = detailed()
    factories.publish(sessions, before)

    def change(book: Any) -> None:
        for name in ("documents", "steps", "times"):
            del book[tables()[name].title]
        cell(book, "thu-tuc", "Tóm tắt").value = "Lời mới."

    [found], _, problems = proposed(sessions, edited(tmp_path, change, before))

    assert problems == []
    assert found.content == before.model_copy(update={"summary": "Lời mới."})


def test_row_that_staff_changed_has_staff_as_its_source(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    before = detailed()
    factories.publish(sessions, before)

    def change(book: Any) -> None:
        cell(book, "steps", "Nội dung bước").value = "Chuẩn bị hai tờ khai."

    [found], _, _ = proposed(sessions, edited(tmp_path, change, before))

    changed, kept = found.content.steps
    assert changed.provenance
    assert changed.provenance.source == "Cán bộ cập nhật"
    assert kept.provenance is None


def test_confirmed_batch_makes_drafts_and_publishes_nothing(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    before = detailed()
    factories.publish(sessions, before)
    after = before.model_copy(update={"summary": "Lời mới."})
    found, _, _ = proposed(sessions, file_of(tmp_path, ".xlsx", after))
    batch = preview_batch(
        sessions, "tep.xlsx", found, origin=DraftOrigin.SPREADSHEET, actor=AN, now=NOW
    )
    with sessions() as session:
        assert session.scalars(select(models.Draft)).all() == []

    assert confirm_batch(sessions, batch, actor=AN, now=NOW) == 1
    with pytest.raises(EditingError):
        confirm_batch(sessions, batch, actor=AN, now=NOW)

    with sessions() as session:
        assert published_content(session, CODE) == before
        [draft] = session.scalars(select(models.Draft)).all()
    assert (draft.content, draft.based_on) == (after.to_json(), 1)
    assert undo_batch(sessions, batch, actor=AN, now=NOW) == (1, 0)
    with sessions() as session:
        assert session.scalars(select(models.Draft.state)).all() == [DraftState.WITHDRAWN]


def test_all_published_contents_are_exported(sessions: sessionmaker[Session]) -> None:
    factories.publish(sessions, content("9.000002"), detailed())

    with sessions() as session:
        assert [one.code for _, one in published_contents(session)] == [CODE, "9.000002"]


# --- files that are refused ------------------------------------------------------------------


def refused(path: Path, name: str | None = None) -> str:
    with pytest.raises(ImportFileError) as refusal:
        read_file(path, name or path.name)
    return str(refusal.value)


def zip_of(folder: Path, **files: bytes) -> Path:
    path = folder / "tep.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("DOT", "."), data)
    return path


@pytest.mark.parametrize("suffix", [".zip", ".xlsx"])
def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, suffix: str) -> None:
    path = zip_of(tmp_path, stepsDOTcsv=b"0" * 30_000_000)

    assert "quá nhiều dữ liệu" in refused(path, f"tep{suffix}")


def test_file_over_50_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tep.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    assert "50 MB" in refused(path)


@pytest.mark.parametrize("name", ["..__thu-tucDOTcsv", "__etc__thu-tucDOTcsv", "C:thu-tucDOTcsv"])
def test_paths_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    assert "không an toàn" in refused(zip_of(tmp_path, **{name: b"x"}))


@pytest.mark.parametrize("name", ["tep.exe", "tep.xls", "tep", "tep.html"])
def test_other_kinds_of_file_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"MZ")

    assert "Chỉ nhận" in refused(path)


@pytest.mark.parametrize("name", ["tep.xlsx", "tep.zip"])
@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken"])
def test_broken_file_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert "Không đọc được" in refused(path)


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, ".xlsx", content())
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    name = "xl/worksheets/sheet2.xml"
    start = files[name].find(b"<worksheet")
    files[name] = files[name][:start] + evil + files[name][start:]
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in files.items():
            archive.writestr(one, data)

    assert "Không đọc được" in refused(path)


def test_unknown_sheet_is_named(tmp_path: Path) -> None:
    path = zip_of(tmp_path, laDOTcsv=b"a,b")

    assert "la" in refused(path)


def test_csv_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "thu-tuc.csv"
    path.write_bytes(b"\xff\xfe\x00a")

    assert "Không đọc được" in refused(path)
