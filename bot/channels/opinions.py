"""The public API beside the questions: what a person thinks of an answer, and deletion.

Who knows the id of a conversation may do this; ids are made at random by the frames that ask.
"""

from aiohttp import web

from bot.channels.api import CONVERSATION_ID, BadRequestError, read_object
from bot.gateway.schemas import NotDeletedError
from bot.web.keys import CONVERSATIONS, GATEWAY
from procedures_db.errors import NotFoundError


def add_opinion_routes(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_post("/api/v1/feedback", post_feedback, name="feedback")
    app.router.add_delete(
        "/api/v1/conversations/{conversation}", delete_conversation, name="conversation"
    )


async def post_feedback(request: web.Request) -> web.Response:
    """Keep a thumb (1 or -1) and a reason for an answer."""
    try:
        data = await read_object(request)
    except BadRequestError as error:
        return web.json_response({"error": str(error)}, status=error.status)
    conversation, turn, thumb, reason = (
        data.get(key) for key in ("conversation_id", "turn_id", "thumb", "reason")
    )
    if (
        not isinstance(conversation, str)
        or not isinstance(turn, str)
        or isinstance(thumb, bool)
        or thumb not in (1, -1)
        or not (reason is None or isinstance(reason, str))
    ):
        return web.json_response(
            {"error": "Cần conversation_id, turn_id là chuỗi và thumb là 1 hoặc -1."}, status=400
        )
    await request.app[GATEWAY].recorded()
    try:
        await request.app[CONVERSATIONS].rate(conversation, turn, int(thumb), reason)
    except NotFoundError as error:
        return web.json_response({"error": str(error)}, status=404)
    return web.json_response({"status": "ok"})


async def delete_conversation(request: web.Request) -> web.Response:
    """Delete all that was said in a conversation; one that is unknown is gone already."""
    conversation = request.match_info["conversation"]
    if not CONVERSATION_ID.fullmatch(conversation):
        return web.json_response({"error": "conversation_id không đúng."}, status=400)
    try:
        await request.app[GATEWAY].forget(conversation)
    except NotDeletedError:
        return web.json_response(
            {"error": "Chưa xoá được. Bạn thử lại sau ít phút nhé."}, status=503
        )
    return web.json_response({"status": "deleted"})
