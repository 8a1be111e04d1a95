"""`thutuc check`: what is missing or wrong, in words for the operator, with the setting's name."""

import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from rich.console import Console
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.channels.problems import telegram_problems, zalo_bot_problems, zalo_problems
from bot.channels.settings import ChannelSettings
from bot.cli.engine_process import engine_python, model_file
from bot.cli.errors import EngineStartError
from bot.cli.fingerprints import engine_fingerprint, is_current
from bot.settings import Settings
from procedures_db import models
from procedures_db.conversations import channels_off, current_notice
from procedures_db.database import migration_config, open_engine, session_factory
from procedures_db.settings import ROOT
from procedures_db.terms import OutboxState

_OLD_DAYS = 180
_LEAST_FREE = 500_000_000
_LITTLE_FREE = 2_000_000_000
_WAITING_MINUTES = 10
_SHORT_TOKEN = 16


class Level(StrEnum):
    """How bad a finding is."""

    GOOD = "đạt"
    NOTE = "lưu ý"
    BAD = "hỏng"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    level: Level
    about: str
    text: str


@dataclass(frozen=True)
class ChannelCheck:
    """How one chat channel is judged; a new channel adds a line to CHANNELS."""

    name: str
    title: str
    is_on: Callable[[ChannelSettings], bool]
    problems: Callable[[ChannelSettings], list[str]]


CHANNELS = (
    ChannelCheck("telegram", "Telegram", lambda one: one.telegram.is_on, telegram_problems),
    ChannelCheck("zalo", "Zalo OA", lambda one: one.zalo.is_on, zalo_problems),
    ChannelCheck("zalo_bot", "Zalo Bot", lambda one: one.zalo_bot.is_on, zalo_bot_problems),
)


def check(settings: Settings, today: date) -> list[Finding]:
    """Return every finding, the good ones too; nothing is changed and nothing is started."""
    return [
        *_check_database(settings, today),
        *_check_models(settings),
        *_check_engine(settings),
        *_check_channels(settings),
        *_check_proxies(settings),
        *_check_disk(settings.data.models.parent, settings),
    ]


def print_findings(findings: list[Finding], console: Console) -> bool:
    """Print the report; return whether nothing is wrong."""
    colours = {Level.GOOD: "green", Level.NOTE: "yellow", Level.BAD: "red"}
    for one in findings:
        console.print(f"[{colours[one.level]}]{one.level:<6}[/] {one.about}: {one.text}")
    bad = sum(one.level is Level.BAD for one in findings)
    console.print("Mọi thứ đều dùng được." if not bad else f"Có {bad} chỗ phải sửa.")
    return not bad


def _check_database(settings: Settings, today: date) -> Iterator[Finding]:
    about, url = "Cơ sở dữ liệu", settings.data.database_url
    path = Path(url.partition("///")[2])
    if url.startswith("sqlite") and not path.exists():
        yield Finding(Level.BAD, about, f"chưa có tệp {path}; hãy chạy: thutuc setup")
        return
    engine = open_engine(url)
    try:
        yield from _check_tables(engine, about, today)
    except SQLAlchemyError as error:
        text = f"không dùng được ({type(error).__name__}); xem THUTUC_DATABASE_URL"
        yield Finding(Level.BAD, about, text)
    finally:
        engine.dispose()


def _check_tables(engine: Engine, about: str, today: date) -> Iterator[Finding]:
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory.from_config(migration_config()).get_current_head()
    if found != newest:
        text = f"bảng ở bản {found or 'trống'}, cần bản {newest}; hãy chạy: thutuc setup"
        yield Finding(Level.BAD, about, text)
        return
    yield Finding(Level.GOOD, about, f"{engine.dialect.name}, bảng ở bản {newest}")
    with session_factory(engine)() as session:
        yield from _check_data(session, today)
        yield from _check_delivery(session)
        notice = current_notice(session)
        if notice:
            yield Finding(Level.NOTE, "Thông báo khẩn", f"đang hiện: {notice}")
        for channel in sorted(channels_off(session)):
            yield Finding(Level.NOTE, "Kênh", f"{channel} đang bị cán bộ tắt")


def _check_data(session: Session, today: date) -> Iterator[Finding]:
    table, about = models.Procedure, "Dữ liệu thủ tục"
    count, newest = session.execute(select(func.count(), func.max(table.fetched_on))).one()
    if not count or newest is None:
        yield Finding(Level.BAD, about, "chưa có thủ tục nào; hãy chạy: thutuc setup")
        return
    age = (today - newest).days
    text = f"{count} thủ tục, mới nhất lấy ngày {newest:%d/%m/%Y}"
    if age > _OLD_DAYS:
        yield Finding(Level.NOTE, about, f"{text}, đã {age} ngày; nên nạp lại (thutuc import)")
    else:
        yield Finding(Level.GOOD, about, text)


def _check_delivery(session: Session) -> Iterator[Finding]:
    table, about = models.OutboxMessage, "Tin gửi đi"
    late = datetime.now(UTC) - timedelta(minutes=_WAITING_MINUTES)
    waiting = session.scalar(
        select(func.count()).where(table.state != OutboxState.GIVEN_UP, table.created_at < late)
    )
    given_up = session.execute(
        select(table.channel, table.last_error, func.count())
        .where(table.state == OutboxState.GIVEN_UP)
        .group_by(table.channel, table.last_error)
        .order_by(func.count().desc())
        .limit(3)
    ).all()
    if waiting:
        text = f"{waiting} tin chờ quá {_WAITING_MINUTES} phút; dịch vụ có chạy, kênh có mở không?"
        yield Finding(Level.NOTE, about, text)
    for channel, error, count in given_up:
        yield Finding(Level.NOTE, about, f"{channel}: {count} tin không gửi được ({error})")
    if not waiting and not given_up:
        yield Finding(Level.GOOD, about, "không có tin nào bị kẹt")


def _check_models(settings: Settings) -> Iterator[Finding]:
    linker, model = settings.data.linker, model_file(settings.data.models)
    for about, file in (("Bộ tìm thủ tục", linker), ("Mô hình hiểu câu hỏi", model)):
        if not file.exists():
            text = f"chưa có {file} (THUTUC_MODELS); hãy chạy: thutuc setup"
            yield Finding(Level.BAD, about, text)
        elif file == model and not is_current(model, engine_fingerprint(ROOT)):
            text = "cũ hơn mã nguồn hoặc câu hỏi mẫu; lần chạy tới sẽ huấn luyện lại"
            yield Finding(Level.NOTE, about, text)
        else:
            yield Finding(Level.GOOD, about, f"{file.stat().st_size / 1e6:.0f} MB")


def _check_engine(settings: Settings) -> Iterator[Finding]:
    about = "Bộ máy Rasa"
    try:
        engine_python()
    except EngineStartError as error:
        yield Finding(Level.BAD, about, str(error))
        return
    if len(settings.engine_token) < _SHORT_TOKEN:
        text = f"THUTUC_ENGINE_TOKEN phải có ít nhất {_SHORT_TOKEN} ký tự"
        yield Finding(Level.BAD, about, text)
    address = f"{settings.engine_url}/webhooks/gateway/health"
    try:
        with urllib.request.urlopen(address, timeout=3):  # noqa: S310 - our own setting
            yield Finding(Level.GOOD, about, f"đang chạy ở {settings.engine_url}")
    except urllib.error.HTTPError as error:
        text = f"{settings.engine_url} trả lời {error.code}: đang nạp mô hình, hoặc không phải Rasa"
        yield Finding(Level.NOTE, about, text)
    except (OSError, ValueError):
        yield Finding(Level.NOTE, about, f"chưa chạy ở {settings.engine_url} (THUTUC_ENGINE_URL)")


def _check_channels(settings: Settings) -> Iterator[Finding]:
    for channel in CHANNELS:
        problems = channel.problems(settings.channels)
        for problem in problems:
            yield Finding(Level.BAD, channel.title, problem)
        if not problems:
            on = channel.is_on(settings.channels)
            yield Finding(Level.GOOD, channel.title, "đã đặt đủ" if on else "không dùng")


def _check_proxies(settings: Settings) -> Iterator[Finding]:
    if settings.channels.public_url.startswith("https://") and not settings.trusted_proxies:
        text = "chưa đặt THUTUC_TRUSTED_PROXIES: mọi người sau proxy HTTPS bị tính là một địa chỉ"
        yield Finding(Level.NOTE, "Proxy", text)


def _check_disk(folder: Path, settings: Settings) -> Iterator[Finding]:
    url = settings.data.database_url
    places = {folder}
    if url.startswith("sqlite"):
        places.add(Path(url.partition("///")[2]).parent)
    for place in sorted(places):
        if not place.exists():
            continue
        free = shutil.disk_usage(place).free
        text = f"{place} còn trống {free / 1e9:.1f} GB"
        level = Level.GOOD if free > _LITTLE_FREE else Level.NOTE
        yield Finding(Level.BAD if free < _LEAST_FREE else level, "Ổ đĩa", text)
