"""The page of a receipt: what was answered, on which day, from which revision and sources."""

from aiohttp import web

from bot.web import messages
from bot.web.cards import build_card
from bot.web.conversations import Turn
from bot.web.errors import error_page
from bot.web.keys import RECEIPTS
from bot.web.pages import render
from procedures_db.answers.receipts import ask_again
from procedures_db.errors import NotFoundError


async def show_receipt(request: web.Request) -> web.Response:
    """Show the answer that has this code; a code may be written as people write it."""
    written = request.match_info["code"]
    try:
        receipt = await request.app[RECEIPTS].find(written)
    except NotFoundError:
        response = error_page(request, 404, words=messages.RECEIPT_UNKNOWN)
        return _unindexed(response)
    if written != receipt.code:
        address = request.app.router["receipt"].url_for(code=receipt.code)
        return _unindexed(web.Response(status=308, headers={"Location": str(address)}))
    context = {
        "receipt": receipt,
        "card": build_card(Turn("r", "", receipt.answer)),
        "again": ask_again(receipt),
    }
    return _unindexed(render(request, "receipt.html", context))


def _unindexed(response: web.Response) -> web.Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
