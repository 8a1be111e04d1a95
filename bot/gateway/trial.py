"""Ask the engine as a citizen would, and leave no trace of it."""

import contextlib
import secrets
from typing import Any

from bot.gateway.engine import EngineClient, EngineError


async def ask_unrecorded(engine: EngineClient, text: str) -> dict[str, Any] | None:
    """Return the answer to a question in a conversation of its own; None while there is none.

    It is no turn of a citizen: nobody is limited by it and nothing is recorded.
    """
    conversation = f"trial-{secrets.token_hex(8)}"
    try:
        return await engine.ask(conversation, text, {"channel": "trial"})
    except EngineError:
        return None
    finally:
        with contextlib.suppress(EngineError):
            await engine.forget(conversation)
