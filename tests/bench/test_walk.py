"""The walk's own eyes: it reads numbers without the importers' help and finds what is made up."""

from fractions import Fraction
from typing import Any

import pytest

from bench.walk.check import wrong_in
from bench.walk.numbers import amounts, durations
from bench.walk.sources import Source

SOURCE = Source(texts=["Lệ phí: 20.000 đồng/lần, giảm 50% khi nộp trực tuyến. 05 ngày làm việc."])


def answer(text: str = "", **fee: Any) -> dict[str, Any]:
    parts = [{"facet": "fee", "facts": {"rows": [fee]}}] if fee else []
    return {"text": text, "parts": parts}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20.000 đồng", {20_000}),
        ("1,500,000 VNĐ", {1_500_000}),
        ("1,5 triệu đồng", {1_500_000}),
        ("50 nghìn đồng/lần", {50_000}),
        ("120 USD", {120}),
        ("2.000.000/lần", {2_000_000}),
        ("Thông tư 172/2010/TT-BTC, 30 trang", set()),
    ],
)
def test_amounts_are_read(text: str, found: set[int]) -> None:
    assert amounts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("05 ngày làm việc", {(5, "working_day")}),
        ("3 (ba) ngày", {(3, "day")}),
        ("Trực tiếp3 Ngày làm việcMiễn phí", {(3, "working_day")}),
        ("7,5 ngày; 2 tháng", {(Fraction(15, 2), "day"), (2, "month")}),
    ],
)
def test_durations_are_read(text: str, found: set[Any]) -> None:
    assert durations(text) == found


def test_what_the_record_says_is_right() -> None:
    said = answer("20.000 đồng, trực tuyến 10.000 đồng, 5 ngày làm việc", kind="amount")

    assert wrong_in(said, SOURCE) == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (answer("15.000 đồng"), "15000 đồng"),
        (answer("2.000 đồng"), "2000 đồng"),
        (answer("5 ngày"), "5 day"),
        (answer("6 ngày làm việc"), "6 working_day"),
        (answer("", kind="amount", amount=30_000), "30000 đồng"),
    ],
)
def test_what_no_record_says_is_found(said: dict[str, Any], wrong: str) -> None:
    assert wrong_in(said, SOURCE) == [wrong]


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        ("Trực tiếp3 NgàyMiễn phí(Chưa quy định.)", ["miễn phí"]),
        ("Trực tiếp3 NgàyMiễn phí", ["miễn phí"]),
        ("Trực tiếp3 NgàyMiễn phí(Miễn lệ phí theo luật)", []),
        ("Không thu phí.", []),
    ],
)
def test_printed_default_does_not_make_free(record: str, wrong: list[str]) -> None:
    assert wrong_in(answer("Miễn phí", kind="free"), Source(texts=[record])) == wrong
