"""The endpoint the engine calls for actions, hosted by this process on loopback.

It speaks rasa-sdk's webhook protocol through rasa-sdk's own executor, so `rasa run actions`
works as well; hosted here, one process holds the search index.
"""

from typing import Any

from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionMissingDomainException,
    ActionNotFoundException,
)

from actions.answer import ActionAnswer, ActionNonAnswer
from actions.assistant import Assistant

_EXECUTOR: web.AppKey[ActionExecutor] = web.AppKey("executor")
# As rasa-sdk's own endpoint answers; at 449 the engine asks again and sends the domain along.
_STATUS: dict[type[Exception], int] = {
    ActionExecutionRejection: 400,
    ActionNotFoundException: 404,
    ActionMissingDomainException: 449,
}
_MAX_BODY = 4 * 1024 * 1024  # a call carries the conversation so far


def create_action_app(assistant: Assistant) -> web.Application:
    """Return the application that runs the actions."""
    executor = ActionExecutor()
    executor.register_action(ActionAnswer(assistant))
    executor.register_action(ActionNonAnswer(assistant))
    app = web.Application(client_max_size=_MAX_BODY)
    app[_EXECUTOR] = executor
    app.router.add_post("/webhook", _run_action, name="webhook")
    return app


async def _run_action(request: web.Request) -> web.Response:
    try:
        call: Any = await request.json()
    except (ValueError, RecursionError):
        call = None
    if not isinstance(call, dict):
        return web.json_response({"error": "the body is not a JSON object"}, status=400)
    try:
        result = await request.app[_EXECUTOR].run(call)
    except tuple(_STATUS) as error:
        body = {"error": str(error), "action_name": getattr(error, "action_name", None)}
        return web.json_response(body, status=_STATUS[type(error)])
    return web.json_response(result.model_dump() if result else {})
