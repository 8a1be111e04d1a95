"""`thutuc purge`: delete now what the service deletes once a day."""

from procedures_db.conversations import purge_older_than
from procedures_db.database import migrate, open_engine, session_factory
from procedures_db.settings import DataSettings


def purge_old(settings: DataSettings, days: int, *, dry_run: bool) -> str:
    """Delete what is older than `days`; return what to tell the operator."""
    engine = open_engine(settings.database_url)
    try:
        migrate(engine)
        gone = purge_older_than(session_factory(engine), days, dry_run=dry_run)
    finally:
        engine.dispose()
    done = "Sẽ xoá" if dry_run else "Đã xoá"
    return (
        f"{done} những gì cũ hơn {days} ngày: {gone.turns} lượt hỏi đáp, {gone.ratings} đánh giá, "
        f"{gone.events} khoá tin đã nhận, {gone.messages} tin gửi đi."
    )
