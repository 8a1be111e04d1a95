"""The right office for a procedure and a place; what is unknown is not promised."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.calendar import VIETNAM
from procedures_db.database import transaction
from procedures_db.offices.content import DayOff, OfficeContent
from procedures_db.offices.finder import OfficeFinder, takes_procedure
from procedures_db.offices.store import add_days, add_office, change_office
from procedures_db.terms import OfficeTakes
from tests.factories import content
from tests.procedures_db.offices.samples import BY, office

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
HA_NOI, BA_DINH = "Thành phố Hà Nội", "Phường Ba Đình"
COMMUNE_LEVEL = content(levels=["commune"], field="Hộ tịch")


def keep(sessions: sessionmaker[Session], *offices: OfficeContent) -> list[int]:
    with transaction(sessions) as session:
        return [add_office(session, one, BY).id for one in offices]


def finder(sessions: sessionmaker[Session], now: datetime = MONDAY) -> OfficeFinder:
    return OfficeFinder(sessions, lambda: now)


def names(found: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in found]


def test_office_of_the_place_with_hours_state_source_and_date(
    sessions: sessionmaker[Session],
) -> None:
    keep(sessions, office())

    (found,) = finder(sessions).at(COMMUNE_LEVEL, HA_NOI, BA_DINH)

    assert found["address"] == "Số 1 phố Mẫu"
    assert found["place"] == f"{BA_DINH}, {HA_NOI}"
    assert found["hours"][0] == {"days": "Thứ hai – thứ sáu", "text": "07:30–11:30, 13:30–17:00"}
    assert found["now"]["state"] == "open"
    assert found["now"]["until"] == "11:30"
    assert found["source"]["checked_on"] == "2026-11-20"
    assert found["takes"] is True


def test_offices_elsewhere_or_out_of_use_are_not_named(sessions: sessionmaker[Session]) -> None:
    keep(
        sessions,
        office(commune="00008"),
        office(address="Cũ", is_active=False),
        office(address="Tỉnh", commune=None),
    )

    assert finder(sessions).at(COMMUNE_LEVEL, HA_NOI, BA_DINH) == []
    assert finder(sessions).at(COMMUNE_LEVEL, HA_NOI, None) == []
    assert finder(sessions).at(COMMUNE_LEVEL, "Tỉnh Không Có", BA_DINH) == []


def test_province_takes_what_is_done_at_its_level(sessions: sessionmaker[Session]) -> None:
    keep(sessions, office(), office(name="Trung tâm tỉnh", commune=None))
    both = content(levels=["commune", "province"])

    assert names(finder(sessions).at(both, HA_NOI, BA_DINH)) == [office().name, "Trung tâm tỉnh"]
    assert names(finder(sessions).at(both, HA_NOI, None)) == ["Trung tâm tỉnh"]


@pytest.mark.parametrize(
    ("changes", "takes"),
    [
        ({"takes": OfficeTakes.LEVEL}, True),
        ({"takes": OfficeTakes.UNKNOWN}, False),
        ({"takes": OfficeTakes.LISTED, "fields": ("Hộ tịch",)}, True),
        ({"takes": OfficeTakes.LISTED, "procedures": (COMMUNE_LEVEL.code,)}, True),
        ({"takes": OfficeTakes.LISTED, "fields": ("Đất đai",)}, None),
        ({"takes": OfficeTakes.LEVEL, "commune": None}, None),
    ],
)
def test_whether_an_office_takes_a_procedure(changes: dict[str, Any], takes: bool | None) -> None:
    assert takes_procedure(office(**changes), COMMUNE_LEVEL) is takes


def test_police_may_take_papers_at_a_counter_of_their_own() -> None:
    police = content(levels=["commune"], agencies=[{"name": "Công an Xã", "role": "executing"}])

    assert takes_procedure(office(), police) is False
    assert takes_procedure(office(agency="Công an phường Ba Đình"), police) is True


def test_procedure_of_unknown_level_is_promised_nowhere() -> None:
    assert takes_procedure(office(), content()) is False


def test_unknown_hours_are_left_out(sessions: sessionmaker[Session]) -> None:
    keep(sessions, office(hours=(None,) * 7))

    (found,) = finder(sessions).at(COMMUNE_LEVEL, HA_NOI, BA_DINH)

    assert found["hours"] == []
    assert found["now"]["state"] == "unknown"


def test_days_off_of_all_and_of_its_own_count(sessions: sessionmaker[Session]) -> None:
    (number,) = keep(sessions, office())
    closed = DayOff(date(2026, 11, 23), date(2026, 11, 23), (), "Bão", "Công điện 1")
    other = DayOff(date(2027, 3, 1), date(2027, 3, 1), (), "Xa", "Thông báo")
    with transaction(sessions) as session:
        add_days(session, None, closed, BY)
        add_days(session, number, other, BY)

    (found,) = finder(sessions).at(COMMUNE_LEVEL, HA_NOI, BA_DINH)

    assert (found["now"]["state"], found["now"]["reason"]) == ("closed", "Bão")
    assert [one["reason"] for one in found["days_off"]] == ["Bão"]


def test_change_is_in_the_next_answer(sessions: sessionmaker[Session]) -> None:
    (number,) = keep(sessions, office())
    looking = finder(sessions)
    looking.at(COMMUNE_LEVEL, HA_NOI, BA_DINH)
    with transaction(sessions) as session:
        change_office(session, number, office(phone="024 9"), 1, BY)

    assert looking.at(COMMUNE_LEVEL, HA_NOI, BA_DINH)[0]["phone"] == "024 9"


def test_home_is_said_to_be_assumed(sessions: sessionmaker[Session]) -> None:
    assert finder(sessions).home(COMMUNE_LEVEL) == []
    keep(sessions, office(is_home=True), office(address="Số 2"))

    (found,) = finder(sessions).home(COMMUNE_LEVEL)

    assert found["is_assumed"] is True
    assert found["address"] == "Số 1 phố Mẫu"
