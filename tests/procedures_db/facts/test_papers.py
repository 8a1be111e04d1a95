"""Papers that a message names, matched with the papers of a file."""

import pytest

from procedures_db.content import ProcedureContent
from procedures_db.facts.checklist import Need, make_checklist
from procedures_db.facts.papers import asks_what_is_missing, kinds_of, papers_had
from tests.factories import content


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Tôi có giấy chứng sinh với căn cước rồi, còn thiếu gì?",
            ["birth_notice", "identity"],
        ),
        (
            "toi da co giay chung sinh va cccd thieu giay to gi nua",
            ["birth_notice", "identity"],
        ),
        ("có sổ hồng, hợp đồng mua bán thì cần thêm gì", ["land_certificate", "transfer_contract"]),
        ("có căn cước rồi thì đủ chưa", ["identity"]),
        ("chưa có giấy chứng sinh thì sao", []),
        ("nhà em có con nhỏ rồi", []),
        ("Tôi có được miễn lệ phí không", []),
        ("làm khai sinh cần căn cước không", []),
    ],
)
def test_papers_that_a_citizen_has_are_read(text: str, kinds: list[str]) -> None:
    assert [paper.kind for paper in papers_had(text)] == kinds


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("còn thiếu gì", True),
        ("cần thêm giấy tờ gì", True),
        ("vậy đủ chưa ạ", True),
        ("thiếu nợ ngân hàng", False),
        ("cần gì", False),
    ],
)
def test_asking_for_the_rest_is_recognised(text: str, asks: bool) -> None:
    assert asks_what_is_missing(text) is asks


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Tờ khai đăng ký khai sinh", ["form"]),
        ("Giấy khai sinh của trẻ", ["birth_certificate"]),
        ("Bản chính giấy tờ cần sao", []),
    ],
)
def test_a_required_paper_has_its_kinds(name: str, kinds: list[str]) -> None:
    assert kinds_of(name) == kinds


def birth() -> ProcedureContent:
    return content(
        documents=[
            {"name": "Tờ khai đăng ký khai sinh", "originals": 1, "required": True},
            {"name": "Giấy chứng sinh hoặc lời chứng", "originals": 1, "required": True},
            {"name": "Giấy tờ tùy thân", "use": "present"},
            {"name": "Giấy chứng nhận kết hôn", "held_by": "Cơ sở dữ liệu hộ tịch điện tử"},
            {"name": "Giấy ủy quyền", "when": "nhờ người khác"},
            {"name": "Sổ hộ chiếu và giấy ra viện"},
        ]
    )


def test_checklist_says_what_is_had_and_what_is_missing() -> None:
    named = papers_had("có giấy chứng sinh, căn cước, hộ chiếu với học bạ rồi còn thiếu gì")

    checklist = make_checklist(birth(), {}, named)

    assert [item.said for item in checklist.has] == ["giấy chứng sinh", "căn cước"]
    # Of two papers in one line only one is had, so the line is not done.
    assert [item.paper.name for item in checklist.missing] == [
        "Tờ khai đăng ký khai sinh",
        "Sổ hộ chiếu và giấy ra viện",
    ]
    assert checklist.unmatched == ("hộ chiếu", "học bạ")


def test_papers_held_and_papers_on_condition_are_not_missing() -> None:
    needs = {item.paper.name: item.need for item in make_checklist(birth(), {}).items}

    assert needs["Giấy chứng nhận kết hôn"] is Need.HELD
    assert needs["Giấy ủy quyền"] is Need.CONDITIONAL
    assert needs["Giấy tờ tùy thân"] is Need.NEEDED
