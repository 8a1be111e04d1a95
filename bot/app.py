"""The application process: web page, JSON API and the action endpoint."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from actions.assistant import Assistant
from actions.setup import build_assistant
from bot.action_endpoint import create_action_app
from bot.channels.api import ENGINE, add_api_routes
from bot.channels.cross_origin import allow_origins
from bot.channels.data_api import LISTING, READER, add_data_routes
from bot.channels.opinions import add_opinion_routes
from bot.channels.setup import mount_chat_channels
from bot.gateway.engine import EngineClient
from bot.gateway.purge import keep_purging, running
from bot.gateway.receipts import ReceiptBook
from bot.gateway.records import Records
from bot.gateway.service import EngineGateway
from bot.gateway.trial import ask_unrecorded
from bot.proxies import believe_proxies
from bot.settings import Settings
from bot.web.keys import GATEWAY, RECEIPTS, SITE_INFO, SiteInfo
from bot.web.setup import STATIC_FOLDER, setup_web
from procedures_db import models
from procedures_db.calendar import today_in_vietnam
from procedures_db.database import open_engine, session_factory
from procedures_db.exchange import ProcedureList
from procedures_db.read import ProcedureReader
from procedures_db.terms import DetailLevel
from staff.app import setup_staff

logger = logging.getLogger(__name__)

ASSISTANT = web.AppKey("assistant", Assistant)
_REFRESH_SECONDS = 1.0
_MAX_BODY = 64 * 1024


def create_app(settings: Settings) -> web.Application:
    """Return the public application; the action endpoint starts and stops with it."""
    app = web.Application(client_max_size=_MAX_BODY)
    app[ASSISTANT] = build_assistant(settings.data)
    app[SITE_INFO] = _site_info(settings)
    sessions = session_factory(open_engine(settings.data.database_url))
    app[RECEIPTS] = ReceiptBook(sessions, today_in_vietnam)
    app[READER] = ProcedureReader(sessions)
    app[LISTING] = ProcedureList(sessions)
    setup_web(app, sessions)
    add_api_routes(app)
    add_data_routes(app)

    async def ask(text: str) -> dict[str, Any] | None:
        return await ask_unrecorded(app[ENGINE], text)

    setup_staff(app, sessions, static=[STATIC_FOLDER], oidc=settings.oidc, ask=ask)
    add_opinion_routes(app)
    allow_origins(app, settings.widget_origins)

    async def engine_client(app: web.Application) -> AsyncIterator[None]:
        connector = aiohttp.TCPConnector(limit=64)
        async with aiohttp.ClientSession(connector=connector) as session:
            engine = EngineClient(session, settings.engine_url, settings.engine_token)
            app[ENGINE] = engine
            records = Records(sessions)
            app[GATEWAY] = EngineGateway(
                engine,
                questions_per_minute=settings.questions_per_minute,
                receipts=app[RECEIPTS],
                records=records,
                hotline=settings.hotline,
            )
            yield
            await asyncio.to_thread(records.close)
        app[RECEIPTS].close()

    async def purge(app: web.Application) -> AsyncIterator[None]:
        async with running(keep_purging(sessions, settings.retention_days)):
            yield

    async def action_endpoint(app: web.Application) -> AsyncIterator[None]:
        runner = web.AppRunner(create_action_app(app[ASSISTANT]), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", settings.action_port).start()
        yield
        await runner.cleanup()

    app.cleanup_ctx.extend([engine_client, action_endpoint, _follow_catalogue, purge])
    mount_chat_channels(app, settings.channels, sessions, hotline=settings.hotline)
    believe_proxies(app, settings.trusted_proxies)
    return app


async def _follow_catalogue(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(_keep_fresh(app[ASSISTANT]))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _keep_fresh(assistant: Assistant) -> None:
    while True:
        await asyncio.sleep(_REFRESH_SECONDS)
        try:
            await asyncio.to_thread(assistant.linker.refresh)
        except SQLAlchemyError:
            logger.exception("the search index could not be brought up to date")


def _site_info(settings: Settings) -> SiteInfo:
    table = models.Procedure
    with session_factory(open_engine(settings.data.database_url))() as session:
        count, newest = session.execute(select(func.count(), func.max(table.fetched_on))).one()
        detailed = session.scalar(select(func.count()).where(table.detail != DetailLevel.LISTED))
    info: SiteInfo = {
        "procedures": count,
        "detailed": detailed or 0,
        "hotline": settings.hotline,
    }
    if newest:
        info["data_date"] = newest.isoformat()
    return info
