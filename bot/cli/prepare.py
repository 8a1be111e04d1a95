"""Bring everything up to date before the service starts: tables, catalogue, questions, models."""

from rich.console import Console
from sqlalchemy import select

from bot.cli.engine_process import model_file, train_engine
from bot.cli.fingerprints import (
    engine_fingerprint,
    is_current,
    linker_fingerprint,
    remember,
)
from procedures_db import models
from procedures_db.catalogue.loader import load_catalogue
from procedures_db.database import migrate, open_engine, session_factory, transaction
from procedures_db.facts.rule_files import read_rule_files
from procedures_db.facts.rule_store import sync_rules
from procedures_db.search.corpus import read_outside, sync_questions
from procedures_db.search.entries import load_entries
from procedures_db.search.files import save_model
from procedures_db.search.training import train
from procedures_db.settings import ROOT, DataSettings
from procedures_db.store import count_procedures

WHOLE_CATALOGUE = 5_000


def prepare(settings: DataSettings, console: Console) -> int:
    """Do whatever is not done yet and return how many procedures there are."""
    count = prepare_database(settings, console)
    train_models(settings, console)
    return count


def prepare_database(settings: DataSettings, console: Console) -> int:
    """Migrate, load the starter catalogue and the written questions; return the count."""
    engine = open_engine(settings.database_url)
    try:
        with console.status("Đang chuẩn bị cơ sở dữ liệu…"):
            migrate(engine)
            sessions = session_factory(engine)
            load_catalogue(sessions)
            with transaction(sessions) as session:
                sync_questions(session, settings.questions)
                sync_rules(session, read_rule_files())
            with sessions() as session:
                count = count_procedures(session)
    finally:
        engine.dispose()
    console.print(f"Cơ sở dữ liệu: {count} thủ tục.")
    if count < WHOLE_CATALOGUE:
        console.print(
            "Đây là bộ khởi đầu. Để có toàn bộ danh mục quốc gia, hãy nạp tệp dữ liệu: "
            "make import FILES=THƯ-MỤC (xem README)."
        )
    return count


def train_models(settings: DataSettings, console: Console, *, force: bool = False) -> None:
    """Train the linker and the engine's model where they no longer fit their data."""
    _train_linker(settings, console, force=force)
    model = model_file(settings.models)
    fingerprint = engine_fingerprint(ROOT)
    if force or not is_current(model, fingerprint):
        log = settings.models / "train.log"
        with console.status("Đang huấn luyện mô hình hiểu câu hỏi (1–2 phút)…"):
            train_engine(settings.models, log)
        remember(model, fingerprint)
        console.print("Mô hình hiểu câu hỏi: đã huấn luyện.")


def _train_linker(settings: DataSettings, console: Console, *, force: bool) -> None:
    engine = open_engine(settings.database_url)
    try:
        sessions = session_factory(engine)
        with sessions() as session:
            fingerprint = linker_fingerprint(ROOT, session.scalars(select(models.Procedure.code)))
            if not force and is_current(settings.linker, fingerprint):
                return
            entries = load_entries(session)
        with console.status("Đang huấn luyện bộ tìm thủ tục (khoảng 1 phút)…"):
            model = train(entries, read_outside(settings.dialogue))
            save_model(model, settings.linker)
    finally:
        engine.dispose()
    remember(settings.linker, fingerprint)
    console.print("Bộ tìm thủ tục: đã huấn luyện.")
