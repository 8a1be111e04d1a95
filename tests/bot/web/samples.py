"""Answers as the gateway gives them, one per status, and the facts they are made of.

The amounts and papers only exercise the page; they are not the catalogue.
"""

from typing import Any

SOURCE = {
    "name": "Cổng Dịch vụ công quốc gia",
    "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/mau-khai-sinh",
    "decision": "1872/QĐ-BTP",
    "fetched_on": "2026-07-18",
    "verified_on": "2026-07-20",
}

PROCEDURE = {
    "code": "1.001193",
    "name": "Đăng ký khai sinh",
    "source_url": SOURCE["url"],
    "verified_on": "2026-07-20",
    "fetched_on": "2026-07-18",
    "revision": 1,
    "decision": "1872/QĐ-BTP",
}

CANDIDATES = [
    {"code": "1.001193", "name": "Đăng ký khai sinh", "score": 0.93},
    {
        "code": "1.000689",
        "name": "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con",
        "score": 0.4,
    },
    {"code": "1.004884", "name": "Đăng ký lại khai sinh", "score": 0.31},
    {"code": "1.003583", "name": "Đăng ký khai sinh lưu động", "score": 0.2},
    {"code": "2.000528", "name": "Đăng ký khai sinh có yếu tố nước ngoài", "score": 0.1},
]


def paper(name: str, **given: Any) -> dict[str, Any]:
    """A required document, with every key the contract names."""
    row = {"originals": None, "copies": None, "use": "submit", "required": None}
    return {"name": name, **row, "when": None, "note": None, "form": None, **given}


def fee(kind: str = "amount", **given: Any) -> dict[str, Any]:
    """A fee row, with every key the contract names."""
    keys = "amount currency per from_quantity cap cap_per channel case label basis"
    row: dict[str, Any] = dict.fromkeys(f"{keys} valid_from valid_to text".split())
    return {**row, "kind": kind, "currency": "VND", **given}


def part(facet: str, facts: dict[str, Any], **given: Any) -> dict[str, Any]:
    """One part of an answer."""
    text = f"Nội dung về {facet} bằng chữ."
    return {
        "facet": facet,
        "status": "answered",
        "facts": facts,
        "text": text,
        "source": SOURCE,
        **given,
    }


DOCUMENTS = part(
    "documents",
    {
        "groups": [
            {
                "case": None,
                "documents": [
                    paper(
                        "Tờ khai đăng ký khai sinh",
                        originals=1,
                        form={"name": "Mẫu tờ khai", "url": "https://example.gov.vn/to-khai.docx"},
                    ),
                    paper(
                        "Giấy chứng sinh do cơ sở y tế cấp",
                        originals=1,
                        note="Sinh ngoài cơ sở y tế thì thay bằng lời khai của người làm chứng.",
                    ),
                    paper(
                        "Căn cước hoặc hộ chiếu của người đi đăng ký",
                        use="present",
                        originals=1,
                    ),
                    paper(
                        "Giấy chứng nhận kết hôn của cha mẹ",
                        use="present",
                        required=False,
                        when="cha mẹ đã đăng ký kết hôn",
                    ),
                ],
            },
            {
                "case": "Trẻ bị bỏ rơi",
                "documents": [paper("Biên bản xác nhận trẻ bị bỏ rơi", originals=1, copies=1)],
            },
            {
                "case": "Trẻ sinh ra do mang thai hộ",
                "documents": [paper("Văn bản xác nhận của cơ sở y tế", originals=1)],
            },
            {
                "case": "Ủy quyền cho người khác đi làm",
                "documents": [paper("Văn bản ủy quyền đã chứng thực", originals=1)],
            },
        ]
    },
)

FEE = part(
    "fee",
    {
        "amount": None,
        "currency": "VND",
        "rows": [
            fee("free", label="Đăng ký đúng hạn", basis="Luật Hộ tịch 2014"),
            fee("set_by_province", label="Đăng ký quá hạn", channel="direct"),
            fee(
                amount=8000,
                per="bản",
                label="Bản sao trích lục",
                channel="online",
                basis="Thông tư 281/2016/TT-BTC",
                valid_to="2026-12-31",
            ),
            fee(amount=2000, per="trang", label="Sao y từ trang đầu", cap=200000, cap_per="bản"),
            fee(amount=1000, per="trang", label="Sao y", from_quantity=3),
            fee("unknown", label="Đăng ký ở nước ngoài"),
        ],
    },
)

EXEMPTION = part(
    "exemption",
    {
        "rows": [
            {"group": "Người thuộc hộ nghèo", "percent": 100, "proof": "Giấy chứng nhận hộ nghèo"},
            {
                "group": "Mọi người nộp trực tuyến",
                "percent": 50,
                "channel": "online",
                "valid_to": "2026-12-31",
            },
            {"group": "Người khuyết tật", "percent": None, "text": "Theo quy định của địa phương"},
        ]
    },
)

TIME = part(
    "time",
    {
        "rows": [
            {"channel": "direct", "case": None, "value": 1, "unit": "working_day", "note": None},
            {
                "case": "Cần xác minh",
                "value": 5,
                "unit": "working_day",
                "note": "kể từ khi nhận đủ",
            },
            {
                "channel": "postal",
                "value": None,
                "unit": None,
                "text": "Theo thời gian chuyển phát",
            },
        ]
    },
)

PLACE = part(
    "place",
    {
        "agencies": [
            {"name": "Ủy ban nhân dân cấp xã", "role": "executing", "address": None},
            {
                "name": "Trung tâm Phục vụ hành chính công",
                "role": "receiving",
                "address": "Nơi cư trú của cha hoặc mẹ",
            },
        ],
        "levels": ["commune"],
        "channels": [
            {"channel": "direct", "description": "Đến bộ phận một cửa trong giờ làm việc"},
            {"channel": "online", "description": None},
        ],
    },
)

ONLINE = part("online", {"level": "full", "url": "https://dichvucong.gov.vn/nop/khai-sinh"})
STEPS = part(
    "steps",
    {"items": [{"text": f"Bước thứ {n}: chuẩn bị rồi nộp hồ sơ."} for n in range(1, 9)]},
)
CONDITIONS = part(
    "conditions",
    {"items": [{"text": "Trẻ sinh tại Việt Nam"}, {"text": "Có giấy tờ", "case": "Nuôi hộ"}]},
)
FORM = part("form", {"items": [{"name": "Tờ khai", "url": "https://example.gov.vn/a.docx"}]})
LEGAL = part(
    "legal_basis",
    {"items": [{"title": "Luật Hộ tịch", "number": "60/2014/QH13", "issued_on": "2014-11-20"}]},
)
RESULT = part("result", {"items": [{"name": "Giấy khai sinh", "code": "KQ.G15"}]})
OVERVIEW = part("overview", {}, text="Khai sinh cho trẻ, làm tại Ủy ban nhân dân cấp xã.")
MISSING = part(
    "exemption",
    {},
    status="not_in_data",
    text="Dữ liệu chưa có quy định miễn, giảm của thủ tục này.",
)

FOLLOW_UPS = [
    {"title": "Lệ phí", "payload": '/facet{"facet":"fee"}'},
    {"title": "Thời gian", "payload": '/facet{"facet":"time"}'},
    {"title": "Nộp ở đâu", "payload": '/facet{"facet":"place"}'},
    {"title": "Nộp trực tuyến", "payload": '/facet{"facet":"online"}'},
]


def answer(status: str = "answered", *parts: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A whole answer of the contract."""
    whole: dict[str, Any] = {
        "conversation_id": "web-test",
        "turn_id": "t1",
        "status": status,
        "procedure": PROCEDURE if parts else None,
        "candidates": CANDIDATES,
        "parts": list(parts),
        "text": "Nội dung trả lời bằng chữ.",
        "buttons": FOLLOW_UPS if parts else [],
        "receipt": "7KQ2-M4",
    }
    return {**whole, **given}


EVERY_FACET = (
    DOCUMENTS,
    FEE,
    EXEMPTION,
    TIME,
    PLACE,
    ONLINE,
    CONDITIONS,
    STEPS,
    FORM,
    LEGAL,
    RESULT,
    OVERVIEW,
)

ANSWERS: dict[str, dict[str, Any]] = {
    "answered": answer("answered", DOCUMENTS, FEE, TIME),
    "partial": answer("partial", FEE, MISSING),
    "clarify": answer(
        "clarify",
        text="Bạn muốn hỏi thủ tục nào trong các thủ tục dưới đây?",
        buttons=[
            {"title": each["name"], "payload": f'/choose{{"code":"{each["code"]}"}}'}
            for each in CANDIDATES[:3]
        ],
    ),
    "not_in_data": answer(
        "not_in_data",
        procedure=PROCEDURE,
        text="Dữ liệu mới có tên thủ tục này, chưa có giấy tờ và lệ phí.",
    ),
    "out_of_scope": answer("out_of_scope", text="Máy chỉ trả lời về thủ tục hành chính."),
    "correction": answer("correction", text="Máy xin lỗi vì hiểu chưa đúng. Bạn hỏi lại giúp nhé."),
    "small_talk": answer("small_talk", text="Chào bạn, bạn cần làm thủ tục gì?", receipt=None),
    "handoff": answer("handoff", text="Bạn gọi tổng đài để gặp cán bộ."),
    "error": answer("error", text="Máy đang bận, bạn thử lại sau ít phút nhé.", receipt=None),
}
