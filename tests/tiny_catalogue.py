"""Twenty procedures with eight everyday questions each: enough to train a linker in a second."""

from collections.abc import Callable

from sqlalchemy import insert
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.store import publish_all, touch_catalogue
from procedures_db.terms import Origin
from tests.factories import ACTOR, amount, content, detailed

BIRTH = "9.000101"
PASSPORT = "9.000104"
BEES = "9.000120"
MARRIAGE_HERE = "9.000102"
MARRIAGE_ABROAD = "9.000103"

# Code, official name, two ways in which people call it.
_TOPICS = (
    (BIRTH, "Thủ tục đăng ký khai sinh", "làm giấy khai sinh", "khai sinh cho bé"),
    (MARRIAGE_HERE, "Thủ tục đăng ký kết hôn", "đăng ký kết hôn", "làm giấy cưới"),
    (
        MARRIAGE_ABROAD,
        "Thủ tục đăng ký kết hôn có yếu tố nước ngoài",
        "cưới chồng nước ngoài",
        "kết hôn với người ngoại quốc",
    ),
    (PASSPORT, "Cấp hộ chiếu phổ thông ở trong nước", "làm hộ chiếu", "xin passport"),
    ("9.000105", "Thủ tục đăng ký khai tử", "báo tử", "khai tử cho ông"),
    ("9.000106", "Đăng ký thường trú", "nhập hộ khẩu", "chuyển khẩu về nhà mới"),
    ("9.000107", "Đăng ký tạm trú", "khai tạm trú", "đăng ký ở trọ"),
    ("9.000108", "Cấp đổi giấy phép lái xe", "đổi bằng lái", "gia hạn giấy phép lái xe"),
    ("9.000109", "Đăng ký xe lần đầu", "đăng ký xe máy mới", "bấm biển số"),
    ("9.000110", "Thành lập hộ kinh doanh", "mở quán ăn", "đăng ký hộ kinh doanh"),
    ("9.000111", "Cấp phiếu lý lịch tư pháp", "làm lý lịch tư pháp", "xin giấy không tiền án"),
    ("9.000112", "Chứng thực bản sao từ bản chính", "sao y bản chính", "công chứng bản sao"),
    ("9.000113", "Đăng ký biến động đất đai", "sang tên sổ đỏ", "chuyển nhượng đất"),
    ("9.000114", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "xin phép xây nhà", "giấy phép xây dựng"),
    ("9.000115", "Hưởng trợ cấp thất nghiệp", "lãnh tiền thất nghiệp", "trợ cấp nghỉ việc"),
    ("9.000116", "Trợ cấp xã hội hằng tháng", "tiền người già", "trợ cấp khuyết tật"),
    ("9.000117", "Cấp thẻ bảo hiểm y tế", "làm thẻ bảo hiểm y tế", "mua bảo hiểm khám bệnh"),
    ("9.000118", "Đăng ký nhận nuôi con nuôi", "nhận con nuôi", "xin nuôi trẻ mồ côi"),
    ("9.000119", "Xác nhận tình trạng hôn nhân", "giấy độc thân", "xác nhận chưa vợ chồng"),
    (BEES, "Thủ tục đăng ký nuôi ong", "xin nuôi ong", "khai báo đàn ong"),
)
_FRAMES = (
    "{} cần giấy tờ gì",
    "tôi muốn {} thì nộp ở đâu",
    "{} hết bao nhiêu tiền vậy",
    "cho hỏi {} bao lâu thì xong",
)

OUTSIDE = (
    "hôm nay trời có mưa không",
    "giá vàng bao nhiêu một chỉ",
    "kể chuyện cười đi",
    "đội nào vô địch bóng đá",
    "dịch giùm câu này sang tiếng anh",
    "nấu phở bò thế nào cho ngon",
    "xin chào",
    "cảm ơn nhiều",
    "tối nay ăn gì",
    "mở bài hát này",
    "bạn tên gì",
    "xem phim gì hay",
)
"""Messages about no procedure."""


def procedures() -> list[ProcedureContent]:
    """The procedures; the one about bees has every kind of row, the others a fee and papers."""
    return [
        detailed(code, name=name, aliases=[first])
        if code == BEES
        else content(
            code,
            name=name,
            levels=["commune"],
            documents=[{"name": f"Tờ khai {first}", "originals": 1}],
            fees=[amount(1_000 * (at + 1))],
        )
        for at, (code, name, first, _) in enumerate(_TOPICS)
    ]


def questions() -> list[tuple[str, str]]:
    """The questions, each with the code it means."""
    return [
        (frame.format(called), code)
        for code, _, *calls in _TOPICS
        for called in calls
        for frame in _FRAMES
    ]


def fill(sessions: Callable[[], Session]) -> None:
    """Publish the procedures and store the questions."""
    with transaction(sessions) as session:
        publish_all(session, procedures(), actor=ACTOR)
        session.execute(
            insert(models.WrittenQuestion),
            [
                {"text": text, "codes": [code], "facets": [], "origin": Origin.WRITTEN}
                for text, code in questions()
            ],
        )
        touch_catalogue(session)
