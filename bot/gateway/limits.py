"""How many questions one person or address may ask."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

_WINDOW = 60.0
_KEPT = 20_000


class RateLimit:
    """A sliding window of one minute per key; forgets the keys unused for longest."""

    def __init__(
        self, per_minute: int, clock: Callable[[], float] = time.monotonic, kept: int = _KEPT
    ) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._kept = kept
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count one question of `key` and return whether it may be asked now."""
        now = self._clock()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and now - times[0] >= _WINDOW:
            times.popleft()
        if len(self._seen) > self._kept:
            self._seen.popitem(last=False)
        if len(times) >= self._per_minute:
            return False
        times.append(now)
        return True
