"""What the gateway keeps in the database, and what it reads there."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.gateway.journal import Journal
from bot.gateway.schemas import NotDeletedError
from bot.gateway.switches import Switchboard
from procedures_db import models
from procedures_db.conversations import delete_conversation
from procedures_db.database import transaction

logger = logging.getLogger(__name__)

_MOST_KNOWN = 20_000


class Records:
    """The journal, the switches, and who has been here before."""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        self._sessions = sessions
        self.journal = Journal(sessions)
        self.switches = Switchboard(sessions)
        self._known: OrderedDict[str, None] = OrderedDict()

    async def is_new(self, conversation_id: str) -> bool:
        """Return whether nothing was said in this conversation yet; asks only once for each."""
        if conversation_id in self._known:
            self._known.move_to_end(conversation_id)
            return False
        self._known[conversation_id] = None
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        try:
            return await asyncio.to_thread(self._has_no_turn, conversation_id)
        except DBAPIError as error:
            logger.warning("earlier turns could not be read: %s", type(error).__name__)
            return False

    async def delete(self, conversation_id: str) -> None:
        """Delete all that the tables hold of a conversation; NotDeletedError when they cannot."""
        if not await self.journal.caught_up():
            raise NotDeletedError
        try:
            await asyncio.to_thread(self._delete, conversation_id)
        except DBAPIError as error:
            raise NotDeletedError from error
        self._known.pop(conversation_id, None)

    def close(self) -> None:
        """Write what is left."""
        self.journal.close()

    def _has_no_turn(self, conversation_id: str) -> bool:
        turn = models.TurnRecord
        with self._sessions() as session:
            found = session.scalar(
                select(turn.id).where(turn.conversation_id == conversation_id).limit(1)
            )
        return found is None

    def _delete(self, conversation_id: str) -> None:
        with transaction(self._sessions) as session:
            delete_conversation(session, conversation_id)
