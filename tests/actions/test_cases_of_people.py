"""What a question says of the case reaches the computed fee, and is kept for follow-ups."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.answers import Reply
from tests import factories
from tests.actions.chat import Chat
from tests.factories import amount, content

COPIES = "9.000112"
PAGES = [
    amount(2_000, per="trang", cap=200_000, cap_per="bản"),
    amount(1_000, per="trang", from_quantity=3, cap=200_000, cap_per="bản"),
]

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def priced(chat: Chat, sessions: sessionmaker[Session]) -> None:
    name = "Chứng thực bản sao từ bản chính"
    poor = [{"group": "Hộ nghèo", "percent": 100, "proof": "giấy chứng nhận hộ nghèo"}]
    factories.publish(sessions, content(COPIES, name=name, fees=PAGES, exemptions=poor))


def amount_of(reply: Reply) -> int | None:
    (part,) = reply["parts"]
    found: int | None = part["facts"]["computed"]["amount"]
    return found


async def test_pages_in_the_question_are_multiplied(chat: Chat) -> None:
    reply = await chat.ask("sao y bản chính 5 trang hết bao nhiêu tiền", "fee")

    assert amount_of(reply) == 7_000
    assert "2.000 × 2 + 1.000 × 3 = 7.000 đ" in reply["text"]


async def test_follow_up_adds_to_the_case(chat: Chat) -> None:
    await chat.ask("sao y bản chính 5 trang hết bao nhiêu tiền", "fee")

    two = await chat.ask("2 bản thì sao", "fee", intent="follow_up")
    poor = await chat.ask("nhà tôi hộ nghèo thì sao", "fee", intent="follow_up")

    assert amount_of(two) == 14_000
    assert amount_of(poor) == 0


async def test_other_procedure_begins_a_new_case(chat: Chat) -> None:
    await chat.ask("sao y bản chính 5 trang hết bao nhiêu tiền, nhà tôi hộ nghèo", "fee")
    await chat.ask("đăng ký nuôi ong cần giấy tờ gì", "documents")

    reply = await chat.ask("chứng thực bản sao hết bao nhiêu tiền", "fee")

    assert amount_of(reply) is None
