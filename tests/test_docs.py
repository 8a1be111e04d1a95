"""The documents say what the code does: commands, settings, names, links."""

import re
from pathlib import Path

import click
import pytest

from bot.cli.main import main
from procedures_db import content, models, terms
from procedures_db.settings import ROOT

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))
SETTING = re.compile(r"THUTUC_[A-Z_]*[A-Z]")
CODE = ("actions", "bot", "procedures_db", "staff", "scripts", "bench", "tests", ".ci")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_files() -> list[Path]:
    files = [
        file
        for folder in CODE
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and ".venv" not in file.parts and file.suffix in {".py", ".sh", ""}
    ]
    return [*files, *ROOT.glob("*.yml"), ROOT / "Makefile"]


def targets() -> list[str]:
    return re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`thutuc {command}" in README


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_option_is_in_the_readme(command: str) -> None:
    for option in main.commands[command].params:
        if isinstance(option, click.Option):
            assert f"`{option.opts[0]}`" in README


def test_every_make_target_is_in_the_readme() -> None:
    assert len(targets()) > 8
    assert [name for name in targets() if name != "help" and f"`make {name}" not in README] == []


def test_readme_and_code_know_the_same_settings() -> None:
    used = {
        name for file in code_files() for name in SETTING.findall(file.read_text("utf-8", "ignore"))
    }

    assert used == set(re.findall(r"^\| `(THUTUC_[A-Z_]+)`", README, re.MULTILINE))


def test_every_name_of_the_glossary_is_a_name_in_the_code() -> None:
    named = re.findall(r"^\|[^|]+\| `([A-Z]\w+)`", README, re.MULTILINE)

    assert len(named) > 15
    known = {*vars(models), *vars(content), *vars(terms)}
    assert [name for name in named if name not in known] == []


def test_every_kind_of_row_is_in_the_glossary() -> None:
    # What joins two of the others needs no word of its own.
    joins = {"Base", "CatalogueVersion", "ProcedureAgency", "ProcedureLifeEvent"}

    assert [
        name for name in models.__all__ if name not in joins and f"`{name}`" not in README
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_between_files_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if "://" not in target and not target.startswith("#"):
            assert (document.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_into_a_document_name_one_of_its_headings(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]*#[^)\s]+)\)", document.read_text("utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        text = ((document.parent / path) if path else document).read_text("utf-8")
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        assert anchor in {
            re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings
        }


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_decision_fills_one_page_with_all_its_parts(decision: Path) -> None:
    text = decision.read_text("utf-8")

    assert re.match(rf"# {decision.name[:4]}\. \S", text)
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [part for part in parts if part != "Measurements"] == [
        "Context", "Decision", "Status", "Consequences", "Rejected",
    ]  # fmt: skip
    assert len(text.split()) < 700


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_screenshots_are_small() -> None:
    pictures = list((ROOT / "docs" / "anh").glob("*"))

    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 300_000] == []
