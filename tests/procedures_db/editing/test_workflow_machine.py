"""Whatever people do in whatever order: two people for each revision, and no text is lost."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import StaticPool, create_engine, event, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.database import session_factory, transaction
from procedures_db.editing import drafts, publishing
from procedures_db.editing.drafts import Actor
from procedures_db.editing.errors import EditingError
from procedures_db.errors import ContentError
from procedures_db.models import Base
from procedures_db.store import publish_all
from procedures_db.terms import DraftState
from tests.factories import content

RUNS = 1_000
person = st.sampled_from(["an", "binh", "chi"])
"""Each may do everything: the rules themselves have to hold, not only the permissions."""
which = st.integers(0, 3)


@pytest.fixture(scope="module")
def one_database() -> Iterator[sessionmaker[Session]]:
    """All runs share one database in memory; each has a procedure of its own."""
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _foreign_keys(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=ON")

    Base.metadata.create_all(engine)
    yield session_factory(engine)
    engine.dispose()


class Workflow(RuleBasedStateMachine):
    """People write, submit, decide and go back on the drafts of one procedure."""

    sessions: sessionmaker[Session]
    numbers = count(1)

    @initialize()
    def publish_first(self) -> None:
        self.code = f"9.{next(self.numbers):06}"
        self.now = datetime(2026, 11, 1, tzinfo=UTC)
        self.words = count(1)
        self.written: dict[str, str] = {}
        self.revisions: dict[int, str] = {}
        self.published_by: dict[int, str] = {}
        self.import_record()

    # --- what people do ---

    @rule()
    def import_record(self) -> None:
        words = self._new_words("import")
        with transaction(self.sessions) as session:
            [done] = publish_all(session, [self._content(words)], actor="import")
        self.revisions[done.revision] = words
        self.published_by[done.revision] = "operator"

    @rule(who=person)
    def start(self, who: str) -> None:
        drafts.start_draft(self.sessions, self.code, actor=Actor(who), now=self.now)

    @rule(who=person, at=which, behind=st.sampled_from([0, 0, 0, 1, 2]))
    def save(self, who: str, at: int, behind: int) -> None:
        draft = self._pick(at)
        if draft is None:
            return
        words = self._new_words(who)
        try:
            drafts.save_draft(
                self.sessions,
                draft.id,
                self._content(words),
                expected_version=draft.version - behind,
                actor=Actor(who),
                now=self.now,
            )
        except EditingError:
            assert behind or draft.state not in drafts.EDITABLE
            with self.sessions() as session:
                assert drafts.get_draft(session, draft.id).content == draft.content
        else:
            assert not behind

    @rule(
        who=person,
        at=which,
        step=st.sampled_from(
            [
                drafts.submit_for_review,
                drafts.submit_for_review,
                drafts.withdraw,
                drafts.reopen,
                drafts.rebase,
            ]
        ),
    )
    def take_step(self, who: str, at: int, step: Callable[..., Any]) -> None:
        draft = self._pick(at)
        if draft is None:
            return
        read = self._citizen_reads()
        with suppress(EditingError, ContentError):
            self._do(step, draft, who)
        assert self._citizen_reads() == read

    @rule(who=person, at=which)
    def send_back(self, who: str, at: int) -> None:
        if draft := self._pick(at):
            try:
                self._do(drafts.return_to_editor, draft, who, "chưa được")
            except EditingError:
                assert draft.state not in (DraftState.IN_REVIEW, DraftState.SCHEDULED)

    @rule(who=person, at=which, behind=st.sampled_from([0, 0, 0, 1]))
    def publish(self, who: str, at: int, behind: int) -> None:
        draft = self._pick(at)
        if draft is None:
            return
        read = self._citizen_reads()
        try:
            self._do(publishing.publish, draft, who, behind=behind)
        except EditingError:
            assert self._citizen_reads() == read
        else:
            assert draft.state is DraftState.IN_REVIEW
            assert not behind
            self._published(draft, who)

    @rule(who=person, at=which, days=st.integers(0, 3))
    def schedule(self, who: str, at: int, days: int) -> None:
        draft = self._pick(at)
        if draft is None:
            return
        read = self._citizen_reads()
        day = self._today() + timedelta(days)
        with suppress(EditingError):
            self._do(publishing.schedule, draft, who, day, today=self._today())
        assert self._citizen_reads() == read

    @rule(days=st.integers(1, 2))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days)
        waiting = {draft.id: draft for draft in self._drafts()}
        for id_ in publishing.publish_due(self.sessions, now=self.now, today=self._today()):
            draft = waiting[id_]
            assert draft.state is DraftState.SCHEDULED
            assert draft.valid_from
            assert draft.valid_from <= self._today()
            self._published(draft, str(draft.reviewer))

    @precondition(lambda self: len(self.revisions) > 1)
    @rule(who=person, at=st.integers(0, 5))
    def roll_back(self, who: str, at: int) -> None:
        number = sorted(self.revisions)[at % len(self.revisions)]
        try:
            new = publishing.roll_back(
                self.sessions, self.code, number, "nhầm", actor=Actor(who), now=self.now
            )
        except (EditingError, ContentError):
            return
        self.revisions[new] = self.revisions[number]
        self.published_by[new] = who

    # --- what always holds ---

    @invariant()
    def no_revision_is_lost_or_changed(self) -> None:
        with self.sessions() as session:
            stored = session.execute(
                select(models.Revision.number, models.Revision.content)
                .join(models.Procedure)
                .where(models.Procedure.code == self.code)
                .order_by(models.Revision.number)
            ).all()
        assert {number: data["summary"] for number, data in stored} == self.revisions
        assert [number for number, _ in stored] == list(range(1, len(stored) + 1))

    @invariant()
    def citizens_read_the_newest_revision_and_no_draft(self) -> None:
        assert self._citizen_reads() == self.revisions[max(self.revisions)]

    @invariant()
    def nobody_published_what_he_wrote(self) -> None:
        for number, words in self.revisions.items():
            assert self.published_by[number] != self.written[words]

    @invariant()
    def no_text_is_lost(self) -> None:
        draft, version = models.Draft, models.DraftVersion
        with self.sessions() as session:
            mine = select(draft.id).where(draft.code == self.code)
            kept = [
                *session.scalars(select(draft.content).where(draft.code == self.code)),
                *session.scalars(select(version.content).where(version.draft_id.in_(mine))),
            ]
        texts = {data["summary"] for data in kept} | set(self.revisions.values())
        assert set(self.written) <= texts

    # --- helpers ---

    def _content(self, words: str) -> ProcedureContent:
        return content(self.code, summary=words)

    def _new_words(self, who: str) -> str:
        words = f"lời {next(self.words)}"
        self.written[words] = who
        return words

    def _drafts(self) -> list[models.Draft]:
        with self.sessions() as session:
            return drafts.drafts_of(session, self.code)

    def _pick(self, at: int) -> models.Draft | None:
        known = self._drafts()
        return known[at % len(known)] if known else None

    def _today(self) -> date:
        return self.now.date()

    def _citizen_reads(self) -> str | None:
        with self.sessions() as session:
            return session.scalar(
                select(models.Procedure.summary).where(models.Procedure.code == self.code)
            )

    def _do(
        self, step: Any, draft: models.Draft, who: str, *given: Any, behind: int = 0, **more: Any
    ) -> None:
        step(
            self.sessions,
            draft.id,
            *given,
            expected_version=draft.version - behind,
            actor=Actor(who),
            now=self.now,
            **more,
        )

    def _published(self, draft: models.Draft, who: str) -> None:
        assert who not in draft.contributors
        with self.sessions() as session:
            number = drafts.get_draft(session, draft.id).published_revision
        assert number is not None
        if number not in self.revisions:  # the same content again is no new revision
            self.revisions[number] = draft.content["summary"]
            self.published_by[number] = who


def test_no_path_breaks_the_rules(one_database: sessionmaker[Session]) -> None:
    Workflow.sessions = one_database

    run_state_machine_as_test(
        Workflow, settings=settings(max_examples=RUNS, stateful_step_count=7, deadline=None)
    )
