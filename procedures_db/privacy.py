"""Put a word in place of every personal number, address and name in a text.

The question stays understandable ("đổi [số căn cước] sang địa chỉ mới"), and codes of dossiers and
procedures, amounts, dates, numbers of laws, years and quantities stay as they are. Where a long
number could be either, it is masked.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from procedures_db.language.codes import code_spans

ID_CARD = "[số căn cước]"
OLD_ID_CARD = "[số chứng minh]"
PHONE = "[số điện thoại]"
EMAIL = "[địa chỉ email]"
CARD = "[số thẻ ngân hàng]"
ACCOUNT = "[số tài khoản]"
INSURANCE = "[số bảo hiểm]"
PASSPORT = "[số hộ chiếu]"
PLATE = "[biển số xe]"
TAX_CODE = "[mã số thuế]"
NAME = "[họ tên]"
HOUSE = "[số nhà]"
NUMBER = "[dãy số]"
"""A number so long that it names somebody or something, of no kind that we can tell."""

LABELS = (
    ID_CARD, OLD_ID_CARD, PHONE, EMAIL, CARD, ACCOUNT, INSURANCE, PASSPORT, PLATE, TAX_CODE,
    NAME, HOUSE, NUMBER,
)  # fmt: skip

_LOOK_BACK = 45
"""How many characters before a number may say what it is."""

# Read on text without diacritics and in small letters, of the same length as the text itself.
_DATE = re.compile(r"(?<![\d.-])\d{1,2}([./ -])\d{1,2}\1(?:19|20)\d\d(?!\d)")
_HOTLINE = re.compile(r"(?<!\d)1[89]00(?:[ .-]?\d{4}|[ .-]?\d{2}[ .-]?\d{2}|[ .-]?\d{6})(?!\d)")
_YEARS = re.compile(r"(?<![\d.])(?:19|20)\d\d(?:[ ,-]{1,3}(?:19|20)\d\d)+(?![\d.]\d|\d)")
_EMERGENCY = re.compile(r"(?<!\d)11[2-5](?:[ ,/.-]{1,3}11[2-5])+(?!\d)")
_UNIT_AFTER = re.compile(
    r"\s?(?:d|dong|vnd|usd|do la|nghin|ngan|trieu|tr|ty|ti|m2|m²|ha|met|km)(?!\w)|k(?!\w)"
)
_RUN = re.compile(r"\d+(?:[ .·_\-–)(]{1,3}\d+)*")
_GROUP = re.compile(r"\d+")
_EMAIL = re.compile(
    r"[\w.+%\-]*\w ?(?:@|\(at\)|\[at\]| at (?=gmail|yahoo|outlook|hotmail)|a cong) ?[\w\-]+"
    r"(?: ?(?:\.|\bcham\b) ?(?:[a-z][a-z\-]*(?=\.)|com|vn|net|org|edu|gov|info|me|io|co)\b)+"
)
_HEALTH_CARD = re.compile(
    r"(?<!\w)[a-z]{2}(?:\d{13}|[ .-]?\d[ .-]\d{2}[ .-]?\d{2}(?:[ .-]?\d){8})(?!\d)"
)
_PASSPORT = re.compile(r"(?<![\w.-])[a-z] ?\d(?:[ .]?\d){6,7}(?![\d.,-]\d|\w)")
_PLATE = re.compile(
    r"(?<![\w.,/-])\d{2}[ -]?[a-z]{1,2}[ -]?(?:\d[ -])?(?:\d{3}[ .]?\d{2}|\d{4,6})(?![\w/]|[.,-]\d)"
)
_SPOKEN = re.compile(
    r"(?<!\w)(?:(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)(?:[ ,.-]+|(?!\w))){8,}"
)
_HOUSE = re.compile(
    r"(?<!\w)(?:so nha|nha so) ?\d+\w?(?:/\d+\w?)*(?:,? (?:ngo|ngach|hem|kiet) ?\d+(?:/\d+)*)*"
    r"|(?<!\w)so \d+\w?(?:/\d+\w?)*(?:,? (?:ngo|ngach|hem|kiet) ?\d+(?:/\d+)*)+"
)
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trịnh|Mai"
    "|Đào|Lâm|Trương|Hà|Cao|Tạ|Tô|Lưu|Châu|Quách|Thái|Vương|La|Kiều|Từ|Hứa|Tống|Triệu|Giàng|Lò"
    "|Vàng|Sùng|Ma|Nông|Vi|Chu|Thạch|Kim|Tăng|Văn|Lương|Phùng|Mạc|Bế|Hầu|Lục|Hoàn|Âu|Diệp|Khổng"
)
_NAME = re.compile(
    r"(?:\b[Tt]ên(?: đầy đủ| khai sinh)?(?: (?:của )?(?:tôi|em|mình|con|cháu|bé|vợ|chồng|mẹ|bố|ba"
    r"|cha|ông|bà|anh|chị))?(?: tôi| em| mình)?(?: là)?|\b[Tt]ôi là|\b[Ee]m là|\b[Mm]ình là) ?:? ?"
    rf"(?P<name>(?:{_SURNAMES})(?: [^\W\d_a-zà-ỹđ][^\W\d_]*){{1,4}})"
)

_ID_WORDS = re.compile(r"cccd|can cuoc|cmnd|cmtnd|cmt|chung minh|dinh danh|ddcn|tuy than|so cc\b")
_OLD_ID_WORDS = re.compile(r"cmnd|cmtnd|cmt|chung minh")
_PHONE_WORDS = re.compile(
    r"sdt|dien thoai|\bdt\b|dthoai|phone|\btel\b|zalo|hotline|goi|alo|lien he|\blh\b|\bsim\b|fax"
)
_ACCOUNT_WORDS = re.compile(
    r"stk|tai khoan|\btk\b|chuyen khoan|\bck\b|ngan hang|account|vietcom|techcom|agribank|bidv"
    r"|mb ?bank|vietin|sacom|vpbank|tpbank|acb\b"
)
_CARD_WORDS = re.compile(r"so the\b|the (?:atm|ngan hang|tin dung|visa|ghi no|napas)|\batm\b|visa")
_INSURANCE_WORDS = re.compile(r"bhxh|bhyt|bao hiem|bhtn")
_TAX_WORDS = re.compile(r"mst|ma so thue|so thue|ma thue")
_PASSPORT_WORDS = re.compile(r"ho chieu|passport|visa")
_PLATE_WORDS = re.compile(r"bien so|bks|bien kiem soat|\bbien\b|\bxe\b")
_DOSSIER_WORDS = re.compile(r"(?:ho so|bien nhan|giay hen)(?: so| cua \w+)?(?: la)? ?[:#]? ?$")

_PAYLOAD = re.compile(r"[a-z]{1,8}(?:/[\w.=+-]{0,40}){1,4}")
"""Codes and keys of ours, put together by the answer builder and the channels, never typed."""

_CARD_SHAPES = frozenset({(16,), (19,), (4, 4, 4, 4), (4, 4, 4, 4, 3), (6, 10), (8, 8), (4, 12)})


@dataclass(frozen=True)
class _Found:
    """A stretch of the text, and what is put in its place."""

    start: int
    end: int
    label: str


def mask(text: str) -> str:
    """Return the text with personal data replaced by what it is; masking twice changes nothing."""
    composed = unicodedata.normalize("NFC", text)
    plain = _fold(composed)
    found: list[_Found] = []
    for one in _search(composed, plain):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        composed = composed[: one.start] + one.label + composed[one.end :]
    return composed if found else text


def mask_payload(payload: str) -> str:
    """Return what a button said back as it is; anything else masked like a text."""
    return payload if _PAYLOAD.fullmatch(payload) else mask(payload)


def _search(text: str, plain: str) -> Iterator[_Found]:
    """Yield what may be personal, the surest first."""
    for match in _NAME.finditer(text):
        yield _Found(*match.span("name"), NAME)
    for match in _EMAIL.finditer(plain):
        yield _Found(*match.span(), EMAIL)
    if any(letter.isdigit() for letter in plain):
        kept = bytearray(len(plain))
        for start, end in _public_spans(plain):
            kept[start:end] = b"\1" * (end - start)
        for one in _search_numbers(text, plain):
            if not any(kept[one.start : one.end]):
                yield one
    for match in _SPOKEN.finditer(plain):
        said = match.group().rstrip(" ,.-")
        yield _Found(match.start(), match.start() + len(said), NUMBER)


def _public_spans(plain: str) -> Iterator[tuple[int, int]]:
    yield from code_spans(plain)
    for pattern in (_DATE, _YEARS, _HOTLINE, _EMERGENCY):
        for match in pattern.finditer(plain):
            yield match.span()


def _search_numbers(text: str, plain: str) -> Iterator[_Found]:
    for match in _HOUSE.finditer(plain):
        yield _Found(*match.span(), HOUSE)
    for match in _HEALTH_CARD.finditer(plain):
        if text[match.start() : match.start() + 2].isascii():
            yield _Found(*match.span(), INSURANCE)
    for match in _PASSPORT.finditer(plain):
        letter = text[match.start()]
        told = _PASSPORT_WORDS.search(_before(plain, match.start()))
        if letter.isascii() and (told or (letter.isupper() and " " not in match.group())):
            yield _Found(*match.span(), PASSPORT)
    for match in _PLATE.finditer(plain):
        letters = "".join(one for one in text[match.start() : match.end()] if one.isalpha())
        told = _PLATE_WORDS.search(_before(plain, match.start()))
        plate = match.group()
        whole = " " not in plate or "-" in plate or "." in plate
        if letters.isascii() and (told or (letters.isupper() and whole)):
            yield _Found(*match.span(), PLATE)
    for run in _RUN.finditer(plain):
        yield from _search_run(plain, run)


def _search_run(plain: str, run: re.Match[str]) -> Iterator[_Found]:
    """Yield the personal numbers in digits with nothing but blanks and dots between them."""
    groups = [one.span() for one in _GROUP.finditer(plain, *run.span())]
    at = 0
    while at < len(groups):
        step = 1
        for end in range(min(len(groups), at + 19), at, -1):
            number = _Number.read(plain, groups[at:end])
            label = number.label()
            if label:
                yield _Found(*_with_signs(plain, number.start, number.end), label)
            if label or number.is_amount:
                step = end - at
                break
        at += step


@dataclass(frozen=True)
class _Number:
    """Groups of digits taken together, and the words before them."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    before: str
    told: str | None
    """What the words before say it is."""
    is_amount: bool

    @classmethod
    def read(cls, plain: str, groups: list[tuple[int, int]]) -> "_Number":
        """Read the number that these groups make."""
        start, end = groups[0][0], groups[-1][1]
        digits = "".join(plain[first:last] for first, last in groups)
        sizes = tuple(last - first for first, last in groups)
        before = _before(plain, start)
        told = _kind_by_words(digits, sizes, before)
        dotted = len(groups) > 1 and plain[groups[0][1]] == "."
        has_unit = bool(_UNIT_AFTER.match(plain, end))
        amount = digits[0] != "0" and (
            has_unit or _is_amount(digits, sizes, dotted=dotted, told=told is not None)
        )
        return cls(start, end, digits, sizes, before, told, amount)

    def label(self) -> str | None:
        """Return the word for it, or None when it is no personal number."""
        digits, sizes = self.digits, self.sizes
        if self.is_amount or not 6 <= len(digits) <= 19:
            return None
        if self.told:
            return self.told
        together = _hangs_together(sizes)
        if _is_phone(digits) and together:
            return PHONE
        if digits[0] != "0" and _DOSSIER_WORDS.search(self.before):
            return None
        if len(digits) == 12 and (digits[0] == "0" or len(sizes) == 1) and together:
            return ID_CARD
        if sizes in _CARD_SHAPES and digits[0] in "34569":
            return CARD
        if sizes in ((3, 3, 3), (9,)):
            return OLD_ID_CARD
        return NUMBER if len(sizes) == 1 and len(digits) > 9 else None


def _kind_by_words(digits: str, sizes: tuple[int, ...], before: str) -> str | None:
    """Return what the words before the number say it is; the nearest words count."""
    if not _hangs_together(sizes) and sizes != (10, 3):  # tax codes of branches
        return None
    length = len(digits)
    kinds = (
        (_ID_WORDS, length in (9, 12), OLD_ID_CARD if length == 9 else ID_CARD),
        (_PHONE_WORDS, length in (7, 8, 9) or _is_phone(digits), PHONE),
        (_ACCOUNT_WORDS, length >= 6, ACCOUNT),
        (_CARD_WORDS, length >= 12, CARD),
        (_INSURANCE_WORDS, length in (10, 13, 15), INSURANCE),
        (_TAX_WORDS, length in (10, 12, 13), TAX_CODE),
    )
    nearest, label = -1, None
    for words, fits, kind in kinds:
        last = max((one.end() for one in words.finditer(before)), default=-1) if fits else -1
        if last > nearest:
            nearest, label = last, kind
    return label


def _is_amount(digits: str, sizes: tuple[int, ...], *, dotted: bool, told: bool) -> bool:
    """Return whether digits without a unit look like đồng and not like a number of somebody."""
    rounded = digits.endswith("000")
    if len(sizes) == 1:
        return rounded and not told
    if sizes[0] > 3 or any(size != 3 for size in sizes[1:]):
        return False
    return rounded or (dotted and not told)


def _is_phone(digits: str) -> bool:
    for prefix in ("0084", "840", "84", "0"):
        rest = digits.removeprefix(prefix)
        if rest != digits and (
            (rest[:1] in tuple("35789") and len(rest) == 9)
            or (rest[:1] == "2" and len(rest) in (9, 10))
            or (rest[:2] in ("12", "16", "18", "19") and len(rest) == 10)
        ):
            return True
    return False


def _hangs_together(sizes: tuple[int, ...]) -> bool:
    """Return whether the groups look like one number, and not a number with another after it."""
    if len(sizes) == 1:
        return True
    if 10 in accumulate(sizes[:-1]) and len(set(sizes)) > 1:
        return False
    return max(sizes) < 9 or (sizes[-1] == max(sizes) and sum(sizes[:-1]) <= 4)  # +84 and the rest


def _with_signs(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with its plus sign, and with the bracket that it closes itself."""
    if plain[start - 1 : start] == "+":
        start -= 1
    closed = plain.count(")", start, end) - plain.count("(", start, end)
    if plain[start - 1 : start] == "(" and closed > 0:
        start -= 1
    return start, end


def _before(plain: str, start: int) -> str:
    return plain[max(0, start - _LOOK_BACK) : start]


def _fold(text: str) -> str:
    """Return small letters without diacritics and plain digits, as many as in the text."""
    return "".join(_FOLDED.get(letter) or _fold_letter(letter) for letter in text)


_FOLDED = {"đ": "d", "Đ": "d"}


def _fold_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter.isspace():
        return " "
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return base if len(base) == 1 else letter
