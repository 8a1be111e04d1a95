"""The traps of fees in the real data (1 to 4), each with the rule against it."""

from datetime import date

import pytest

from procedures_db.content import ProcedureContent
from procedures_db.importers.flags import Flag, kind_of
from procedures_db.terms import ChannelKind, FeeKind
from tests.procedures_db.importers.conftest import Read
from tests.procedures_db.importers.records import api, fee, method, methods, page


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


@pytest.mark.parametrize(
    "text", ["Miễn lệ phí.", "Không thu phí", "Không mất phí", "Lệ phí: không"]
)
def test_trap_1_free_where_the_text_says_so(read: Read, text: str) -> None:
    content = read(api(executionMethods=[method(fees=[fee(0, text)])]))

    assert [row.kind for row in content.fees] == [FeeKind.FREE]


def test_trap_1_a_bare_no_is_for_staff_to_confirm(read: Read) -> None:
    content = read(api(executionMethods=[method(fees=[fee(0, "Không")])]))

    assert kinds(content) == {Flag.FEE_BARE_NO}


@pytest.mark.parametrize("text", ["Không", "Không có", "không có.", "(Không)"])
def test_trap_1_a_bare_no_is_quoted_and_not_called_free(read: Read, text: str) -> None:
    content = read(page(cach_thuc_thuc_hien=methods(f"Trực tiếp5 NgàyMiễn phí({text})")))

    (row,) = content.fees
    assert row.kind is FeeKind.UNKNOWN
    assert (row.text or "").lower().startswith("không")


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


def test_trap_1_who_is_not_freed_is_not_freed(read: Read) -> None:
    text = (
        "Miễn lệ phí đối với hộ ở xã có điều kiện kinh tế - xã hội khó khăn. "
        "Trường hợp hộ ở phường thì không được miễn lệ phí."
    )

    content = read(api(executionMethods=[method(fees=[fee(0, text)])]))

    assert [row.group for row in content.exemptions] == [
        "Hộ ở xã có điều kiện kinh tế - xã hội khó khăn"
    ]


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


# The page prints a time without a unit right before an amount.


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
