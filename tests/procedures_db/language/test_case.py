"""Groups, channels, occasions, foreign elements: what a question says about the case."""

import sys
import threading
import unicodedata

import pytest
from pydantic import TypeAdapter

from procedures_db.language.case import CaseFacts, CaseReader
from procedures_db.terms import ChannelKind, Foreign, Group, Loss, Occasion

GROUPS = [
    ("con em mới sinh làm giấy gì", {Group.CHILD}),
    ("con em moi sinh lam giay j", {Group.CHILD}),
    ("làm căn cước cho bé 6 tuổi", {Group.CHILD}),
    ("trẻ em dưới 14 tuổi", {Group.CHILD}),
    ("mẹ em 75 tuổi muốn làm căn cước tại nhà", {Group.ELDERLY}),
    ("nguoi cao tuoi co duoc mien phi khong", {Group.ELDERLY}),
    ("người khuyết tật có phải đóng tiền không", {Group.DISABLED}),
    ("nha em ho ngheo", {Group.POOR}),
    ("nhà em hộ cận nghèo", {Group.NEAR_POOR}),
    ("hộ nghèo và cận nghèo có được giảm không", {Group.POOR, Group.NEAR_POOR}),
    ("ba tui là thương binh", {Group.MERIT}),
    ("con liet si co duoc mien phi ko", {Group.MERIT_RELATIVE}),
    ("thân nhân liệt sỹ", {Group.MERIT_RELATIVE}),
    ("cựu chiến binh có được giảm", {Group.VETERAN}),
    ("em người Mông làm khai sinh", {Group.ETHNIC_MINORITY}),
    ("dtts co duoc mien ko", {Group.ETHNIC_MINORITY}),
    ("sinh vien o tro lam tam tru", {Group.STUDENT}),
    ("mẹ đơn thân khai sinh cho con", {Group.SINGLE_PARENT}),
    ("trẻ mồ côi khuyết tật", {Group.CHILD, Group.ORPHAN, Group.DISABLED}),
    ("người nước ngoài thuê nhà", {Group.FOREIGNER}),
    ("xã đặc biệt khó khăn", {Group.REMOTE_AREA}),
    ("em 20 tuổi làm hộ chiếu", set()),
    ("đóng bảo hiểm bao lâu", set()),
]


@pytest.mark.parametrize(("question", "groups"), GROUPS)
def test_groups_are_read(reader: CaseReader, question: str, groups: set[Group]) -> None:
    assert set(reader.read(question).groups) == groups


@pytest.mark.parametrize(
    ("question", "channels"),
    [
        ("nộp trực tiếp hay online", (ChannelKind.DIRECT, ChannelKind.ONLINE)),
        ("lam tren mang duoc hong", (ChannelKind.ONLINE,)),
        ("làm trên vneid được không", (ChannelKind.ONLINE,)),
        ("gửi qua bưu điện được không", (ChannelKind.POSTAL,)),
        ("đăng ký tài khoản vneid thế nào tài khoản định danh", ()),
        ("bán hàng online cần giấy phép gì", ()),
        ("trực tiếp nuôi con", ()),
        ("nộp giấy tờ gì", ()),
    ],
)
def test_channels_are_read(
    reader: CaseReader, question: str, channels: tuple[ChannelKind, ...]
) -> None:
    assert reader.read(question).channels == channels


@pytest.mark.parametrize(
    ("question", "occasion", "loss"),
    [
        ("làm sổ đỏ lần đầu", Occasion.FIRST, None),
        ("chưa từng làm căn cước", Occasion.FIRST, None),
        ("cấp lại căn cước bị mất", Occasion.AGAIN, Loss.LOST),
        ("mat bang lai xe", Occasion.AGAIN, Loss.LOST),
        ("sổ đỏ thất lạc", Occasion.AGAIN, Loss.LOST),
        ("thẻ bị gãy xin đổi thẻ", Occasion.EXCHANGE, Loss.DAMAGED),
        ("giấy khai sinh bị rách", Occasion.AGAIN, Loss.DAMAGED),
        ("đổi bằng lái hết hạn", Occasion.EXCHANGE, None),
        ("bố em mất hôm qua làm khai tử", None, None),
        ("làm căn cước mất bao lâu", None, None),
        ("đổi thẻ mất tiền không", Occasion.EXCHANGE, None),
        ("làm hộ chiếu mất mấy ngày", None, None),
        ("bí mật nhà nước", None, None),
        ("rút bảo hiểm xã hội một lần", None, None),
    ],
)
def test_first_time_again_and_losses_are_read(
    reader: CaseReader, question: str, occasion: Occasion | None, loss: Loss | None
) -> None:
    facts = reader.read(question)

    assert (facts.occasion, facts.loss) == (occasion, loss)


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("chồng tây", (Foreign.PERSON,)),
        ("chong nguoi dai loan", (Foreign.PERSON,)),
        ("lay chong han quoc", (Foreign.PERSON,)),
        ("vợ quốc tịch Nhật", (Foreign.PERSON,)),
        ("con sinh ở nước ngoài", (Foreign.ABROAD,)),
        ("viet kieu ve nuoc", (Foreign.ABROAD,)),
        ("kết hôn không có yếu tố nước ngoài", ()),
        ("người anh của em", ()),
        ("ly lich tu phap", ()),
        ("tham gia chống Mỹ", ()),
        ("bộ đội thời chong my", ()),
        ("em ở Mỹ Tho", ()),
    ],
)
def test_foreign_elements_are_read(
    reader: CaseReader, question: str, foreign: tuple[Foreign, ...]
) -> None:
    assert reader.read(question).foreign == foreign


def test_decomposed_text_is_read_like_composed_text(reader: CaseReader) -> None:
    question = "hộ nghèo ở Hải Phòng làm lại căn cước bị mất"

    assert reader.read(unicodedata.normalize("NFD", question)) == reader.read(question)


def test_an_empty_question_says_nothing(reader: CaseReader) -> None:
    assert reader.read("") == reader.read(" ?! ") == CaseFacts()


def test_a_later_turn_keeps_what_it_does_not_say_again(reader: CaseReader) -> None:
    earlier = reader.read("hộ nghèo ở Đà Nẵng, hồ sơ H29.12-240101-0012")

    facts = reader.read("thế ở Huế, nộp online").over(earlier)

    assert facts.groups == (Group.POOR,)
    assert facts.channels == (ChannelKind.ONLINE,)
    assert facts.province
    assert facts.province.name == "Huế"
    assert facts.dossier_codes == ()


def test_facts_survive_the_way_through_json(reader: CaseReader) -> None:
    facts = reader.read("em ở phường Cống Vị, Hà Nội sao y 3 bản, 5 trang, xe 2tr5, chồng tây")
    adapter = TypeAdapter(CaseFacts)

    assert adapter.validate_json(adapter.dump_json(facts)) == facts


def test_the_vocabulary_does_not_grow_with_what_people_type(reader: CaseReader) -> None:
    strings = reader.vocabulary_size

    for number in range(200):
        reader.read(f"tôi hỏi chuyện xyz{number}abc {number}00 blơ{number} ở Hà Nội")

    assert reader.vocabulary_size == strings


def test_threads_may_read_at_once(reader: CaseReader) -> None:
    questions = ["hộ nghèo ở Hà Nội", "mất bằng lái ở quận 3", "sao y 3 bản 5 trang"] * 50
    expected = [reader.read(question) for question in questions]
    found: dict[int, list[CaseFacts]] = {}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [
            threading.Thread(
                target=lambda at=at: found.update({at: [reader.read(q) for q in questions]})
            )
            for at in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)

    assert list(found.values()) == [expected] * 4
