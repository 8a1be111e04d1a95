"""Questions about opening hours are told from questions about how long it takes."""

import pytest

from procedures_db.offices.asking import asks_hours, facets_of_hours
from procedures_db.terms import Facet


@pytest.mark.parametrize(
    "text",
    [
        "mấy giờ làm việc",
        "may gio mo cua vay",
        "giờ làm việc mấy giờ tới mấy giờ",
        "làm việc từ mấy giờ đến mấy giờ",
        "thứ bảy có làm việc không",
        "thứ 7 phường có nhận hồ sơ ko",
        "chủ nhật người ta có làm không",
        "bây giờ còn mở cửa không",
        "mấy giờ đóng cửa",
        "giờ hành chính là mấy giờ",
    ],
)
def test_hours_are_asked(text: str) -> None:
    assert asks_hours(text)


@pytest.mark.parametrize(
    "text",
    [
        "mất mấy ngày làm việc",
        "nộp hôm nay thì bao giờ có",
        "3 ngày làm việc là mấy ngày",
        "nộp ở đâu",
        "đi làm việc ở nước ngoài cần giấy gì",
        "thứ tự các bước thế nào",
        "giấy phép làm việc cho người nước ngoài",
        "mở cửa hàng tạp hóa cần giấy tờ gì",
        "nghỉ thai sản mấy tháng",
        "thứ tự làm giấy tờ cho bé",
        "đi làm giờ hành chính suốt nên muốn làm một lần",
        "đổi giờ làm việc của phòng khám nộp gì",
    ],
)
def test_other_questions_are_not(text: str) -> None:
    assert not asks_hours(text)


def test_hours_belong_to_the_place() -> None:
    hours = facets_of_hours("mấy giờ làm việc", (Facet.TIME,))
    both = facets_of_hours("mấy giờ làm việc, bao lâu thì xong", (Facet.TIME,))

    assert hours == (Facet.PLACE,)
    assert set(both) == {Facet.TIME, Facet.PLACE}
