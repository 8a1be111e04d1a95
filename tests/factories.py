"""Content with sensible defaults; a test states only what matters to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from procedures_db.content import ProcedureContent, Provenance
from procedures_db.database import transaction
from procedures_db.read import ProcedureFacts
from procedures_db.store import publish_all
from procedures_db.terms import FeeKind

CODE = "9.000001"
TODAY = date(2026, 11, 23)
PAGE = "https://example.vn/thu-tuc/9.000001"
ACTOR = "test"


def provenance(**changes: Any) -> Provenance:
    """A source that has everything."""
    values: dict[str, Any] = {
        "source": "Cổng mẫu",
        "url": PAGE,
        "decision": "12/QĐ-MAU",
        "fetched_on": date(2026, 7, 18),
        "verified_on": date(2026, 11, 1),
    }
    return Provenance(**values | changes)


def content(code: str = CODE, **changes: Any) -> ProcedureContent:
    """A procedure of which nothing but its name is known."""
    values: dict[str, Any] = {
        "code": code,
        "name": f"Thủ tục mẫu {code}",
        "provenance": provenance(),
    }
    return ProcedureContent.model_validate(values | changes)


def amount(dong: int, **changes: Any) -> dict[str, Any]:
    """A fee of so many đồng."""
    return {"kind": FeeKind.AMOUNT, "amount": dong} | changes


def detailed(code: str = CODE, **changes: Any) -> ProcedureContent:
    """A procedure with at least one row of everything."""
    values: dict[str, Any] = {
        "uuid": "019d2bfd-0000-7000-8000-000000000001",
        "name": "Thủ tục đăng ký nuôi ong",
        "short_name": "Đăng ký nuôi ong",
        "aliases": ["xin nuôi ong", "khai báo đàn ong"],
        "summary": "Ghi đàn ong vào sổ của xã.",
        "field": "Chăn nuôi",
        "levels": ["commune", "province"],
        "target_groups": ["Công dân Việt Nam"],
        "issuing_agency": "Bộ Mẫu",
        "decision_number": "12/QĐ-MAU",
        "decision_date": date(2026, 1, 16),
        "valid_from": date(2026, 2, 1),
        "flags": ["Cần xem lại mức phí."],
        "agencies": [
            {"name": "Ủy ban nhân dân cấp xã", "role": "executing", "address": "Nơi nuôi ong"},
            {"name": "Trung tâm Phục vụ hành chính công", "role": "receiving"},
        ],
        "cases": [{"key": "moi", "name": "Đàn mới"}, {"key": "dong", "name": "Đàn đông"}],
        "forms": [{"name": "Tờ khai đàn ong", "url": "https://example.vn/to-khai.docx"}],
        "documents": [
            {"name": "Tờ khai đàn ong", "originals": 1, "form": "Tờ khai đàn ong"},
            {"name": "Ảnh tổ ong", "copies": 2, "case": "dong", "required": False},
            {"name": "Căn cước", "use": "present", "when": "nộp trực tiếp", "required": True},
        ],
        "channels": [
            {"channel": "direct", "description": "Nộp tại xã"},
            {"channel": "online"},
            {"channel": "postal"},
        ],
        "times": [
            {"value": 3, "unit": "working_day", "channel": "direct"},
            {"text": "Theo giấy hẹn", "channel": "postal", "note": "Tính từ ngày nhận."},
        ],
        "fees": [
            amount(8_000, cost_type="le_phi", channel="direct", basis="01/2026/TT-MAU"),
            {"kind": "free", "channel": "online"},
        ],
        "exemptions": [{"group": "Hộ nghèo", "percent": 100, "proof": "giấy chứng nhận"}],
        "online": [{"level": "full", "url": "https://example.vn/nop"}],
        "steps": [{"text": "Chuẩn bị tờ khai."}, {"text": "Nộp tại xã."}],
        "conditions": [{"text": "Tổ ong cách nhà dân 20 m."}, {"text": "Có ao.", "case": "dong"}],
        "results": [{"name": "Giấy xác nhận nuôi ong", "code": "KQ.01"}],
        "legal_basis": [
            {"title": "Luật Nuôi ong", "number": "01/2025/QH15", "issued_on": date(2025, 6, 1)}
        ],
        "life_events": ["Mở trang trại"],
        "related": [{"code": "9.000002", "relation": "Khi thôi nuôi"}],
        "overrides": [
            {
                "province": "Tỉnh Mẫu",
                "facet": "fee",
                "text": "Không thu lệ phí.",
                "valid_from": date(2026, 8, 1),
                "provenance": provenance(source="Hội đồng nhân dân tỉnh Mẫu", decision=None),
            }
        ],
    }
    return content(code, **values | changes)


def facts(revision: int = 1, **changes: Any) -> ProcedureFacts:
    """What the rows of a sparse procedure say."""
    return ProcedureFacts(content(**changes), revision)


def publish(sessions: Callable[[], Session], *contents: ProcedureContent) -> None:
    """Publish and commit."""
    with transaction(sessions) as session:
        publish_all(session, contents, actor=ACTOR)
