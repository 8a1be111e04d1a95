"""The table of offices: what goes out comes in unchanged, and every line is judged first."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.errors import ImportFileError
from procedures_db.offices import messages, spreadsheet
from procedures_db.offices.content import to_values
from procedures_db.offices.errors import OfficeChangedError
from procedures_db.offices.spreadsheet import (
    HEADER,
    Line,
    Verdict,
    apply_lines,
    decode_file,
    judge,
    table_of,
)
from procedures_db.offices.store import add_office, change_office
from tests.procedures_db.offices.samples import BY, office

TODAY = date(2026, 11, 23)
V = Verdict


def file_of(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return out.getvalue()


def line(number: str = "", version: str = "", **changes: str) -> list[str]:
    return [number, version, *(to_values(office()) | changes).values()]


def verdicts(lines: Iterable[Line]) -> list[Verdict]:
    return [one.verdict for one in lines]


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(models.Office)) or 0


def test_exported_table_changes_nothing(session: Session) -> None:
    add_office(session, office(note='Cổng "sau"; rẽ trái,\ntầng 2', phone="+84 24 1"), BY)
    add_office(session, office(address="Số 2", commune=None, hours=(None,) * 7), BY)

    lines = judge(session, file_of(table_of(session)), TODAY)

    assert verdicts(lines) == [V.UNCHANGED, V.UNCHANGED]


def test_every_line_is_judged_and_nothing_is_written(session: Session) -> None:
    row = add_office(session, office(), BY)
    text = file_of(
        [
            line(str(row.id), "1", dien_thoai="024 9"),
            line(dia_chi="Số 2"),
            line(dia_chi="Số 3", tinh="Atlantis", gio_1="sáng"),
            ["", *[" "] * 4],
        ],
        ";",
    )

    lines = judge(session, text, TODAY)

    assert verdicts(lines) == [V.CHANGED, V.NEW, V.REJECTED]
    assert lines[0].changes == {"Điện thoại": ["024 0000 0000", "024 9"]}
    assert set(lines[2].errors) == {"Tỉnh, thành phố", "Thứ hai"}
    assert count(session) == 1


def test_good_lines_are_written(session: Session) -> None:
    row = add_office(session, office(), BY)
    text = file_of([line(str(row.id), "1", dien_thoai="024 9"), line(dia_chi="Số 2")])

    written = apply_lines(session, judge(session, text, TODAY), BY)

    assert written == (1, 1)
    assert count(session) == 2
    assert row.phone == "024 9"
    assert verdicts(judge(session, text, TODAY)) == [V.REJECTED, V.REJECTED]


@pytest.mark.parametrize(
    ("number", "version", "column"),
    [("x", "1", "Số"), ("99", "1", "Số"), ("1", "", "Bản"), ("1", "7", "Bản")],
)
def test_line_of_an_office_says_which_and_as_of_when(
    session: Session, number: str, version: str, column: str
) -> None:
    row = add_office(session, office(), BY)
    number = str(row.id) if number == "1" else number

    (judged,) = judge(session, file_of([line(number, version, dien_thoai="024 9")]), TODAY)

    assert judged.verdict is V.REJECTED
    assert list(judged.errors) == [column]


def test_twins_are_rejected(session: Session) -> None:
    add_office(session, office(), BY)
    text = file_of([line(), line(dia_chi="Số 2"), line(dia_chi="số 2")])

    assert verdicts(judge(session, text, TODAY)) == [V.REJECTED, V.NEW, V.REJECTED]


def test_change_between_looking_and_writing_writes_nothing(session: Session) -> None:
    row = add_office(session, office(), BY)
    lines = judge(session, file_of([line(str(row.id), "1", dien_thoai="024 9")]), TODAY)
    change_office(session, row.id, office(phone="024 5"), 1, BY)

    with pytest.raises(OfficeChangedError):
        apply_lines(session, lines, BY)

    assert row.phone == "024 5"


def test_apostrophe_before_a_formula_is_taken_off(session: Session) -> None:
    (judged,) = judge(session, file_of([line(ghi_chu="'=1+1")]), TODAY)

    assert judged.content
    assert judged.content.note == "=1+1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", messages.FILE_EMPTY),
        ("một,hai\n1,2\n", "Dòng đầu thiếu cột"),
        (",".join([*HEADER, "Tên"]).replace("Tỉnh, thành phố", '"Tỉnh, thành phố"')
         .replace("Xã, phường, đặc khu", '"Xã, phường, đặc khu"'), "trùng tên"),
        ('"Tên', messages.FILE_BROKEN),
    ],
)  # fmt: skip
def test_what_is_no_table_of_offices_is_refused(session: Session, text: str, says: str) -> None:
    with pytest.raises(ImportFileError, match=says):
        judge(session, text, TODAY)


def test_too_many_lines_are_refused(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_LINES", 2)

    with pytest.raises(ImportFileError, match="Tệp quá lớn"):
        judge(session, file_of([line()] * 3), TODAY)


@pytest.mark.parametrize("data", [b"\xff\xfea", b"a\0b", b"x" * 1_500_001])
def test_what_is_no_text_file_is_refused(data: bytes) -> None:
    with pytest.raises(ImportFileError):
        decode_file(data)


def test_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert decode_file("﻿Số".encode()) == "Số"
