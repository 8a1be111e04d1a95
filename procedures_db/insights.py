"""What the recorded turns add up to: how many, when, where, with what outcome, how well liked.

Everything is counted in the database, by days of Viet Nam (UTC+7, without summer time). Turns go
when their retention time is over (`THUTUC_RETENTION_DAYS`), and with them what is counted here.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    DateTime,
    String,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.answers.render import non_answers

LONGEST = 366  # days of a period
SATISFIED = 4  # stars from which a citizen counts as satisfied, as in SIPAS: "hài lòng"
_VIETNAM = timedelta(hours=7)

T = TypeVar("T")


class Outcome(StrEnum):
    """What became of a question; small talk (thanks, greetings) is none."""

    ANSWERED = "answered"  # trả lời đủ
    PARTIAL = "partial"  # trả lời một phần
    ASKED_BACK = "asked_back"  # hỏi lại
    REFUSED = "refused"  # không trả lời được


_OUTCOMES = {
    "answered": Outcome.ANSWERED,
    "correction": Outcome.ANSWERED,
    "partial": Outcome.PARTIAL,
    "clarify": Outcome.ASKED_BACK,
}
_SMALL_TALK = "small_talk"


@dataclass(frozen=True)
class Period:
    """Days of Viet Nam, the first and the last included; at most `LONGEST`, the last ones."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Swap days given in the wrong order; cut what is too long."""
        first, last = sorted((self.first, self.last))
        object.__setattr__(self, "first", max(first, last - timedelta(days=LONGEST - 1)))
        object.__setattr__(self, "last", last)

    @property
    def days(self) -> list[date]:
        """Return every day."""
        return [
            self.first + timedelta(days=number)
            for number in range((self.last - self.first).days + 1)
        ]

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Return the first moment inside and the first after, in UTC without a zone."""
        return (
            datetime.combine(self.first, time()) - _VIETNAM,
            datetime.combine(self.last + timedelta(days=1), time()) - _VIETNAM,
        )


@dataclass(frozen=True)
class Cell:
    """How many questions had this outcome on a channel in an hour of a day."""

    day: date
    hour: int
    channel: str
    outcome: Outcome
    count: int


@dataclass(frozen=True)
class Named:
    """How often something was asked for; `name` is None where only its code is known."""

    code: str
    name: str | None
    count: int


@dataclass(frozen=True)
class Insights:
    """The figures of a period."""

    period: Period
    cells: Sequence[Cell]
    stars: Mapping[int, int]  # 1 to 5 → how many ratings
    thumbs_up: int
    thumbs_down: int
    procedures: Sequence[Named]
    facets: Sequence[Named]
    reasons: Sequence[Named]  # what was said instead of an answer, or the status

    @property
    def questions(self) -> int:
        """Return how many questions there were."""
        return sum(cell.count for cell in self.cells)

    @property
    def ratings(self) -> int:
        """Return how many citizens gave stars."""
        return sum(self.stars.values())

    @property
    def satisfied(self) -> float | None:
        """Return the share of ratings with `SATISFIED` stars or more; None without ratings."""
        good = sum(count for stars, count in self.stars.items() if stars >= SATISFIED)
        return share(good, self.ratings)

    @property
    def liked(self) -> float | None:
        """Return the share of thumbs that are up; None without thumbs."""
        return share(self.thumbs_up, self.thumbs_up + self.thumbs_down)

    def by_outcome(self) -> Counter[Outcome]:
        """Return questions by outcome."""
        return _sum({cell: cell.outcome for cell in self.cells})

    def by_day(self) -> Counter[tuple[date, Outcome]]:
        """Return questions by day and outcome."""
        return _sum({cell: (cell.day, cell.outcome) for cell in self.cells})

    def by_day_and_channel(self) -> Counter[tuple[date, str]]:
        """Return questions by day and channel."""
        return _sum({cell: (cell.day, cell.channel) for cell in self.cells})

    def by_channel(self) -> Counter[tuple[str, Outcome]]:
        """Return questions by channel and outcome."""
        return _sum({cell: (cell.channel, cell.outcome) for cell in self.cells})

    def by_hour(self) -> Counter[int]:
        """Return questions by hour of the day, 0 to 23."""
        return _sum({cell: cell.hour for cell in self.cells})


def share(part: int, whole: int) -> float | None:
    """Return part of whole, 0 to 1; of nothing there is no share."""
    return part / whole if whole else None


def insights(
    session: Session, period: Period, channel: str | None = None, *, top: int = 15
) -> Insights:
    """Return the figures of a period, of one channel or of all; lists have at most `top` lines."""
    thumbs = _thumbs(session, period, channel)
    return Insights(
        period=period,
        cells=_cells(session, period, channel),
        stars=_stars(session, period, channel),
        thumbs_up=thumbs[1],
        thumbs_down=thumbs[-1],
        procedures=_procedures(session, period, channel, top),
        facets=_facets(session, period, channel),
        reasons=_reasons(session, period, channel, top),
    )


def known_channels(session: Session) -> list[str]:
    """Return the channels that somebody asked on."""
    turn = models.TurnRecord
    return list(session.scalars(select(turn.channel).distinct().order_by(turn.channel)))


def _cells(session: Session, period: Period, channel: str | None) -> list[Cell]:
    turn = models.TurnRecord
    statement = (
        select(_local_hour(session).label("moment"), turn.channel, turn.status, func.count())
        .where(*_asked(period, channel))
        .group_by("moment", turn.channel, turn.status)
    )
    found: Counter[tuple[str, str, Outcome]] = Counter()
    for moment, where, status, count in session.execute(statement):
        found[moment, where, _OUTCOMES.get(status, Outcome.REFUSED)] += count
    return [
        Cell(date.fromisoformat(moment[:10]), int(moment[11:13]), where, outcome, count)
        for (moment, where, outcome), count in sorted(found.items())
    ]


def _stars(session: Session, period: Period, channel: str | None) -> dict[int, int]:
    rating = models.Satisfaction
    since, until = period.bounds
    statement = (
        select(rating.stars, func.count())
        .where(rating.at >= since, rating.at < until)
        .group_by(rating.stars)
    )
    if channel:
        statement = statement.where(rating.channel == channel)
    found = {stars: count for stars, count in session.execute(statement)}  # noqa: C416
    return {stars: found.get(stars, 0) for stars in range(1, 6)}


def _thumbs(session: Session, period: Period, channel: str | None) -> Counter[int]:
    turn, feedback = models.TurnRecord, models.Feedback
    since, until = period.bounds
    statement = (
        select(feedback.thumb, func.count())
        .where(feedback.at >= since, feedback.at < until)
        .group_by(feedback.thumb)
    )
    if channel:
        statement = statement.join(turn, turn.turn_id == feedback.turn_id).where(
            turn.channel == channel
        )
    return Counter({thumb: count for thumb, count in session.execute(statement)})  # noqa: C416


def _procedures(session: Session, period: Period, channel: str | None, top: int) -> list[Named]:
    turn, procedure = models.TurnRecord, models.Procedure
    number = func.count().label("number")
    name = func.coalesce(procedure.short_name, procedure.name)
    statement = (
        select(turn.procedure_code, name, number)
        .outerjoin(procedure, procedure.code == turn.procedure_code)
        .where(*_asked(period, channel), turn.procedure_code.is_not(None))
        .group_by(turn.procedure_code, name)
        .order_by(number.desc(), turn.procedure_code)
        .limit(top)
    )
    return [Named(code or "", known, count) for code, known, count in session.execute(statement)]


def _facets(session: Session, period: Period, channel: str | None) -> list[Named]:
    turn = models.TurnRecord
    together = cast(turn.facets, String).label("together")
    statement = (
        select(together, func.count())
        .where(*_asked(period, channel), turn.procedure_code.is_not(None))
        .group_by("together")
    )
    found: Counter[str] = Counter()
    for text, count in session.execute(statement):
        for facet in json.loads(text) or []:
            found[facet] += count
    return _ordered(found)


def _reasons(session: Session, period: Period, channel: str | None, top: int) -> list[Named]:
    turn, kinds = models.TurnRecord, non_answers().keys()
    statement = (
        select(turn.status, turn.reason, turn.intent, func.count())
        .where(*_asked(period, channel), turn.status.not_in(_OUTCOMES))
        .group_by(turn.status, turn.reason, turn.intent)
    )
    found: Counter[str] = Counter()
    for status, reason, intent, count in session.execute(statement):
        found[reason or (intent if intent in kinds else status)] += count
    return _ordered(found)[:top]


def _ordered(found: Mapping[str, int]) -> list[Named]:
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [Named(code, None, count) for code, count in ordered]


def _asked(period: Period, channel: str | None) -> list[ColumnElement[bool]]:
    turn = models.TurnRecord
    since, until = period.bounds
    wanted = [turn.at >= since, turn.at < until, turn.status != _SMALL_TALK]
    return [*wanted, turn.channel == channel] if channel else wanted


def _local_hour(session: Session) -> ColumnElement[str]:
    """Return day and hour in Viet Nam as text: 2026-11-23 09."""
    at = models.TurnRecord.at
    if session.get_bind().dialect.name == "postgresql":
        local = type_coerce(at, DateTime()) + literal_column("interval '7 hours'")
        return func.to_char(local, literal_column("'YYYY-MM-DD HH24'"), type_=String())
    seconds = func.substr(at, 1, 19)
    return func.strftime(
        literal_column("'%Y-%m-%d %H'"), seconds, literal_column("'+7 hours'"), type_=String()
    )


def _sum(keys: Mapping[Cell, T]) -> Counter[T]:
    found: Counter[T] = Counter()
    for cell, key in keys.items():
        found[key] += cell.count
    return found
