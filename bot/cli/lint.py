"""`thutuc lint`: what is incomplete, contradicting or expired in the rows."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from procedures_db import models
from procedures_db.calendar import today_in_vietnam
from procedures_db.content import ProcedureContent
from procedures_db.database import migrate, open_engine, session_factory
from procedures_db.facts.lint import Finding, Score, Severity, lint_procedure, messages, score
from procedures_db.read import read_procedure
from procedures_db.settings import DataSettings
from procedures_db.terms import DetailLevel

_Checked = tuple[ProcedureContent, list[Finding], Score]
_SEVERITIES = {Severity.ERROR: "sai", Severity.WARNING: "cần sửa", Severity.NOTE: "nên bổ sung"}


def lint_procedures(
    settings: DataSettings, codes: Sequence[str], *, as_json: bool, errors: bool, console: Console
) -> None:
    """Print the findings of each named procedure, or a summary of all that have details."""
    checked = _check(settings, codes)
    if errors:
        checked = (
            (content, [one for one in found if one.severity is Severity.ERROR], points)
            for content, found, points in checked
        )
    if as_json:
        for content, found, points in checked:
            click.echo(json.dumps(_as_json(content, found, points), ensure_ascii=False))
    elif codes or errors:
        for content, found, points in checked:
            if found or codes:
                _print_one(content, found, points, console)
    else:
        _print_summary(list(checked), console)


def _check(settings: DataSettings, codes: Sequence[str]) -> Iterator[_Checked]:
    engine = open_engine(settings.database_url)
    try:
        migrate(engine)
        today = today_in_vietnam()
        with session_factory(engine)() as session:
            detailed = select(models.Procedure.code).where(
                models.Procedure.detail != DetailLevel.LISTED
            )
            for code in codes or session.scalars(detailed.order_by(models.Procedure.code)).all():
                content = read_procedure(session, code).content
                found = lint_procedure(content, today)
                yield content, found, score(content, found)
    finally:
        engine.dispose()


def _as_json(content: ProcedureContent, found: list[Finding], points: Score) -> dict[str, object]:
    findings = [
        {
            "key": one.key,
            "severity": one.severity,
            "section": one.section,
            "position": one.position,
            "text": one.text,
        }
        for one in found
    ]
    return {"code": content.code, "score": asdict(points), "findings": findings}


def _print_one(
    content: ProcedureContent, found: list[Finding], points: Score, console: Console
) -> None:
    console.print(
        f"{content.code} {content.short_name or content.name}: đầy đủ {points.completeness}/100, "
        f"{points.errors} chỗ sai, {points.warnings} chỗ cần sửa",
        highlight=False,
    )
    for one in found:
        place = one.section if one.position is None else f"{one.section} {one.position + 1}"
        console.print(f"  {_SEVERITIES[one.severity]}: {place}: {one.text}", highlight=False)


def _print_summary(checked: list[_Checked], console: Console) -> None:
    counts = Counter((one.severity, one.key) for _, found, _ in checked for one in found)
    table = Table("mức", "lỗi", "số chỗ")
    order = list(Severity)
    for (severity, key), count in sorted(
        counts.items(), key=lambda item: (order.index(item[0][0]), -item[1])
    ):
        table.add_row(_SEVERITIES[severity], f"{key}: {messages()[key]}", str(count))
    console.print(table)
    if checked:
        mean = sum(points.completeness for *_, points in checked) / len(checked)
        wrong = sum(points.errors > 0 for *_, points in checked)
        console.print(
            f"{len(checked)} thủ tục, đầy đủ trung bình {mean:.0f}/100, {wrong} thủ tục có chỗ sai."
        )
