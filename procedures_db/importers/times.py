"""From the portal's time cells to processing times; the written text wins over the cell."""

import re
from dataclasses import dataclass, field

from procedures_db.content import ProcessingTime
from procedures_db.importers.flags import Flag
from procedures_db.importers.letters import UPPER
from procedures_db.importers.text import (
    clean,
    line,
    rejoin,
    says_nothing,
    without_bullet,
    without_sign,
)
from procedures_db.language import Duration, TextReader
from procedures_db.terms import ChannelKind, TimeUnit

_UNITS = {
    "working_day": TimeUnit.WORKING_DAY,
    "ngày làm việc": TimeUnit.WORKING_DAY,
    "day": TimeUnit.DAY,
    "ngày": TimeUnit.DAY,
    "hour": TimeUnit.HOUR,
    "giờ": TimeUnit.HOUR,
    "minute": TimeUnit.MINUTE,
    "phút": TimeUnit.MINUTE,
    "month": TimeUnit.MONTH,
    "tháng": TimeUnit.MONTH,
    "year": TimeUnit.YEAR,
    "năm": TimeUnit.YEAR,
}
_WHOLE = re.compile(
    r"thời (?:hạn|gian) giải quyết(?: (?:hồ sơ|thủ tục|thủ tục hành chính))?"
    r"\s*(?::|là|tối đa|không quá)"
    r"\s*(?:là |không quá |tối đa )*(?=\d)",
    re.IGNORECASE,
)
# Longer or shorter times for some, beside the time for most.
_SOME_ONLY = re.compile(
    r"^\W*(?:đối với|trường hợp|riêng)|miền núi|tăng thêm|gia hạn|kéo dài"
    r"|(?:ngày|giờ|tháng|làm việc),? đối với (?:các )?trường hợp",
    re.IGNORECASE,
)
_COUNTED_BRACKET = re.compile(r"\([^()]*\d[^()]*\)")
_RANGE = re.compile(r"^\s*(?:-|–|đến|tới)\s*\d")
_RECEIVED = re.compile(
    r"kể từ (?:ngày|khi|thời điểm)(?: \w+){0,4}? nhận (?:được |đủ )+(?:\w+ ){0,3}?"
    r"(?:hồ sơ|giấy tờ)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf"\n+|(?<=[^\d\W]\.)\s+|(?<=\d\.)\s+(?=[{UPPER}])")
_OFFICE_HOURS = re.compile(r"giờ hành chính|thời gian (?:tiếp nhận|nhận) hồ sơ", re.IGNORECASE)
_MAYBE_TIME = re.compile(r"\d[^\n]{0,24}?(?:ngày|giờ|phút|tháng|năm)", re.IGNORECASE)
_QUOTED = 500
"""Longest sentence of the steps that is shown as a time."""
_BARE_NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")


@dataclass(frozen=True)
class TimeCell:
    """One time as the source prints it for one way of handing in."""

    channel: ChannelKind | None
    value: float | str | None
    unit: str | None
    text: str = ""
    """The description beside it."""


@dataclass
class TimeReading:
    """Times and doubts read from a procedure's cells."""

    times: list[ProcessingTime] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def unit_of(name: str | None) -> TimeUnit | None:
    """Return the unit that a source calls `name`; None for OTHER and what is unknown."""
    return _UNITS.get(line(name).lower()) if name else None


def read_times(
    cells: list[TimeCell],
    offered: list[ChannelKind],
    reader: TextReader,
    fallback: list[tuple[float, str]] | None = None,
    narrative: str = "",
) -> TimeReading:
    """Return the times that `cells` state.

    `fallback` and `narrative` are used when no cell has a clean one: the value and unit of each
    of the procedure's cases, and the text of its steps.
    """
    result = TimeReading()
    found: list[tuple[ChannelKind | None, ProcessingTime]] = []
    for cell in cells:
        time = _read_cell(cell, reader, result.flags)
        if time is not None:
            found.append((cell.channel if cell.channel in offered else None, time))
    result.times = _merge_channels(found, offered)
    if not any(time.value is not None or _is_fraction(time) for time in result.times):
        result.times = _from_cases(fallback or [], result) or result.times
    if not result.times and cells:
        bare = {value for cell in cells if (value := _bare(cell)) is not None}
        result.times = _from_narrative(narrative, bare, reader)
        if not any(time.value is not None for time in result.times):
            result.flags.append(Flag.TIME_UNREAD())
    return result


def _is_fraction(time: ProcessingTime) -> bool:
    """Return whether the time is sure, though no whole number: "7,5 ngày làm việc"."""
    return re.match(r"\d+,\d+ ", time.text or "") is not None


def _read_cell(cell: TimeCell, reader: TextReader, flags: list[str]) -> ProcessingTime | None:
    unit = unit_of(cell.unit)
    note = _note(cell.text, reader)
    if unit is not None and isinstance(cell.value, int | float) and cell.value > 0:
        return _checked(cell.value, unit, cell.text, note, reader, flags)
    written = line(cell.value) if isinstance(cell.value, str) else ""
    if _BARE_NUMBER.match(written) or says_nothing(written):
        written = ""
    stated = _stated(written or cell.text, reader)
    if stated is not None:
        return ProcessingTime(
            value=stated.value,
            unit=stated.unit,
            text=written or note,
            note=note if written else None,
        )
    if written:
        return ProcessingTime(text=written, note=note)
    return ProcessingTime(text=note) if note and _is_time_text(note) else None


def _checked(
    value: float,
    unit: TimeUnit,
    text: str,
    note: str | None,
    reader: TextReader,
    flags: list[str],
) -> ProcessingTime | None:
    """Compare the cell with its own text; where they disagree the text is shown."""
    whole = round(value)
    if abs(value - whole) > 1e-6:
        label = f"{value:g}".replace(".", ",")
        return ProcessingTime(text=f"{label} {_NAMES[unit]}", note=note)
    stated = _stated(text, reader) or _same_number(whole, unit, text, reader)
    if stated is None or (stated.value, stated.unit) == (whole, unit):
        return ProcessingTime(value=whole, unit=unit, note=_more_than(note, spoken(whole, unit)))
    if stated.value != whole and _explained(
        whole, unit, stated, reader.read(rejoin(clean(text))).durations
    ):
        return ProcessingTime(value=whole, unit=unit, note=note)
    flags.append(
        Flag.TIME_MISMATCH(
            f"ô ghi {spoken(whole, unit)}, mô tả ghi {spoken(stated.value or 0, stated.unit)}"
        )
    )
    return ProcessingTime(value=stated.value, unit=stated.unit, text=note)


_CLOCK = {TimeUnit.HOUR, TimeUnit.MINUTE}
_NAMES = {
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.HOUR: "giờ",
    TimeUnit.MINUTE: "phút",
    TimeUnit.MONTH: "tháng",
    TimeUnit.YEAR: "năm",
}


def _explained(
    whole: int, unit: TimeUnit, stated: Duration, durations: tuple[Duration, ...]
) -> bool:
    """Return whether the cell's time and the text's can both be right.

    So it is when the text names the cell's time too, or times that add up to it; and nothing is
    certain when the text names several times, or hours beside days ("nhận hồ sơ sau 15 giờ").
    """
    if (stated.unit in _CLOCK) != (unit in _CLOCK) or {stated.unit, unit} <= _CLOCK:
        return True
    return sum(item.unit not in _CLOCK for item in durations) > 1


def _same_number(whole: int, unit: TimeUnit, text: str, reader: TextReader) -> Duration | None:
    """Return the text's "14 ngày" for a cell's 14 hours; such a pair is one slip of the hand."""
    if unit not in _CLOCK or not _MAYBE_TIME.search(text):
        return None
    known = reader.read(rejoin(clean(text))).durations
    if any(item.unit in _CLOCK for item in known):
        return None
    return next((item for item in known if item.value == whole), None)


def _more_than(note: str | None, time: str) -> str | None:
    """Return the note unless it only repeats the time."""
    return None if note is None or note.lstrip("0 ").rstrip(". ") == time else note


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(rejoin(clean(text))) if part.strip()]


def _note(text: str, reader: TextReader) -> str | None:
    """Return the sentences of a description that speak of time."""
    kept = [
        without_sign(sentence)
        for sentence in _sentences(text)
        if _MAYBE_TIME.search(sentence)
        and reader.read(sentence).durations
        and not _OFFICE_HOURS.search(sentence)
    ]
    return "\n".join(dict.fromkeys(kept)) or None


def _stated(text: str, reader: TextReader) -> Duration | None:
    """Return the one time that a text states for the whole procedure.

    Times of single steps add up in ways that only a person can tell: of several times none is
    taken, unless the text calls one of them the time of the procedure.
    """
    if not _MAYBE_TIME.search(text):
        return None
    called: list[Duration] = []
    plain: list[Duration] = []
    for sentence in _sentences(text):
        value = _COUNTED_BRACKET.sub("", sentence)
        if not _MAYBE_TIME.search(value) or _OFFICE_HOURS.search(value):
            continue
        durations = reader.read(value).durations
        ends = [match.end() for match in _WHOLE.finditer(value)]
        called += [item for item in durations if item.start in ends]
        if not _SOME_ONLY.search(value):
            plain += durations
        if any(_RANGE.match(value[item.end :]) for item in durations):
            return None
    for found in (called, plain):
        distinct = {(item.value, item.unit): item for item in found}
        if len(distinct) == 1:
            stated = next(iter(distinct.values()))
            return stated if stated.value else None
    return None


def _is_time_text(note: str) -> bool:
    return re.search(r"thời (?:hạn|gian)|kể từ|không quá|tối đa", note, re.IGNORECASE) is not None


def _bare(cell: TimeCell) -> float | None:
    """Return a number without a unit; 1 is only what the portal fills in."""
    if unit_of(cell.unit) is None and isinstance(cell.value, int | float) and cell.value > 1:
        return float(cell.value)
    return None


def _from_narrative(text: str, bare: set[float], reader: TextReader) -> list[ProcessingTime]:
    """Read what the steps say about the time from a complete file.

    A number without a unit gets the one unit that the steps give to the same number. Otherwise
    the sentences themselves are the answer.
    """
    said: list[str] = []
    units: dict[float, set[TimeUnit]] = {}
    for sentence in _sentences(text):
        if not (_MAYBE_TIME.search(sentence) and _RECEIVED.search(sentence)):
            continue
        durations = reader.read(sentence).durations
        if durations:
            said.append(without_bullet(sentence))
        for item in durations:
            if item.value is not None:
                units.setdefault(item.value, set()).add(item.unit)
    sure = [(value, units[value]) for value in sorted(bare) if len(units.get(value, ())) == 1]
    if sure and len(sure) == len(bare):
        return [ProcessingTime(value=round(value), unit=unit) for value, of in sure for unit in of]
    quoted = [sentence for sentence in dict.fromkeys(said) if len(sentence) <= _QUOTED]
    return [ProcessingTime(text="\n".join(quoted))] if 0 < len(quoted) <= 3 else []


def whole_days(cases: list[tuple[float, str]]) -> list[tuple[int, TimeUnit]]:
    """Return the distinct times of a procedure's cases; fractions and unit OTHER say nothing."""
    known: list[tuple[int, TimeUnit]] = []
    for value, name in cases:
        unit = unit_of(name)
        if unit is not None and value > 0 and value == round(value):
            known.append((round(value), unit))
    return list(dict.fromkeys(known))


def spoken(value: int, unit: TimeUnit) -> str:
    """Return a time in words for staff."""
    return f"{value} {_NAMES[unit]}"


def _from_cases(cases: list[tuple[float, str]], result: TimeReading) -> list[ProcessingTime]:
    days = whole_days(cases)
    if len(days) > 1:
        result.flags.append(Flag.TIME_CASES("; ".join(spoken(*day) for day in days)))
    return [ProcessingTime(value=value, unit=unit) for value, unit in days]


def _merge_channels(
    found: list[tuple[ChannelKind | None, ProcessingTime]], offered: list[ChannelKind]
) -> list[ProcessingTime]:
    channels: dict[ProcessingTime, list[ChannelKind | None]] = {}
    for channel, time in found:
        seen = channels.setdefault(time, [])
        if channel not in seen:
            seen.append(channel)
    merged: list[ProcessingTime] = []
    for time, seen in channels.items():
        if None in seen or (offered and all(kind in seen for kind in offered)):
            merged.append(time)
        else:
            merged += [time.model_copy(update={"channel": kind}) for kind in seen]
    return merged
