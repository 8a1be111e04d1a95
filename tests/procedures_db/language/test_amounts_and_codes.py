"""Quantities, times, money and codes of questions."""

import pytest

from procedures_db.language.case import CaseReader
from procedures_db.terms import TimeUnit, Unit


@pytest.mark.parametrize(
    ("question", "quantities"),
    [
        ("sao y 3 bản, mỗi bản 5 trang", [(3, Unit.COPY), (5, Unit.PAGE)]),
        ("hai người đứng tên", [(2, Unit.PERSON)]),
        ("hai mươi lăm người", [(25, Unit.PERSON)]),
        ("mười lăm trang", [(15, Unit.PAGE)]),
        ("bé 6 tháng tuổi", [(6, Unit.MONTH_OF_AGE)]),
        ("con 16t", [(16, Unit.YEAR_OF_AGE)]),
        ("đất 100m2", [(100, Unit.SQUARE_METRE)]),
        ("truoc ba xe may", []),
        ("lam ho so", []),
        ("quận 3 cho con", []),
    ],
)
def test_quantities_are_read(
    reader: CaseReader, question: str, quantities: list[tuple[int, Unit]]
) -> None:
    found = reader.read(question).quantities

    assert [(one.value, one.unit) for one in found] == quantities


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("xe 2tr5", [2_500_000]),
        ("hợp đồng 1,2 tỷ", [1_200_000_000]),
        ("mất 50k", [50_000]),
        ("nhà 800 triệu", [800_000_000]),
        ("phí 8.000 đồng", [8_000]),
        ("ba cọc", []),
    ],
)
def test_money_is_whole_dong(reader: CaseReader, question: str, amounts: list[int]) -> None:
    assert [one.amount for one in reader.read(question).money] == amounts


@pytest.mark.parametrize(
    ("question", "durations"),
    [
        ("tạm trú 6 tháng", [(6, TimeUnit.MONTH)]),
        ("hai tuần chưa có kết quả", [(14, TimeUnit.DAY)]),
        ("sau 5 ngày làm việc", [(5, TimeUnit.WORKING_DAY)]),
        ("sinh ngày 3 tháng 5 năm 2020", []),
        ("mùng 3 tháng 5", []),
        ("30 tháng 4", []),
        ("30 tháng 4 năm 2020", []),
    ],
)
def test_times_are_read_and_dates_are_not(
    reader: CaseReader, question: str, durations: list[tuple[int, TimeUnit]]
) -> None:
    found = reader.read(question).durations

    assert [(one.value, one.unit) for one in found] == durations


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("hồ sơ H29.12-240101-0012 xong chưa", ("H29.12-240101-0012",)),
        ("tra 000.00.01.h26-230512-0012", ("000.00.01.H26-230512-0012",)),
        ("mã 000.24.16.H29-240101-0012.", ("000.24.16.H29-240101-0012",)),
        ("G22.99.1-250101-12345", ("G22.99.1-250101-12345",)),
        ("số điện thoại 0912-345-678", ()),
        ("H29-24-12", ()),
    ],
)
def test_codes_of_dossiers_are_read(
    reader: CaseReader, question: str, codes: tuple[str, ...]
) -> None:
    facts = reader.read(question)

    assert facts.dossier_codes == codes
    assert not facts.quantities


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("thủ tục 1.001193 cần gì", ("1.001193",)),
        ("1.001193, 2.000815.", ("1.001193", "2.000815")),
        ("phí 1.000.000 đồng", ()),
        ("1.0011934", ()),
    ],
)
def test_codes_of_procedures_are_read(
    reader: CaseReader, question: str, codes: tuple[str, ...]
) -> None:
    assert reader.read(question).procedure_codes == codes
