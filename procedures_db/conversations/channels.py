"""Whether a channel is open, and what every channel says for a time."""

from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.errors import ContentError


def channel_is_on(session: Session, channel: str) -> bool:
    """Return whether the channel answers; one that nobody has switched is on."""
    state = models.ChannelState
    return session.scalar(select(state.is_on).where(state.channel == channel)) is not False


def channels_off(session: Session) -> frozenset[str]:
    """Return the channels that are switched off."""
    state = models.ChannelState
    return frozenset(session.scalars(select(state.channel).where(state.is_on.is_(False))))


def current_notice(session: Session, now: datetime | None = None) -> str | None:
    """Return the text of the newest notice that holds now."""
    now = now or datetime.now(UTC)
    notice = models.EmergencyNotice
    return session.scalar(
        select(notice.text)
        .where(notice.starts_at <= now, notice.ends_at > now)
        .order_by(notice.id.desc())
        .limit(1)
    )


def switch_channel(
    session: Session, channel: str, is_on: bool, actor: str, *, address: str | None = None
) -> None:
    """Switch a channel on or off, with an entry in the audit trail. The caller commits."""
    state = session.get(models.ChannelState, channel)
    if state is None:
        state = models.ChannelState(channel=channel)
        session.add(state)
    state.is_on = is_on
    state.changed_by = actor
    state.changed_at = datetime.now(UTC)
    action = "channel.switch_on" if is_on else "channel.switch_off"
    audit.record(session, actor, action, channel, {}, address)


def set_notice(
    session: Session,
    text: str,
    starts: datetime,
    ends: datetime,
    actor: str,
    *,
    address: str | None = None,
) -> None:
    """Say `text` on every channel between the two moments. The caller commits."""
    if not text.strip():
        raise ContentError("Thông báo chưa có nội dung.")
    if _utc(ends) <= _utc(starts):
        raise ContentError("Thông báo phải kết thúc sau khi bắt đầu.")
    notice = models.EmergencyNotice(
        text=text.strip(),
        starts_at=starts,
        ends_at=ends,
        created_by=actor,
        created_at=datetime.now(UTC),
    )
    session.add(notice)
    session.flush()
    details = {"text": notice.text, "starts": starts.isoformat(), "ends": ends.isoformat()}
    audit.record(session, actor, "notice.set", str(notice.id), details, address)


def end_notices(
    session: Session, actor: str, now: datetime | None = None, *, address: str | None = None
) -> int:
    """End every notice that holds now; return how many. The caller commits."""
    now = now or datetime.now(UTC)
    notice = models.EmergencyNotice
    ended = session.scalars(
        update(notice)
        .where(notice.starts_at <= now, notice.ends_at > now)
        .values(ends_at=now)
        .returning(notice.id)
        .execution_options(synchronize_session=False)
    ).all()
    for number in ended:
        audit.record(session, actor, "notice.end", str(number), {}, address)
    return len(ended)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
