"""Each trap of the real data and the rule against it."""

from datetime import date

import pytest

from procedures_db.content import ProcedureContent
from procedures_db.importers.flags import Flag, kind_of
from procedures_db.terms import (
    ChannelKind,
    DocumentUse,
    FeeKind,
    Level,
    OnlineLevel,
    ProcedureKind,
    TimeUnit,
)
from tests.procedures_db.importers.conftest import Read
from tests.procedures_db.importers.records import (
    PAPERS_HEADER,
    api,
    fee,
    method,
    methods,
    page,
    paper,
    transcribed,
)


def kinds(content: ProcedureContent) -> set[str]:
    return {kind_of(flag) for flag in content.flags}


def amounts(content: ProcedureContent) -> list[int | None]:
    return [row.amount for row in content.fees]


# 1. 0 and "Miễn phí" are the portal's default.


@pytest.mark.parametrize("value", [0, None])
def test_trap_1_zero_without_text_is_not_free(read: Read, value: int | None) -> None:
    content = read(api(executionMethods=[method(fees=[fee(value)])]))

    assert [row.kind for row in content.fees] == [FeeKind.UNKNOWN]


def test_trap_1_printed_free_is_not_free(read: Read) -> None:
    content = read(page(cach_thuc_thuc_hien=methods("Trực tiếp5 NgàyMiễn phí")))

    assert [row.kind for row in content.fees] == [FeeKind.UNKNOWN]


def test_trap_1_amount_in_the_text_beats_zero(read: Read) -> None:
    content = read(page(cach_thuc_thuc_hien=methods("Trực tiếp5 NgàyMiễn phí(60.000 đồng/đàn)")))

    (row,) = content.fees
    assert (row.kind, row.amount, row.per) == (FeeKind.AMOUNT, 60_000, "đàn")


@pytest.mark.parametrize(
    "text",
    [
        "Theo quy định của Hội đồng nhân dân cấp tỉnh.",
        "Mức thu do HĐND tỉnh quyết định",
        "Nghị quyết số 9/2025/NQ-HĐND của tỉnh",
    ],
)
def test_trap_1_council_decides(read: Read, text: str) -> None:
    content = read(api(executionMethods=[method(fees=[fee(0, text)])]))

    assert [row.kind for row in content.fees] == [FeeKind.SET_BY_PROVINCE]


@pytest.mark.parametrize("text", ["Miễn lệ phí.", "Không thu phí", "Không mất phí", "Không"])
def test_trap_1_free_where_the_text_says_so(read: Read, text: str) -> None:
    content = read(api(executionMethods=[method(fees=[fee(0, text)])]))

    assert [row.kind for row in content.fees] == [FeeKind.FREE]


def test_trap_1_a_bare_no_is_for_staff_to_confirm(read: Read) -> None:
    content = read(api(executionMethods=[method(fees=[fee(0, "Không")])]))

    assert kinds(content) == {Flag.FEE_BARE_NO}


@pytest.mark.parametrize(
    "text",
    [
        "Theo quy định của Luật phí và lệ phí",
        "Không quy định.",
        "Thông tư số 5/2020/TT-BTC quy định mức thu, chế độ thu, nộp, miễn phí kiểm ong",
        "Thông tư số 64/2025/TT-BTC quy định mức thu, miễn một số khoản phí, lệ phí",
    ],
)
def test_trap_1_a_law_is_neither_free_nor_an_amount(read: Read, text: str) -> None:
    content = read(api(executionMethods=[method(fees=[fee(0, text)])]))

    assert [row.kind for row in content.fees] == [FeeKind.UNKNOWN]


def test_trap_1_free_for_some_is_an_exemption(read: Read) -> None:
    text = "Do Hội đồng nhân dân tỉnh quyết định. Miễn lệ phí cho người nuôi lần đầu; hộ nghèo."

    content = read(api(executionMethods=[method(fees=[fee(0, text)])]))

    assert [row.kind for row in content.fees] == [FeeKind.SET_BY_PROVINCE]
    assert [row.group for row in content.exemptions] == ["Người nuôi lần đầu", "Hộ nghèo"]
    assert {row.percent for row in content.exemptions} == {100}


def test_trap_1_free_printed_before_a_condition_is_no_free_row(read: Read) -> None:
    text = "Miễn phí Đồng - Trường hợp người nuôi thuộc diện được miễn phí thì xuất trình sổ"

    content = read(api(executionMethods=[method(fees=[fee(9000, ""), fee(0, text)])]))

    assert amounts(content) == [9000]
    assert [row.group for row in content.exemptions] == ["Người nuôi thuộc diện được miễn phí"]


# 2. One fee row per method.


def test_trap_2_each_channel_keeps_its_fees(read: Read) -> None:
    content = read(
        api(
            executionMethods=[
                method("ONLINE", fees=[fee(7000, "7.000 đồng/lần"), fee(5000, "5.000 đồng/người")]),
                method("DIRECT", fees=[fee(15000, "15.000 đồng/lần")]),
            ]
        )
    )

    assert [(row.channel, row.amount, row.per) for row in content.fees] == [
        (ChannelKind.ONLINE, 7000, "lần"),
        (ChannelKind.ONLINE, 5000, "người"),
        (ChannelKind.DIRECT, 15000, "lần"),
    ]


def test_trap_2_the_same_fee_everywhere_is_one_row(read: Read) -> None:
    content = read(
        api(executionMethods=[method(kind, fees=[fee(8000)]) for kind in ("ONLINE", "DIRECT")])
    )

    assert [(row.channel, row.amount) for row in content.fees] == [(None, 8000)]


# 3. Expired clauses.


def test_trap_3_clauses_keep_their_dates(read: Read) -> None:
    text = (
        "70.000 đồng/sổ. Kể từ ngày 01/01/2025 đến hết ngày 31/12/2025, mức thu khi nộp hồ sơ "
        "theo hình thức trực tuyến bằng 50% mức thu quy định. - Kể từ ngày 01/7/2025 đến hết "
        "ngày 31/12/2026 mức thu bằng 30% mức thu nêu trên theo Thông tư số 64/2025/TT-BTC."
    )
    rows = [f"{name}5 Ngày70,000 VNĐ({text})" for name in ("Trực tiếp", "Trực tuyến")]

    content = read(page(cach_thuc_thuc_hien=methods(*rows)))

    assert [(row.channel, row.amount, row.valid_to) for row in content.fees] == [
        (None, 70_000, None)
    ]
    assert [
        (row.channel, row.percent, row.valid_from, row.valid_to) for row in content.exemptions
    ] == [
        (ChannelKind.ONLINE, 50, date(2025, 1, 1), date(2025, 12, 31)),
        (None, 70, date(2025, 7, 1), date(2026, 12, 31)),
    ]
    assert kinds(content) == {Flag.EXPIRED}


def test_trap_3_an_amount_for_a_time_stands_beside_the_lasting_one(read: Read) -> None:
    text = "(áp dụng mức phí 400.000 đồng/hồ sơ kể từ ngày 01/7/2025 đến hết ngày 31/12/2026)"

    content = read(page(cach_thuc_thuc_hien=methods(f"Trực tiếp5 Ngày800,000 VNĐ({text})")))

    assert [(row.amount, row.valid_from, row.valid_to) for row in content.fees] == [
        (800_000, None, None),
        (400_000, date(2025, 7, 1), date(2026, 12, 31)),
    ]
    assert content.flags == []


def test_trap_3_dates_of_a_heading_hold_for_what_stands_below_it(read: Read) -> None:
    text = "Theo Thông tư số 64/2025/TT-BTC (đến hết ngày 31/12/2026): + Đàn nhỏ: 5.000 đồng/đàn"

    content = read(page(cach_thuc_thuc_hien=methods(f"Trực tiếp5 Ngày5,000 VNĐ({text})")))

    assert [(row.amount, row.label, row.valid_to) for row in content.fees] == [
        (5_000, "Đàn nhỏ", date(2026, 12, 31))
    ]


# 4. Units of money.


@pytest.mark.parametrize(
    "text",
    [
        "Dưới 50 tỷ: 10 triệu đồng/sổ",
        "Từ 50 tỷ đến dưới 150 tỷ: 10 triệu đồng/sổ",
        "Từ 250 tỷ trở lên: 10 triệu đồng/sổ",
        "Đàn có giá trị 2 tỷ đồng: 10.000.000 đồng/sổ",
    ],
)
def test_trap_4_the_value_of_the_matter_is_not_its_fee(read: Read, text: str) -> None:
    content = read(page(cach_thuc_thuc_hien=methods(f"Trực tiếp5 NgàyMiễn phí({text})")))

    assert [(row.amount, row.label) for row in content.fees] == [
        (10_000_000, text.partition(":")[0])
    ]


def test_trap_4_thousands_are_read_from_the_text(read: Read) -> None:
    row = "Trực tiếp5 Ngày135 VNĐ(Lệ phí: 135.000 đồng/lần)"

    content = read(page(cach_thuc_thuc_hien=methods(row)))

    assert amounts(content) == [135_000]
    assert kinds(content) == {Flag.FEE_UNIT}


def test_trap_4_a_small_number_alone_is_no_amount(read: Read) -> None:
    content = read(page(cach_thuc_thuc_hien=methods("Trực tiếp5 Ngày135 VNĐ(Sổ đàn ong)")))

    assert [row.kind for row in content.fees] == [FeeKind.UNKNOWN]
    assert kinds(content) == {Flag.FEE_UNIT}


def test_trap_4_dollars_stay_dollars(read: Read) -> None:
    fees = [fee(30, "Cấp sổ ở nước ngoài", currencyName="USD")]

    content = read(api(executionMethods=[method(fees=fees)]))

    assert [(row.amount, row.currency) for row in content.fees] == [(30, "USD")]


def test_trap_4_a_province_does_not_charge_dollars(read: Read) -> None:
    fees = [fee(100, currencyName="USD")]

    content = read(api(type="SPECIFIC", executionMethods=[method(fees=fees)]))

    assert [row.kind for row in content.fees] == [FeeKind.UNKNOWN]
    assert kinds(content) == {Flag.CURRENCY}


def test_trap_4_part_of_a_dollar_is_text(read: Read) -> None:
    fees = [fee(1.5, "1,5 USD/sổ", currencyName="USD")]  # type: ignore[arg-type]

    content = read(api(executionMethods=[method(fees=fees)]))

    assert [(row.kind, row.text) for row in content.fees] == [(FeeKind.UNKNOWN, "1,5 USD/sổ")]


# 5. Time.


def test_trap_5_unit_other_takes_the_days_of_the_cases(read: Read) -> None:
    content = read(
        api(
            executionMethods=[method(processingTime=9, processingTimeUnit="OTHER")],
            cases=[{"name": "Sổ", "processingDay": {"qty": 3, "type": "WORKING_DAY"}}],
        )
    )

    assert [(row.value, row.unit) for row in content.times] == [(3, TimeUnit.WORKING_DAY)]


def test_trap_5_unit_other_without_cases_takes_the_text(read: Read) -> None:
    content = read(
        api(
            executionMethods=[
                method(processingTime="Không quá 15 ngày.", processingTimeUnit="OTHER")
            ]
        )
    )

    (row,) = content.times
    assert (row.value, row.unit, row.text) == (15, TimeUnit.DAY, "Không quá 15 ngày.")


@pytest.mark.parametrize("steps", ["Nộp đơn.", "Trong thời hạn 01 ngày xem đơn."])
def test_trap_5_a_bare_one_says_nothing(read: Read, steps: str) -> None:
    content = read(
        page(cach_thuc_thuc_hien=methods("Trực tiếp1Miễn phí"), trinh_tu_thuc_hien=steps)
    )

    assert content.times == []
    assert kinds(content) == {Flag.TIME_UNREAD}


def test_trap_5_a_bare_number_gets_the_unit_that_the_steps_give_it(read: Read) -> None:
    steps = "Trong thời hạn 07 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ, cấp sổ."

    content = read(
        page(cach_thuc_thuc_hien=methods("Trực tiếp7Miễn phí"), trinh_tu_thuc_hien=steps)
    )

    assert [(row.value, row.unit) for row in content.times] == [(7, TimeUnit.WORKING_DAY)]


def test_trap_5_written_time_is_shown_where_the_two_disagree(read: Read) -> None:
    content = read(
        api(executionMethods=[method(processingTime=7, description="20 ngày, kể từ ngày nhận đủ")])
    )

    assert [(row.value, row.unit) for row in content.times] == [(20, TimeUnit.DAY)]
    assert kinds(content) == {Flag.TIME_MISMATCH}


def test_trap_5_calendar_days_are_not_working_days(read: Read) -> None:
    content = read(api(executionMethods=[method(description="Không quá 05 ngày kể từ ngày nhận")]))

    assert [(row.value, row.unit) for row in content.times] == [(5, TimeUnit.DAY)]
    assert kinds(content) == {Flag.TIME_MISMATCH}


def test_trap_5_steps_that_add_up_are_no_contradiction(read: Read) -> None:
    text = "Xã: không quá 10 ngày làm việc.\nCơ quan thuế: không quá 05 ngày làm việc."

    content = read(api(executionMethods=[method(processingTime=15, description=text)]))

    (row,) = content.times
    assert (row.value, row.unit, row.note) == (15, TimeUnit.WORKING_DAY, text)
    assert content.flags == []


def test_trap_5_the_hour_of_closing_is_no_processing_time(read: Read) -> None:
    text = "Ngay trong ngày; nhận hồ sơ sau 15 giờ thì trả kết quả vào ngày làm việc tiếp theo."

    content = read(api(executionMethods=[method(processingTime=1, description=text)]))

    assert [(row.value, row.unit) for row in content.times] == [(1, TimeUnit.WORKING_DAY)]


def test_trap_5_cases_that_contradict_a_transcribed_time_are_flagged(read: Read) -> None:
    content = read(transcribed(cases=[{"code": "9.000001.01", "time": "17 ngày"}]))

    assert [(row.value, row.unit) for row in content.times] == [(7, TimeUnit.WORKING_DAY)]
    assert kinds(content) == {Flag.TIME_CASES}


def test_trap_5_other_in_a_transcribed_record_means_nothing(read: Read) -> None:
    content = read(transcribed(methods=[{"m": "DIRECT", "time": "1 OTHER"}]))

    assert content.times == []


# 6. Documents.


def test_trap_6_headings_and_notes_are_not_papers(read: Read) -> None:
    content = read(
        api(
            executionCases=[
                {"name": "* Giấy tờ phải nộp:", "profileComponents": [paper("Đơn đăng ký")]},
                {
                    "name": "* Giấy tờ phải xuất trình:",
                    "profileComponents": [paper("Căn cước"), paper("Nộp các giấy tờ sau:", 0)],
                },
                {
                    "name": "* Lưu ý:",
                    "profileComponents": [
                        paper("Trường hợp gửi qua bưu chính thì phải gửi kèm bản sao.", 0),
                        paper("+ Người tiếp nhận có trách nhiệm kiểm tra.", 0),
                    ],
                },
            ]
        )
    )

    assert [(row.name, row.use) for row in content.documents] == [
        ("Đơn đăng ký", DocumentUse.SUBMIT),
        ("Căn cước", DocumentUse.PRESENT),
    ]
    assert content.cases == []
    assert content.documents[-1].note == ("Trường hợp gửi qua bưu chính thì phải gửi kèm bản sao.")


def test_trap_6_situations_are_cases(read: Read) -> None:
    content = read(
        api(
            executionCases=[
                {"name": "Trường hợp đàn mới, hồ sơ gồm:", "profileComponents": [paper("Đơn")]},
                {"name": "b) Đàn chuyển đến", "profileComponents": [paper("Sổ cũ", 0, 1)]},
            ]
        )
    )

    assert [case.name for case in content.cases] == ["Trường hợp đàn mới", "Đàn chuyển đến"]
    assert [(row.name, row.case, row.originals, row.copies) for row in content.documents] == [
        ("Đơn", "case_1", 1, 0),
        ("Sổ cũ", "case_2", 0, 1),
    ]


@pytest.mark.parametrize(
    ("text", "name", "when"),
    [
        ("Văn bản ủy quyền (nếu có)", "Văn bản ủy quyền", "nếu có"),
        (
            "Đối với đàn trên 50 tổ: Giấy kiểm dịch",
            "Giấy kiểm dịch",
            "Đối với đàn trên 50 tổ",
        ),
        (
            "Sổ cũ đối với trường hợp đăng ký lại.",
            "Sổ cũ",
            None,
        ),
        (
            "Sổ đàn ong cũ đối với trường hợp đăng ký lại.",
            "Sổ đàn ong cũ",
            "đối với trường hợp đăng ký lại",
        ),
    ],
)
def test_trap_6_conditions_of_papers(read: Read, text: str, name: str, when: str | None) -> None:
    cases = [{"name": "", "profileComponents": [paper(text)]}]

    (row,) = read(api(executionCases=cases)).documents

    assert (row.when or "") == (when or "")
    assert row.name.startswith(name)


def test_trap_6_zero_copies_of_a_paper_are_unknown(read: Read) -> None:
    cases = [{"name": "", "profileComponents": [paper("Giấy kiểm dịch", 0, 0)]}]

    (row,) = read(api(executionCases=cases)).documents

    assert (row.originals, row.copies, row.required) == (None, None, None)


# 7. Codes.


def test_trap_7_a_provinces_own_procedure_says_whose_it_is(read: Read) -> None:
    content = read(api(type="SPECIFIC", departmentPromulgateName="UBND tỉnh Gia Lai"))

    assert (content.kind, content.province) == (ProcedureKind.PROVINCIAL, "Tỉnh Gia Lai")


def test_trap_7_the_page_of_another_procedure_is_refused(read: Read) -> None:
    text = "Đăng ký ongMã thủ tục8.000002Số quyết định11/QĐ-MAU"

    with pytest.raises(Exception, match=r"trang là của thủ tục 8\.000002"):
        read(page(raw_text=text))


# 8. No districts.


def test_trap_8_levels_leave_out_the_district_and_say_so(read: Read) -> None:
    content = read(page(cap_thuc_hien="Cấp tỉnh, Cấp huyện, Cấp xã"))

    assert content.levels == [Level.COMMUNE, Level.PROVINCE]
    assert kinds(content) == {Flag.DISTRICT}


# 9. Garbled text.


@pytest.mark.parametrize(
    "text",
    ["nộp hồ sơ tại tâm Phục vụ hành chính công", "Ná»™p Ä‘Æ¡n á»", "Nộp đ\ufffdn"],
)
def test_trap_9_garbled_text_is_flagged(read: Read, text: str) -> None:
    content = read(page(trinh_tu_thuc_hien=text))

    assert kinds(content) == {Flag.GARBLED}


def test_trap_9_the_offices_whole_name_is_not_garbled(read: Read) -> None:
    content = read(page(trinh_tu_thuc_hien="Nộp tại Trung tâm Phục vụ hành chính công"))

    assert content.flags == []


# Whatever the record does not say stays unsaid.


def test_online_level_is_full_only_where_the_record_says_so(read: Read) -> None:
    online = [method("ONLINE")]

    full = read(api(isFullProcess=True, executionMethods=online))
    other = read(api(isFullProcess=False, executionMethods=online))
    none = read(api(isFullProcess=True))

    assert [row.level for row in full.online] == [OnlineLevel.FULL]
    assert [row.level for row in other.online] == [OnlineLevel.UNKNOWN]
    assert none.online == []


def test_counts_glued_to_names_are_parted(read: Read) -> None:
    table = (
        f"--{PAPERS_HEADER}Đơn theo Mẫu số 051 bản chính,1 bản sao"
        "Sổ ban hành ngày 01/01/20261 bản chínhẢnh; 02 bản chính (nếu có)2 bản chính"
        "Tờ khai (theo mẫu)Mẫu TK 01.docx0 bản chính,3 bản sao"
    )

    content = read(page(thanh_phan_ho_so=table))

    assert [(row.name, row.originals, row.copies) for row in content.documents] == [
        ("Đơn theo Mẫu số 05", 1, 1),
        ("Sổ ban hành ngày 01/01/2026", 1, 0),
        ("Ảnh; 02 bản chính", 2, 0),
        ("Tờ khai (theo mẫu)", 0, 3),
    ]
    assert [form.name for form in content.forms] == ["Mẫu TK 01"]
    assert content.documents[-1].form == "Mẫu TK 01"


@pytest.mark.parametrize(
    ("glued", "expected"),
    [
        ("1250,000 VNĐ(250.000 đồng/sổ)", [250_000]),
        ("150,000 VNĐ", [50_000]),
        ("1250,000 VNĐ", [None]),
    ],
)
def test_a_time_glued_to_an_amount_is_parted_in_the_only_way(
    read: Read, glued: str, expected: list[int | None]
) -> None:
    content = read(page(cach_thuc_thuc_hien=methods(f"Trực tiếp{glued}")))

    assert amounts(content) == expected
