"""`thutuc corpus`: what the written questions cover, and where they repeat each other."""

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from procedures_db import models
from procedures_db.database import migrate, open_engine, session_factory
from procedures_db.search.corpus import read_questions
from procedures_db.search.corpus_check import (
    ENOUGH,
    PLENTY,
    Coverage,
    Listed,
    Pair,
    Share,
    coverage,
    near_duplicates,
)
from procedures_db.settings import DataSettings


def check_corpus(settings: DataSettings, *, most: int, as_json: bool, console: Console) -> None:
    """Print coverage by level, facet and field, and the `most` most alike pairs.

    All pairs of unlike procedures are printed, whatever `most` says; JSON holds every pair.
    """
    questions = list(read_questions(settings.questions))
    figures = coverage(questions, _listed(settings.database_url))
    pairs = near_duplicates(questions)
    if as_json:
        click.echo(json.dumps(_as_json(figures, pairs), ensure_ascii=False))
        return
    _print_figures(figures, console)
    _print_pairs(pairs, most, console)


def _listed(database_url: str) -> dict[str, Listed]:
    engine = open_engine(database_url)
    try:
        migrate(engine)
        table = models.Procedure
        rows = select(table.code, table.name, table.field, table.levels)
        with session_factory(engine)() as session:
            return {
                code: Listed(name, field, tuple(levels))
                for code, name, field, levels in session.execute(rows)
            }
    finally:
        engine.dispose()


def _as_json(figures: Coverage, pairs: list[Pair]) -> dict[str, object]:
    return asdict(figures) | {
        "near_duplicates": [
            {
                "texts": [pair.first.text, pair.second.text],
                "codes": [pair.first.codes, pair.second.codes],
                "likeness": round(pair.likeness, 3),
                "unlike_procedures": pair.unlike_procedures,
            }
            for pair in pairs
        ]
    }


def _print_figures(figures: Coverage, console: Console) -> None:
    console.print(
        f"{figures.questions} câu hỏi về {figures.procedures} thủ tục; "
        f"{figures.enough} thủ tục có từ {ENOUGH} câu, {figures.plenty} có từ {PLENTY} câu.",
        highlight=False,
    )
    console.print(f"{figures.named} câu chép nguyên tên chính thức.", highlight=False)
    if figures.unlisted:
        console.print(f"Mã không có trong danh mục: {', '.join(figures.unlisted)}", highlight=False)
    for title, shares in (
        ("cấp thực hiện", figures.levels),
        ("điều được hỏi", figures.facets),
        ("lĩnh vực", figures.fields),
    ):
        console.print(_table(title, shares))


def _table(title: str, shares: tuple[Share, ...]) -> Table:
    table = Table(title, "câu hỏi", "thủ tục được hỏi", f"từ {ENOUGH} câu", "trong danh mục")
    for share in shares:
        listed = "" if share.listed is None else str(share.listed)
        table.add_row(
            share.name or "(không rõ)",
            str(share.questions),
            str(share.procedures),
            str(share.enough),
            listed,
        )
    return table


def _print_pairs(pairs: list[Pair], most: int, console: Console) -> None:
    unlike = [pair for pair in pairs if pair.unlike_procedures]
    console.print(
        f"{len(pairs)} cặp câu gần như trùng nhau, {len(unlike)} cặp thuộc hai thủ tục khác nhau.",
        highlight=False,
    )
    alike = [pair for pair in pairs if not pair.unlike_procedures]
    for pair in [*unlike, *alike[:most]]:
        for question in (pair.first, pair.second):
            codes = ", ".join(question.codes)
            console.print(
                f"  {pair.likeness:.2f} {codes}: {question.text}", highlight=False, markup=False
            )
