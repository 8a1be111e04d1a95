"""Rules on fees in the database: the shipped ones are kept up to date, staff add their own."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import Provenance
from procedures_db.facts.rules import FeeRule
from procedures_db.rows import provenance_columns
from procedures_db.terms import Origin


def sync_rules(session: Session, rules: Iterable[FeeRule]) -> None:
    """Replace the shipped rules by `rules`; one that staff have saved under its key stays theirs.

    In the caller's transaction.
    """
    row = models.FeeRule
    session.execute(delete(row).where(row.origin == Origin.WRITTEN))
    own = set(session.scalars(select(row.key)))
    session.add_all(_row(rule, Origin.WRITTEN) for rule in rules if rule.key not in own)


def save_rule(session: Session, rule: FeeRule) -> None:
    """Add or replace a rule of the staff's own, in the caller's transaction."""
    session.execute(delete(models.FeeRule).where(models.FeeRule.key == rule.key))
    session.add(_row(rule, Origin.STAFF))


def remove_rule(session: Session, key: str) -> bool:
    """Remove a rule and return whether there was one; a shipped one comes with the next set-up."""
    row = models.FeeRule
    return bool(session.scalars(delete(row).where(row.key == key).returning(row.id)).all())


def read_rules(session: Session) -> list[FeeRule]:
    """Return all rules in order of their keys."""
    rows = session.scalars(select(models.FeeRule).order_by(models.FeeRule.key))
    return [_rule(row) for row in rows]


class RuleReader:
    """Reads the rules at most once in `seconds`. Safe to use from threads."""

    def __init__(self, sessions: Callable[[], Session], *, seconds: float = 2.0) -> None:
        self._sessions = sessions
        self._seconds = seconds
        self._kept: tuple[float, list[FeeRule]] | None = None
        self._lock = threading.Lock()

    def all(self) -> list[FeeRule]:
        """Return all rules."""
        with self._lock:
            now = time.monotonic()
            if self._kept is None or now - self._kept[0] >= self._seconds:
                with self._sessions() as session:
                    self._kept = (now, read_rules(session))
            return self._kept[1]


def _row(rule: FeeRule, origin: Origin) -> models.FeeRule:
    values: dict[str, Any] = dict(rule)
    provenance: Provenance = values.pop("provenance")
    lists = {name: [str(one) for one in values[name]] for name in ("groups", "all_groups")}
    return models.FeeRule(**values | lists | provenance_columns(provenance), origin=origin)


def _rule(row: models.FeeRule) -> FeeRule:
    fields = {name: getattr(row, name) for name in FeeRule.model_fields if name != "provenance"}
    provenance = Provenance(
        source=row.source,
        url=row.source_url,
        decision=row.source_decision,
        fetched_on=row.fetched_on,
        verified_on=row.verified_on,
    )
    return FeeRule.model_validate(fields | {"provenance": provenance})
