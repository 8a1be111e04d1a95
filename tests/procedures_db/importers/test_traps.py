"""The traps of times, papers, codes and texts in the real data (5 to 9), each with its rule."""

import pytest

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.importers.flags import Flag, kind_of
from procedures_db.terms import DocumentUse, Level, OnlineLevel, ProcedureKind, TimeUnit
from tests.procedures_db.importers.conftest import Read
from tests.procedures_db.importers.records import (
    PAPERS_HEADER,
    api,
    method,
    methods,
    page,
    paper,
    transcribed,
)


def kinds(content: ProcedureContent) -> set[str]:
    return {kind_of(flag) for flag in content.flags}


# 5. Time.


def test_trap_5_unit_other_takes_the_days_of_the_cases(read: Read) -> None:
    content = read(
        api(
            executionMethods=[method(processingTime=9, processingTimeUnit="OTHER")],
            cases=[{"name": "Sổ", "processingDay": {"qty": 3, "type": "WORKING_DAY"}}],
        )
    )

    assert [(row.value, row.unit) for row in content.times] == [(3, TimeUnit.WORKING_DAY)]


def test_trap_5_half_days_are_said_as_they_are(read: Read) -> None:
    content = read(
        api(
            executionMethods=[method(processingTime=7.5, processingTimeUnit="WORKING_DAY")],
            cases=[{"name": "Sổ", "processingDay": {"qty": 14, "type": "WORKING_DAY"}}],
        )
    )

    assert [(row.value, row.text) for row in content.times] == [(None, "7,5 ngày làm việc")]


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


def test_trap_5_hours_printed_for_days_are_days(read: Read) -> None:
    text = "Trường hợp phức tạp thì tối đa không quá 14 ngày."

    content = read(
        api(
            executionMethods=[
                method(processingTime=14, processingTimeUnit="HOUR", description=text)
            ]
        )
    )

    assert [(row.value, row.unit) for row in content.times] == [(14, TimeUnit.DAY)]
    assert kinds(content) == {Flag.TIME_MISMATCH}


def test_trap_5_the_time_of_a_special_case_is_no_contradiction(read: Read) -> None:
    text = "20 ngày làm việc đối với trường hợp đàn quý hiếm"

    content = read(api(executionMethods=[method(processingTime=10, description=text)]))

    assert [(row.value, row.note) for row in content.times] == [(10, text)]


def test_trap_5_cases_that_contradict_a_transcribed_time_are_flagged(read: Read) -> None:
    content = read(transcribed(cases=[{"code": "9.000001.01", "time": "17 ngày"}]))

    assert [(row.value, row.unit) for row in content.times] == [(7, TimeUnit.WORKING_DAY)]
    assert kinds(content) == {Flag.TIME_CASES}


def test_trap_5_other_in_a_transcribed_record_means_nothing(read: Read) -> None:
    for written in ("1 OTHER", "1 (đơn vị OTHER)"):
        content = read(transcribed(methods=[{"m": "DIRECT", "time": written}]))

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

    with pytest.raises(ContentError, match=r"trang là của thủ tục 8\.000002"):
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
