"""Places of questions: today's, former ones, ambiguous ones, and words that only look like one."""

import pytest

from procedures_db.language.case import CaseReader

PROVINCES = [
    ("đăng ký kết hôn ở Cần Thơ", "Cần Thơ"),
    ("the con o da nang thi sao", "Đà Nẵng"),
    ("em ở ha noi làm căn cước", "Hà Nội"),
    ("làm hộ chiếu tphcm", "Hồ Chí Minh"),
    ("o sg lam lai cccd", "Hồ Chí Minh"),
    ("tỉnh Nghệ An", "Nghệ An"),
    ("thế ở Huế", "Huế"),
    ("Thừa Thiên Huế", "Huế"),
    ("em ở Bình Dương", "Hồ Chí Minh"),
    ("ở Hải Dương nộp đâu", "Hải Phòng"),
    ("hà tây cũ", "Hà Nội"),
    ("dak lak nop o dau", "Đắk Lắk"),
    ("ở Vũng Tàu", "Hồ Chí Minh"),
    ("nha trang thi nop o dau", "Khánh Hòa"),
    ("ở Vinh", "Nghệ An"),
    ("tp thu duc", "Hồ Chí Minh"),
    ("quận 9", "Hồ Chí Minh"),
    ("q1", "Hồ Chí Minh"),
    ("huyện Đông Sơn, Thanh Hóa", "Thanh Hóa"),
    ("cau giay ha noi", "Hà Nội"),
    ("bảo hiểm xã hội An Giang", "An Giang"),
    ("bao hiem xa hoi an giang", "An Giang"),
    ("HỘ KHẨU Ở NGHỆ AN", "Nghệ An"),
    ("quê Nghệ An, đang ở Hà Nội", "Hà Nội"),
    ("tỉnh Đồng Nai", "Đồng Nai"),
]

NO_PLACES = [
    "danh gia lai nha dat",
    "dien bien ho so the nao",
    "cả mẫu đơn và giấy tờ",
    "yêu cầu giấy xác nhận",
    "điều kiện an ninh trật tự",
    "giá hợp đồng thấp",
    "gia hop dong thap",
    "ở trung tâm hành chính công",
    "xã biên giới",
    "xã đồng ý rồi thì sao",
    "hợp tác xã đóng văn phòng",
    "lam o xa, ho so gom gi",
    "ở Đức có đăng ký được không",
    "gia đình hoà bình",
    "ảnh 3x4",
    "con dao",
    "phương án kinh doanh",
    "anh Vinh và chị Hiếu",
    "bà Ba ở xã em",
    "",
]


@pytest.mark.parametrize(("question", "province"), PROVINCES)
def test_todays_province_is_found(reader: CaseReader, question: str, province: str) -> None:
    found = reader.read(question).province

    assert found
    assert found.name == province


@pytest.mark.parametrize("question", NO_PLACES)
def test_common_words_are_no_places(reader: CaseReader, question: str) -> None:
    assert reader.read(question).places == ()


@pytest.mark.parametrize(
    ("question", "commune"),
    [
        ("phường Hồng Bàng", "Phường Hồng Bàng"),
        ("đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
        ("P.5 Q.3", "Phường Bàn Cờ"),
        ("phường 5 quận 3 TP Hồ Chí Minh", "Phường Bàn Cờ"),
        ("phuong truc bach, ba dinh, ha noi", "Phường Ba Đình"),
        ("huyện Côn Đảo", "Đặc khu Côn Đảo"),
        ("phường Phúc Xá", "Phường Hồng Hà"),
    ],
)
def test_a_commune_of_today_or_before_becomes_todays(
    reader: CaseReader, question: str, commune: str
) -> None:
    found = reader.read(question).commune

    assert found
    assert found.full_name == commune


def test_a_divided_ward_is_a_list_of_possibilities(reader: CaseReader) -> None:
    facts = reader.read("em ở phường Cống Vị, quận Ba Đình, Hà Nội")

    (mention,) = facts.places
    assert {place.commune.name for place in mention.options if place.commune} == {
        "Giảng Võ",
        "Ngọc Hà",
    }
    assert facts.commune is None
    assert facts.province
    assert facts.province.full_name == "Thành phố Hà Nội"


def test_a_name_of_many_communes_is_ambiguous(reader: CaseReader) -> None:
    facts = reader.read("xã Tân Lập")

    assert len(facts.places[0].options) > 5
    assert facts.province is None


def test_the_province_beside_it_makes_a_name_clearer(reader: CaseReader) -> None:
    anywhere = reader.read("huyện Châu Thành").places[0].options
    there = reader.read("huyện Châu Thành, Bến Tre").places[0].options

    assert len(there) < len(anywhere)
    assert {place.province.name for place in there} == {"Vĩnh Long"}


def test_diacritics_tell_two_communes_apart(reader: CaseReader) -> None:
    exact = reader.read("xã Cẩm Giàng, Hải Phòng").commune
    open_ = reader.read("xa cam giang, hai phong").places[0].options

    assert exact
    assert exact.name == "Cẩm Giàng"
    assert {place.commune.name for place in open_ if place.commune} >= {"Cẩm Giàng", "Cẩm Giang"}


def test_two_provinces_leave_the_case_open(reader: CaseReader) -> None:
    facts = reader.read("chuyển hộ khẩu từ Hà Nội vào Đà Nẵng")

    assert len(facts.places) == 2
    assert facts.province is None


def test_a_mention_says_where_it_stands(reader: CaseReader) -> None:
    question = "em ở quận 3, TP HCM làm lại căn cước"

    (mention,) = reader.read(question).places

    assert question[mention.start : mention.end] == mention.text == "quận 3, TP HCM"
