"""Read one fee clause into fee rows and exemptions. No amount is made that the text lacks."""

import re
from dataclasses import dataclass, field
from typing import Any

from procedures_db.content import Fee, FeeExemption
from procedures_db.importers import fee_words as words
from procedures_db.importers.clauses import Clause
from procedures_db.importers.text import line, shorten, without_bullet
from procedures_db.language import Money, TextReader
from procedures_db.language.reader import Reading
from procedures_db.terms import ChannelKind, FeeKind

_PER = re.compile(r"^\W{0,2}/\s*([^,.;:()\n+]{1,60})")
_CAP = re.compile(r"(?:tối đa|không (?:vượt )?quá|nhiều nhất|cao nhất)[^\d;]{0,60}$", re.IGNORECASE)
_FROM_UNIT = re.compile(r"từ (?:\w+ ){0,2}?thứ (?P<word>hai|ba|tư|bốn|năm|\d+)\b", re.IGNORECASE)
_ORDINALS = {"hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5}
_LEAD = re.compile(
    r"^(?:(?:(?:áp dụng )?(?:mức )?(?:thu )?(?:phí, lệ phí|lệ phí|phí|giá))\s*(?::|$)"
    r"|(?:áp dụng )?mức (?:thu|phí)\s*(?::|$)|thu\s*:)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s*(?:\bthì\b|\blà\b|\bthu\b|\bmức\b|\bvới\b|\bnộp\b|\bbằng\b|\bvà\b|[:,;.\-–(=]))+\s*$",
    re.IGNORECASE,
)
# "dưới 50 tỷ: 10 triệu đồng": the first amount says for whom the second one is.
_THRESHOLD = re.compile(r"(?:dưới|trên|hơn|đến|tới|giá trị|vốn)(?: là)?\s*$", re.IGNORECASE)
_FROM_AMOUNT = re.compile(r"\btừ\s*$", re.IGNORECASE)
_UPWARDS = re.compile(r"\s*(?:đồng )?(?:trở lên|đến|tới)\b", re.IGNORECASE)
_LAW_LEAD = re.compile(
    r"^\W*theo (?:quy định (?:tại|của) )?(?:thông tư|nghị định|nghị quyết|luật)[^:]{0,160}:\s*",
    re.IGNORECASE,
)
_LAW_ONLY = re.compile(
    r"^\W*(?:(?:được )?(?:quy định |thực hiện |áp dụng )?theo (?:quy định )?(?:tại |của )?)?"
    r"(?:thông tư|nghị định|nghị quyết|quyết định|luật|pháp luật)\b[^:]*$",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(
    r"đồng\)|áp dụng|thông tư|nghị định|nghị quyết|^\(\s*(?:\d|nếu có\))", re.IGNORECASE
)
_AFTERWARDS = re.compile(r"^\W*(?P<label>[^\W\d_][^.;:]{3,140})", re.DOTALL)
_NOT_AFTERWARDS = re.compile(
    r"^\W*(?:kể từ|theo|áp dụng|từ ngày|đến|nếu|và|hoặc|nhưng|thông tư|nghị|được|quy định)\b",
    re.IGNORECASE,
)
_ENTITLED = re.compile(
    r"(?:trường hợp\s+)?(?P<who>[^.;]{2,120}?thuộc (?:diện|đối tượng) (?:được )?miễn.*?)"
    r"(?:\s+thì\b|\s+phải\b|[.;]|$)",
    re.IGNORECASE | re.DOTALL,
)
_GROUP = re.compile(
    r"(?:miễn|giảm|không (?:thu |nộp )?(?:lệ phí|phí))[^;:]{0,60}?"
    r"\b(?:cho|đối với|trong(?= trường hợp)|khi)(?: các)?(?: trường hợp| đối tượng)?:?\s+"
    r"(?P<who>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_GROUP_BEFORE = re.compile(
    r"(?:trường hợp|đối với|cho)\s+(?P<who>[^:;]{3,200}?)\s*[,:]?\s+(?:thì )?"
    r"(?:được|sẽ được|không phải|bằng|giảm|miễn)\b",
    re.IGNORECASE | re.DOTALL,
)
_ONLINE_GROUP = "Người nộp hồ sơ trực tuyến"
_ANYONE = "Mọi người nộp hồ sơ"


@dataclass
class ClauseReading:
    """What clauses say, in the order of the text."""

    rows: list[Fee] = field(default_factory=list)
    exemptions: list[FeeExemption] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    """Clauses that name no amount, nobody who is free, and nobody who decides."""
    unread: list[str] = field(default_factory=list)
    """Clauses with an amount that could not be read."""
    prefix: str = ""
    """What the last amount was for."""
    waived: FeeExemption | None = None
    """The exemption whose list of people goes on after a semicolon."""


def read_clause(clause: Clause, reader: TextReader, found: ClauseReading) -> None:
    """Add what `clause` says to `found`."""
    text = line(clause.text)
    reading = reader.read(text)
    shared = _shared(clause, text, reading, reader)
    amounts = _charges(text, reading)
    listed, found.waived = found.waived, None
    if words.denies_freedom(text):
        found.silent.append(text)
        return
    if amounts:
        _add_amounts(clause, text, amounts, shared, found)
        if any(money.amount is None for money in reading.money):
            found.unread.append(text)
        return
    reduction = _reduction(text, reading)
    if any(money.amount == 0 for money in reading.money):
        reduction = 100
    if reduction is not None:
        _add_exemption(clause, text, reduction, shared, found)
    elif any(money.amount is None for money in reading.money):
        found.unread.append(text)
    elif words.only_says_no(text):
        # A bare "Không" beside the portal's default may be an empty field as well as no charge.
        kind = FeeKind.FREE if words.names_no_charge(text) else FeeKind.UNKNOWN
        found.rows.append(Fee(kind=kind, text=text, **shared))
    elif words.speaks_of_free(text) and not words.only_mentions_free(text):
        if words.conditional(_without_law(text)) or shared["valid_to"] or shared["valid_from"]:
            _add_exemption(clause, text, 100, shared, found)
        else:
            found.rows.append(Fee(kind=FeeKind.FREE, text=text, **shared))
    elif listed is not None and clause.continues:
        found.waived = listed.model_copy(update={"group": _group(text)})
        found.exemptions.append(found.waived)
    elif clause.headings and words.lists_freed(clause.headings[-1]):
        _add_listed(clause, text, shared, found)
    elif words.set_by_council(text):
        found.rows.append(
            Fee(kind=FeeKind.SET_BY_PROVINCE, label=_context_label(clause), text=text, **shared)
        )
    else:
        found.silent.append(text)


def _shared(clause: Clause, text: str, reading: Reading, reader: TextReader) -> dict[str, Any]:
    first, last = words.validity(text, reading)
    for heading in reversed(clause.headings):
        if not (first or last):
            first, last = words.validity(heading, reader.read(heading))
    whole = " ".join((*clause.headings, text))
    channel = words.channel_of(text) or words.channel_of(" ".join(clause.headings))
    return {
        "valid_from": first,
        "valid_to": last,
        "channel": channel,
        "basis": ", ".join(dict.fromkeys(reading.laws)) or None,
        "cost_type": words.cost_type_of(whole),
    }


def _reduction(text: str, reading: Reading) -> int | None:
    for percent in reading.percents:
        waived = words.waived_share(text, percent)
        if waived is not None:
            return waived
    return None


def _add_amounts(
    clause: Clause,
    text: str,
    amounts: list[Money],
    shared: dict[str, Any],
    found: ClauseReading,
) -> None:
    start = 0
    prefix = found.prefix if clause.continues else ""
    for money in amounts:
        if not money.amount:
            continue
        before = text[start : money.start]
        after = text[money.end :]
        per = _per(after)
        start = money.end + (len(after) - len(after.lstrip()) if per is None else 0)
        if per is not None:
            start = money.end + after.find(per) + len(per)
        if _CAP.search(before) and found.rows and found.rows[-1].amount:
            _add_cap(found, money.amount, per)
            continue
        own = _label(before)
        bracket = _bracket(text[start:])
        if bracket:
            start = text.find(bracket, start) + len(bracket)
        if not own or own.lower() == "gồm":
            own = _afterwards(text[start:])
        prefix = found.prefix = own or prefix
        found.rows.append(
            Fee(
                kind=FeeKind.AMOUNT,
                amount=money.amount,
                currency=money.currency,
                per=per,
                from_quantity=_from_quantity(before),
                label=_joined(clause, prefix, bracket),
                text=_whole(clause, text),
                **shared,
            )
        )


def _charges(text: str, reading: Reading) -> list[Money]:
    """Return the amounts that are charged; others say for which values a charge is."""
    known = [money for money in reading.money if money.amount]
    return [
        money
        for index, money in enumerate(known)
        if not _is_threshold(text, money, later=index + 1 < len(known))
    ]


def _is_threshold(text: str, money: Money, *, later: bool) -> bool:
    before, after = text[: money.start], text[money.end :]
    if _THRESHOLD.search(before):
        return not _CAP.search(before)
    return _FROM_AMOUNT.search(before) is not None and (later or bool(_UPWARDS.match(after)))


def _add_cap(found: ClauseReading, amount: int, per: str | None) -> None:
    """A ceiling holds for all tiers of the charge before it."""
    last = found.rows[-1]
    for index, row in enumerate(found.rows):
        if row.amount and row.per == last.per and row.cap is None and row.amount < amount:
            found.rows[index] = row.model_copy(update={"cap": amount, "cap_per": per})


def _per(after: str) -> str | None:
    match = _PER.match(after)
    if match is None:
        return None
    return (
        line(re.split(r"\s(?:đối với|nhưng|và|hoặc|theo|cho|trong|kể|từ|nếu)\s", match[1])[0])
        or None
    )


def _bracket(rest: str) -> str | None:
    match = re.match(r"^\s*(\([^()]{3,160}\))", rest)
    return match[1] if match else None


def _label(before: str) -> str:
    label = without_bullet(line(before)).strip(" ;,.:")
    label = label.rstrip(")") if label.count(")") > label.count("(") else label
    label = label.removeprefix("(") if label.count("(") > label.count(")") else label
    label = _LEAD.sub("", _LAW_LEAD.sub("", label))
    previous = None
    while previous != label:
        previous, label = label, _TAIL.sub("", label)
    if _LAW_ONLY.match(label):
        return ""
    return label if any(char.isalpha() for char in label) else ""


def _afterwards(rest: str) -> str:
    """Return what an amount is for where that is said after it."""
    match = _AFTERWARDS.match(rest)
    if (
        match is None
        or _NOT_AFTERWARDS.match(rest)
        or any(char.isdigit() for char in match["label"])
    ):
        return ""
    return line(match["label"]).strip(" ,()")


def _joined(clause: Clause, prefix: str, bracket: str | None) -> str | None:
    parts = [
        part
        for part in (*clause.headings, prefix)
        if part and len(part) <= 200 and not _LAW_ONLY.match(part)
    ]
    label = ": ".join(dict.fromkeys(parts))
    if bracket and not _NO_LABEL.search(bracket):
        label = f"{label} {bracket}".strip()
    return shorten(label, 300) or None


def names_only_a_law(text: str) -> bool:
    """Return whether `text` only says by which legal document something is regulated."""
    return _LAW_ONLY.match(text) is not None


def _context_label(clause: Clause) -> str | None:
    return shorten(": ".join(clause.headings), 200) or None


def _whole(clause: Clause, text: str) -> str:
    return ": ".join((*clause.headings, text))


def _from_quantity(before: str) -> int | None:
    match = _FROM_UNIT.search(before)
    if match is None:
        return None
    word = match["word"].lower()
    return _ORDINALS.get(word) or (int(word) if word.isdigit() and int(word) > 0 else None)


def _add_exemption(
    clause: Clause, text: str, percent: int, shared: dict[str, Any], found: ClauseReading
) -> None:
    fields = {name: value for name, value in shared.items() if name != "cost_type"}
    group, is_list = _who(clause, text, shared["channel"])
    exemption = FeeExemption(group=group, percent=percent, text=_whole(clause, text), **fields)
    found.exemptions.append(exemption)
    found.waived = exemption if is_list else None


def _add_listed(clause: Clause, text: str, shared: dict[str, Any], found: ClauseReading) -> None:
    fields = {name: value for name, value in shared.items() if name != "cost_type"}
    found.exemptions.append(
        FeeExemption(group=_group(text), percent=100, text=_whole(clause, text), **fields)
    )


def _who(clause: Clause, text: str, channel: ChannelKind | None) -> tuple[str, bool]:
    """Return who pays less, and whether more of them may follow after a semicolon."""
    entitled = _ENTITLED.search(text)
    if entitled:
        return _group(entitled["who"]), False
    plain = _without_law(text)
    after = _GROUP.search(plain)
    if after:
        return _group(after["who"]), True
    before = _GROUP_BEFORE.search(plain)
    if before and len(before["who"]) > 5:
        return _group(before["who"]), False
    if channel is ChannelKind.ONLINE:
        return _ONLINE_GROUP, False
    if words.conditional(plain) and not _general(plain):
        return _group(plain), False
    if clause.headings:
        return _group(clause.headings[-1]), False
    return _ANYONE, False


def _general(text: str) -> bool:
    """Return whether the clause changes the charge for everybody ("mức thu … bằng 50 %")."""
    return re.search(r"mức (?:thu|phí)", text, re.IGNORECASE) is not None


def _group(text: str) -> str:
    return shorten(_capital(text), 200) or _ANYONE


def _without_law(text: str) -> str:
    """Drop 'theo quy định tại Thông tư …' so that its words do not read as a condition."""
    return re.sub(
        r"\s*,?\(?\s*theo (?:quy định (?:tại|của)|Thông tư|Nghị quyết|Điều)\s+(?:Điều \d+ )?"
        r"(?:Thông tư|Nghị quyết|Nghị định|Luật|Biểu)?\s*(?:số )?[\w/.\-]*(?: ngày [\d/]+)?"
        r"(?: của (?:Bộ trưởng )?Bộ Tài chính)?[^.;]*",
        "",
        text,
        flags=re.IGNORECASE,
    ).strip()


def _capital(text: str) -> str:
    text = text.strip(" .,:;-–+*")
    if text.count(")") != text.count("("):
        text = text.strip("()").rstrip(" .,:;")
    return text[:1].upper() + text[1:]
