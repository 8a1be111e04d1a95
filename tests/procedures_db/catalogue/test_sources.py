"""Figures are found in every way the records write them."""

import pytest

from procedures_db.catalogue.sources import (
    ages_in,
    amounts_in,
    dates_in,
    numbers_in,
    percents_in,
    plain,
    times_in,
)
from procedures_db.terms import TimeUnit


@pytest.mark.parametrize(
    "text",
    ["20.000 đồng/lần", "20,000 Việt Nam Đồng", "20000đ", "20 000 VNĐ", "(20.000 đồng)"],
)
def test_amounts_are_read_in_every_format(text: str) -> None:
    assert amounts_in(plain(text)) == {(20000, "VND")}


def test_currency_is_part_of_an_amount() -> None:
    assert amounts_in("10 USD/bản, hoặc 10.000 đồng") == {(10, "USD"), (10000, "VND")}


def test_numbers_without_currency_are_no_amounts() -> None:
    assert amounts_in("Thông tư số 20/2023/TT-BTC, 20.000 người, 5 đợt") == set()
    assert 20000 in numbers_in("20.000 người")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("không quá 03 ngày làm việc", (3, TimeUnit.WORKING_DAY)),
        ("07 (bảy) ngày làm việc", (7, TimeUnit.WORKING_DAY)),
        ("7 Ngày làm việc", (7, TimeUnit.WORKING_DAY)),
        ("trong 15 ngày kể từ", (15, TimeUnit.DAY)),
        ("1 Giờ", (1, TimeUnit.HOUR)),
        ("06 tháng, tính từ", (6, TimeUnit.MONTH)),
    ],
)
def test_times_are_read_with_their_unit(text: str, time: tuple[int, TimeUnit]) -> None:
    assert times_in(plain(text)) == {time}


@pytest.mark.parametrize("text", ["ngày 12 tháng 6 năm 2025", "21/12/2022 ngày", "Điều 3.12 ngày"])
def test_parts_of_a_date_are_no_times(text: str) -> None:
    assert times_in(text) == set()


def test_dates_are_read_in_every_format() -> None:
    text = "đến hết ngày 31/12/2026; ngày 1 tháng 7 năm 2025; 2026-08-08"

    assert dates_in(text) == {"2026-12-31", "2025-07-01", "2026-08-08"}


def test_shares_and_ages_are_read() -> None:
    assert percents_in("bằng 50% mức thu, 100 %") == {50, 100}
    assert ages_in("từ đủ 06 tuổi đến dưới 14 tuổi") == {6, 14}
