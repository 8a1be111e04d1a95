"""Differences are said in the words of the office, and none is passed over."""

from typing import Any

import pytest
from hypothesis import given

from procedures_db.content import ProcedureContent
from procedures_db.editing.difference import difference, field_order, questions_difference
from procedures_db.editing.fields import row_lists
from tests.factories import amount, content, detailed, provenance
from tests.procedures_db.strategies import contents


def texts(before: ProcedureContent, after: ProcedureContent) -> list[str]:
    return [change.text for change in difference(before, after)]


def changed(**values: Any) -> list[str]:
    base = detailed()
    return texts(base, ProcedureContent.model_validate(base.model_dump() | values))


def test_fee_is_said_with_both_amounts() -> None:
    before = content(fees=[amount(50_000, cost_type="le_phi")])
    after = content(fees=[amount(70_000, cost_type="le_phi")])

    assert texts(before, after) == ["Lệ phí: 50.000 đ → 70.000 đ"]


def test_fee_of_a_channel_names_it() -> None:
    fees = [row.model_dump() for row in detailed().fees]
    fees[0]["amount"] = 9_000

    assert changed(fees=fees) == ["Lệ phí (trực tiếp): 8.000 đ → 9.000 đ"]


def test_fee_that_becomes_free_says_so() -> None:
    before = content(fees=[amount(50_000)])
    after = content(fees=[{"kind": "free"}])

    assert texts(before, after) == ["Phí, lệ phí: 50.000 đ → Không phải nộp"]


def test_time_is_said_with_its_unit() -> None:
    times = [row.model_dump() for row in detailed().times]
    times[0]["value"] = 5

    assert changed(times=times) == ["Thời hạn (trực tiếp): 3 ngày làm việc → 5 ngày làm việc"]


def test_added_and_removed_papers_are_named() -> None:
    papers = [row.model_dump() for row in detailed().documents]
    papers[1]["name"] = "Giấy khám sức khỏe đàn ong của thú y"

    assert changed(documents=papers) == [
        "Thêm giấy tờ: Giấy khám sức khỏe đàn ong của thú y (Đàn đông)",
        "Bỏ giấy tờ: Ảnh tổ ong (Đàn đông)",
    ]


def test_changed_field_of_a_paper_names_paper_and_field() -> None:
    papers = [row.model_dump() for row in detailed().documents]
    papers[0]["originals"] = 2

    assert changed(documents=papers) == ["Giấy tờ “Tờ khai đàn ong” – số bản chính: 1 → 2"]


def test_reworded_step_shows_both_wordings() -> None:
    steps = [{"text": "Chuẩn bị hai tờ khai."}, {"text": "Nộp tại xã."}]

    assert changed(steps=steps) == ["Bước “Chuẩn bị hai tờ khai.” – nội dung bước: "
                                    "Chuẩn bị tờ khai. → Chuẩn bị hai tờ khai."]  # fmt: skip


def test_order_of_steps_is_a_difference() -> None:
    steps = [row.model_dump() for row in detailed().steps]

    assert changed(steps=steps[::-1]) == ["Đổi thứ tự các bước"]


def test_source_of_a_row_is_a_difference() -> None:
    steps = [row.model_dump() for row in detailed().steps]
    steps[0]["provenance"] = provenance(source="Sở Mẫu")

    [said] = changed(steps=steps)

    assert said.startswith("Nguồn của bước “Chuẩn bị tờ khai.”: theo nguồn của thủ tục → Sở Mẫu")


def test_own_field_has_its_label() -> None:
    assert changed(decision_number=None) == ["Số quyết định công bố: 12/QĐ-MAU → (trống)"]


def test_new_procedure_is_said_to_be_new() -> None:
    assert [change.text for change in difference(None, content())] == [
        "Thủ tục mới: Thủ tục mẫu 9.000001"
    ]


def test_questions_are_added_and_taken_out_by_name() -> None:
    said = questions_difference(["nuôi ong sao"], ["xin nuôi ong ở đâu"])

    assert [change.text for change in said] == [
        "Thêm câu hỏi người dân hay hỏi: xin nuôi ong ở đâu",
        "Bỏ câu hỏi người dân hay hỏi: nuôi ong sao",
    ]


def test_every_field_of_the_model_is_looked_at() -> None:
    looked_at = {name.partition(".")[0] for name in field_order()}

    assert looked_at == set(ProcedureContent.model_fields)


@given(contents(), contents())
def test_difference_is_empty_exactly_when_nothing_differs(
    before: ProcedureContent, after: ProcedureContent
) -> None:
    assert bool(texts(before, after)) == (before.fingerprint() != after.fingerprint())
    assert texts(after, after) == []


@pytest.mark.parametrize("name", ["steps", "documents", "fees", "aliases", "flags"])
def test_emptied_list_names_every_row(name: str) -> None:
    assert len(changed(**{name: []})) == len(getattr(detailed(), name))


def test_every_field_of_every_row_has_a_vietnamese_label() -> None:
    unnamed = [
        f"{rows.name}.{field.name}"
        for rows in row_lists().values()
        for field in rows.fields
        if field.label == field.name
    ]

    assert unnamed == [], "put the labels into procedures_db/editing/words.yml"
