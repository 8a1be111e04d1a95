"""Conversations in memory, few and short: an engine that runs for months must not grow.

A conversation is context for the next question and nothing else, so it is forgotten when its
session is over (the domain's `session_expiration_time`), when many newer ones came, and beyond
its last turns. What the bot answered is not kept at all: the app has its own log of turns, and
every stored event travels to the action endpoint with every later message.
"""

from __future__ import annotations

import json
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain, SessionConfig
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

Clock = Callable[[], float]


class BoundedTrackerStore(TrackerStore):
    """Keeps the latest session of the latest conversations, each cut to its last turns."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        max_conversations: int = 10_000,
        max_idle_minutes: float = 35,
        max_turns: int = 12,
        session_minutes: float | str | None = None,
        clock: Clock = time.monotonic,
        **kwargs: Any,
    ) -> None:
        self._session_minutes = None if session_minutes is None else float(session_minutes)
        if self._session_minutes is not None:
            max_idle_minutes = self._session_minutes + 5
        super().__init__(domain, event_broker, **kwargs)
        self._max_conversations = max_conversations
        self._max_idle_seconds = 60 * max_idle_minutes
        self._max_turns = max_turns
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    @property
    def domain(self) -> Domain:
        """The domain of the model that is served."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        """Take the domain, and have its sessions end after the minutes that were set here.

        The domain is part of the trained model; how long a silence ends a topic is a setting.
        """
        self._domain = domain or Domain.empty()
        if self._session_minutes is not None:
            carry_over = self._domain.session_config.carry_over_slots
            self._domain.session_config = SessionConfig(self._session_minutes, carry_over)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation as it is now, and forget the idle and the surplus ones."""
        await self.stream_events(tracker)
        events = shortened(latest_session(list(tracker.events)), self._max_turns)
        dialogue = Dialogue(tracker.sender_id, events)
        packed = zlib.compress(json.dumps(dialogue.as_dict()).encode(), 1)
        self._kept[tracker.sender_id] = (self._clock(), packed)
        self._kept.move_to_end(tracker.sender_id)
        self._forget()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as kept, or None when it is unknown or forgotten."""
        self._forget()
        kept = self._kept.get(sender_id)
        if kept is None:
            return None
        return self.deserialise_tracker(sender_id, zlib.decompress(kept[1]))

    async def keys(self) -> Iterable[str]:
        """The conversations kept, the longest idle first."""
        self._forget()
        return list(self._kept)

    async def exists(self, conversation_id: str) -> bool:
        """Whether the conversation is kept."""
        self._forget()
        return conversation_id in self._kept

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation now, whether it is kept or not."""
        self._kept.pop(conversation_id, None)

    def _forget(self) -> None:
        oldest = self._clock() - self._max_idle_seconds
        while self._kept:
            saved_at, _ = next(iter(self._kept.values()))
            if saved_at >= oldest and len(self._kept) <= self._max_conversations:
                return
            self._kept.popitem(last=False)


def forget_conversation(store: TrackerStore, conversation_id: str) -> None:
    """Forget a conversation in the store that Rasa has wrapped once or twice.

    RasaException when it is another kind of store: what cannot be deleted must be seen to stay.
    """
    inner: Any = store
    while not isinstance(inner, BoundedTrackerStore):
        inner = getattr(inner, "_tracker_store", None)
        if inner is None:
            raise RasaException("this tracker store cannot forget a conversation")
    inner.delete(conversation_id)


def latest_session(events: list[Event]) -> list[Event]:
    """The events from the last start of a session on, with the action that started it."""
    for position in range(len(events) - 1, 0, -1):
        if isinstance(events[position], SessionStarted):
            started_by = events[position - 1]
            return events[position - isinstance(started_by, ActionExecuted) :]
    return events


def shortened(events: list[Event], max_turns: int) -> list[Event]:
    """The events without the bot's answers, and of too many turns only the later half.

    The slots stay as they stood before the cut. Cutting by half keeps a long conversation from
    being cut anew at every turn.
    """
    kept = [event for event in events if not isinstance(event, BotUttered)]
    turns = [position for position, event in enumerate(kept) if isinstance(event, UserUttered)]
    if len(turns) <= max_turns:
        return kept
    opening = [event for event in kept[: turns[0]] if not isinstance(event, SlotSet)]
    cut = turns[-max(1, max_turns // 2)]
    slots = {event.key: event for event in kept[:cut] if isinstance(event, SlotSet)}
    return [*opening, *slots.values(), *kept[cut:]]
