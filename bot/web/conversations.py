"""The page's own memory of recent turns: bounded, in this process only, gone after two hours."""

import json
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAX_TURNS = 20
MAX_CONVERSATIONS = 2_000
MAX_BYTES = 32 * 1024 * 1024
LIFETIME_SECONDS = 2 * 60 * 60


@dataclass(frozen=True)
class Turn:
    """A question as it was typed, and its answer; `key` is unique on the page."""

    key: str
    question: str
    answer: dict[str, Any]


@dataclass
class _Conversation:
    last_used: float
    turns: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(turn) for turn in self.turns)


class Conversations:
    """Keeps the last turns of each conversation, the least recently used going first.

    Turns are kept compressed, so that thousands of long answers stay within `max_bytes`.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        max_turns: int = MAX_TURNS,
        max_conversations: int = MAX_CONVERSATIONS,
        max_bytes: int = MAX_BYTES,
        lifetime: float = LIFETIME_SECONDS,
    ) -> None:
        self._clock = clock
        self._max_turns = max_turns
        self._max_conversations = max_conversations
        self._max_bytes = max_bytes
        self._lifetime = lifetime
        self._kept: OrderedDict[str, _Conversation] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def turns(self, conversation_id: str) -> list[Turn]:
        """Return the turns that are still kept, oldest first."""
        self._forget_expired()
        conversation = self._kept.get(conversation_id)
        if conversation is None:
            return []
        return [Turn(**json.loads(zlib.decompress(packed))) for packed in conversation.turns]

    def add(self, conversation_id: str, turn: Turn) -> None:
        """Keep one more turn; the oldest ones make room for it."""
        self._forget_expired()
        conversation = self._kept.setdefault(conversation_id, _Conversation(self._clock()))
        conversation.last_used = self._clock()
        self._kept.move_to_end(conversation_id)
        packed = zlib.compress(json.dumps(vars(turn), ensure_ascii=False).encode(), level=1)
        conversation.turns.append(packed)
        self._bytes += len(packed)
        while len(conversation.turns) > self._max_turns:
            self._bytes -= len(conversation.turns.pop(0))
        while self._kept and (
            len(self._kept) > self._max_conversations or self._bytes > self._max_bytes
        ):
            self.forget(next(iter(self._kept)))

    def forget(self, conversation_id: str) -> None:
        """Drop a conversation at once."""
        conversation = self._kept.pop(conversation_id, None)
        if conversation is not None:
            self._bytes -= conversation.size

    def _forget_expired(self) -> None:
        oldest_allowed = self._clock() - self._lifetime
        while self._kept:
            conversation_id, conversation = next(iter(self._kept.items()))
            if conversation.last_used >= oldest_allowed:
                return
            self.forget(conversation_id)
