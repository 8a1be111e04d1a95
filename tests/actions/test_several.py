"""Messages about more than one procedure."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from procedures_db.answers import decode
from procedures_db.life_events import life_events
from tests import factories
from tests.actions.chat import Chat
from tests.factories import amount, content
from tests.tiny_catalogue import BEES, BIRTH, PASSPORT

STAY, LIVE = "9.000107", "9.000106"
DEATH, REMOVAL = "1.000656", "1.003197"


@pytest.fixture
def funeral(assistant: Assistant, sessions: sessionmaker[Session]) -> None:
    """Two of the procedures after a death, both of which need an identity card."""
    card = {"name": "Căn cước hoặc giấy tờ tùy thân", "use": "present"}
    factories.publish(
        sessions,
        content(DEATH, name="Thủ tục đăng ký khai tử lưu", documents=[card], fees=[amount(5_000)]),
        content(REMOVAL, name="Xóa tên trong hộ", documents=[card]),
    )
    assistant.linker.refresh()


@pytest.mark.usefixtures("funeral")
async def test_a_life_event_gives_its_procedures_in_order(chat: Chat) -> None:
    reply = await chat.ask("bố em mất rồi giờ phải làm những giấy tờ gì", "documents")

    assert reply["status"] == "answered"
    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == DEATH
    steps = reply["bundle"]["steps"]
    assert [step["code"] for step in steps] == [DEATH, REMOVAL]
    assert "5.000 đồng" in reply["text"]
    assert [decode(button["payload"]).code for button in reply["buttons"]] == [DEATH, REMOVAL]
    assert [one["code"] for one in reply["candidates"]][:2] == [DEATH, REMOVAL]


@pytest.mark.usefixtures("funeral")
async def test_a_paper_that_several_procedures_need_is_named_once(chat: Chat) -> None:
    reply = await chat.ask("ba tôi mới mất phải làm những giấy tờ gì")

    assert reply["bundle"]["papers"] == [{"name": "căn cước", "steps": [1, 2]}]


@pytest.mark.usefixtures("funeral")
async def test_a_follow_up_to_a_bundle_is_about_its_first_procedure(chat: Chat) -> None:
    await chat.ask("bố em mất rồi giờ phải làm những giấy tờ gì")

    reply = await chat.ask("phí bao nhiêu", "fee", intent="follow_up")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == DEATH


async def test_a_life_event_of_which_nothing_is_known_is_answered_as_before(chat: Chat) -> None:
    reply = await chat.ask("bố em mất rồi giờ phải làm những giấy tờ gì")

    assert "bundle" not in reply


@pytest.mark.usefixtures("funeral")
async def test_an_emergency_is_no_life_event(chat: Chat) -> None:
    reply = await chat.ask("nhà có người chết phải làm những gì", intent="emergency")

    assert reply["status"] == "handoff"


async def test_every_life_event_gives_its_bundle(
    chat: Chat, sessions: sessionmaker[Session]
) -> None:
    codes = {step.code for event in life_events() for step in event.steps}
    factories.publish(sessions, *(content(code, name=f"Việc số {code}") for code in sorted(codes)))

    for event in life_events():
        reply = await Chat(chat._assistant).ask(event.question)
        assert reply["bundle"]["key"] == event.key
        assert [step["code"] for step in reply["bundle"]["steps"]] == [
            step.code for step in event.steps
        ]


async def test_two_procedures_are_put_side_by_side(
    chat: Chat, sessions: sessionmaker[Session]
) -> None:
    factories.publish(
        sessions,
        content(STAY, name="Đăng ký tạm trú", fees=[amount(15_000)], summary="Ở tạm."),
        content(LIVE, name="Đăng ký thường trú", summary="Ở lâu dài."),
    )

    reply = await chat.ask("khác gì nhau giữa tạm trú và thường trú")

    assert reply["status"] == "answered"
    assert [side["code"] for side in reply["comparison"]["sides"]] == [STAY, LIVE]
    rows = {row["facet"]: row["sides"] for row in reply["comparison"]["rows"]}
    assert rows["overview"] == [["Ở tạm."], ["Ở lâu dài."]]
    assert rows["fee"] == [["15.000 đồng"], []]
    assert "B: chưa có trong dữ liệu" in reply["text"]


async def test_what_is_no_two_procedures_is_not_compared(chat: Chat) -> None:
    reply = await chat.ask("làm hộ chiếu khác gì nhau giữa xã và tỉnh", "place")

    assert "comparison" not in reply


async def test_a_second_wish_is_offered_beside_the_first(chat: Chat) -> None:
    reply = await chat.ask("làm giấy khai sinh cho bé và làm hộ chiếu", "documents")

    assert reply["procedure"] is not None
    other = {BIRTH: PASSPORT, PASSPORT: BIRTH}[reply["procedure"]["code"]]
    assert other in [decode(button["payload"]).code for button in reply["buttons"]]
    assert reply["notices"][0].startswith("Bạn cũng hỏi về")


async def test_one_wish_offers_no_other(chat: Chat) -> None:
    reply = await chat.ask("xin nuôi ong và nộp ở đâu", "place")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == BEES
    assert "notices" not in reply
