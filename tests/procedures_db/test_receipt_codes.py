"""Codes that people copy by hand, say on the telephone and mistype."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures_db.receipt_codes import ALPHABET, asked_code, new_code, read_code

CODE = "7KQ2-M4M"
codes = st.builds(new_code)


def test_codes_differ_and_have_a_digit_and_a_letter() -> None:
    made = {new_code() for _ in range(500)}

    assert len(made) == 500
    assert all(read_code(code) == code for code in made)
    assert all(any(map(str.isdigit, code)) and any(map(str.isalpha, code)) for code in made)


@pytest.mark.parametrize("letter", "OILBU")
def test_letters_that_look_alike_are_not_used(letter: str) -> None:
    assert letter not in ALPHABET


@pytest.mark.parametrize(
    "written", ["7kq2-m4m", "7KQ2M4M", " 7kq2 m4m ", "7KQ2–M4M", "7 k q 2 m 4 m", "7KQ2.M4M"]
)
def test_code_is_read_however_it_is_written(written: str) -> None:
    assert read_code(written) == CODE


@given(codes)
def test_letters_that_look_alike_are_understood(code: str) -> None:
    written = code.replace("0", "o").replace("1", "l").replace("8", "b").replace("V", "u")

    assert read_code(written.replace("D", "đ")) == code


@given(codes, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(code: str, at: int, other: str) -> None:
    plain = code.replace("-", "")
    wrong = plain[:at] + other + plain[at + 1 :]

    assert read_code(wrong) == (code if wrong == plain else None)


@given(codes, st.integers(0, 5))
def test_two_neighbours_that_changed_places_are_found(code: str, at: int) -> None:
    plain = code.replace("-", "")
    wrong = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]

    assert read_code(wrong) == (code if wrong == plain else None)


@pytest.mark.parametrize(
    "text", ["", "7KQ2", "7KQ2-M4M9", "7KQ2-M4\0", "../../etc", "“7KQ2”", "đ" * 999]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize(
    "message",
    [
        "mã 7KQ2-M4M",
        "tra mã trả lời 7kq2-m4m",
        "tra ma tra loi 7kq2 m4m giup em",
        "cho em xem lại câu trả lời 7KQ2M4M ạ",
        "7KQ2-M4M",
        "7kq2m4m?",
    ],
)
def test_message_that_asks_for_an_answer_is_recognised(message: str) -> None:
    assert read_code(asked_code(message) or "") == CODE


@pytest.mark.parametrize("message", ["mã 7KQ2-M4", "tra mã trả lời 7KQ2-M4Y", "mã số: AB12-CD3"])
def test_what_is_called_a_code_is_taken_for_one_though_it_is_wrong(message: str) -> None:
    asked = asked_code(message)

    assert asked is not None
    assert read_code(asked) is None


@pytest.mark.parametrize(
    "message",
    [
        "thủ tục mã 1.001193 phí bao nhiêu",
        "tra mã hồ sơ H29.12.34-260101-0001",
        "xem mẫu CT01 tải ở đâu",
        "tờ khai TK1-TS nộp ở đâu",
        "mã số thuế 0312345678-001 đổi địa chỉ",
        "đất 2024 m2 ở phường 12 làm sổ đỏ",
        "đăng ký khai sinh cần giấy tờ gì",
        "cấp lại thẻ bảo hiểm y tế mã DN4-79",
        "xe 150cc 2020 đóng phí gì",
    ],
)
def test_other_messages_are_left_alone(message: str) -> None:
    assert asked_code(message) is None
