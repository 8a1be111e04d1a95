"""The page's memory is bounded in every direction."""

import secrets

from bot.web.conversations import Conversations, Turn


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def turn(number: int = 0, answer: str = "đáp") -> Turn:
    return Turn(str(number), f"câu {number}", {"text": answer})


def test_turns_come_back_oldest_first() -> None:
    conversations = Conversations(Clock())
    for number in range(3):
        conversations.add("a", turn(number))

    assert conversations.turns("a") == [turn(0), turn(1), turn(2)]
    assert conversations.turns("b") == []


def test_only_the_last_turns_are_kept() -> None:
    conversations = Conversations(Clock(), max_turns=20)
    for number in range(25):
        conversations.add("a", turn(number))

    assert [each.key for each in conversations.turns("a")] == [str(n) for n in range(5, 25)]


def test_least_recently_used_conversation_goes_first() -> None:
    conversations = Conversations(Clock(), max_conversations=2)
    conversations.add("a", turn())
    conversations.add("b", turn())
    conversations.add("a", turn())
    conversations.add("c", turn())

    assert len(conversations) == 2
    assert conversations.turns("b") == []
    assert conversations.turns("a")


def test_conversations_end_two_hours_after_the_last_question() -> None:
    clock = Clock()
    conversations = Conversations(clock)
    conversations.add("a", turn())
    clock.now = 3600
    conversations.add("b", turn())
    clock.now = 7201

    assert conversations.turns("a") == []
    assert conversations.turns("b")
    assert len(conversations) == 1


def test_large_answers_cannot_fill_the_memory() -> None:
    conversations = Conversations(Clock(), max_bytes=50_000)
    for number in range(40):
        conversations.add(str(number), turn(answer=secrets.token_hex(5_000)))

    assert len(conversations) < 10
    assert conversations.turns("39")


def test_one_answer_larger_than_everything_is_not_kept() -> None:
    conversations = Conversations(Clock(), max_bytes=1_000)
    conversations.add("a", turn(answer=secrets.token_hex(5_000)))

    assert conversations.turns("a") == []
    conversations.add("a", turn())
    assert conversations.turns("a") == [turn()]


def test_forgetting_is_at_once() -> None:
    conversations = Conversations(Clock())
    conversations.add("a", turn())
    conversations.forget("a")
    conversations.forget("never")

    assert conversations.turns("a") == []
