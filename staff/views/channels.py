"""The off-switch of each channel, and the notice that all of them show."""

from datetime import UTC, datetime, timedelta

from aiohttp import web
from sqlalchemy import select

from procedures_db import models
from procedures_db.conversations import channels_off
from procedures_db.conversations.channels import end_notices, set_notice, switch_channel
from procedures_db.errors import ContentError
from staff import messages
from staff.db import read, write
from staff.formatting import VIETNAM, to_local
from staff.forms import Form, read_form
from staff.keys import CLOCK, user_of
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.views.requests import address_of

_LONGEST_NOTICE = 500
_FIELD_TIME = "%Y-%m-%dT%H:%M"


@requires(Permission.SWITCH_CHANNELS)
async def show_channels(request: web.Request) -> web.Response:
    """Show which channels answer and which notices hold or will hold."""
    return await _page(request)


@requires(Permission.SWITCH_CHANNELS)
async def switch(request: web.Request) -> web.Response:
    """Switch a channel on or off."""
    form = await read_form(request)
    channel, is_on = form["kenh"], form["bat"] == "1"
    if channel not in messages.CHANNELS:
        raise web.HTTPNotFound
    actor, address = user_of(request).name, address_of(request)
    await write(
        request, lambda session: switch_channel(session, channel, is_on, actor, address=address)
    )
    text = messages.CHANNEL_ON if is_on else messages.CHANNEL_OFF
    await say(request, text.format(name=messages.CHANNELS[channel]))
    return redirect(request, "channels")


@requires(Permission.SWITCH_CHANNELS)
async def add_notice(request: web.Request) -> web.Response:
    """Show a notice on all channels for a time."""
    form = await read_form(request)
    errors, starts, ends = _check(form)
    if errors or starts is None or ends is None:
        return await _page(request, form, errors, 422)
    actor, address = user_of(request).name, address_of(request)
    try:
        await write(
            request,
            lambda session: set_notice(
                session, form["noi_dung"], starts, ends, actor, address=address
            ),
        )
    except ContentError as error:
        return await _page(request, form, {"den": str(error)}, 422)
    await say(request, messages.NOTICE_SET)
    return redirect(request, "channels")


@requires(Permission.SWITCH_CHANNELS)
async def end_notice(request: web.Request) -> web.Response:
    """End the notices that hold now."""
    await read_form(request)
    actor, address = user_of(request).name, address_of(request)
    await write(request, lambda session: end_notices(session, actor, address=address))
    await say(request, messages.NOTICE_ENDED)
    return redirect(request, "channels")


def _check(form: Form) -> tuple[dict[str, str], datetime | None, datetime | None]:
    errors: dict[str, str] = {}
    starts, ends = _moment(form["tu"]), _moment(form["den"])
    if not form["noi_dung"]:
        errors["noi_dung"] = messages.NOTICE_EMPTY
    elif len(form["noi_dung"]) > _LONGEST_NOTICE:
        errors["noi_dung"] = messages.NOTICE_LONG.format(limit=_LONGEST_NOTICE)
    if starts is None:
        errors["tu"] = messages.MOMENT_WRONG
    if ends is None:
        errors["den"] = messages.MOMENT_WRONG
    elif starts and ends <= starts:
        errors["den"] = messages.NOTICE_ORDER
    return errors, starts, ends


def _moment(text: str) -> datetime | None:
    try:
        local = datetime.strptime(text, _FIELD_TIME).replace(tzinfo=VIETNAM)
    except ValueError:
        return None
    return local.astimezone(UTC) if 2000 <= local.year < 2200 else None


async def _page(
    request: web.Request,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    now = request.app[CLOCK]()
    notice, state = models.EmergencyNotice, models.ChannelState
    off, changes, notices = await read(
        request,
        lambda session: (
            channels_off(session),
            {one.channel: one for one in session.scalars(select(state))},
            session.scalars(
                select(notice).where(notice.ends_at > now).order_by(notice.starts_at)
            ).all(),
        ),
    )
    local = to_local(now)
    context = {
        "off": off,
        "changes": changes,
        "notices": notices,
        "now": now,
        "errors": errors or {},
        "form": form
        or {
            "noi_dung": "",
            "tu": f"{local:{_FIELD_TIME}}",
            "den": f"{local + timedelta(days=1):{_FIELD_TIME}}",
        },
    }
    return await page(request, "channels.html", context, status=status)
