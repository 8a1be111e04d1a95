"""Which of the offered options is meant by words such as "cái thứ hai"."""

import re

from procedures_db.search.text import fold

_ORDINALS = {
    "mot": 1,
    "nhat": 1,
    "nhut": 1,
    "dau": 1,
    "hai": 2,
    "nhi": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "cuoi": -1,
    "chot": -1,
    "duoi": -1,
    "tren": 1,
}
# A number alone or with words of choosing; "con tôi 3 tuổi" chooses nothing.
_NUMBER = re.compile(
    r"^(?:(?:da|em|toi|minh|tui|chon|lay|so|cai|thu|muc|y|la|dap an|phuong an|lua chon|hang)\s+)*"
    r"([1-9])(?:\s+(?:nhe|nha|nghe|a|di|ban|em|ad|nhi))*\s*[.!)]*$"
)
_ORDINAL = re.compile(
    r"\b(?:thu|so|cai|lua chon|muc|dong|phuong an|o|dau tien)\s+"
    r"(mot|nhat|nhut|hai|nhi|ba|tu|bon|nam|dau|cuoi|chot|duoi|tren)\b"
)


def chosen_option(text: str, count: int) -> int | None:
    """Return the index (from 0) of the option meant, or None when the words name none."""
    folded = fold(text)
    number = _NUMBER.search(folded.strip())
    if number:
        place = int(number.group(1))
    else:
        words = _ORDINAL.search(folded)
        if words is None:
            return None
        place = _ORDINALS[words.group(1)]
    index = count - 1 if place == -1 else place - 1
    return index if 0 <= index < count else None
