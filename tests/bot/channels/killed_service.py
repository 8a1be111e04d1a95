"""A service in a process of its own, to be killed: arguments are the database and three ports."""

import asyncio
import logging
import sys
from dataclasses import replace

from bot.gateway import outbox
from procedures_db.database import open_engine, session_factory
from tests.bot.channels.service import PACE, Echo, Platforms, chat_service
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.zalo import ZaloSimulator
from tests.simulators.zalo_bot import ZaloBotSimulator


async def main(database_url: str, port: int, zalo_port: int, telegram_port: int) -> None:
    """Serve until killed."""
    logging.basicConfig(level=logging.WARNING)
    zalo, telegram = ZaloSimulator(), TelegramSimulator()
    zalo._port, telegram._port = zalo_port, telegram_port
    settings = Platforms(telegram, zalo, ZaloBotSimulator()).settings()
    sessions = session_factory(open_engine(database_url))
    outbox._SLACK = 1.0  # a message that was being sent is soon free for the next process
    pace = replace(PACE, send_seconds=2.0)
    async with chat_service(settings, sessions, Echo(), port, pace):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    url, *ports = sys.argv[1:]
    asyncio.run(main(url, *map(int, ports)))
