"""`thutuc sync` against a portal that runs here: polite, resumable, and only ever drafts."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.cli.sync import ACTOR, Spool, fetch, sync
from bot.settings import Settings, SettingsError, SyncSettings
from procedures_db import models
from procedures_db.database import open_engine, session_factory
from procedures_db.editing import drafts, publishing
from procedures_db.editing.drafts import Actor
from procedures_db.importers import import_paths
from procedures_db.importers.portal import DETAIL_PATH, LIST_PATH, Portal, PortalError
from procedures_db.store import published_content
from procedures_db.terms import DraftOrigin, DraftState

COUNT = 60


def record(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"uuid-{number}",
        "code": f"9.{number:06}",
        "name": f"Thủ tục số {number}",
        "type": "STANDARD",
        "executionMethods": [],
        "executionCases": [],
        "requirementsAndConditions": "",
    } | changes


class FakePortal:
    """Answers like the portal; may refuse, or put a firewall's page in between."""

    def __init__(self) -> None:
        self.records = {f"uuid-{at}": record(at) for at in range(1, COUNT + 1)}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.clients: set[str] = set()
        self.trouble: list[str] = []
        """What happens to the next requests: a status, or `html`."""
        self.stop_after: int | None = None

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, str, str]:
        self.asked.append((path, body))
        if self.stop_after is not None and len(self.asked) > self.stop_after:
            return 403, "text/html", "<html>no</html>"
        if self.trouble:
            what = self.trouble.pop(0)
            if what == "html":
                return 200, "text/html", "<html>firewall</html>"
            return int(what), "application/json", "{}"
        data: Any
        if path == LIST_PATH:
            keys = list(self.records)
            start = keys.index(body["lastId"]) + 1 if body["lastId"] else 0
            some = keys[start : start + body["limit"]]
            items = [{"id": key, "code": self.records[key]["code"]} for key in some]
            data = {"items": items, "total": len(keys), "lastId": some[-1] if some else ""}
        else:
            data = self.records[body["id"]]
        return 201, "application/json", json.dumps({"code": "OK", "data": data})


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    fake = FakePortal()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fake.clients.add(self.headers["User-Agent"])
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, kind, text = fake.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def env(portal: FakePortal, sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "THUTUC_PORTAL_URL": portal.url,  # type: ignore[attr-defined]
        "THUTUC_PORTAL_CLIENT": "thutuc-test (xa@example.vn)",
        "THUTUC_VAR": str(tmp_path),
        "THUTUC_DATABASE_URL": sqlite_url,
    }


def run(env: dict[str, str], *, dry_run: bool = False) -> tuple[Any, str, list[float]]:
    said, waits = StringIO(), list[float]()
    report = sync(
        Settings.from_env(env).data,
        SyncSettings.from_env(env),
        dry_run=dry_run,
        limit=None,
        console=Console(file=said, width=150),
        sleep=waits.append,
    )
    return report, said.getvalue(), waits


def stored(env: dict[str, str]) -> list[models.Draft]:
    engine = open_engine(env["THUTUC_DATABASE_URL"])
    with session_factory(engine)() as session:
        found = list(session.scalars(select(models.Draft).order_by(models.Draft.id)))
    engine.dispose()
    return found


def test_records_become_drafts_and_nothing_is_published(env: dict[str, str]) -> None:
    report, said, waits = run(env)

    assert len(report.proposals) == COUNT
    assert "Bản nháp mới 60" in said
    found = stored(env)
    assert {draft.origin for draft in found} == {DraftOrigin.PORTAL}
    assert {draft.state for draft in found} == {DraftState.DRAFT}
    assert {draft.author for draft in found} == {ACTOR.name}
    assert waits == [1.0] * (COUNT + 1)


def test_client_says_who_it_is(env: dict[str, str], portal: FakePortal) -> None:
    run(env, dry_run=True)

    assert portal.clients == {"thutuc-test (xa@example.vn)"}


def test_dry_run_makes_no_draft_and_the_next_run_fetches_nothing_again(
    env: dict[str, str], portal: FakePortal
) -> None:
    _, said, _ = run(env, dry_run=True)
    asked = len(portal.asked)
    assert "Chạy thử" in said
    assert stored(env) == []

    run(env)

    assert len(portal.asked) == asked
    assert len(stored(env)) == COUNT


def test_second_sync_proposes_nothing_twice(env: dict[str, str]) -> None:
    run(env)

    report, _, _ = run(env)

    assert (len(report.proposals), report.known) == (0, COUNT)
    assert len(stored(env)) == COUNT


def test_stopped_sync_goes_on_where_it_was(env: dict[str, str], portal: FakePortal) -> None:
    portal.stop_after = 30
    with pytest.raises(PortalError):
        run(env)
    portal.stop_after = None
    details = [body["id"] for path, body in portal.asked[:30] if path == DETAIL_PATH]

    run(env)

    again = [body["id"] for path, body in portal.asked[35:] if path == DETAIL_PATH]
    assert len(details) == 28
    assert not set(details) & set(again)
    assert len(stored(env)) == COUNT


@pytest.mark.parametrize("trouble", ["html", "403", "429", "503"])
def test_refusal_is_waited_out_with_growing_pauses(
    env: dict[str, str], portal: FakePortal, trouble: str
) -> None:
    portal.trouble = [trouble] * 3

    report, _, waits = run(env)

    assert len(report.proposals) == COUNT
    assert [wait for wait in waits if wait > 1] == [2.0, 4.0]


def test_firewall_page_is_never_kept(env: dict[str, str], portal: FakePortal) -> None:
    portal.trouble = ["html"] * 9

    with pytest.raises(PortalError):
        run(env)

    assert list(Spool(SyncSettings.from_env(env).folder).records()) == []


def test_half_a_line_left_by_a_cut_is_fetched_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.add("uuid-1", record(1))
    with (tmp_path / "records.jsonl").open("a") as file:
        file.write('{"uuid": "uuid-2", "rec')

    assert [uuid for uuid, _ in spool.records()] == ["uuid-1"]


def test_only_what_the_portal_changed_is_proposed(
    env: dict[str, str], portal: FakePortal, tmp_path: Path
) -> None:
    file = tmp_path / "api.jsonl"
    file.write_text("\n".join(json.dumps({"data": one}) for one in portal.records.values()))
    engine = open_engine(env["THUTUC_DATABASE_URL"])
    sessions = session_factory(engine)
    import_paths(sessions, [file])
    published = with_words_of_staff(sessions, "9.000007")
    portal.records["uuid-7"] = record(7, requirementsAndConditions="Từ đủ 18 tuổi.")

    report, _, _ = run(env)

    assert (len(report.proposals), report.unchanged) == (1, COUNT - 1)
    [proposal] = report.proposals
    assert proposal.content.summary == published.summary == "Lời của cán bộ."
    assert [one.text for one in proposal.content.conditions] == ["Từ đủ 18 tuổi."]
    engine.dispose()


def with_words_of_staff(sessions: Any, code: str) -> Any:
    """Publish a summary that staff wrote."""
    now = publishing_time()
    with sessions() as session:
        text = published_content(session, code).model_copy(update={"summary": "Lời của cán bộ."})
    id_ = drafts.start_draft(sessions, code, actor=Actor("an"), now=now)
    drafts.save_draft(sessions, id_, text, expected_version=1, actor=Actor("an"), now=now)
    drafts.submit_for_review(sessions, id_, expected_version=2, actor=Actor("an"), now=now)
    publishing.publish(sessions, id_, expected_version=3, actor=Actor("binh"), now=now)
    return text


def publishing_time() -> datetime:
    from datetime import datetime

    return datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001


def test_refused_proposal_does_not_come_back(env: dict[str, str]) -> None:
    run(env)
    engine = open_engine(env["THUTUC_DATABASE_URL"])
    drafts.withdraw(
        session_factory(engine), 1, expected_version=1, actor=Actor("an"), now=publishing_time()
    )
    engine.dispose()

    report, _, _ = run(env)

    assert report.proposals == []


def test_missing_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="THUTUC_PORTAL_URL"):
        SyncSettings.from_env({})


def test_limit_fetches_only_so_many(env: dict[str, str], portal: FakePortal) -> None:
    settings = SyncSettings.from_env(env)
    client = Portal(settings.url, client="x", sleep=lambda _: None)

    assert fetch(client, Spool(settings.folder), lambda *_: None, limit=3) == 3
    assert sum(path == DETAIL_PATH for path, _ in portal.asked) == 3
