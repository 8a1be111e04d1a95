"""Cutting text to the limits of chat platforms."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.text import shorten, split_text, utf16_length

LETTERS = st.text(alphabet="abế đ\n.:;-🐝👨‍👩‍👧\u0301 ", max_size=300)


@given(LETTERS, st.integers(min_value=12, max_value=80))
def test_every_piece_fits_and_nothing_but_blanks_is_lost(text: str, limit: int) -> None:
    pieces = split_text(text, limit)

    assert all(0 < utf16_length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_short_text_is_one_piece() -> None:
    assert split_text("Chào bạn", 100) == ["Chào bạn"]


def test_empty_text_is_no_piece() -> None:
    assert split_text(" \n ", 100) == []


def test_letters_outside_the_basic_plane_count_twice() -> None:
    assert split_text("🐝" * 10, 10) == ["🐝" * 5, "🐝" * 5]


def test_a_letter_keeps_its_marks() -> None:
    assert split_text("aaae\u0301bbb", 4) == ["aaa", "e\u0301bb", "b"]


def test_paragraphs_are_kept_together() -> None:
    first, second = "một hai ba bốn", "năm sáu bảy tám chín"

    assert split_text(f"{first}\n\n{second}", 26) == [first, second]


def test_rows_are_kept_whole() -> None:
    rows = [f"- giấy tờ số {number}" for number in range(10)]

    pieces = split_text("\n".join(rows), 60)

    assert [row for piece in pieces for row in piece.split("\n")] == rows


def test_heading_goes_with_its_first_row() -> None:
    text = "- dòng trước khá dài\nGiấy tờ cần chuẩn bị:\n- tờ khai theo mẫu\n- giấy chứng sinh"

    assert split_text(text, 50) == [
        "- dòng trước khá dài",
        "Giấy tờ cần chuẩn bị:\n- tờ khai theo mẫu",
        "- giấy chứng sinh",
    ]


def test_long_line_is_cut_between_sentences() -> None:
    assert split_text("Nộp hồ sơ tại xã. Nhận kết quả sau đó.", 30) == [
        "Nộp hồ sơ tại xã.",
        "Nhận kết quả sau đó.",
    ]


def test_address_is_not_cut() -> None:
    address = "https://dichvucong.gov.vn/thu-tuc/1.001193"

    assert address in split_text(f"Xem trang chính thức của thủ tục: {address}", 50)


def test_shortened_title_ends_at_a_word() -> None:
    assert shorten("Cấp bản sao trích lục hộ tịch", 20) == "Cấp bản sao trích…"
    assert shorten("Khai sinh", 20) == "Khai sinh"
