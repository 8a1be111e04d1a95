"""Keep what was answered, and find it again by its code.

A receipt holds the answer and nothing about the person: not the question, not the conversation.
Receipts are never changed and are kept as long as the revisions they cite.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from procedures_db.database import transaction
from procedures_db.errors import NotFoundError
from procedures_db.models import AnswerReceipt, Procedure
from procedures_db.receipt_codes import new_code, read_code

KEPT = ("status", "procedure", "notices", "case", "parts", "bundle", "comparison", "text")
"""What of an answer is kept. Anything else may tell who asked or what was asked.

The case is what was chosen among our own options; without it an amount could be misread.
"""
_ATTEMPTS = 8


@dataclass(frozen=True)
class Receipt:
    """An answer as it was given, and whether its procedure has changed since."""

    code: str
    answer: dict[str, Any]
    sources: list[dict[str, Any]]
    said_on: date
    procedure_code: str
    revision: int
    current_revision: int | None
    """The revision in force now; `None` when the procedure is gone."""

    @property
    def has_changed(self) -> bool:
        """Whether the answer might be different today."""
        return self.current_revision != self.revision


def kept_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of an answer that a receipt holds."""
    return {key: answer[key] for key in KEPT if key in answer}


def fingerprint(kept: Mapping[str, Any], said_on: date) -> str:
    """Return a hash that is the same exactly for the same answer on the same day."""
    canonical = json.dumps([kept, said_on.isoformat()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def keep_answer(
    sessions: Callable[[], Session],
    answer: Mapping[str, Any],
    said_on: date,
    make_code: Callable[[], str] = new_code,
) -> str:
    """Store an answer about a procedure and return its code, once it is committed.

    The same answer on the same day has one code, whichever process stores it first.
    """
    kept = kept_answer(answer)
    print_ = fingerprint(kept, said_on)
    for _ in range(_ATTEMPTS):
        with sessions() as session:
            known = session.scalar(
                select(AnswerReceipt.code).where(AnswerReceipt.fingerprint == print_)
            )
        if known:
            return known
        receipt = AnswerReceipt(
            code=make_code(),
            fingerprint=print_,
            procedure_code=kept["procedure"]["code"],
            revision=kept["procedure"]["revision"],
            answer=kept,
            sources=_sources(kept),
            said_on=said_on,
        )
        try:
            with transaction(sessions) as session:
                session.add(receipt)
        except IntegrityError:  # the code is taken, or another process was quicker
            continue
        return receipt.code
    raise NotFoundError("Không còn mã câu trả lời nào trống.")


def find_receipt(session: Session, text: str) -> Receipt:
    """Return the receipt a person means by `text`; raise NotFoundError when there is none."""
    code = read_code(text)
    row = (
        session.execute(
            select(AnswerReceipt, Procedure.revision_number)
            .outerjoin(Procedure, Procedure.code == AnswerReceipt.procedure_code)
            .where(AnswerReceipt.code == code)
        ).one_or_none()
        if code
        else None
    )
    if row is None:
        raise NotFoundError(f"Không có câu trả lời nào mang mã {text}.")
    receipt, current = row
    return Receipt(
        code=receipt.code,
        answer=receipt.answer,
        sources=receipt.sources,
        said_on=receipt.said_on,
        procedure_code=receipt.procedure_code,
        revision=receipt.revision,
        current_revision=current,
    )


def _sources(kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the sources of the parts, each once, in order."""
    found: list[dict[str, Any]] = []
    for part in _with_sections(kept.get("parts") or ()):
        source = part.get("source")
        if source and source not in found:
            found.append(source)
    return found


def _with_sections(parts: Any) -> Any:
    for part in parts:
        yield part
        yield from (part.get("facts") or {}).get("sections") or ()
