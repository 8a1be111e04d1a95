"""Who may do what: every handler declares one permission, every role has a set of them."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from aiohttp import web

from procedures_db.terms import Role

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Permission(StrEnum):
    """What a handler asks for; `PUBLIC`, `SECOND_STEP` and `OWN_ACCOUNT` go with no role."""

    PUBLIC = "public"
    SECOND_STEP = "second_step"
    OWN_ACCOUNT = "own_account"
    READ_PROCEDURES = "procedures.read"
    EDIT_PROCEDURES = "procedures.edit"
    REVIEW_PROCEDURES = "procedures.review"
    EXPORT_PROCEDURES = "procedures.export"
    IMPORT_PROCEDURES = "procedures.import"
    READ_QUESTIONS = "questions.read"
    EDIT_QUESTIONS = "questions.edit"
    REVIEW_QUESTIONS = "questions.review"
    READ_INSIGHTS = "insights.read"
    READ_OFFICES = "offices.read"
    EDIT_OFFICES = "offices.edit"
    SWITCH_CHANNELS = "channels.switch"
    READ_AUDIT = "audit.read"
    MANAGE_STAFF = "staff.manage"


_P = Permission
_EVERYBODY = {
    _P.OWN_ACCOUNT,
    _P.READ_PROCEDURES,
    _P.EXPORT_PROCEDURES,
    _P.READ_QUESTIONS,
    _P.READ_INSIGHTS,
    _P.READ_OFFICES,
}
_WRITERS = {_P.EDIT_PROCEDURES, _P.IMPORT_PROCEDURES, _P.EDIT_QUESTIONS, _P.EDIT_OFFICES}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.EDITOR: frozenset(_EVERYBODY | _WRITERS),
    Role.REVIEWER: frozenset(
        _EVERYBODY
        | _WRITERS
        | {_P.REVIEW_PROCEDURES, _P.REVIEW_QUESTIONS, _P.SWITCH_CHANNELS, _P.READ_AUDIT}
    ),
    # Accounts and content are kept apart: who makes accounts cannot publish with them.
    Role.ADMINISTRATOR: frozenset(
        _EVERYBODY | {_P.EDIT_OFFICES, _P.SWITCH_CHANNELS, _P.READ_AUDIT, _P.MANAGE_STAFF}
    ),
}

NEEDS_CODES = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
"""Roles that sign in with a one-time code too."""

_MARK = "__staff_permission__"


def requires(permission: Permission) -> Callable[[Handler], Handler]:
    """Declare what a handler asks for; a handler without it is refused to everybody."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, _MARK, permission)
        return handler

    return mark


def permission_of(handler: object) -> Permission | None:
    """Return what a handler has declared."""
    found = getattr(handler, _MARK, None)
    return found if isinstance(found, Permission) else None
