"""False premises: what fires, how strongly, and what must not."""

import re
from datetime import date

import pytest

from procedures_db.premises import Strength, find_premise, premises
from procedures_db.search.text import fold

REPLACED = [
    ("làm lại sổ hộ khẩu bị mất", "so-ho-khau"),
    ("xin cấp sổ hộ khẩu mới", "so-ho-khau"),
    ("lam so ho khau moi het bao nhieu tien", "so-ho-khau"),
    ("cap lai so ho khau", "so-ho-khau"),
    ("sổ hộ khẩu nhà em bị rách giờ làm lại ở đâu", "so-ho-khau"),
    ("em lỡ làm mất sổ hộ khẩu rồi, xin lại ở đâu ạ", "so-ho-khau"),
    ("mất shk thì xin lại sao", "so-ho-khau"),
    ("thủ tục cấp lại sổ hộ khẩu", "so-ho-khau"),
    ("doi so hk cu sang so moi", "so-ho-khau"),
    ("đăng ký cấp mới cuốn hộ khẩu", "so-ho-khau"),
    ("SỔ HỘ KHẨU BỊ MẤT LÀM LẠI CẦN GÌ", "so-ho-khau"),
    ("muon xin cap lai cuon so ho khau giay", "so-ho-khau"),
    ("sổ tạm trú bị mất xin cấp lại ở đâu", "so-tam-tru"),
    ("đổi sổ tạm trú mới", "so-tam-tru"),
    ("cap lai so tam tru", "so-tam-tru"),
    ("làm lại chứng minh nhân dân bị mất", "chung-minh-nhan-dan"),
    ("lam cmnd cho con 15 tuoi", "chung-minh-nhan-dan"),
    ("xin cấp lại cmnd 9 số", "chung-minh-nhan-dan"),
    ("mất cmt làm lại ở đâu", "chung-minh-nhan-dan"),
    ("chung minh thu bi rach lam lai can gi", "chung-minh-nhan-dan"),
    ("làm chứng minh ở đâu", "chung-minh-nhan-dan"),
    ("em muốn làm giấy chứng minh thư mới", "chung-minh-nhan-dan"),
    ("lam lai chung minh", "chung-minh-nhan-dan"),
    ("xin giấy chuyển hộ khẩu ở đâu", "giay-chuyen-ho-khau"),
    ("lam giay cat khau ve nha chong", "giay-chuyen-ho-khau"),
    ("thủ tục cấp giấy chuyển khẩu", "giay-chuyen-ho-khau"),
    ("nộp lệ phí môn bài năm nay ở đâu", "le-phi-mon-bai"),
    ("thue mon bai ho kinh doanh bao nhieu", "le-phi-mon-bai"),
    ("tờ khai lệ phí môn bài cho quán cà phê", "le-phi-mon-bai"),
    ("mức thuế khoán quán phở một tháng", "thue-khoan"),
    ("dang ky nop thue khoan cho tiem tap hoa", "thue-khoan"),
    ("thuế khoán tính thế nào", "thue-khoan"),
]

NOTED = [
    ("tách sổ hộ khẩu cần gì", "so-ho-khau"),
    ("cong chung so ho khau o phuong", "so-ho-khau"),
    ("đăng ký kết hôn có cần sổ hộ khẩu không", "so-ho-khau"),
    ("lam khai sinh co phai mang so ho khau ko", "so-ho-khau"),
    ("nhà trường đòi nộp sổ hộ khẩu", "so-ho-khau"),
    ("mất sổ hộ khẩu có sao không", "so-ho-khau"),
    ("sổ hộ khẩu còn giá trị không", "so-ho-khau"),
    ("đăng ký sổ tạm trú cho sinh viên", "so-tam-tru"),
    ("mua bảo hiểm y tế có cần sổ tạm trú không", "so-tam-tru"),
    ("so tam tru het han thi sao", "so-tam-tru"),
    ("chuyển khẩu về quê có phải xin giấy chuyển hộ khẩu không", "giay-chuyen-ho-khau"),
    ("làm kt3 cần giấy tờ gì", "tam-tru-kt3"),
    ("dang ky kt3 o dau", "tam-tru-kt3"),
    ("đổi chứng minh nhân dân 9 số ở đâu", "chung-minh-nhan-dan"),
    ("doi cmnd sang can cuoc can mang gi", "chung-minh-nhan-dan"),
    ("cmnd cũ đổi sang căn cước", "chung-minh-nhan-dan"),
    ("cmnd còn dùng được không", "chung-minh-nhan-dan"),
    ("chứng minh thư hết hạn có đi máy bay được không", "chung-minh-nhan-dan"),
    ("làm cmnd sang căn cước gắn chip", "chung-minh-nhan-dan"),
    ("đổi căn cước công dân sang thẻ căn cước", "can-cuoc-cong-dan"),
    ("có bắt buộc đổi cccd gắn chip không", "can-cuoc-cong-dan"),
    ("cccd ma vach con dung duoc khong", "can-cuoc-cong-dan"),
    ("lên công an huyện làm căn cước", "cap-huyen"),
    ("len cong an huyen lam can cuoc", "cap-huyen"),
    ("đăng ký xe ở công an quận hay phường", "cap-huyen"),
    ("nop giay phep xay dung o ubnd huyen", "cap-huyen"),
    ("ra phòng tư pháp quận ghi chú kết hôn", "cap-huyen"),
    ("đăng ký hộ kinh doanh ở phòng tài chính kế hoạch huyện", "cap-huyen"),
    ("cải chính hộ tịch nộp ở xã hay huyện", "cap-huyen"),
    ("ly hôn nộp đơn ở tòa án huyện", "cap-huyen"),
    ("làm lý lịch tư pháp ở sở tư pháp", "ly-lich-tu-phap-so-tu-phap"),
    ("so tu phap cap phieu ly lich tu phap may ngay", "ly-lich-tu-phap-so-tu-phap"),
    ("xin lltp ở sở tư pháp hà nội", "ly-lich-tu-phap-so-tu-phap"),
    ("đổi bằng lái ở sở giao thông vận tải", "bang-lai-so-giao-thong"),
    ("doi gplx o so gtvt can gi", "bang-lai-so-giao-thong"),
    ("thi bằng lái b2 hết bao nhiêu", "hang-bang-lai-cu"),
    ("hoc bang a2 o dau", "hang-bang-lai-cu"),
    ("nâng hạng e cần gì", "hang-bang-lai-cu"),
    ("thi b1 số tự động", "hang-bang-lai-cu"),
    ("lập công ty nộp ở sở kế hoạch và đầu tư", "so-bo-cu"),
    ("ra so tai nguyen moi truong lam giay phep moi truong", "so-bo-cu"),
    ("gửi hồ sơ cho sở ldtbxh", "so-bo-cu"),
    ("hộ mới mở có được miễn lệ phí môn bài", "le-phi-mon-bai"),
    ("nợ thuế khoán có đóng cửa được không", "thue-khoan"),
    ("xin cấp lại bản chính giấy khai sinh", "ban-chinh-khai-sinh"),
    ("lam lai khai sinh ban goc bi mat", "ban-chinh-khai-sinh"),
]

TRUE_PREMISE = [
    "mất giấy tờ trong sổ hộ khẩu cũ thì làm lại khai sinh sao",
    "nhập hộ khẩu cho con",
    "nhap ho khau cho vo ve nha chong",
    "chuyển hộ khẩu từ quê lên thành phố",
    "chuyen ho khau can gi",
    "tách hộ khẩu",
    "xin xác nhận cư trú thay cho sổ hộ khẩu",
    "sổ hộ khẩu bị thu rồi, giờ lấy gì chứng minh",
    "nhập khẩu xong không phát sổ hộ khẩu nữa à",
    "hộ khẩu Nghệ An làm căn cước ở Hà Nội được không",
    "đăng ký tạm trú cho người thuê nhà",
    "gia hạn tạm trú",
    "sổ đỏ bị mất làm lại ở đâu",
    "mất sổ bảo hiểm xã hội xin cấp lại",
    "làm căn cước cho con 14 tuổi",
    "mat cccd lam lai o dau",
    "đổi căn cước công dân hết hạn",
    "xin giấy xác nhận số chứng minh nhân dân cũ",
    "xac nhan cmnd 9 so voi cccd la mot nguoi",
    "sổ đỏ ghi số cmnd cũ thì làm thế nào",
    "đổi số cmnd sang số căn cước trên sổ bảo hiểm",
    "giấy tờ gì chứng minh quan hệ cha con",
    "cấp chứng minh thư ngoại giao",
    "cần giấy chứng minh thu nhập để vay mua nhà ở xã hội",
    "làm giấy chứng minh quân đội",
    "làm lý lịch tư pháp ở công an tỉnh",
    "sở tư pháp cấp giấy gì cho văn phòng công chứng",
    "đổi bằng lái xe hết hạn",
    "thi bằng lái hạng b",
    "bang lai a1 bi mat",
    "bỏ huyện rồi thì làm sổ đỏ nộp ở đâu",
    "gio khong con huyen nua thi nop o dau",
    "hồi trước ubnd huyện cấp sổ sai giờ ai đính chính",
    "nhà ở huyện cũ giờ thuộc xã nào",
    "em ở quận 7 làm tạm trú ở đâu",
    "khám ở bệnh viện huyện có được hưởng bảo hiểm y tế",
    "quản lý thuế hộ kinh doanh",
    "làm nghĩa vụ quân sự ở ban chỉ huy quân sự",
    "mở quán ăn cần giấy phép gì",
    "bỏ thuế khoán rồi giờ khai thuế sao",
    "lệ phí môn bài bỏ rồi đúng không",
    "khai thuế hộ kinh doanh qua mạng",
    "các khoản thuế đất có được miễn không",
    "xin bản sao trích lục khai sinh",
    "đăng ký lại khai sinh",
    "làm khai sinh cho bé",
    "sở nông nghiệp và môi trường ở đâu",
    "",
    "xin chào",
]


@pytest.mark.parametrize(("question", "expected"), REPLACED)
def test_what_no_longer_exists_is_corrected(question: str, expected: str) -> None:
    found = find_premise(question)

    assert found
    assert (found.id, found.strength) == (expected, Strength.REPLACES)


@pytest.mark.parametrize(("question", "expected"), NOTED)
def test_a_mention_is_answered_with_a_note(question: str, expected: str) -> None:
    found = find_premise(question)

    assert found
    assert (found.id, found.strength) == (expected, Strength.NOTE)


@pytest.mark.parametrize("question", TRUE_PREMISE)
def test_a_true_premise_is_left_alone(question: str) -> None:
    assert find_premise(question) is None


@pytest.mark.parametrize(("question", "expected"), [*REPLACED, *NOTED])
def test_diacritics_make_no_difference(question: str, expected: str) -> None:
    found = find_premise(fold(question))

    assert found
    assert found.id == expected


@pytest.mark.parametrize("question", TRUE_PREMISE)
def test_without_diacritics_a_true_premise_is_left_alone(question: str) -> None:
    assert find_premise(fold(question)) is None


def test_every_entry_says_law_day_and_source() -> None:
    for premise in premises():
        assert premise.law
        assert premise.source
        assert date(2016, 1, 1) <= premise.since <= date(2026, 12, 31)
        assert all(re.fullmatch(r"\d\.\d{6}", code) for code in premise.codes)


def test_a_correction_always_offers_a_procedure() -> None:
    corrections = [one for one in premises() if one.strength is Strength.REPLACES]

    assert corrections
    assert all(one.codes for one in corrections)


def test_a_correction_names_the_day_it_holds_from() -> None:
    for premise in premises():
        year = str(premise.since.year)
        assert year in premise.text or premise.id == "tam-tru-kt3"
