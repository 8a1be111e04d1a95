"""The queue, the tasks, and what the first page says about them."""

from urllib.parse import urlencode

from aiohttp import web

from procedures_db.gaps import decide, read
from procedures_db.gaps.errors import GapError
from procedures_db.terms import GapReason, GapState, TaskState
from staff import db
from staff.forms import read_form
from staff.keys import Waiting, user_of
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.procedures.common import carry_out, number_in
from staff.questions import messages as words
from staff.questions.again import WAKE

_TABS: dict[str, tuple[GapState, ...]] = {
    "": decide.UNDECIDED,
    "cho-duyet": (GapState.PROPOSED,),
    "viec": (GapState.TASKED,),
    "xong": (GapState.ACCEPTED, GapState.RESOLVED, GapState.DISMISSED),
}


@requires(Permission.READ_QUESTIONS)
async def show_queue(request: web.Request) -> web.Response:
    """List the groups of a tab, those asked most often first; the filter is in the address."""
    query = request.query
    tab = query.get("muc", "")
    states = _TABS.get(tab, decide.UNDECIDED)
    reason = query.get("vi", "")
    wanted = GapReason(reason) if reason in set(GapReason) else None
    number = number_in(query.get("trang", ""), 1)
    found, counts, open_tasks = await db.read(
        request,
        lambda session: (
            read.queue(session, states, wanted, number),
            read.counts(session),
            read.count_tasks(session),
        ),
    )
    given = {key: query[key] for key in ("muc", "vi") if query.get(key)}

    def address(other: int) -> str:
        return "?" + urlencode(given | {"trang": str(other)})

    tabs = [
        (f"?{urlencode({'muc': key})}" if key else request.path, label, key, _sum(counts, key))
        for key, label in words.TABS.items()
    ]
    context = {
        "found": found,
        "tabs": tabs,
        "tab": tab if tab in _TABS else "",
        "reason": wanted.value if wanted else "",
        "address": address,
        "open_tasks": open_tasks,
        "texts": words,
    }
    return await page(request, "questions/list.html", context)


@requires(Permission.READ_QUESTIONS)
async def show_tasks(request: web.Request) -> web.Response:
    """List what procedures lack, open or done, of one procedure where the address names it."""
    state = TaskState.DONE if request.query.get("muc") == "xong" else TaskState.OPEN
    code = request.query.get("thu-tuc", "")[:40]
    lines = await db.read(request, lambda session: read.tasks(session, state, code))
    context = {"lines": lines, "state": state, "code": code, "texts": words}
    return await page(request, "questions/tasks.html", context)


@requires(Permission.EDIT_QUESTIONS)
async def finish_task(request: web.Request) -> web.Response:
    """Mark a task as done and have its questions asked again."""
    await read_form(request)
    try:
        await carry_out(request, decide.finish_task, int(request.match_info["id"]))
    except GapError as error:
        await say(request, str(error), kind="warning")
    else:
        request.app[WAKE].set()
        await say(request, words.DONE["finish"])
    return redirect(request, "tasks")


async def waiting_gaps(request: web.Request) -> Waiting | None:
    """Tell the first page how many groups wait for somebody to look at them."""
    return await _waiting(request, Permission.EDIT_QUESTIONS, words.WAITING_GAPS, "")


async def waiting_proposals(request: web.Request) -> Waiting | None:
    """Tell the first page how many wordings wait for a reviewer."""
    return await _waiting(
        request, Permission.REVIEW_QUESTIONS, words.WAITING_PROPOSALS, "cho-duyet"
    )


async def waiting_tasks(request: web.Request) -> Waiting | None:
    """Tell the first page how many tasks are open."""
    if not user_of(request).may(Permission.EDIT_QUESTIONS):
        return None
    count = await db.read(request, read.count_tasks)
    return Waiting(words.WAITING_TASKS, count, str(request.app.router["tasks"].url_for()))


async def _waiting(
    request: web.Request, permission: Permission, label: str, tab: str
) -> Waiting | None:
    if not user_of(request).may(permission):
        return None
    counts = await db.read(request, read.counts)
    address = str(request.app.router["questions"].url_for())
    return Waiting(label, _sum(counts, tab), f"{address}?muc={tab}" if tab else address)


def _sum(counts: dict[GapState, int], tab: str) -> int:
    return sum(counts[state] for state in _TABS[tab])
