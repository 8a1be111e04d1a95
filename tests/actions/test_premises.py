"""Questions about things that no longer exist are corrected, not answered."""

from tests.actions.chat import Chat


async def test_thing_that_no_longer_exists_is_corrected(chat: Chat) -> None:
    reply = await chat.ask("làm lại sổ hộ khẩu bị mất", "steps")

    assert reply["status"] == "correction"
    assert reply["procedure"] is None
    assert "01/01/2023" in reply["text"]


async def test_mere_mention_of_the_household_book_is_not_corrected(chat: Chat) -> None:
    reply = await chat.ask("nhập hộ khẩu cho con", "documents")

    assert reply["status"] != "correction"


async def test_premise_to_note_is_a_notice_before_the_answer(chat: Chat) -> None:
    reply = await chat.ask("đăng ký khai sinh có cần sổ hộ khẩu không", "documents")

    assert reply["procedure"] is not None
    assert len(reply["notices"]) == 1
    assert reply["text"].startswith(reply["notices"][0])
