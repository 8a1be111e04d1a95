"""Personal data is masked in every format; what only looks like it stays."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures_db.privacy import LABELS, mask, mask_payload
from tests.procedures_db.personal_data import FORMATS, LOOK_ALIKES, SENTENCES

PERSONAL = [
    (label, written, sentence)
    for label, formats in FORMATS.values()
    for written in formats
    for sentence in SENTENCES
]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def test_there_are_enough_texts() -> None:
    assert len(PERSONAL) >= 200
    assert len(set(LOOK_ALIKES)) >= 200


@pytest.mark.parametrize(("label", "written", "sentence"), PERSONAL)
def test_personal_data_is_masked_and_the_question_stays(
    label: str, written: str, sentence: str
) -> None:
    masked = mask(sentence.format(written))

    assert label in masked
    before, after = sentence.split("{}")
    assert masked.startswith(before)
    assert masked.endswith(after)
    assert digits(masked) == digits(before + after)
    assert "@" not in masked


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_personal_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("0912345678/0987654321", "[số điện thoại]/[số điện thoại]"),
        ("cccd 001203004567 sđt 0912345678", "cccd [số căn cước] sđt [số điện thoại]"),
        ("cccd 001203004567 0912345678", "cccd [số căn cước] [số điện thoại]"),
        ("0912345678 12 tuổi làm căn cước", "[số điện thoại] 12 tuổi làm căn cước"),
        ("năm 2024 0912 345 678", "năm 2024 [số điện thoại]"),
        ("cmnd 123.456.789", "cmnd [số chứng minh]"),
        ("lệ phí 123.456.789", "lệ phí 123.456.789"),
        ("gọi 0912345678 k được", "gọi [số điện thoại] k được"),
        ("sđt0912345678", "sđt[số điện thoại]"),
        ("số nhà 12/3 ngõ 45 phố Huế", "[số nhà] phố Huế"),
        ("mã hồ sơ 24010112345", "mã hồ sơ 24010112345"),
        ("H29.12-240101-0012 của 0912345678", "H29.12-240101-0012 của [số điện thoại]"),
    ],
)
def test_numbers_beside_each_other_are_told_apart(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", [text.format(one) for _, one, text in PERSONAL[::7]])
def test_masking_twice_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_labels_are_never_masked() -> None:
    assert mask(" ".join(LABELS)) == " ".join(LABELS)


@given(st.text(max_size=200))
def test_any_text_can_be_masked(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text(alphabet="0123456789 .-", max_size=60))
def test_no_run_of_digits_that_names_somebody_is_left(text: str) -> None:
    for run in re.findall(r"\d+", mask(text)):
        assert len(run) < 9 or run.endswith("000")


@pytest.mark.parametrize(
    "payload", ["p/1.001193/df", "p/1.001193/d/ai_nop=ho", "k/0123456789abcdef/3", "xoa/co"]
)
def test_what_a_button_says_back_stays(payload: str) -> None:
    assert mask_payload(payload) == payload


def test_payload_that_no_button_has_is_masked() -> None:
    assert mask_payload("gọi 0912345678") == "gọi [số điện thoại]"


def test_long_texts_are_masked_in_no_time() -> None:
    texts = [
        "0 " * 500,
        "9" * 1_000,
        "a@" * 500,
        "không " * 170,
        "tên là Nguyễn " * 70,
        "1.1." * 250,
    ]
    started = time.perf_counter()
    for text in texts:
        mask(text)

    assert time.perf_counter() - started < 1
