"""`thutuc lint` names what staff should look at."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import main
from procedures_db.database import open_engine, session_factory
from tests import factories
from tests.factories import CODE, amount, content, detailed


@pytest.fixture(autouse=True)
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUTUC_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("THUTUC_VAR", str(tmp_path / "var"))
    engine = open_engine(sqlite_url)
    conflict = [amount(8_000), amount(9_000)]
    factories.publish(
        session_factory(engine), detailed(), content("9.000002", detail="full", fees=conflict)
    )
    engine.dispose()


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lint", *arguments])


def test_named_procedure_shows_its_findings_beside_their_rows() -> None:
    result = lint("9.000002")

    assert result.exit_code == 0
    assert "fees 2: Mâu thuẫn với dòng 1" in result.output


def test_all_procedures_are_summed_up() -> None:
    result = lint()

    assert result.exit_code == 0
    assert "2 thủ tục" in result.output
    assert "fee_conflict" in result.output


def test_json_has_one_line_for_each_procedure() -> None:
    lines = [json.loads(line) for line in lint("--json").output.splitlines()]

    assert [line["code"] for line in lines] == [CODE, "9.000002"]
    assert {"key", "severity", "section", "position", "text"} <= set(lines[1]["findings"][0])
    assert 0 <= lines[1]["score"]["completeness"] <= 100


def test_errors_only() -> None:
    output = lint("--errors").output

    assert "Mâu thuẫn" in output
    assert "nên bổ sung" not in output


def test_unknown_code_is_one_line() -> None:
    result = lint("9.999999")

    assert result.exit_code == 1
    assert "Không có thủ tục 9.999999" in result.output
