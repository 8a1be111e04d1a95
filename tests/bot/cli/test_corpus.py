"""`thutuc corpus` tells what the written questions cover."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import main
from procedures_db import settings
from procedures_db.database import open_engine, session_factory
from tests import factories
from tests.factories import CODE, content

GROUPS = f"""version: "3.1"
nlu:
- intent: ask_procedure
  metadata: {{codes: ["{CODE}"], facets: [fee], origin: written}}
  examples: |
    - nuôi ong hết bao nhiêu
    - nuoi ong het bao nhieu
- intent: ask_procedure
  metadata: {{codes: ["9.000002"], facets: [fee], origin: written}}
  examples: |
    - nuôi ong hết bao nhiêu
    - thả diều [có phải xin phép] không
"""


@pytest.fixture(autouse=True)
def corpus_files(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUTUC_DATABASE_URL", sqlite_url)
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    folder = tmp_path / "data" / "nlu" / "procedures"
    folder.mkdir(parents=True)
    (folder / "nuoi_ong.yml").write_text(GROUPS, "utf-8")
    engine = open_engine(sqlite_url)
    factories.publish(session_factory(engine), content(), content("9.000002"))
    engine.dispose()


def corpus(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["corpus", *arguments])


def test_coverage_is_told_in_one_line() -> None:
    result = corpus()

    assert result.exit_code == 0
    assert "4 câu hỏi về 2 thủ tục; 0 thủ tục có từ 12 câu" in result.output


def test_pairs_of_unlike_procedures_are_printed_even_when_none_are_wanted() -> None:
    output = corpus("--most", "0").output

    assert "3 cặp câu gần như trùng nhau, 2 cặp thuộc hai thủ tục khác nhau." in output
    assert output.count(f"1.00 {CODE}") == 2


def test_json_holds_every_figure_and_pair() -> None:
    figures = json.loads(corpus("--json").output)

    assert figures["questions"] == 4
    assert len(figures["near_duplicates"]) == 3
    assert [one["questions"] for one in figures["facets"] if one["name"] == "fee"] == [4]


def test_broken_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data" / "nlu" / "procedures" / "hong.yml").write_text("nlu: [{}]", "utf-8")

    result = corpus()

    assert result.exit_code == 1
    assert result.output.startswith("Lỗi: hong.yml")
