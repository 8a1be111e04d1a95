"""Legal documents and their numbers, also from tables flattened without separators."""

import re
from collections.abc import Iterable
from datetime import date

from procedures_db.content import LegalBasis
from procedures_db.importers.text import line, says_nothing, shorten
from procedures_db.language.values import calendar_date

_NUMBER = re.compile(
    r"\d{1,4}(?:\.\d+)?(?:/\d{4})?/(?:QH\d{1,2}|[A-ZĐ]{2,}\d*(?:[-–][A-ZĐa-z]+\d*)*)"
)
_DATED = re.compile(r"ngày\s+(\d{1,2}/\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})", re.I)
_KIND = (
    r"(?:Bộ luật|Luật|Luất|Nghị định|Thông tư(?: liên tịch)?|Nghị quyết|Quyết định|Pháp lệnh|Văn bản hợp nhất)"
)
# The code column of a flattened table: not after a blank, and followed by the next title's capital.
_CODE = re.compile(
    rf"(?<![\s(/.,\d])(?:{_KIND}\s*(?:số:?\s*)?)?\d{{1,4}}(?:\.\d+)?/\d{{4}}/"
    r"(?:QH\d{2}|NQ-QH\d{2}|PL-UBTVQH\d{2}|UBTVQH\d{2}|NQ-UBTVQH\d{2}|NĐ-CP|NQ-CP|QĐ-TTg|NQ-HĐND|QĐ-UBND"
    r"|TTLT(?:-[A-ZĐ]+?)+|VBHN-[A-ZĐ]+?|TT-[A-ZĐ]+?|QĐ-[A-ZĐ]+?|[A-ZĐ]+(?:-[A-ZĐ]+)*?)"
    r"(?=$|\s*$|[A-ZĐÀ-Ỹ][a-zà-ỹ]|[a-zà-ỹ]|[A-ZĐ]{3,} )"
)


def law_number(text: object) -> str | None:
    """Return the first legal number in `text`."""
    match = _NUMBER.search(line(text))
    return match.group() if match else None


def law_date(text: object) -> date | None:
    """Return the day that `text` gives its document."""
    match = _DATED.search(line(text))
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
                title=shorten(title, 1_000), number=number, issued_on=day or law_date(title)
            )
    return list(found.values())


def split_flattened(text: str) -> list[tuple[str, str]]:
    """Return title and code of each row of a table whose cells run together."""
    rows: list[tuple[str, str]] = []
    start = 0
    for match in _CODE.finditer(text):
        title = text[start : match.start()]
        rows.append((title, match.group()))
        start = match.end()
    if text[start:].strip():
        rows.append((text[start:], ""))
    return rows
