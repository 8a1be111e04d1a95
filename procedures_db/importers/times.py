"""From the portal's time cells to processing times; the written text wins over the cell."""

import re
from dataclasses import dataclass, field

from procedures_db.content import ProcessingTime
from procedures_db.importers.flags import Flag
from procedures_db.importers.text import clean, line, says_nothing, without_sign
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
# A text that states the whole time starts with it, or says "thời hạn giải quyết".
_STATES = re.compile(
    r"^\W*(?:(?:trong )?(?:thời hạn|thời gian)(?: giải quyết| thực hiện| xử lý)?[^.:;\n\d]{0,40}[:\s])?\s*"
    r"(?:là |không quá |tối đa |chậm nhất |trong vòng |không vượt quá )*(?:là )?(?=\d)",
    re.IGNORECASE,
)
_STATES_INSIDE = re.compile(
    r"thời (?:hạn|gian) giải quyết(?: (?:hồ sơ|thủ tục|thủ tục hành chính))?\s*(?::|là|tối đa|không quá)"
    r"\s*(?:là |không quá |tối đa )*(?=\d)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\n+|(?<=[^\d\W][.;])\s+|(?<=\d[.;])\s+(?=[A-ZĐÀ-Ỹ])")
_OFFICE_HOURS = re.compile(r"giờ hành chính|thời gian (?:tiếp nhận|nhận) hồ sơ", re.IGNORECASE)
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
) -> TimeReading:
    """Return the times that `cells` state; `fallback` is used when no cell has a clean one.

    `fallback` holds the value and unit of each of the procedure's cases.
    """
    result = TimeReading()
    found: list[tuple[ChannelKind | None, ProcessingTime]] = []
    for cell in cells:
        time = _read_cell(cell, reader, result.flags)
        if time is not None:
            found.append((cell.channel if cell.channel in offered else None, time))
    result.times = _merge_channels(found, offered)
    if not any(time.value is not None for time in result.times):
        result.times = _from_cases(fallback or [], result) or result.times
    if not result.times and cells:
        result.flags.append(Flag.TIME_UNREAD())
    return result


def _read_cell(cell: TimeCell, reader: TextReader, flags: list[str]) -> ProcessingTime | None:
    unit = unit_of(cell.unit)
    note = _note(cell.text, reader)
    if unit is not None and isinstance(cell.value, int | float) and cell.value > 0:
        return _checked(cell.value, unit, cell.text, note, reader, flags)
    written = line(cell.value) if isinstance(cell.value, str) else ""
    if _BARE_NUMBER.match(written) or says_nothing(written):
        written = ""
    if written:
        stated = _stated(written, reader)
        if stated is not None and stated.value is not None:
            return ProcessingTime(
                value=stated.value, unit=stated.unit, text=written, note=note
            )
        return ProcessingTime(text=written, note=note)
    stated = _stated_in(cell.text, reader)
    if stated is not None and stated.value is not None:
        return ProcessingTime(value=stated.value, unit=stated.unit, text=note, note=None)
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
    stated = _stated_in(text, reader)
    durations = [item for item in reader.read(clean(text)).durations if item.value is not None]
    if stated is None or stated.value is None or stated.value == 0:
        return ProcessingTime(value=whole, unit=unit, note=note)
    if (stated.value, stated.unit) == (whole, unit):
        return ProcessingTime(value=whole, unit=unit, note=note if note != _short(stated) else None)
    named = {item.value for item in durations if item.unit in (unit, stated.unit)}
    if stated.value != whole and (whole in named or whole in _sums(named)):
        return ProcessingTime(value=whole, unit=unit, note=note)
    flags.append(
        Flag.TIME_MISMATCH(
            f"ô ghi {whole} {_NAMES[unit]}, mô tả ghi {stated.value} {_NAMES[stated.unit]}"
        )
    )
    return ProcessingTime(value=stated.value, unit=stated.unit, text=note)


_NAMES = {
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.HOUR: "giờ",
    TimeUnit.MINUTE: "phút",
    TimeUnit.MONTH: "tháng",
    TimeUnit.YEAR: "năm",
}


def _short(duration: Duration) -> str:
    return f"{duration.value} {_NAMES[duration.unit]}"


def _sums(values: set[int | None]) -> set[int]:
    known = [value for value in values if value is not None]
    return {first + second for first in known for second in known} | {sum(known)}


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(clean(text)) if part.strip()]


def _note(text: str, reader: TextReader) -> str | None:
    """Return the sentences of a description that speak of time."""
    kept = [
        without_sign(sentence)
        for sentence in _sentences(text)
        if reader.read(sentence).durations and not _OFFICE_HOURS.search(sentence)
    ]
    return "\n".join(dict.fromkeys(kept)) or None


def _stated_in(text: str, reader: TextReader) -> Duration | None:
    for sentence in _sentences(text):
        stated = _stated(without_sign(sentence), reader)
        if stated is not None:
            return stated
    return None


def _stated(sentence: str, reader: TextReader) -> Duration | None:
    """Return the time that a sentence states for the whole procedure."""
    durations = reader.read(sentence).durations
    if not durations or _OFFICE_HOURS.search(sentence):
        return None
    for pattern in (_STATES, _STATES_INSIDE):
        match = pattern.search(sentence)
        if match is None:
            continue
        for item in durations:
            if item.start == match.end():
                rest = sentence[item.end : item.end + 60]
                if re.match(r"\s*(?:-|–|đến|tới)\s*\d", rest):
                    return None
                return item
    return None


def _is_time_text(note: str) -> bool:
    return re.search(r"thời (?:hạn|gian)|kể từ|không quá|tối đa", note, re.IGNORECASE) is not None


def _from_cases(cases: list[tuple[float, str]], result: TimeReading) -> list[ProcessingTime]:
    """Use the days of the procedure's cases; bare numbers and fractions say nothing."""
    known: list[tuple[int, TimeUnit]] = []
    for value, name in cases:
        unit = unit_of(name)
        if unit is not None and value > 0 and value == round(value):
            known.append((round(value), unit))
    distinct = list(dict.fromkeys(known))
    if len(distinct) > 1:
        listed = "; ".join(f"{value} {_NAMES[unit]}" for value, unit in distinct)
        result.flags.append(Flag.TIME_CASES(listed))
    return [ProcessingTime(value=value, unit=unit) for value, unit in distinct]


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
