"""Legal documents and their numbers, also from tables flattened without separators."""

import re
from collections.abc import Iterable
from datetime import date

from procedures_db.content import LegalBasis
from procedures_db.importers.letters import LOWER, UPPER
from procedures_db.importers.text import line, says_nothing, shorten
from procedures_db.language.values import calendar_date

_DAY = r"(\d{1,2}/\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})"
_KIND = (
    r"(?:Bộ luật|Luật|Luất|Nghị định|Thông tư(?: liên tịch)?|Nghị quyết|Quyết định|Pháp lệnh"
    r"|Văn bản hợp nhất)"
)
# Who signs; needed where the next title starts with a small letter right after the code.
_SIGNERS = (
    "BNNPTNT|BNNMT|BTNMT|BGTVT|BKHĐT|BKHCN|BLĐTBXH|BVHTTDL|BVHTT|BTTTT|BGDĐT|BDTTG|NHNN|TTCP"
    "|VPCP|TANDTC|VKSNDTC|BHXH|UBDT|BTC|BCA|BNN|BXD|BTP|BNG|BQP|BYT|BNV|BCT|BTM|BTS|TCHQ|TLĐ"
)
_NUMBER = re.compile(
    r"\d{1,4}(?:\.\d+)?(?:/\d{4})?/(?:(?:NQ-|LCT-)?QH\d{1,2}|(?:PL-|NQ-)?UBTVQH\d{1,2}"
    rf"|QĐ-T[Tt][Gg]|[A-ZĐ]+(?:[-–](?:{_SIGNERS}))+|[A-ZĐ]{{2,}}(?:[-–][A-ZĐ]+)*(?![{LOWER}]))"
)
# The code column of a flattened table: no blank before it, the next title right after it.
_CODE = re.compile(
    rf"(?<![\s(/.,\d])(?:{_KIND}\s*(?:số:?\s*)?)?\d{{1,4}}(?:\.\d+)?/\d{{4}}/"
    rf"(?:(?:NQ-|LCT-)?QH\d{{2}}|(?:PL-|NQ-)?UBTVQH\d{{2}}|(?:NĐ|NQ)-CP|QĐ-T[Tt][Gg]|NQ-HĐND|QĐ-UBND"
    rf"|(?:TT|TTLT|QĐ|NQ|VBHN|CT)(?:-(?:{_SIGNERS}))+"
    rf"|[A-ZĐ]+(?:-[A-ZĐ]+)*(?<!QĐ-T)(?=$|[{UPPER}][{LOWER}]))"
    rf"(?=$|[\s{UPPER}{LOWER}\x1f])(?![{UPPER}]?\s*(?:ngày|của)\b)"
)
# Two cells whose digits run together: "…QH12" + "60/2010/QH12", "…năm 2026" + "18/2026/TT-BTC".
_GLUED = re.compile(r"(QH\d{2})(?=\d)|((?<!\d)(?:19|20)\d{2})(?=\d{1,3}/\d{4}/[A-ZĐ])")


def law_number(text: object) -> str | None:
    """Return the first legal number in `text`."""
    match = _NUMBER.search(line(text))
    return match.group() if match else None


def law_date(text: object, number: str | None) -> date | None:
    """Return the day that `text` gives the document of that number, right after the number."""
    if number is None:
        return None
    match = re.search(rf"{re.escape(number)},? ngày {_DAY}", line(text), re.IGNORECASE)
    return calendar_date(match[1]) if match else None


def legal_basis(
    rows: Iterable[tuple[object, object]], issued: Iterable[date | None] = ()
) -> list[LegalBasis]:
    """Return the documents from rows of title and code, each once."""
    found: dict[str, LegalBasis] = {}
    days = list(issued)
    for index, (raw_title, raw_code) in enumerate(rows):
        title, code = line(raw_title), line(raw_code)
        if says_nothing(title):
            title = code
        if says_nothing(title):
            continue
        number = law_number(code) or law_number(title)
        day = days[index] if index < len(days) else None
        key = number or title.lower()
        if key not in found:
            found[key] = LegalBasis(
                title=shorten(title, 1_000),
                number=number,
                issued_on=day or law_date(title, number),
            )
    return list(found.values())


def split_flattened(text: str) -> list[tuple[str, str]]:
    """Return title and code of each row of a table whose cells run together."""
    value = _GLUED.sub(lambda match: f"{match.group()}\x1f", text)
    rows: list[tuple[str, str]] = []
    start = 0
    for match in _CODE.finditer(value):
        rows.append((value[start : match.start()].replace("\x1f", ""), match.group()))
        start = match.end()
    rest = value[start:].replace("\x1f", "").strip()
    if rest:
        rows.append((rest, ""))
    return rows
