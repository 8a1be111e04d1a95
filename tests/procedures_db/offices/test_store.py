"""Offices in the database: two editors at once, one home, and an entry for every change."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.errors import NotFoundError
from procedures_db.offices.content import DayOff
from procedures_db.offices.errors import OfficeChangedError, OfficeTwiceError
from procedures_db.offices.store import (
    add_days,
    add_office,
    change_office,
    content_of,
    days_of,
    remove_days,
)
from tests.procedures_db.offices.samples import BY, office


def entries(session: Session) -> list[str]:
    return list(session.scalars(select(models.AuditEntry.action).order_by(models.AuditEntry.id)))


def test_office_comes_back_as_it_was_written(session: Session) -> None:
    row = add_office(session, office(), BY)
    session.commit()

    assert content_of(row) == office()
    assert (row.version, row.updated_by) == (1, "lan")
    assert entries(session) == ["office.add"]


def test_change_is_told_field_by_field(session: Session) -> None:
    row = add_office(session, office(), BY)

    change_office(session, row.id, office(phone="024 1"), 1, BY)

    entry = session.scalars(select(models.AuditEntry).order_by(models.AuditEntry.id.desc())).first()
    assert entry
    assert entry.details == {"Điện thoại": ["024 0000 0000", "024 1"]}
    assert content_of(row).phone == "024 1"
    assert row.version == 2


def test_saving_the_same_again_changes_nothing(session: Session) -> None:
    row = add_office(session, office(), BY)

    change_office(session, row.id, office(), 1, BY)

    assert row.version == 1
    assert entries(session) == ["office.add"]


def test_second_of_two_editors_is_told_and_the_first_keeps_his_work(session: Session) -> None:
    row = add_office(session, office(), BY)
    change_office(session, row.id, office(phone="024 1"), 1, BY)

    with pytest.raises(OfficeChangedError, match="lan"):
        change_office(session, row.id, office(address="Số 2"), 1, BY)

    assert content_of(row) == office(phone="024 1")


def test_of_editors_at_the_very_same_time_one_wins(sessions: sessionmaker[Session]) -> None:
    with transaction(sessions) as session:
        number = add_office(session, office(), BY).id
    told: list[str] = []

    def change(phone: str) -> None:
        try:
            with transaction(sessions) as session:
                change_office(session, number, office(phone=phone), 1, BY)
        except OfficeChangedError:
            told.append(phone)

    editors = [threading.Thread(target=change, args=(f"024 {n}",)) for n in range(4)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    with sessions() as session:
        row = session.get_one(models.Office, number)
        assert len(told) == 3
        assert row.version == 2
        assert row.phone not in told
        assert entries(session) == ["office.add", "office.change"]


def test_same_office_is_not_added_twice(session: Session) -> None:
    row = add_office(session, office(), BY)
    other = add_office(session, office(address="Số 2"), BY)

    with pytest.raises(OfficeTwiceError):
        add_office(session, office(name=office().name.upper()), BY)
    with pytest.raises(OfficeTwiceError):
        change_office(session, other.id, office(), 1, BY)

    change_office(session, row.id, office(is_active=False), 1, BY)
    change_office(session, other.id, office(), 1, BY)


def test_there_is_one_home(session: Session) -> None:
    first = add_office(session, office(is_home=True), BY)
    second = add_office(session, office(address="Số 2", is_home=True), BY)
    third = add_office(session, office(address="Số 3"), BY)
    change_office(session, third.id, replace(content_of(third), is_home=True), 1, BY)
    session.expire_all()

    assert [row.is_home for row in (first, second, third)] == [False, False, True]
    assert first.version == 2


def test_unknown_office_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        change_office(session, 99, office(), 1, BY)


def test_days_are_added_listed_and_removed_with_entries(session: Session) -> None:
    row = add_office(session, office(), BY)
    day = DayOff(date(2026, 12, 24), date(2026, 12, 25), (), "Sửa nhà", "Thông báo 9")

    mine, everybodys = add_days(session, row.id, day, BY), add_days(session, None, day, BY)

    assert days_of(session, row.id, date(2026, 12, 25)) == [mine]
    assert days_of(session, None, date(2026, 12, 25)) == [everybodys]
    assert days_of(session, None, date(2026, 12, 26)) == []
    remove_days(session, mine.id, BY)
    assert days_of(session, row.id, date(2026, 12, 25)) == []
    assert entries(session)[1:] == ["office.day_add"] * 2 + ["office.day_remove"]
    with pytest.raises(NotFoundError):
        remove_days(session, mine.id, BY)
    with pytest.raises(NotFoundError):
        add_days(session, 99, day, BY)
