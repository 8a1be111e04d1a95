"""The wording that tells a paper from a note, and a situation from a plain heading."""

import re

_NUMBERING = r"^\W*(?:\(?[\da-zđ.]{1,4}[).]\s*)?\W*"
_NOTE_HEADING = re.compile(r"^\W*(?:lưu ý|ghi chú|chú ý|chú thích)\b", re.IGNORECASE)
_PRESENT = re.compile(r"xuất trình", re.IGNORECASE)
_BOTH = re.compile(r"(?:phải|cần) nộp|nộp\s*(?:/|,|hoặc|và)", re.IGNORECASE)
_HAND_IN = re.compile(r"^\W*(?:các )?giấy tờ phải nộp", re.IGNORECASE)
_SITUATION = re.compile(
    rf"{_NUMBERING}(?:trường hợp|đối với|khi|nếu|cấp|đăng ký"
    r"|hồ sơ (?:đề nghị|đăng ký|cấp|hỗ trợ|đối với)"
    r"|thành phần hồ sơ (?:đối với|đăng ký|cấp|trong))\b",
    re.IGNORECASE,
)
_GENERAL_HEADING = re.compile(
    rf"{_NUMBERING}(?:(?:các )?(?:thành phần )?(?:hồ sơ|giấy tờ)"
    r"(?: (?:gồm|bao gồm|phải nộp|cần nộp|phải xuất trình|gồm có|kèm theo|nộp|như sau))*"
    r"|bao gồm|gồm|thành phần(?: hồ sơ)?)"
    r"(?:\s*\(bản chính\))?\W*(?:mỗi loại \d+ bản)?\W*(?:bao gồm|gồm)?\W*$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:\*?\s*lưu ý|ghi chú|chú ý|ví dụ"
    r"|trường hợp .{10,}?(?:\bthì\b|không phải|không yêu cầu|được sử dụng|phải gửi kèm|lựa chọn)"
    r"|đối với giấy tờ|người (?:tiếp nhận|yêu cầu|có yêu cầu|nộp|thực hiện)|cán bộ|cơ quan"
    r"|cá nhân (?:có quyền|được)|bản chụp các giấy tờ"
    r"|(?:các )?(?:giấy tờ|tài liệu|hồ sơ)(?:,? tài liệu)? (?:nêu trên|nếu bằng tiếng)"
    r"|giấy tờ do cơ quan có thẩm quyền của nước ngoài|nếu bên )",
    re.IGNORECASE | re.DOTALL,
)
_ALWAYS_NOTE = re.compile(r"^\W*(?:lưu ý|ví dụ)", re.IGNORECASE)
_TO_OFFICIALS = re.compile(
    r"^\W*(?:người tiếp nhận|cán bộ|cơ quan|công chức)\b"
    r"|người tiếp nhận (?:có trách nhiệm|hồ sơ thực hiện)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"^(?:(?:\d+|một|hai|ba)?\s*(?:\(?\d*\)?\s*)?)(?:bản|đơn|tờ|giấy|hộ chiếu|văn bản|hợp đồng"
    r"|biên bản|phiếu|danh sách|ảnh|sơ đồ|quyết định|báo cáo|chứng|thẻ|sổ|hồ sơ|tài liệu|mẫu"
    r"|bằng|phương án|thuyết minh|công văn|tờ trình|dự án|dự thảo|bộ|mảnh|trích|lý lịch|kết quả"
    r"|thông báo|thông tin|căn cước|hóa đơn|vận đơn|giấy phép|điều lệ|quy chế|kế hoạch|bảng"
    r"|đề án|các)\b",
    re.IGNORECASE,
)
_WHEN_OPENING = re.compile(
    r"^(?P<when>(?:đối với|trường hợp|trong trường hợp|nếu)\s+[^:;]{5,220}?)"
    r"(?::\s*|,?\s+thì (?:phải )?(?:nộp|có|kèm theo|bổ sung|hồ sơ còn có:?)\s*(?:thêm |lại )?)"
    r"(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
# Starts where the condition starts: the search from each word on is what keeps it fast.
_WHEN_CLOSING = re.compile(
    r"[\s,(]+(?P<when>(?:(?:đối với|trong|áp dụng(?: đối với| cho)?)\s+(?:các )?"
    r"(?:trường hợp|người|cá nhân|tổ chức|doanh nghiệp|trẻ)[^()]{4,300}"
    r"|nếu có|nếu ủy quyền[^()]{0,200}))\)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_HEADING_END = re.compile(
    r"[\s,:;]*(?:thì )?(?:(?:thành phần )?hồ sơ )?(?:bao gồm|gồm có|gồm)?\s*[:;,.]*$",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"[\s:,(]+0*(\d{1,2})\s+bản (chính|sao|gốc)\W*$", re.IGNORECASE)
_LONG = 300


def is_note_heading(heading: str) -> bool:
    """Return whether `heading` stands above notes ("* Lưu ý")."""
    return _NOTE_HEADING.match(heading) is not None


def is_present_heading(heading: str) -> bool:
    """Return whether what stands under `heading` is only shown ("Giấy tờ phải xuất trình")."""
    return _PRESENT.search(heading) is not None and not _BOTH.search(heading)


def is_situation(heading: str) -> bool:
    """Return whether `heading` says when its papers are needed."""
    return _SITUATION.match(heading) is not None


def is_plain_heading(heading: str) -> bool:
    """Return whether `heading` only says that papers follow."""
    if _GENERAL_HEADING.match(heading) or _HAND_IN.match(heading):
        return True
    return _PRESENT.search(heading) is not None and not is_situation(heading)


def heading_name(heading: str) -> str:
    """Return `heading` without "hồ sơ gồm:" at its end."""
    return _HEADING_END.sub("", heading).rstrip(" :;,.")


def is_note(text: str, *, counted: bool) -> bool:
    """Return whether a line of a document table is a note; `counted` is whether it has copies."""
    if _ALWAYS_NOTE.match(text):
        return True
    if counted:
        return False
    return _NOTE.match(text) is not None or (len(text) > _LONG and not names_paper(text))


def is_for_officials(note: str) -> bool:
    """Return whether a note tells officials, not applicants, what to do."""
    return _TO_OFFICIALS.search(note) is not None


def names_paper(text: str) -> bool:
    """Return whether `text` starts with the name of a kind of paper."""
    return _PAPER.match(text) is not None


def condition(name: str) -> tuple[str, str | None]:
    """Return the paper's name and the condition under which it is asked for."""
    opening = _WHEN_OPENING.match(name)
    if opening and (names_paper(opening["rest"]) or len(opening["rest"]) < 400):
        rest = opening["rest"]
        return rest[:1].upper() + rest[1:], opening["when"].strip(" ,")
    closing = _WHEN_CLOSING.search(name, 8)
    if closing:
        rest = name[: closing.start()].rstrip(" ,;(")
        if rest.count("(") == rest.count(")"):
            return rest, closing["when"].strip(" ,.;")
    return name, None


def written_counts(name: str) -> tuple[str, int | None, int | None]:
    """Return the name without a count that it ends in ("…: 1 bản chính"), originals, copies."""
    match = _COUNTS.search(name)
    if match is None or match.start() < 3:
        return name, None, None
    count = int(match[1])
    rest = name[: match.start()].rstrip(" :,(")
    if match[2].lower() == "sao":
        return rest, None, count
    return rest, count, None
