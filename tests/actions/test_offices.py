"""Who asks where or when gets the office of the place, open or closed, with source and date."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from procedures_db.calendar import VIETNAM
from procedures_db.database import transaction
from procedures_db.offices.finder import OfficeFinder
from procedures_db.offices.store import add_office
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Linker
from tests.actions.chat import Chat
from tests.factories import TODAY
from tests.procedures_db.offices.samples import BY, office
from tests.tiny_catalogue import BEES

EVENING = datetime(2026, 11, 23, 18, 5, tzinfo=VIETNAM)


@pytest.fixture
def assistant(linker: Linker, sessions: sessionmaker[Session]) -> Assistant:
    offices = OfficeFinder(sessions, lambda: EVENING)
    return Assistant(linker, ProcedureReader(sessions, seconds=0), lambda: TODAY, offices=offices)


@pytest.fixture
def ba_dinh(sessions: sessionmaker[Session]) -> None:
    with transaction(sessions) as session:
        add_office(session, office(), BY)


@pytest.mark.usefixtures("ba_dinh")
async def test_office_of_the_named_ward(chat: Chat) -> None:
    reply = await chat.ask("xin nuôi ong ở phường Ba Đình Hà Nội thì nộp ở đâu", "place")

    assert "Số 1 phố Mẫu" in reply["text"]
    assert "Thứ hai – thứ sáu 07:30–11:30, 13:30–17:00; Thứ bảy – chủ nhật nghỉ" in reply["text"]
    # 24 November is a public holiday from 2026 on.
    assert (
        "Lúc 18:05 ngày 23/11/2026: đang đóng cửa, mở lại lúc 07:30 ngày 25/11/2026."
        in (reply["text"])
    )
    assert "Nguồn: Thông báo 01/TB-UBND, kiểm tra ngày 20/11/2026: https://" in reply["text"]
    assert "mời bạn hỏi trước khi đến" not in reply["text"]
    assert reply["parts"][0]["facts"]["offices"][0]["now"]["state"] == "closed"


@pytest.mark.usefixtures("ba_dinh")
async def test_hours_are_asked_after_the_procedure(chat: Chat) -> None:
    await chat.ask("xin nuôi ong ở phường Ba Đình Hà Nội cần giấy gì", "documents")

    reply = await chat.ask("thứ bảy có làm việc không", "time", intent="follow_up")

    assert [part["facet"] for part in reply["parts"]] == ["place"]
    assert "Số 1 phố Mẫu" in reply["text"]


@pytest.mark.usefixtures("ba_dinh")
@pytest.mark.parametrize(
    "text",
    [
        "xin nuôi ong ở phường Ba Đình thành phố Hà Nội thì mấy giờ mở cửa",
        "xin nuoi ong o phuong ba dinh ha noi nop cho nao, thu bay co lam viec khong",
    ],
)
async def test_place_and_hours_do_not_hide_the_topic(chat: Chat, text: str) -> None:
    reply = await chat.ask(text, "place")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == BEES
    assert "Số 1 phố Mẫu" in reply["text"]


@pytest.mark.usefixtures("ba_dinh")
@pytest.mark.parametrize(
    "text",
    ["xin nuôi ong nộp ở đâu", "xin nuôi ong ở phường Bến Thành thì nộp ở đâu"],
)
async def test_office_of_another_place_is_not_named(chat: Chat, text: str) -> None:
    reply = await chat.ask(text, "place")

    assert "Nơi giải quyết" in reply["text"]
    assert "Số 1 phố Mẫu" not in reply["text"]
    assert "offices" not in reply["parts"][0]["facts"]


async def test_unknown_hours_are_said_to_be_unknown(chat: Chat) -> None:
    reply = await chat.ask("xin nuôi ong thì mấy giờ làm việc", "time")

    assert [part["facet"] for part in reply["parts"]] == ["place"]
    assert "Giờ làm việc của nơi nhận hồ sơ: chưa có trong dữ liệu" in reply["text"]


async def test_home_office_answers_who_names_no_place(
    chat: Chat, sessions: sessionmaker[Session]
) -> None:
    with transaction(sessions) as session:
        add_office(session, office(is_home=True), BY)

    here = await chat.ask("xin nuôi ong nộp ở đâu", "place")
    elsewhere = await chat.ask("xin nuôi ong ở Đà Nẵng nộp ở đâu", "place")

    assert "Số 1 phố Mẫu" in here["text"]
    assert "bạn ở nơi khác thì cho biết" in here["text"]
    assert "Số 1 phố Mẫu" not in elsewhere["text"]


async def test_whether_it_takes_the_procedure_is_not_promised(
    chat: Chat, sessions: sessionmaker[Session]
) -> None:
    with transaction(sessions) as session:
        row = office(takes="unknown", hours=(None,) * 7, source_url=None, booking_url=None)
        add_office(session, row, BY)

    reply = await chat.ask("xin nuôi ong ở phường Ba Đình Hà Nội thì nộp ở đâu", "place")

    assert "Giờ làm việc: chưa có trong dữ liệu." in reply["text"]
    assert "chưa rõ có mở cửa không" in reply["text"]
    assert "Chưa có thông tin nơi này có nhận thủ tục này không" in reply["text"]
