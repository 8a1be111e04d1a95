"""What all senders share: a message that may have arrived is sent again, and says so."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

_KEPT = 10_000


class Unclear:
    """Remembers messages whose sending got no reply, until they are sent for sure."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, None] = OrderedDict()

    def add(self, recipient: str, payload: Mapping[str, Any]) -> None:
        """Remember one."""
        self._keys[_key(recipient, payload)] = None
        while len(self._keys) > _KEPT:
            self._keys.popitem(last=False)

    def holds(self, recipient: str, payload: Mapping[str, Any]) -> bool:
        """Return whether it may have arrived."""
        return _key(recipient, payload) in self._keys

    def drop(self, recipient: str, payload: Mapping[str, Any]) -> None:
        """Forget one."""
        self._keys.pop(_key(recipient, payload), None)


def _key(recipient: str, payload: Mapping[str, Any]) -> str:
    content = json.dumps([recipient, payload], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
