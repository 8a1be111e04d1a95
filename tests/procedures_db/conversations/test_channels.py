"""Channels that are off, and notices that hold for a time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.conversations import (
    channel_is_on,
    channels_off,
    current_notice,
    end_notices,
    set_notice,
    switch_channel,
)
from procedures_db.errors import ContentError

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def notice(text: str, starts: int, ends: int) -> models.EmergencyNotice:
    return models.EmergencyNotice(
        text=text,
        starts_at=NOW + timedelta(hours=starts),
        ends_at=NOW + timedelta(hours=ends),
        created_by="staff",
        created_at=NOW,
    )


def test_channel_is_on_until_somebody_switches_it_off(session: Session) -> None:
    session.add(models.ChannelState(channel="zalo", is_on=False, changed_by="a", changed_at=NOW))
    session.add(models.ChannelState(channel="web", is_on=True, changed_by="a", changed_at=NOW))
    session.commit()

    assert [channel_is_on(session, name) for name in ("zalo", "web", "telegram")] == [
        False, True, True,
    ]  # fmt: skip
    assert channels_off(session) == {"zalo"}


def test_newest_notice_that_holds_now_is_said(session: Session) -> None:
    session.add(notice("cũ", -2, 2))
    session.add(notice("mới", -1, 1))
    session.add(notice("mai", 20, 40))
    session.commit()

    assert current_notice(session, NOW) == "mới"
    assert current_notice(session, NOW + timedelta(hours=1)) == "cũ"
    assert current_notice(session, NOW + timedelta(hours=3)) is None


def audited(session: Session) -> list[tuple[str, str, str]]:
    rows = session.scalars(select(models.AuditEntry).order_by(models.AuditEntry.id))
    return [(row.actor, row.action, row.target) for row in rows]


def test_switching_a_channel_is_audited_with_it(session: Session) -> None:
    switch_channel(session, "zalo", False, "lan")
    assert not channel_is_on(session, "zalo")
    switch_channel(session, "zalo", True, "minh", address="10.0.0.1")
    assert channel_is_on(session, "zalo")

    assert audited(session) == [
        ("lan", "channel.switch_off", "zalo"),
        ("minh", "channel.switch_on", "zalo"),
    ]
    session.rollback()
    assert audited(session) == []


def test_notice_is_set_and_ended_with_entries_in_the_audit_trail(session: Session) -> None:
    set_notice(session, " Nghỉ bão ", NOW, NOW + timedelta(days=1), "lan")

    assert current_notice(session, NOW) == "Nghỉ bão"
    assert end_notices(session, "lan", NOW + timedelta(hours=1)) == 1
    assert current_notice(session, NOW + timedelta(hours=2)) is None
    assert [action for _, action, _ in audited(session)] == ["notice.set", "notice.end"]
    session.rollback()


@pytest.mark.parametrize(("text", "hours"), [("  ", 1), ("Nghỉ bão", 0), ("Nghỉ bão", -1)])
def test_notice_says_something_for_some_time(session: Session, text: str, hours: int) -> None:
    with pytest.raises(ContentError):
        set_notice(session, text, NOW, NOW + timedelta(hours=hours), "lan")
