"""What is done in a procedure: siblings often differ by nothing else.

"Cấp", "cấp lại", "gia hạn", "sửa đổi" and "thu hồi" of one licence are five procedures whose names
share all other words, so the deed named in a question is compared with the one in the name.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Deeds = npt.NDArray[np.uint16]

_DEEDS = (
    r"cap lai|lam lai|xin lai|dang ky lai|(?:bi )?(?:mat|rach|hong|that lac|nat|nhoe|uot|chay)"
    r"|(?:lam|cap|xin) (?!bang)(?:\S+ ){1,3}(?<!bang )lai"  # "làm căn cước lại"; not "bằng lái"
    r"(?= (?:mat|het|can|o|thi|duoc|nhu|sao|giup|cho|bao|ton|phai)\b|$)",
    r"gia han|het han|keo dai",
    r"sua doi|bo sung|dieu chinh|thay doi|chinh sua|cai chinh|ghi sai|bi sai|sai (?:ten|ngay|nam)"
    r"|doi (?:ten|noi dung|dia chi|thong tin)",
    r"cap doi|doi (?:the|bang|giay|so|bien|sang)|chuyen doi|doi moi",
    r"thu hoi|huy|xoa|tuoc",
    r"cham dut|giai the|dong cua|ngung|thoi khong|ket thuc|nghi ban|bo luon",
    r"tam ngung|tam dung|tam nghi|dinh chi",
    r"lan dau|cap moi|thanh lap|mo (?:cong ty|quan|cua hang|tiem|truong|lop|phong)|moi (?:mo|mua)",
    r"sang ten|chuyen nhuong|mua ban|tang cho|thua ke|cho tang",
    r"xac nhan|chung nhan la|giay xac nhan",
    r"tai xuat|xuat khau",
    r"tam nhap|nhap khau",
    r"tach|chia",
    r"gop|hop nhat|sap nhap|hop thua",
)
_PATTERNS = tuple(re.compile(rf"\b(?:{words})\b") for words in _DEEDS)


def deeds_of(text: str) -> int:
    """Return the deeds that a folded text names, one bit each."""
    return sum(1 << at for at, pattern in enumerate(_PATTERNS) if pattern.search(text))


def deeds_of_all(texts: Sequence[str]) -> Deeds:
    """Return `deeds_of` for each text."""
    return np.array([deeds_of(text) for text in texts], dtype=np.uint16)


DEED_FEATURES = ("deed_shared", "deed_missing", "deed_added")


def compare(question: int, names: Deeds) -> npt.NDArray[np.float32]:
    """Return, for each name: shares a deed; lacks the question's; names one not asked for."""
    both = (names & question) != 0
    missing = np.full(len(names), question != 0) & ~both
    added = (names != 0) & ~both
    return np.stack([both, missing, added], axis=1).astype(np.float32)
