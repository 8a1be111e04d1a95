"""Raw records shaped like the portal's, with invented content; a test states what matters to it."""

from collections.abc import Mapping
from typing import Any

UUID = "019d0000-0000-7000-8000-000000000001"
CODE = "9.000001"

Raw = dict[str, Any]


def method(channel: str = "DIRECT", **changes: Any) -> Raw:
    """One way of handing in, as the API gives it."""
    return {
        "submissionMethod": channel,
        "processingTime": 5,
        "processingTimeUnit": "WORKING_DAY",
        "description": "",
        "fees": [],
    } | changes


def fee(value: int | None = 0, text: str = "", **changes: Any) -> Raw:
    """One fee, as the API gives it."""
    return {"type": "FEE", "value": value, "currencyId": "", "description": text} | changes


def paper(name: str, originals: int = 1, copies: int = 0, files: tuple[str, ...] = ()) -> Raw:
    """One paper, as the API gives it."""
    return {
        "name": name,
        "originalQty": originals,
        "copyQty": copies,
        "required": False,
        "attachments": [{"fileName": file} for file in files],
    }


def api(code: str = CODE, **changes: Any) -> Raw:
    """An answer of the detail API."""
    data: Raw = {
        "id": UUID,
        "code": code,
        "name": "Đăng ký nuôi ong lấy mật",
        "type": "STANDARD",
        "state": "ACTIVE",
        "keywords": "",
        "categoriesDetails": [{"name": "Chăn nuôi"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "departmentPromulgateName": "Bộ Nông nghiệp và Môi trường",
        "departmentsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "unitGroupsExecuting": [None],
        "dossierReceivingAddresses": "",
        "procedureProposal": {"proposalNumber": "12/QĐ-MAU", "decisionDate": 1782666000000},
        "isWard": True,
        "isProvince": False,
        "isMinistry": False,
        "isOtherAgency": False,
        "isFullProcess": False,
        "executionSteps": [{"name": "", "description": "Bước 1: Nộp đơn.\nBước 2: Nhận sổ."}],
        "executionMethods": [method()],
        "executionCases": [{"name": "", "profileComponents": [paper("Đơn đăng ký đàn ong")]}],
        "cases": [],
        "requirementsAndConditions": "Không",
        "resultsDetails": [{"name": "Sổ đàn ong", "code": "KQ.G10.000001"}],
        "legalBasisesDetails": [{"name": "Nghị định về ong", "code": "1/2025/NĐ-CP"}],
    }
    return {"code": "OK", "data": data | changes, "message": "OK"}


METHODS_HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS_HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"


def page(code: str = CODE, **changes: Any) -> Raw:
    """A detail page read as text, tables flattened."""
    return {
        "_code": code,
        "ma_thu_tuc": code,
        "detail_url": f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{UUID}",
        "formality_id": UUID,
        "ten_thu_tuc": "Đăng ký nuôi ong lấy mật",
        "so_quyet_dinh": "11/QĐ-MAU",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "linh_vuc": "Chăn nuôi",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Cán bộ, công chức, viên chức, Hợp tác xã",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã, Sở Ong, Mật và Sáp",
        "trinh_tu_thuc_hien": "Bước 1: Nộp đơn.\nBước 2: Nhận sổ.",
        "cach_thuc_thuc_hien": f"{METHODS_HEADER}Trực tiếp5 Ngày làm việcMiễn phí",
        "thanh_phan_ho_so": f"--{PAPERS_HEADER}Đơn đăng ký đàn ong1 bản chính",
        "can_cu_phap_ly": "Không có thông tin",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": "Sổ đàn ongMã: KQ.G10.000001Từ khóaKhông có thông tin",
        "raw_text": f"Đăng ký nuôi ong lấy mậtMã thủ tục{code}Số quyết định11/QĐ-MAU",
    } | changes


def methods(*rows: str) -> str:
    """The flattened table of methods."""
    return METHODS_HEADER + "".join(rows)


def defence(code: str = CODE, methods: list[Raw] | None = None, **changes: Any) -> Raw:
    """An exported Word document."""
    content = {
        "trình_tự_thực_hiện": "Bước 1: Nộp đơn. Bước 2: Nhận sổ.",
        "đối_tượng_thực_hiện": "Công dân Việt Nam",
        "cơ_quan_thực_hiện": "Ban chỉ huy quân sự cấp Xã",
        "yêu_cầu_điều_kiện_thực_hiện": "Không",
        "kết_quả_thực_hiện": "Sổ đàn ong",
        "địa_chỉ_tiếp_nhận_hs": "Không có thông tin",
    }
    default = {
        "hinh_thuc": "Trực tiếp",
        "thoi_han_giai_quyet": "07 Ngày làm việc",
        "phi_le_phi": "Phí : 0 Đồng",
        "mo_ta": "",
    }
    return {
        "thu_tuc_id": code,
        "metadata": {
            "mã_thủ_tục": code,
            "tên_thủ_tục": "Đăng ký nuôi ong lấy mật",
            "số_quyết_định": "Quyết định số 15 /QĐ-MAU",
            "cấp_thực_hiện": "Cấp Bộ, Cấp Xã",
            "lĩnh_vực": "Chăn nuôi",
        },
        "content": content | changes,
        "tables": {
            "hinh_thuc_nop": methods or [default],
            "thanh_phan_ho_so": [
                {
                    "ten_giay_to": "Đơn đăng ký đàn ong (nếu có)",
                    "so_luong": "Mẫu số 1.docx",
                    "ghi_chu": "Bản chính: 1\nBản sao: 2",
                }
            ],
            "can_cu_phap_ly": [
                {
                    "so_ky_hieu": "1/2025/NĐ-CP",
                    "trich_yeu": "Nghị định về ong",
                    "ngay_ban_hanh": "05-02-2025",
                }
            ],
        },
    }


def listing(code: str = CODE, **changes: Any) -> Raw:
    """One procedure of the national list."""
    return {
        "id": UUID,
        "code": code,
        "name": "Đăng ký nuôi ong lấy mật",
        "categories": ["Chăn nuôi"],
        "departments": ["Ủy ban nhân dân cấp xã"],
        "departmentPromulgate": "Bộ Nông nghiệp và Môi trường",
        "formalityTargetType": ["Công dân Việt Nam"],
        "state": "ACTIVE",
        "type": "STANDARD",
    } | changes


def recovered(*codes: str, sections: Mapping[str, str] | None = None) -> Raw:
    """Sections of a page recovered from elsewhere."""
    default = {
        "Trình tự thực hiện": "Bước 1: Nộp đơn.\nBước 2: Nhận sổ.",
        "Cách thức thực hiện": (
            "| Hình thức nộp | Thời hạn giải quyết |\n|---|---|\n"
            "| Trực tuyến | 7 ngày làm việc |\n| Qua bưu điện | — |"
        ),
        "Phí, lệ phí": "- Lệ phí: Miễn phí",
        "Thành phần hồ sơ": (
            "| Tên giấy tờ | Bản chính | Bản sao | Mẫu đơn |\n|---|---|---|---|\n"
            "| Đơn đăng ký đàn ong | 1 | 0 | Có |"
        ),
        "Kết quả thực hiện": "- Sổ đàn ong (Mã: KQ.G10.000001)",
    }
    return {
        "name": "Đăng ký nuôi ong lấy mật",
        "codes": list(codes or [CODE]),
        "sections": dict(sections or default),
    }


def transcribed(code: str = CODE, **changes: Any) -> Raw:
    """A record condensed by hand."""
    return {
        "code": code,
        "uuid": UUID,
        "name": "Đăng ký nuôi ong lấy mật",
        "agency": "Bộ Nông nghiệp và Môi trường",
        "domain": "Chăn nuôi",
        "level": ["xã", "cơ quan khác"],
        "executing": "Ủy ban nhân dân cấp xã; Sở Ong",
        "methods": [{"m": "DIRECT", "time": "07 ngày làm việc"}],
        "fees": [{"channel": "DIRECT", "type": "FEE", "amount": 0, "text": "value 0, no text"}],
        "documents": {
            "Đàn mới": ["Đơn đăng ký đàn ong: 1 bản chính"],
            "Đàn cũ": ["Sổ cũ"],
            "Xuất trình khi nộp trực tiếp": ["Căn cước"],
        },
        "legal": ["1/2025/NĐ-CP", "2/2025/NĐ-CP (in steps)"],
        "decision": "12/QĐ-MAU",
        "decision_date": "2026-05-01",
    } | changes
