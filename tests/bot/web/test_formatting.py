"""Amounts, dates, addresses and texts as Vietnamese readers expect them."""

import pytest

from bot.web import formatting

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (8000, "VND", f"8.000{NBSP}đ"),
        (1500000, None, f"1.500.000{NBSP}đ"),
        (50, "USD", f"50{NBSP}USD"),
    ],
)
def test_money(amount: int, currency: str | None, text: str) -> None:
    assert formatting.money(amount, currency) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-07-18", "18/07/2026"),
        ("2026-07-18T10:00:00", "18/07/2026"),
        ("tháng 7", "tháng 7"),
        (None, ""),
    ],
)
def test_dates(value: object, text: str) -> None:
    assert formatting.vietnamese_date(value) == text


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("https://a.gov.vn/x?y=1", True),
        (" http://a.gov.vn ", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("https://", False),
        ("http://[::1", False),
        ("/local", False),
        (None, False),
        (5, False),
    ],
)
def test_only_web_addresses_are_safe(value: object, safe: bool) -> None:
    assert (formatting.safe_url(value) is not None) is safe


def test_addresses_are_found_without_the_stop_behind_them() -> None:
    runs = formatting.with_addresses("Xem https://a.vn/b, hoặc (http://c.vn).")

    assert runs == [
        ("Xem ", None),
        ("https://a.vn/b", "https://a.vn/b"),
        (", hoặc (", None),
        ("http://c.vn", "http://c.vn"),
        (").", None),
    ]


@pytest.mark.parametrize(
    ("text", "clean"),
    [("* Hồ sơ gồm:", "Hồ sơ gồm"), ("- Tờ khai;", "Tờ khai"), ("Đơn", "Đơn"), ("***", "***")],
)
def test_headings_lose_list_marks(text: str, clean: str) -> None:
    assert formatting.heading(text) == clean


def test_long_texts_are_cut_between_words() -> None:
    assert formatting.shorten("một hai ba", 20) is None
    assert formatting.shorten("một hai, ba bốn", 9) == "một hai…"
    assert formatting.shorten("x" * 30, 9) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("text", "visible"),
    [("a", True), ("😀", True), (" \n", False), ("\u200b\u202e", False), ("\U000e0041", False)],
)
def test_invisible_texts_are_empty(text: str, visible: bool) -> None:
    assert formatting.has_visible_text(text) is visible
