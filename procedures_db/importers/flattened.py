"""Tables of the portal's detail pages, whose cells run together without separators."""

import re
from dataclasses import dataclass
from itertools import pairwise

from procedures_db.importers.documents import Group, Paper
from procedures_db.importers.letters import LOWER, UPPER
from procedures_db.importers.text import clean
from procedures_db.terms import ChannelKind

_HEADER = re.compile(r"^Hình thức nộp\s*Thời gian\s*Phí, lệ phí\s*Mô tả")
_UNKNOWN = "Không có thông tin"
_AMOUNT = r"\d[\d.,]*\s(?:Việt Nam Đồng|VNĐ|VND|USD|EUR)"
_FEE = re.compile(
    rf"Miễn phí(?! Đồng)|{_UNKNOWN}"
    r"|(?P<amount>\d[\d.,]*)\s(?P<currency>Việt Nam Đồng|VNĐ|VND|USD|EUR)"
)
_TIME = re.compile(
    rf"(?P<value>\d+(?:[.,]\d+)?)(?:\s(?P<unit>Ngày làm việc|Ngày|Giờ|Phút|Tháng|Năm))?"
    rf"(?=Miễn phí|{_UNKNOWN}|{_AMOUNT})"
)
_ROW = re.compile(rf"(?:Trực tuyến|Trực tiếp|Dịch vụ bưu chính)(?=[\d{UPPER}\-–(\"“]|không)")
_CHANNELS = {
    "Trực tuyến": ChannelKind.ONLINE,
    "Trực tiếp": ChannelKind.DIRECT,
    "Dịch vụ bưu chính": ChannelKind.POSTAL,
}
_CURRENCIES = {"Việt Nam Đồng": "VND", "VNĐ": "VND", "VND": "VND", "USD": "USD", "EUR": "EUR"}
_WELL_FORMED = re.compile(r"^[1-9]\d{0,2}(?:,\d{3})*$")

_LIST_MARK = re.compile(r"(?:^|[\s(])[a-zđ\d]\)$")
_TABLE = re.compile(r"Tên giấy tờ\s*Mẫu đơn, tờ khai\s*Số lượng")
_COUNT = re.compile(
    r"(?P<originals>\d+) bản chính(?:,\s?(?P<copies>\d+) bản sao)?(?=$|[^\s;,.):/])"
    r"|(?P<only>\d+) bản sao(?=$|[^\s;,.):/])"
)
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rtf|odt|jpe?g|png|zip|rar)", re.IGNORECASE)
# Where a file's name is glued to the end of a paper's: "…(theo mẫu)Mẫu 01.docx".
_GLUE = re.compile(
    rf"(?<=[{LOWER}\d);.,”\"\]])(?=[{UPPER}])|(?<=[);”\"\]])(?=[{LOWER}\d])|(?<=[{LOWER}])(?=\d)"
)

_RESULT = re.compile(
    r"(?P<name>.*?)Mã:\s*(?P<code>KQ[.\-][A-Z]\d+[.\-]\d{1,7}|[\d.]+[A-Z]\d+-KQ\d+|KQ[\w.\-]*?\d+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class FeeText:
    """One fee of a method row: the number as printed and the text in brackets."""

    value: float | None
    currency: str | None
    text: str


@dataclass(frozen=True)
class Method:
    """One row of the table of methods."""

    channel: ChannelKind
    value: float | str | None
    unit: str | None
    fees: tuple[FeeText, ...]
    description: str
    ambiguous: str | None = None
    """A time and an amount printed as one number that can be parted in several ways."""


def split_methods(text: str) -> list[Method] | None:
    """Return the rows of the table of methods; None when it cannot be read."""
    value = clean(text)
    header = _HEADER.match(value)
    if header is None:
        return None
    body = value[header.end() :]
    starts = list(_ROW.finditer(body))
    if body.strip() and (not starts or starts[0].start() > 0):
        return None
    segments: list[tuple[ChannelKind, str]] = []
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(body)
        segment = body[match.end() : end]
        if segments and not _begins_row(segment, segments[-1][1]):
            kind, before = segments[-1]
            segments[-1] = (kind, before + match.group() + segment)
        else:
            segments.append((_CHANNELS[match.group()], segment))
    return [_method(kind, segment) for kind, segment in segments]


def _begins_row(segment: str, before: str) -> bool:
    """A time before a fee begins a row; other words do so outside brackets only."""
    if _TIME.match(segment):
        return True
    return before.count("(") <= before.count(")") and _FEE.search(segment) is not None


def _method(kind: ChannelKind, segment: str) -> Method:
    ambiguous = None
    time: float | str | None
    unit: str | None = None
    glued = re.match(r"(?P<digits>\d[\d.,]*)\s(?P<currency>Việt Nam Đồng|VNĐ|VND|USD|EUR)", segment)
    timed = _TIME.match(segment)
    if glued and not (timed and timed["unit"]):
        amount, ambiguous = _part_glued(glued["digits"], segment)
        rest = segment[glued.end() :]
        fees, description = _fees(f"{amount} {glued['currency']}" + rest if amount else rest)
        if amount is None:
            bracket, description = _bracket(rest)
            fees = (FeeText(None, None, bracket),)
        return Method(kind, None, None, fees, description, ambiguous)
    if timed:
        time, unit = float(timed["value"].replace(",", ".")), timed["unit"]
        rest = segment[timed.end() :]
    else:
        first = _FEE.search(segment)
        cut = first.start() if first else len(segment)
        if first and cut == 0 and first.group() == _UNKNOWN:
            time, rest = None, segment[first.end() :]
        else:
            time, rest = segment[:cut], segment[cut:]
    fees, description = _fees(rest)
    return Method(kind, time, unit, fees, description)


def _part_glued(digits: str, segment: str) -> tuple[str | None, str | None]:
    """Part "1250,000" into the time 1 and the amount 250,000 where only one way is possible.

    A page prints a time without a unit right before the amount. The text beside it decides
    between several ways; otherwise no amount is read.
    """
    ways = [
        digits[cut:]
        for cut in range(1, min(4, len(digits)))
        if digits[:cut].isdigit() and _WELL_FORMED.match(digits[cut:])
    ]
    if len(ways) == 1:
        return ways[0], None
    spoken = [way for way in ways if way.replace(",", ".") in segment[len(digits) :]]
    if len(spoken) == 1:
        return spoken[0], None
    return None, digits


def _fees(rest: str) -> tuple[tuple[FeeText, ...], str]:
    """Return the fees at the start of `rest` and the description after them."""
    fees: list[FeeText] = []
    while True:
        match = _FEE.match(rest)
        if match is None:
            return tuple(fees), rest.strip()
        rest = rest[match.end() :]
        bracket, rest = _bracket(rest)
        if match["amount"]:
            value = float(match["amount"].replace(",", ""))
            fees.append(FeeText(value, _CURRENCIES[match["currency"]], bracket))
        elif match.group() != _UNKNOWN:
            fees.append(FeeText(0, None, bracket))


def _bracket(rest: str) -> tuple[str, str]:
    """Return the text in brackets at the start of `rest`, and what follows it."""
    if not rest.startswith("("):
        return "", rest
    depth = 0
    for index, char in enumerate(rest):
        if char == ")" and _LIST_MARK.search(rest, max(0, index - 3), index + 1):
            continue  # "(a) Cấp lần đầu: …": a letter of a list, not the end of the bracket
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return rest[1:index], rest[index + 1 :]
    last = rest.rfind(")")
    if last > 0:
        return rest[1:last], rest[last + 1 :]
    return rest[1:], ""


def split_documents(text: str) -> list[Group] | None:
    """Return the document tables of a page; None when there are papers but no table."""
    value = clean(text)
    if not value.strip("- "):
        return []
    tables = list(_TABLE.finditer(value))
    if not tables:
        return None
    groups: list[Group] = []
    heading = value[: tables[0].start()]
    for index, table in enumerate(tables):
        end = tables[index + 1].start() if index + 1 < len(tables) else len(value)
        papers, rest = _papers(value[table.end() : end])
        groups.append(Group(heading.strip(" -\n"), tuple(papers)))
        heading = rest
    return groups


def _papers(body: str) -> tuple[list[Paper], str]:
    papers: list[Paper] = []
    start = 0
    pending = ""
    for match in _COUNT.finditer(body):
        digits = match["originals"] or match["only"]
        count, kept = _part_count(body, match.start(), digits)
        name = pending + body[start : match.start()] + kept
        pending = ""
        if not name.strip():
            if papers:  # "…01 bản chính" closed the name before, this is its count
                last = papers.pop()
                name = last.name + body[_end_of_name(body, start) : start]
            else:
                start = match.end()
                continue
        title, files = _files(name)
        originals = count if match["originals"] else 0
        copies = int(match["copies"]) if match["copies"] else 0 if match["originals"] else count
        papers.append(Paper(title, originals, copies, files))
        start = match.end()
    return papers, body[start:]


def _end_of_name(body: str, end: int) -> int:
    """Return where the count that ends at `end` starts, with its leading digits."""
    match = re.search(r"\d+ bản (?:chính|sao)(?:,\s?\d+ bản sao)?$", body[:end])
    return match.start() if match else end


def _part_count(body: str, start: int, digits: str) -> tuple[int | None, str]:
    """Part digits that end a name from the count glued to them: "Mẫu số 051 bản chính"."""
    if len(digits) == 1:
        return int(digits), ""
    before = body[start - 1] if start else ""
    if before and not before.isspace() and not digits.startswith("0") and before not in "./-":
        return (int(digits), "") if len(digits) == 2 else (int(digits[-1]), digits[:-1])
    return int(digits[-1]), digits[:-1]


def _files(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the paper's name and the files of forms whose names are glued to its end."""
    ends = [match.end() for match in _FILE.finditer(name)]
    if not ends or name[ends[-1] :].strip():
        return name, ()
    first = name[: ends[0]]
    glue = [match.start() for match in _GLUE.finditer(first, 0, len(first) - 4)]
    if not glue:
        return name, ()
    cut = _file_start(first, glue)
    files = [first[cut:], *(name[begin:end] for begin, end in pairwise(ends))]
    return name[:cut], tuple(file.strip() for file in files if file.strip())


def _file_start(text: str, glue: list[int]) -> int:
    """Prefer the last place where a closing sign, then where a small letter, meets the file's name.

    "DC02" and "NĐ-CP" inside a file's name have no small letter before the capital; a file's
    name written without accents may ("PhieuDeNghi.docx"), which costs its first syllables.
    """
    for signs in (');”"]', ""):
        fit = [at for at in glue if (text[at - 1] in signs if signs else text[at - 1].isalpha())]
        if fit:
            return fit[-1]
    return glue[-1]


def split_results(text: str) -> list[tuple[str, str]]:
    """Return name and code of each result; the page's buttons after them are left out."""
    value = clean(text).partition("Từ khóa")[0]
    rows: list[tuple[str, str]] = []
    end = 0
    for match in _RESULT.finditer(value):
        rows.append((match["name"], match["code"]))
        end = match.end()
    if not rows and value.strip():
        rows.append((value, ""))
    elif value[end:].strip(" -."):
        rows.append((value[end:], ""))
    return rows
