"""Processing times as ISO 8601 durations, where they are ones."""

from collections.abc import Sequence

from procedures_db.content import ProcessingTime
from procedures_db.terms import TimeUnit

_FORMS = {
    TimeUnit.MINUTE: "PT{}M",
    TimeUnit.HOUR: "PT{}H",
    TimeUnit.DAY: "P{}D",
    TimeUnit.MONTH: "P{}M",
    TimeUnit.YEAR: "P{}Y",
}


def iso_duration(time: ProcessingTime) -> str | None:
    """Return the duration; None for working days, which ISO 8601 cannot say, and for mere text."""
    if time.value is None or time.unit is None or time.unit not in _FORMS:
        return None
    return _FORMS[time.unit].format(time.value)


def only_duration(times: Sequence[ProcessingTime]) -> str | None:
    """Return the duration that holds for every way and case; None when they differ."""
    found = {iso_duration(time) for time in times}
    return found.pop() if len(found) == 1 else None
