"""The two things that a question sets side by side."""

import pytest

from procedures_db.search.sides import compared_sides, two_wishes, wordings


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("khác gì nhau giữa tạm trú và thường trú", ("tam tru", "thuong tru")),
        ("tạm trú với thường trú khác nhau thế nào", ("tam tru", "thuong tru")),
        ("đăng ký hộ kinh doanh hay công ty", ("dang ky ho kinh doanh", "cong ty")),
        ("nên cấp đổi hay cấp lại căn cước", ("cap doi", "cap lai can cuoc")),
        (
            "chứng thực chữ ký khác gì chứng thực bản sao",
            ("chung thuc chu ky", "chung thuc ban sao"),
        ),
    ],
)
def test_sides_are_read(text: str, sides: tuple[str, str]) -> None:
    assert compared_sides(text) == sides


@pytest.mark.parametrize(
    "text",
    [
        "nộp đơn xin hộ nghèo ở thôn hay ở xã",
        "nhận tiền mai táng qua tài khoản hay tiền mặt",
        "tách hộ online được không hay ra công an xã",
        "làm khai sinh và thường trú cần gì",
        "làm hộ chiếu khác gì nhau giữa xã và tỉnh",
        "khác gì nhau",
        "",
    ],
)
def test_a_choice_of_office_or_way_compares_no_procedures(text: str) -> None:
    assert compared_sides(text) is None


def test_a_shared_verb_or_noun_is_given_to_both_sides() -> None:
    assert wordings("dang ky ho kinh doanh", "cong ty")[1] == ["thanh lap cong ty"]
    assert wordings("cap doi", "cap lai can cuoc")[0] == ["cap doi can cuoc"]
    assert wordings("tro cap tuat hang thang", "mot lan")[1] == ["tro cap tuat mot lan"]


def test_two_wishes_are_read() -> None:
    wishes = two_wishes("làm khai sinh với nhập hộ khẩu cho con")

    assert wishes == ("lam khai sinh", "nhap ho khau cho con")
    assert two_wishes("làm khai sinh cần gì") is None
