import pytest
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.tracker_store import BoundedTrackerStore
from tests.bot.nlu.conftest import ROOT

DOMAIN = Domain.load(str(ROOT / "domain.yml"))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def session() -> list[Event]:
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
    ]


def turn(number: int) -> list[Event]:
    return [
        UserUttered(f"câu {number}", {"name": "ask_procedure", "confidence": 1.0}),
        ActionExecuted("action_answer"),
        BotUttered("trả lời", {"custom": {"text": "một câu trả lời dài"}}),
        SlotSet("last_turn_id", str(number)),
        *([SlotSet("procedure_code", "1.001193")] if number == 0 else []),
        ActionExecuted("action_listen"),
    ]


def tracker(name: str, events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(name, events, DOMAIN.slots)


def texts(kept: DialogueStateTracker | None) -> list[str]:
    assert kept is not None
    return [event.text for event in kept.events if isinstance(event, UserUttered)]


async def test_a_conversation_comes_back_as_rasas_own_store_gives_it() -> None:
    events = [*session(), *turn(0), *turn(1), *session(), *turn(2)]
    ours, theirs = BoundedTrackerStore(DOMAIN), InMemoryTrackerStore(DOMAIN)
    await ours.save(tracker("a", events))
    await theirs.save(tracker("a", events))

    kept, expected = await ours.retrieve("a"), await theirs.retrieve("a")

    assert kept is not None
    assert expected is not None
    assert [event for event in expected.events if not isinstance(event, BotUttered)] == [
        *kept.events
    ]
    assert kept.current_slot_values() == expected.current_slot_values()
    assert kept.latest_action_name == expected.latest_action_name
    assert await ours.retrieve("b") is None
    assert await ours.exists("a")
    assert not await ours.exists("b")


async def test_what_the_bot_answered_is_not_kept() -> None:
    store = BoundedTrackerStore(DOMAIN)
    await store.save(tracker("a", [*session(), *turn(0)]))

    kept = await store.retrieve("a")

    assert kept is not None
    assert not [event for event in kept.events if isinstance(event, BotUttered)]


async def test_a_long_conversation_is_cut_to_its_last_turns_and_keeps_its_slots() -> None:
    store = BoundedTrackerStore(DOMAIN, max_turns=6)
    events = session()
    for number in range(40):
        events = [*events, *turn(number)]
        await store.save(tracker("a", events))
        kept = await store.retrieve("a")
        assert kept is not None
        events = list(kept.events)

        assert len(texts(kept)) <= 6
        assert texts(kept)[-1] == f"câu {number}"
        assert kept.get_slot("procedure_code") == "1.001193"
        assert kept.get_slot("last_turn_id") == str(number)
        assert kept.latest_action_name == "action_listen"
        assert sum(isinstance(event, SessionStarted) for event in kept.events) == 1


async def test_the_longest_idle_conversation_is_forgotten_first() -> None:
    store = BoundedTrackerStore(DOMAIN, max_conversations=2)
    for name in ("a", "b", "a", "c"):
        await store.save(tracker(name, [*session(), *turn(0)]))

    assert list(await store.keys()) == ["a", "c"]


async def test_an_idle_conversation_is_forgotten() -> None:
    clock = Clock()
    store = BoundedTrackerStore(DOMAIN, max_idle_minutes=35, clock=clock)
    await store.save(tracker("a", [*session(), *turn(0)]))
    clock.now = 35 * 60 - 1
    assert await store.retrieve("a") is not None

    clock.now = 35 * 60 + 1

    assert await store.retrieve("a") is None
    assert list(await store.keys()) == []


@pytest.mark.parametrize("max_turns", [1, 2, 12])
async def test_the_latest_turn_always_stays(max_turns: int) -> None:
    store = BoundedTrackerStore(DOMAIN, max_turns=max_turns)
    await store.save(tracker("a", [*session(), *turn(0), *turn(1), *turn(2)]))

    assert texts(await store.retrieve("a"))[-1] == "câu 2"
