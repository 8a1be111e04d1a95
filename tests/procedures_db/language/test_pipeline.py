"""Amounts, times, shares, dates and laws in everyday and official Vietnamese."""

import time
from datetime import date

import pytest

from procedures_db.language import TextReader, build_pipeline
from procedures_db.terms import TimeUnit

SHORT = "làm giấy khai sinh cho con cần giấy tờ gì, phí bao nhiêu, mất mấy ngày"


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(build_pipeline())


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("10.000đồng/lần", 10_000, "VND"),
        ("70,000 Việt Nam Đồng(", 70_000, "VND"),
        ("20.000đ/tờ", 20_000, "VND"),
        ("02 triệu đồng", 2_000_000, "VND"),
        ("17,5 triệu đồng", 17_500_000, "VND"),
        ("hết 70k à", 70_000, "VND"),
        ("20 nghìn", 20_000, "VND"),
        ("230.000/lần", 230_000, "VND"),
        ("30 USD", 30, "USD"),
        ("10 đô la Mỹ", 10, "USD"),
        ("$5", 5, "USD"),
        ("1.5 USD", None, "USD"),
        ("0 đồng", 0, "VND"),
    ],
)
def test_money(reader: TextReader, text: str, amount: int | None, currency: str) -> None:
    assert [(item.amount, item.currency) for item in reader.read(text).money] == [
        (amount, currency)
    ]


@pytest.mark.parametrize(
    "text", ["100.000 nghìn đồng", "Thông tư 85/2019/TT-BTC", "đồng bào 3 xã", "trang 1.000"]
)
def test_what_is_not_money(reader: TextReader, text: str) -> None:
    assert reader.read(text).money == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("05 (năm) ngày làm việc", 5, TimeUnit.WORKING_DAY),
        ("7 Ngày làm việc", 7, TimeUnit.WORKING_DAY),
        ("15 ngày kể từ", 15, TimeUnit.DAY),
        ("2 giờ", 2, TimeUnit.HOUR),
        ("3 tiếng", 3, TimeUnit.HOUR),
        ("06 tháng", 6, TimeUnit.MONTH),
        ("7,5 ngày làm việc", None, TimeUnit.WORKING_DAY),
    ],
)
def test_durations(reader: TextReader, text: str, value: int | None, unit: TimeUnit) -> None:
    assert [(item.value, item.unit) for item in reader.read(text).durations] == [(value, unit)]


def test_dates_shares_and_laws(reader: TextReader) -> None:
    found = reader.read(
        "Từ ngày 01/7/2025 đến hết ngày 31 tháng 12 năm 2026 bằng 50% theo Thông tư số "
        "64/2025/TT-BTC và Quyết định 163/QĐ-BTP"
    )

    assert [day for day, _ in found.dates] == [date(2025, 7, 1), date(2026, 12, 31)]
    assert found.percents == (50,)
    assert found.laws == ("64/2025/TT-BTC", "163/QĐ-BTP")
    assert found.durations == ()


@pytest.mark.parametrize("text", ["31/02/2026", "0/13/2026", "150%", ""])
def test_impossible_values_are_not_read(reader: TextReader, text: str) -> None:
    found = reader.read(text)

    assert (found.dates, found.percents) == ((), ())


@pytest.mark.parametrize("text", ["a  b\n c 1.000đ", "  mở đầu", "\t5 ngày\u00a0làm việc \n"])
def test_offsets_are_those_of_the_text(reader: TextReader, text: str) -> None:
    assert build_pipeline()(text).text == text


def test_other_entities_stay() -> None:
    nlp = build_pipeline()
    ruler = nlp.add_pipe("entity_ruler", first=True)
    ruler.add_patterns([{"label": "GROUP", "pattern": "người khuyết tật"}])  # type: ignore[attr-defined]

    doc = nlp("người khuyết tật nộp 5.000 đồng")

    assert [(ent.label_, ent.text) for ent in doc.ents] == [
        ("GROUP", "người khuyết tật"),
        ("MONEY", "5.000 đồng"),
    ]


def test_a_short_text_takes_less_than_a_millisecond() -> None:
    nlp = build_pipeline()
    nlp(SHORT)
    started = time.process_time()

    for _ in range(200):
        nlp(SHORT)

    assert (time.process_time() - started) / 200 < 0.001
