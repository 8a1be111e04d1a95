"""`thutuc check` names what is missing, and ends with 1 when something is."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.cli.check import Finding, Level, check
from bot.cli.main import main
from bot.settings import Settings
from procedures_db import models
from procedures_db.conversations import set_notice, switch_channel
from procedures_db.conversations.outbox import give_up, hold_messages, put_message
from procedures_db.database import open_engine, session_factory
from tests import factories
from tests.procedures_db.conversations.turns import add_turn

TODAY = date(2026, 11, 23)


@pytest.fixture
def env(migrated_file: Path, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "models").mkdir()
    shutil.copyfile(migrated_file, tmp_path / "thutuc.db")
    return {
        "THUTUC_VAR": str(tmp_path),
        "THUTUC_MODELS": str(tmp_path / "models"),
        "THUTUC_DATABASE_URL": "",
        "THUTUC_ENGINE_URL": "http://127.0.0.1:9",
    }


def open_session(env: dict[str, str]) -> Session:
    engine = open_engine(f"sqlite:///{env['THUTUC_VAR']}/thutuc.db")
    return session_factory(engine)()


def findings(env: dict[str, str]) -> list[Finding]:
    return check(Settings.from_env(env), TODAY)


def bad(env: dict[str, str]) -> str:
    return "\n".join(f"{one.about}: {one.text}" for one in findings(env) if one.level is Level.BAD)


def notes(env: dict[str, str]) -> str:
    return "\n".join(one.text for one in findings(env) if one.level is Level.NOTE)


def fill(env: dict[str, str]) -> None:
    with open_session(env) as session:
        factories.publish(lambda: session, factories.detailed())
    for name in ("linker.npz", "engine.tar.gz"):
        (Path(env["THUTUC_MODELS"]) / name).write_bytes(b"model")


def run(env: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=env)


def test_service_with_everything_passes(env: dict[str, str]) -> None:
    fill(env)

    assert bad(env) == ""
    result = run(env, "check")
    assert result.exit_code == 0, result.output
    assert "Mọi thứ đều dùng được." in result.output
    assert "1 thủ tục, mới nhất lấy ngày 18/07/2026" in result.output


def test_empty_installation_is_told_what_to_run(env: dict[str, str]) -> None:
    (Path(env["THUTUC_VAR"]) / "thutuc.db").unlink()

    result = run(env, "check")

    assert result.exit_code == 1
    assert "chưa có tệp" in result.output
    assert "THUTUC_MODELS" in result.output
    assert "Có 3 chỗ phải sửa." in result.output


def test_database_that_is_not_there_is_named_with_its_setting(env: dict[str, str]) -> None:
    env["THUTUC_DATABASE_URL"] = "postgresql+psycopg://nobody@127.0.0.1:9/none"

    assert "THUTUC_DATABASE_URL" in bad(env)


def test_old_tables_are_named(env: dict[str, str]) -> None:
    with open_session(env) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        session.commit()

    assert "bảng ở bản 0001" in bad(env)


def test_old_data_is_a_note(env: dict[str, str]) -> None:
    fill(env)
    with open_session(env) as session:
        session.execute(text("UPDATE procedure SET fetched_on = '2025-01-01'"))
        session.commit()

    assert "nên nạp lại" in notes(env)
    assert bad(env) == ""


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"THUTUC_TELEGRAM_TOKEN": "123456:" + "a" * 35}, "THUTUC_TELEGRAM_SECRET"),
        ({"THUTUC_ZALO_APP_ID": "123"}, "THUTUC_ZALO_OA_SECRET"),
        ({"THUTUC_ZALO_BOT_TOKEN": "123:abc"}, "THUTUC_ZALO_BOT_SECRET"),
        ({"THUTUC_ENGINE_TOKEN": "ngắn"}, "THUTUC_ENGINE_TOKEN"),
    ],
)
def test_half_set_channel_is_named_with_what_is_missing(
    env: dict[str, str], settings: dict[str, str], named: str
) -> None:
    fill(env)

    assert named in bad(env | settings)


def test_channels_that_are_not_used_are_no_problem(env: dict[str, str]) -> None:
    fill(env)

    titles = {one.about: one.text for one in findings(env)}
    assert (titles["Telegram"], titles["Zalo OA"]) == ("không dùng", "không dùng")


def test_what_staff_have_set_and_what_cannot_be_sent_are_notes(env: dict[str, str]) -> None:
    fill(env)
    now = datetime.now(UTC)
    with open_session(env) as session:
        switch_channel(session, "zalo", False, "lan")
        set_notice(session, "Nghỉ bão", now, now + timedelta(hours=1), "lan")
        for recipient in ("1", "2"):
            put_message(
                session, channel="zalo", recipient=recipient, payload={},
                now=now - timedelta(hours=1),
            )  # fmt: skip
        held = hold_messages(session, 10, channels=["zalo"], most=1)
        give_up(session, held[0], "blocked")
        session.commit()

    told = notes(env)
    assert "zalo đang bị cán bộ tắt" in told
    assert "đang hiện: Nghỉ bão" in told
    assert "1 tin chờ quá 10 phút" in told
    assert "zalo: 1 tin không gửi được (blocked)" in told


def test_purge_deletes_what_is_too_old(env: dict[str, str]) -> None:
    with open_session(env) as session:
        add_turn(session, "old", at=datetime.now(UTC) - timedelta(days=100))
        add_turn(session, "new")

    assert "Sẽ xoá" in run(env, "purge", "--dry-run").output
    assert "1 lượt hỏi đáp" in run(env, "purge").output
    assert "0 lượt hỏi đáp" in run(env | {"THUTUC_RETENTION_DAYS": "1"}, "purge").output
    with open_session(env) as session:
        assert [turn.turn_id for turn in session.query(models.TurnRecord)] == ["new"]
    assert "1 lượt hỏi đáp" in run(env, "purge", "--days", "0").output


def test_https_without_a_trusted_proxy_is_noted(env: dict[str, str]) -> None:
    public = {"THUTUC_PUBLIC_URL": "https://hoidap.xa.gov.vn"}

    assert "THUTUC_TRUSTED_PROXIES" in notes(env | public)
    assert "THUTUC_TRUSTED_PROXIES" not in notes(
        env | public | {"THUTUC_TRUSTED_PROXIES": "127.0.0.1"}
    )
    assert "THUTUC_TRUSTED_PROXIES" not in notes(env)
