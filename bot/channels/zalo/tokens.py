"""Zalo's access token, kept fresh; its single-use refresh token, kept safe.

A process that refreshes holds the row by a lease (`held_by`, `held_until`), taken and given back
in short transactions, so that no database lock lasts as long as a call to Zalo: on SQLite it
would stop every other writer, the webhooks among them (decision 0013).
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.channels.zalo.client import TokenPair
from bot.channels.zalo.errors import ZaloError, ZaloTokenError
from procedures_db import models
from procedures_db.database import transaction

logger = logging.getLogger(__name__)

CHANNEL = "zalo"
EARLY = timedelta(hours=1)
"""How long before its end a token is replaced."""
LEASE = timedelta(seconds=30)
"""Longer than a refresh may take; a process that died holding the row holds it no longer."""

_SAVE_PAUSES = (0.1, 0.3, 1.0, 3.0)
_WAIT = 0.1
_LOOK_SECONDS = 600.0
_PAUSE_AFTER_REFUSAL = timedelta(minutes=1)


class OAuth(Protocol):
    """Trades a refresh token for a new pair."""

    async def refresh(self, refresh_token: str) -> TokenPair:
        """Return the new pair; raise ZaloError."""
        ...


@dataclass(frozen=True)
class _Stored:
    """The row, with moments that know their zone."""

    access_token: str
    refresh_token: str | None
    expires_at: datetime | None

    def serves(self, now: datetime, refused: str | None, spare: timedelta) -> bool:
        """Return whether its access token can be used for `spare` longer."""
        if not self.access_token or self.access_token == refused or self.expires_at is None:
            return False
        return now + spare < self.expires_at


class ZaloTokens:
    """Gives the access token; refreshes it early, once, whichever process asks."""

    def __init__(
        self,
        sessions: Callable[[], Session],
        oauth: OAuth,
        first_refresh_token: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sessions = sessions
        self._oauth = oauth
        self._first = first_refresh_token
        self._now = now
        self._me = secrets.token_hex(8)
        self._lock = asyncio.Lock()
        self._unsaved: TokenPair | None = None
        self._refused_until: datetime | None = None
        self._trading: set[asyncio.Task[str]] = set()

    async def current(self) -> str:
        """Return an access token that holds for an hour, or at least now; raise ZaloError."""
        stored = await asyncio.to_thread(self._read)
        if stored and stored.serves(self._now(), None, EARLY):
            return stored.access_token
        try:
            return await self._refreshed(None)
        except ZaloError as error:
            if stored and stored.serves(self._now(), None, timedelta()):
                logger.error("Zalo's token could not be refreshed early: %s", error)
                return stored.access_token
            raise

    async def replace(self, refused: str) -> str:
        """Return another token than the one that Zalo refused; raise ZaloError."""
        return await self._refreshed(refused)

    async def keep_fresh(self) -> None:
        """Refresh in time also while nobody asks: an unused refresh token ends after 3 months."""
        while True:
            try:
                await self.current()
            except (ZaloError, SQLAlchemyError) as error:
                logger.error("Zalo's token could not be refreshed: %s", error)
            await asyncio.sleep(_LOOK_SECONDS)

    async def close(self) -> None:
        """Wait for a refresh that has begun: what it brings must not be lost."""
        if self._trading:
            await asyncio.wait(self._trading)

    async def _refreshed(self, refused: str | None) -> str:
        # In a task of its own: when the asker is cancelled, the new pair is saved all the same.
        task = asyncio.create_task(self._refresh(refused))
        self._trading.add(task)
        task.add_done_callback(self._trading.discard)
        return await asyncio.shield(task)

    async def _refresh(self, refused: str | None) -> str:
        async with self._lock:
            while True:
                stored = await asyncio.to_thread(self._read)
                if stored and stored.serves(self._now(), refused, EARLY):
                    return stored.access_token
                held = await asyncio.to_thread(self._take)
                if held:
                    break
                await asyncio.sleep(_WAIT)  # another process is at it
            try:
                if held.serves(self._now(), refused, EARLY):
                    return held.access_token
                pair = self._unsaved or await self._trade(held)
                await self._save(pair)
            finally:
                await asyncio.to_thread(self._give_back)
            return pair.access_token

    async def _trade(self, held: _Stored) -> TokenPair:
        if self._refused_until and self._now() < self._refused_until:
            raise ZaloTokenError("refused a short while ago")
        try:
            return await self._trade_any(held)
        except ZaloTokenError:
            self._refused_until = self._now() + _PAUSE_AFTER_REFUSAL
            raise

    async def _trade_any(self, held: _Stored) -> TokenPair:
        kept = held.refresh_token
        if kept and kept != self._first:
            try:
                return await self._oauth.refresh(kept)
            except ZaloTokenError as error:
                # The operator may have authorised the account anew and set another first token.
                logger.error("Zalo refused the stored refresh token: %s", error)
        return await self._oauth.refresh(self._first)

    async def _save(self, pair: TokenPair) -> None:
        """Save the pair before anybody uses it; the old one is used up."""
        self._unsaved = pair
        for pause in (*_SAVE_PAUSES, None):
            try:
                await asyncio.to_thread(self._write, pair)
            except SQLAlchemyError:
                logger.exception("Zalo's new tokens could not be saved")
                if pause is None:
                    raise ZaloError("the new tokens could not be saved") from None
                await asyncio.sleep(pause)
            else:
                self._unsaved = None
                return

    def _read(self) -> _Stored | None:
        with self._sessions() as session:
            return _stored(session.get(models.ChannelToken, CHANNEL))

    def _take(self) -> _Stored | None:
        """Hold the row and return it, or None while another process holds it."""
        self._make_row()
        now, table = self._now(), models.ChannelToken
        with transaction(self._sessions) as session:
            taken = session.execute(
                update(table)
                .where(
                    table.channel == CHANNEL,
                    or_(
                        table.held_until.is_(None),
                        table.held_until < now,
                        table.held_by == self._me,
                    ),
                )
                .values(held_by=self._me, held_until=now + LEASE)
            )
            if isinstance(taken, CursorResult) and taken.rowcount == 0:
                return None
            return _stored(session.get(table, CHANNEL))

    def _make_row(self) -> None:
        with self._sessions() as session:
            if session.get(models.ChannelToken, CHANNEL):
                return
            row = models.ChannelToken(
                channel=CHANNEL, access_token="", refresh_token=None, updated_at=self._now()
            )
            session.add(row)
            try:
                session.commit()
            except IntegrityError:
                session.rollback()  # another process was quicker

    def _write(self, pair: TokenPair) -> None:
        now = self._now()
        with transaction(self._sessions) as session:
            row = session.get_one(models.ChannelToken, CHANNEL, with_for_update=True)
            row.access_token = pair.access_token
            row.refresh_token = pair.refresh_token
            row.expires_at = now + timedelta(seconds=pair.seconds)
            row.updated_at = now

    def _give_back(self) -> None:
        table = models.ChannelToken
        try:
            with transaction(self._sessions) as session:
                session.execute(
                    update(table)
                    .where(table.channel == CHANNEL, table.held_by == self._me)
                    .values(held_by=None, held_until=None)
                )
        except SQLAlchemyError:
            logger.exception("the hold on Zalo's tokens ends by itself after %s", LEASE)


def _stored(row: models.ChannelToken | None) -> _Stored | None:
    if row is None:
        return None
    expires_at = row.expires_at.replace(tzinfo=UTC) if row.expires_at else None
    return _Stored(row.access_token, row.refresh_token, expires_at)
