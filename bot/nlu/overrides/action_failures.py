"""Tell the channel when an action failed, and keep the action server's words out of the log.

Wraps `RemoteAction.run` (rasa/core/actions/action.py). `MessageProcessor._run_action`
(rasa/core/processor.py) logs any exception of an action and goes on, so that the caller would
see an empty list of messages; and `ClientResponseError` carries the response body, which may
quote the citizen.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.exceptions import RasaException

_failures: ContextVar[list[str] | None] = ContextVar("action_failures", default=None)

Run = Callable[..., Awaitable[list[Any]]]


@contextmanager
def collect_action_failures() -> Iterator[list[str]]:
    """A list to which every action that fails inside the block adds one line."""
    collected: list[str] = []
    token = _failures.set(collected)
    try:
        yield collected
    finally:
        _failures.reset(token)


def reporting(run: Run) -> Run:
    """The same `run`, which also reports its failure and raises it without the body."""

    @wraps(run)
    async def reported(self: RemoteAction, *args: Any, **kwargs: Any) -> list[Any]:
        try:
            return await run(self, *args, **kwargs)
        except Exception as error:
            cause = error.__cause__ or error.__context__ or error
            failure = f"{self.name()} failed: {type(cause).__name__}"
            collected = _failures.get()
            if collected is not None:
                collected.append(failure)
            if isinstance(error, ActionExecutionRejection):
                raise
            raise RasaException(failure) from None

    reported.__dict__["reports_failures"] = True
    return reported


def install() -> None:
    """Report the failures of custom actions from now on."""
    if not hasattr(RemoteAction.run, "reports_failures"):
        RemoteAction.run = reporting(RemoteAction.run)
