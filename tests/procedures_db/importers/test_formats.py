"""What each format's reader takes from a whole record."""

from datetime import date

import pytest

from procedures_db.errors import ContentError
from procedures_db.importers.flags import Flag, kind_of
from procedures_db.terms import (
    AgencyRole,
    ChannelKind,
    DetailLevel,
    FeeKind,
    Level,
    ProcedureKind,
    TimeUnit,
)
from tests.procedures_db.importers.conftest import Read
from tests.procedures_db.importers.records import (
    CODE,
    UUID,
    api,
    defence,
    listing,
    method,
    page,
    recovered,
    transcribed,
)

PORTAL = f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID}"


def test_api_record_is_read_whole(read: Read) -> None:
    content = read(api(dossierReceivingAddresses="- Trung tâm Phục vụ hành chính công xã, số 1"))

    assert (content.code, content.uuid, content.detail) == (CODE, UUID, DetailLevel.FULL)
    assert (content.decision_number, content.decision_date) == ("12/QĐ-MAU", date(2026, 6, 29))
    assert content.provenance.url == PORTAL
    assert content.provenance.fetched_on == date(2026, 7, 18)
    assert content.levels == [Level.COMMUNE]
    assert [(row.role, row.name) for row in content.agencies] == [
        (AgencyRole.EXECUTING, "Ủy ban nhân dân cấp xã"),
        (AgencyRole.RECEIVING, "Trung tâm Phục vụ hành chính công"),
    ]
    assert [step.text for step in content.steps] == ["Bước 1: Nộp đơn.", "Bước 2: Nhận sổ."]
    assert content.conditions == []
    assert [(row.name, row.code) for row in content.results] == [("Sổ đàn ong", "KQ.G10.000001")]
    assert [row.number for row in content.legal_basis] == ["1/2025/NĐ-CP"]


def test_decision_is_dated_in_vietnam_not_in_greenwich(read: Read) -> None:
    evening = 1782666000000  # 2026-06-28 17:00 UTC

    content = read(api(procedureProposal={"proposalNumber": "1", "decisionDate": evening}))

    assert content.decision_date == date(2026, 6, 29)


def test_steps_are_put_in_their_own_order(read: Read) -> None:
    steps = [{"name": f"Bước {number}:", "description": "…làm"} for number in (3, 1, 2)]

    content = read(api(executionSteps=steps))

    assert [step.text[:6] for step in content.steps] == ["Bước 1", "Bước 2", "Bước 3"]


@pytest.mark.parametrize("missing", ["executionMethods", "executionCases", "procedureProposal"])
def test_api_record_without_a_part_is_read_without_it(read: Read, missing: str) -> None:
    content = read(api(**{missing: None}))

    assert content.code == CODE


@pytest.mark.parametrize("changes", [{"code": ""}, {"name": " "}, {"code": "mã lạ/1"}])
def test_api_record_without_identity_is_refused(read: Read, changes: dict[str, str]) -> None:
    with pytest.raises(ContentError):
        read(api(**changes))


def test_page_is_read_whole(read: Read) -> None:
    content = read(
        page(
            cach_thuc_thuc_hien=(
                "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến5 Ngày làm việcMiễn phíQua cổng."
                "Dịch vụ bưu chính1 Tháng20,000 Việt Nam Đồng(/sổ)Trực tiếpKhông có thông tin"
                "Không có thông tinTrực tiếp tại xã, sáng thứ hai"
            ),
            can_cu_phap_ly=(
                "Tên văn bản pháp lýMã văn bảnLuật Ong1/2024/QH15Nghị định 2/2025/NĐ-CP"
                "2/2025/NĐ-CPsửa đổi thông tư về mật3/2026/TT-BTC"
            ),
        )
    )

    assert content.target_groups == [
        "Công dân Việt Nam",
        "Cán bộ, công chức, viên chức",
        "Hợp tác xã",
    ]
    assert [row.name for row in content.agencies] == [
        "Ủy ban nhân dân cấp xã",
        "Sở Ong, Mật và Sáp",
    ]
    assert [(row.channel, row.description) for row in content.channels] == [
        (ChannelKind.DIRECT, "Trực tiếp tại xã, sáng thứ hai"),
        (ChannelKind.ONLINE, "Qua cổng."),
        (ChannelKind.POSTAL, None),
    ]
    assert [(row.channel, row.value, row.unit) for row in content.times] == [
        (ChannelKind.ONLINE, 5, TimeUnit.WORKING_DAY),
        (ChannelKind.POSTAL, 1, TimeUnit.MONTH),
    ]
    assert [(row.channel, row.kind, row.amount, row.per) for row in content.fees] == [
        (ChannelKind.POSTAL, FeeKind.AMOUNT, 20_000, "sổ"),
        (ChannelKind.ONLINE, FeeKind.UNKNOWN, None, None),
    ]
    assert [(row.number, row.title) for row in content.legal_basis] == [
        ("1/2024/QH15", "Luật Ong"),
        ("2/2025/NĐ-CP", "Nghị định 2/2025/NĐ-CP"),
        ("3/2026/TT-BTC", "sửa đổi thông tư về mật"),
    ]
    assert content.provenance.fetched_on == date(2026, 6, 15)


def test_page_whose_tables_are_unreadable_says_so(read: Read) -> None:
    content = read(page(cach_thuc_thuc_hien="Nộp ở xã", thanh_phan_ho_so="Một lá đơn"))

    assert {kind_of(flag) for flag in content.flags} == {
        Flag.METHODS_UNREAD,
        Flag.DOCUMENTS_UNREAD,
    }


def test_page_cut_at_a_quoted_heading_is_cut_again(read: Read) -> None:
    whole = (
        "OngMã thủ tục9.000001Số quyết định1Trình Tự Thực Hiện Bước 1: Lập theo Thành phần hồ sơ."
        "Cách Thức Thực HiệnHình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 NgàyMiễn phí"
        "Thành phần hồ sơ--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn1 bản chính"
        "Căn cứ pháp lýKhông có thông tin"
    )

    content = read(page(thanh_phan_ho_so=".Cách Thức Thực Hiện", raw_text=whole))

    assert [row.name for row in content.documents] == ["Đơn"]
    assert content.steps[0].text == "Bước 1: Lập theo Thành phần hồ sơ."
    assert content.flags == []


def test_fee_explained_in_the_description_is_read_with_its_tiers(read: Read) -> None:
    row = (
        "Trực tiếpKhông có thông tin2,000 Việt Nam Đồng(/trang)Tại xã: 2.000 đồng/trang; từ trang "
        "thứ 3 trở lên thu 1.000 đồng/trang, tối đa không quá 200.000 đồng/bản."
    )

    content = read(page(cach_thuc_thuc_hien=f"Hình thức nộpThời gianPhí, lệ phíMô tả{row}"))

    assert [
        (row.amount, row.per, row.from_quantity, row.cap, row.cap_per) for row in content.fees
    ] == [(2000, "trang", None, 200_000, "bản"), (1000, "trang", 3, 200_000, "bản")]


def test_defence_export_is_read_whole(read: Read) -> None:
    rows = [
        {
            "hinh_thuc": "Dịch vụ bưu chính",
            "thoi_han_giai_quyet": "Trước khi ong chia đàn",
            "phi_le_phi": (
                "Phí : 50.000 Đồng (50.000 đồng/tổ)\nLệ phí : Không Đồng\nFile đính kèm: a.pdf"
            ),
            "mo_ta": "",
        }
    ]

    content = read(defence(methods=rows))

    assert content.decision_number == "15/QĐ-MAU"
    assert content.issuing_agency == "Bộ Quốc phòng"
    assert content.levels == [Level.COMMUNE, Level.MINISTRY]
    assert [(row.value, row.text) for row in content.times] == [(None, "Trước khi ong chia đàn")]
    assert [(row.kind, row.amount, row.per) for row in content.fees] == [
        (FeeKind.AMOUNT, 50_000, "tổ"),
        (FeeKind.UNKNOWN, None, None),  # a bare "Không" is quoted, not called free
    ]
    (paper,) = content.documents
    assert (paper.originals, paper.copies, paper.when, paper.form) == (1, 2, "nếu có", "Mẫu số 1")
    assert [row.issued_on for row in content.legal_basis] == [date(2025, 2, 5)]


def test_defence_export_without_tables_is_refused(read: Read) -> None:
    raw = defence()
    del raw["content"]

    with pytest.raises(ContentError, match="content"):
        read(raw)


def test_recovered_sections_are_marked_as_partial(read: Read) -> None:
    content = read(recovered())

    assert content.detail is DetailLevel.PARTIAL
    assert {kind_of(flag) for flag in content.flags} == {Flag.PARTIAL}
    assert [row.channel for row in content.channels] == [ChannelKind.ONLINE, ChannelKind.POSTAL]
    assert [(row.channel, row.value) for row in content.times] == [(ChannelKind.ONLINE, 7)]
    assert [row.kind for row in content.fees] == [FeeKind.UNKNOWN]
    assert [row.name for row in content.documents] == ["Đơn đăng ký đàn ong"]
    assert [row.code for row in content.results] == ["KQ.G10.000001"]


def test_recovered_record_of_several_procedures_is_doubted(read: Read) -> None:
    content = read(recovered("9.000001", "9.000002"))

    assert {kind_of(flag) for flag in content.flags} == {Flag.PARTIAL, Flag.SOURCE_DOUBT}


def test_transcribed_record_is_read_as_partial(read: Read) -> None:
    content = read(transcribed(quality_warning="time contradicts itself"))

    assert content.detail is DetailLevel.PARTIAL
    assert content.levels == [Level.COMMUNE, Level.OTHER]
    assert [case.name for case in content.cases] == ["Đàn mới", "Đàn cũ"]
    assert [(row.name, row.originals, row.case, row.use) for row in content.documents] == [
        ("Đơn đăng ký đàn ong", 1, "case_1", "submit"),
        ("Sổ cũ", None, "case_2", "submit"),
        ("Căn cước", None, None, "present"),
    ]
    assert [row.kind for row in content.fees] == [FeeKind.UNKNOWN]
    assert [row.number for row in content.legal_basis] == ["1/2025/NĐ-CP", "2/2025/NĐ-CP"]
    assert {kind_of(flag) for flag in content.flags} == {Flag.SOURCE_DOUBT}


def test_listing_knows_name_field_and_office_only(read: Read) -> None:
    content = read(listing(departments=["", "Ủy ban nhân dân cấp xã, Chi cục Chăn nuôi"]))

    assert content.detail is DetailLevel.LISTED
    assert [row.name for row in content.agencies] == ["Ủy ban nhân dân cấp xã", "Chi cục Chăn nuôi"]
    assert content.levels == [Level.COMMUNE]
    assert (content.times, content.fees, content.documents) == ([], [], [])


def test_listing_of_a_province_names_it(read: Read) -> None:
    content = read(listing(type="SPECIFIC", departmentPromulgate="UBND Thành phố Hải Phòng"))

    assert (content.kind, content.province) == (ProcedureKind.PROVINCIAL, "Thành phố Hải Phòng")


def test_codes_that_differ_in_a_blank_stay_apart(read: Read) -> None:
    content = read(listing(code=" 9.000001"))

    assert content.code == "_9.000001"
    assert {kind_of(flag) for flag in content.flags} == {Flag.CODE_BLANK}


def test_unknown_type_is_refused(read: Read) -> None:
    with pytest.raises(ContentError, match="type"):
        read(listing(type="NEW"))


def test_invisible_and_control_characters_are_left_out(read: Read) -> None:
    content = read(api(name="Đăng\u200b ký\x07 ong\u00a0 lấy mật", executionMethods=[method()]))

    assert content.name == "Đăng ký ong lấy mật"
