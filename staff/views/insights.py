"""What citizens ask and how well they are served, in figures."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from procedures_db.answers.render import FACET_NAMES
from procedures_db.insights import Insights, Outcome, Period, insights, known_channels, share
from procedures_db.terms import Facet
from staff import messages
from staff.charts import line, stacked
from staff.csv_files import csv_response
from staff.db import read
from staff.formatting import to_local, vietnamese_date
from staff.keys import CLOCK
from staff.pages import page
from staff.permissions import Permission, requires
from staff.views.audit import day_of

DEFAULT_DAYS = 30
QUICK_DAYS = (7, 30, 90)
TARGETS = (0.85, 0.90)  # of SIPAS: the lower for now, the upper to reach
HEADER = ("mục", "ngày", "giờ", "kênh", "tên", "số")
OUTCOMES = tuple(Outcome)


@requires(Permission.READ_INSIGHTS)
async def show_insights(request: web.Request) -> web.Response:
    """Show the figures of a period; period and channel are in the address."""
    period, channel = _asked(request)
    found, channels = await read(
        request,
        lambda session: (insights(session, period, channel), known_channels(session)),
    )
    today = _today(request)

    def address(days: int) -> str:
        first = today - timedelta(days=days - 1)
        given = {"tu": first.isoformat(), "den": today.isoformat(), "kenh": channel or ""}
        return f"{request.path}?{urlencode(given)}"

    given = {"tu": period.first.isoformat(), "den": period.last.isoformat(), "kenh": channel or ""}
    context = _figures(found) | {
        "found": found,
        "period": period,
        "channels": channels,
        "channel": channel,
        "quick": [(days, address(days)) for days in QUICK_DAYS],
        "csv": f"{request.app.router['insights_csv'].url_for()}?{urlencode(given)}",
        "targets": TARGETS,
        "outcomes": OUTCOMES,
    }
    return await page(request, "insights.html", context)


@requires(Permission.READ_INSIGHTS)
async def download_insights(request: web.Request) -> web.Response:
    """Send the figures as CSV, one number a line."""
    period, channel = _asked(request)
    found = await read(request, lambda session: insights(session, period, channel, top=10_000))
    return csv_response(f"so-lieu-{period.first}-{period.last}", HEADER, _rows(found, channel))


def _asked(request: web.Request) -> tuple[Period, str | None]:
    last = day_of(request.query.get("den")) or _today(request)
    first = day_of(request.query.get("tu")) or last - timedelta(days=DEFAULT_DAYS - 1)
    return Period(first, last), request.query.get("kenh") or None


def _today(request: web.Request) -> date:
    return to_local(request.app[CLOCK]()).date()


def _figures(found: Insights) -> dict[str, Any]:
    """Return the charts and the tables behind them."""
    days = found.period.days
    by_day, by_outcome, by_hour = found.by_day(), found.by_outcome(), found.by_hour()
    by_channel, by_day_and_channel = found.by_channel(), found.by_day_and_channel()
    used = sorted({channel for channel, _ in by_channel})
    columns = [[by_day[day, outcome] for outcome in OUTCOMES] for day in days]
    unanswered = [
        share(by_day[day, Outcome.REFUSED], sum(column))
        for day, column in zip(days, columns, strict=True)
    ]
    return {
        "shares": [
            (outcome, by_outcome[outcome], share(by_outcome[outcome], found.questions))
            for outcome in OUTCOMES
        ],
        "day_chart": stacked(
            columns,
            OUTCOMES,
            [
                messages.INSIGHTS_DAY.format(day=vietnamese_date(day), count=sum(column))
                for day, column in zip(days, columns, strict=True)
            ],
        ),
        "day_table": [
            (day, sum(column), column, [by_day_and_channel[day, one] for one in used], missed)
            for day, column, missed in zip(days, columns, unanswered, strict=True)
            if sum(column)
        ],
        "unanswered_line": line(unanswered),
        "used_channels": used,
        "channel_table": [
            (channel, [by_channel[channel, outcome] for outcome in OUTCOMES]) for channel in used
        ],
        "hour_chart": stacked(
            [[by_hour[hour]] for hour in range(24)],
            (Outcome.ANSWERED,),
            [messages.INSIGHTS_HOUR.format(hour=hour, count=by_hour[hour]) for hour in range(24)],
        ),
        "hour_table": [(hour, by_hour[hour]) for hour in range(24)],
        "facet_table": [(_facet_name(one.code), one.count) for one in found.facets],
        "reason_table": [
            (messages.REASONS.get(one.code, one.code), one.count) for one in found.reasons
        ],
    }


def _rows(found: Insights, channel: str | None) -> Iterator[tuple[object, ...]]:
    for cell in found.cells:
        yield (
            messages.INSIGHTS_ROWS["questions"],
            cell.day,
            cell.hour,
            cell.channel,
            messages.OUTCOMES[cell.outcome],
            cell.count,
        )
    where = channel or ""
    for stars, count in found.stars.items():
        yield (messages.INSIGHTS_ROWS["stars"], "", "", where, stars, count)
    for thumb, count in ((1, found.thumbs_up), (-1, found.thumbs_down)):
        yield (messages.INSIGHTS_ROWS["thumbs"], "", "", where, messages.THUMBS[thumb], count)
    for one in found.procedures:
        name = f"{one.code} {one.name or ''}".strip()
        yield (messages.INSIGHTS_ROWS["procedures"], "", "", where, name, one.count)
    for one in found.facets:
        yield (messages.INSIGHTS_ROWS["facets"], "", "", where, _facet_name(one.code), one.count)
    for one in found.reasons:
        name = messages.REASONS.get(one.code, one.code)
        yield (messages.INSIGHTS_ROWS["reasons"], "", "", where, name, one.count)


def _facet_name(code: str) -> str:
    return FACET_NAMES[Facet(code)].capitalize() if code in set(Facet) else code
