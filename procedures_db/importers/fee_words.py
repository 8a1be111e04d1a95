"""The wording that decides what a fee clause says: free, reduced, set elsewhere, valid until."""

import re
from datetime import date

from procedures_db.language.reader import Reading
from procedures_db.terms import ChannelKind, CostType

_COUNCIL = re.compile(
    r"hội đồng nhân dân|\bhđnd\b|nghị quyết số \d+/\d{4}/nq-hđnd|(?:ủy|uỷ) ban nhân dân cấp tỉnh "
    r"(?:quy định|quyết định|ban hành)",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"miễn|không (?:phải )?(?:thu|nộp|mất|trả|đóng|tốn)\b(?! (?:hồ sơ|lại))|không lệ phí|không phí"
    r"|không có (?:phí|lệ phí)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"không (?:được |thuộc (?:diện |đối tượng )?(?:được )?)(?:miễn|giảm)\b", re.IGNORECASE
)
_BARE_NO = re.compile(
    r"^\W*(?:phí|lệ phí|phí, lệ phí|mức phí)?\W*(?:không|không có|không thu|không mất phí)"
    r"(?: (?:phí|lệ phí|phí, lệ phí|đồng|thu phí))?\W*$",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:trường hợp|đối với|cho|nếu|khi|trừ|thuộc diện|đối tượng|người|hộ|trẻ em|riêng)\b",
    re.IGNORECASE,
)
_LESS = re.compile(r"\bgiảm\b", re.IGNORECASE)
_ONLINE = re.compile(
    r"trực tuyến|trực tuyển|dịch vụ công trực tuyến|qua mạng|môi trường điện tử|toàn trình",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"trực tiếp|hình thức khác", re.IGNORECASE)
_POSTAL = re.compile(r"bưu (?:chính|điện)", re.IGNORECASE)
_LE_PHI = re.compile(r"lệ phí", re.IGNORECASE)
_PHI = re.compile(r"(?<!lệ )phí", re.IGNORECASE)
_UNTIL = re.compile(r"(?:đến|tới)(?: hết)?(?: ngày)?\W*$", re.IGNORECASE)
# "Miễn phí Đồng - …" and "Lệ phí : 400.000 Đồng (Mức thu …": an older form's printed cell.
_PRINTED_DEFAULT = re.compile(
    r"^\W*(?:(?:phí|lệ phí)\s*:\s*)?(?:miễn phí|[\d.,]+) đồng\s*(?:\(|-|–|$)\s*", re.IGNORECASE
)
_MENTIONS = re.compile(
    r"mức thu, (?:chế độ thu, nộp, )?miễn|miễn một số khoản|thu, nộp, miễn|"
    r"miễn,? giảm phí, lệ phí theo",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:từ|kể từ)(?: ngày)?\W*$|hiệu lực(?: thi hành)?(?: từ)?(?: ngày)?\W*$", re.I)


def set_by_council(text: str) -> bool:
    """Return whether the clause leaves the amount to the province."""
    return _COUNCIL.search(text) is not None


def speaks_of_free(text: str) -> bool:
    """Return whether the clause says that someone pays nothing."""
    return _FREE.search(text) is not None


def denies_freedom(text: str) -> bool:
    """Return whether the clause says who does pay, against an exemption before it."""
    return _DENIED.search(text) is not None


def only_says_no(text: str) -> bool:
    """Return whether the whole text is a plain "no fee"."""
    return _BARE_NO.match(text) is not None


def names_no_charge(text: str) -> bool:
    """Return whether a plain "no" says to what: "lệ phí: không", but not a bare "không"."""
    return re.search(r"phí|thu|đồng", text, re.IGNORECASE) is not None


def without_default(text: str) -> str:
    """Return `text` without the amount and "Đồng" that an older form printed before it."""
    return _PRINTED_DEFAULT.sub("", text, count=1)


def only_mentions_free(text: str) -> bool:
    """Return whether "miễn" only stands in the title of a legal document, and frees nobody."""
    rest = _MENTIONS.sub("", text)
    return rest != text and _FREE.search(rest) is None


def lists_freed(heading: str) -> bool:
    """Return whether `heading` stands above a list of those who pay nothing."""
    return (
        re.search(r"được miễn|miễn (?:thu|nộp|phí|lệ phí)|đối tượng miễn", heading, re.I)
        is not None
    )


def conditional(text: str) -> bool:
    """Return whether the clause holds for some people or situations only."""
    return _CONDITIONAL.search(text) is not None


def waived_share(text: str, percent: int) -> int | None:
    """Return how much of the fee is waived when the clause names `percent`; None if unclear."""
    if _LESS.search(text):
        return percent or None
    if re.search(rf"(?:bằng|thu|nộp|áp dụng)\D{{0,60}}{percent}\s*(?:%|phần trăm)", text, re.I):
        return 100 - percent or None
    return None


def channel_of(text: str) -> ChannelKind | None:
    """Return the one channel that the clause speaks of."""
    found = [
        kind
        for kind, pattern in (
            (ChannelKind.ONLINE, _ONLINE),
            (ChannelKind.DIRECT, _DIRECT),
            (ChannelKind.POSTAL, _POSTAL),
        )
        if pattern.search(text)
    ]
    return found[0] if len(found) == 1 else None


def cost_type_of(text: str) -> CostType | None:
    """Return what the clause calls the charge."""
    fixed, service = _LE_PHI.search(text), _PHI.search(text)
    if fixed and service:
        return CostType.LE_PHI if fixed.start() < service.start() else CostType.PHI
    return CostType.LE_PHI if fixed else CostType.PHI if service else None


def validity(text: str, reading: Reading) -> tuple[date | None, date | None]:
    """Return the first and last day on which the clause holds, where it says so."""
    first = last = None
    for day, offset in reading.dates:
        before = text[max(0, offset - 30) : offset]
        if _UNTIL.search(before):
            last = last or day
        elif _FROM.search(before):
            first = first or day
    if first and last and first > last:
        return None, None
    return first, last
