"""Receipts: store an answer before its code is handed out, and show it again."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.gateway.schemas import Answer
from procedures_db.answers.receipts import tell_receipt, tell_unknown_receipt
from procedures_db.errors import NotFoundError, ProceduresError
from procedures_db.receipt_codes import asked_code
from procedures_db.receipts import Receipt, find_receipt, fingerprint, keep_answer, kept_answer

logger = logging.getLogger(__name__)

_PATIENCE_SECONDS = 0.25
_MOST_WAITING = 64
_MOST_REMEMBERED = 4_096


class ReceiptBook:
    """Writes receipts in a thread of its own, so that a locked database delays no answer."""

    def __init__(
        self,
        sessions: Callable[[], Session],
        today: Callable[[], date],
        *,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        self._sessions = sessions
        self._today = today
        self._patience = patience
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="receipts")
        self._waiting = 0
        self._stored: OrderedDict[str, str] = OrderedDict()

    async def code_for(self, answer: Mapping[str, Any]) -> str | None:
        """Return the code under which the answer is stored.

        `None` when it is about no procedure, or cannot be stored soon enough: no code is handed
        out that does not lead to the answer.
        """
        if not answer.get("procedure"):
            return None
        said_on = self._today()
        print_ = fingerprint(kept_answer(answer), said_on)
        known = self._stored.get(print_)
        if known:
            self._stored.move_to_end(print_)
            return known
        if self._waiting >= _MOST_WAITING:
            return None
        self._waiting += 1
        writing = asyncio.get_running_loop().run_in_executor(
            self._writer, keep_answer, self._sessions, answer, said_on
        )
        writing.add_done_callback(self._written)
        done, _ = await asyncio.wait({writing}, timeout=self._patience)
        if not done:
            logger.warning("an answer went out without a receipt: the database is busy")
            return None
        if writing.exception():
            return None
        self._remember(print_, writing.result())
        return writing.result()

    async def find(self, code: str) -> Receipt:
        """Return a receipt; raise NotFoundError when there is none with this code."""
        return await asyncio.to_thread(self._find, code)

    async def recall(self, message: str) -> Answer | None:
        """Return the answer whose code a message asks for; None when it asks for none."""
        code = asked_code(message)
        if code is None:
            return None
        try:
            receipt = await self.find(code)
        except NotFoundError:
            return {**tell_unknown_receipt(code), "receipt": None}
        return {**tell_receipt(receipt), "receipt": receipt.code}

    def close(self) -> None:
        """Finish what is being written."""
        self._writer.shutdown(wait=True)

    def _remember(self, print_: str, code: str) -> None:
        self._stored[print_] = code
        while len(self._stored) > _MOST_REMEMBERED:
            self._stored.popitem(last=False)

    def _find(self, code: str) -> Receipt:
        with self._sessions() as session:
            return find_receipt(session, code)

    def _written(self, writing: "asyncio.Future[str]") -> None:
        self._waiting -= 1
        error = None if writing.cancelled() else writing.exception()
        if isinstance(error, SQLAlchemyError | ProceduresError):
            logger.error("a receipt could not be stored: %s", type(error).__name__)
        elif error:
            logger.error("a receipt could not be stored", exc_info=error)
