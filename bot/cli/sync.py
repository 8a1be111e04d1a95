"""`thutuc sync`: fetch the portal's records, politely and resumably, and propose what changed."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.settings import SyncSettings
from procedures_db.calendar import today_in_vietnam
from procedures_db.database import migrate, open_engine, session_factory
from procedures_db.editing.batches import confirm_batch, preview_batch
from procedures_db.editing.drafts import Actor
from procedures_db.editing.portal_drafts import PortalReport, propose_records
from procedures_db.importers.portal import Portal
from procedures_db.settings import DataSettings
from procedures_db.terms import DraftOrigin

ACTOR = Actor("thutuc sync")
Tell = Callable[[int, int, str], None]


class Spool:
    """What was fetched so far, on disk, so that a stopped sync goes on where it was."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records = folder / "records.jsonl"
        self._state = folder / "list.json"
        folder.mkdir(parents=True, exist_ok=True)

    def listed(self) -> tuple[list[str], str, bool]:
        """Return the uuids listed so far, the cursor to go on from, and whether all are there."""
        if not self._state.exists():
            return [], "", False
        state = json.loads(self._state.read_text("utf-8"))
        return list(state["uuids"]), str(state["cursor"]), bool(state["complete"])

    def remember_list(self, uuids: list[str], cursor: str, *, complete: bool) -> None:
        """Keep the list; written whole, so a cut never leaves half of it."""
        part = self._state.with_suffix(".part")
        state = {"uuids": uuids, "cursor": cursor, "complete": complete}
        part.write_text(json.dumps(state), "utf-8")
        part.replace(self._state)

    def add(self, uuid: str, record: Mapping[str, Any]) -> None:
        """Keep one record."""
        with self._records.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"uuid": uuid, "record": record}, ensure_ascii=False) + "\n")

    def records(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield what was fetched; a line that a cut left half is passed over."""
        if not self._records.exists():
            return
        with self._records.open(encoding="utf-8") as file:
            for line in file:
                try:
                    kept = json.loads(line)
                except ValueError:
                    continue
                yield kept["uuid"], kept["record"]

    def clear(self) -> None:
        """Forget everything, after it has become drafts."""
        for path in (self._records, self._state):
            path.unlink(missing_ok=True)


def fetch(portal: Portal, spool: Spool, tell: Tell, limit: int | None = None) -> int:
    """Fetch the list, then each record that is not there yet; return how many there are."""
    uuids, cursor, complete = spool.listed()
    if not complete:
        for page in portal.pages(cursor):
            known = set(uuids)
            uuids += [str(item["id"]) for item in page.items if item.get("id") and
                      str(item["id"]) not in known]  # fmt: skip
            spool.remember_list(uuids, page.cursor, complete=not page.cursor)
            tell(len(uuids), page.total, "danh sách")
            if limit and len(uuids) >= limit:
                break
    wanted = uuids[:limit] if limit else uuids
    there = {uuid for uuid, _ in spool.records()}
    for uuid in wanted:
        if uuid not in there:
            spool.add(uuid, portal.detail(uuid))
            there.add(uuid)
        tell(len(there), len(wanted), uuid)
    return len(wanted)


def sync(
    data: DataSettings,
    settings: SyncSettings,
    *,
    dry_run: bool,
    limit: int | None,
    console: Console,
    sleep: Callable[[float], None] = time.sleep,
) -> PortalReport:
    """Fetch, compare, and make drafts of what differs; with `dry_run` only say what would be."""
    portal = Portal(settings.url, client=settings.client, pause=settings.pause, sleep=sleep)
    spool = Spool(settings.folder)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Đang lấy", total=None)
        fetch(
            portal,
            spool,
            lambda done, total, what: progress.update(
                task, completed=done, total=total or None, description=f"Đang lấy {what}"
            ),
            limit,
        )
    engine = open_engine(data.database_url)
    try:
        migrate(engine)
        sessions = session_factory(engine)
        report = propose_records(sessions, spool.records(), today_in_vietnam(), "Cổng")
        if report.proposals and not dry_run:
            now = datetime.now(UTC).replace(tzinfo=None)
            batch = preview_batch(
                sessions,
                f"thutuc sync {today_in_vietnam():%d/%m/%Y}",
                report.proposals,
                origin=DraftOrigin.PORTAL,
                actor=ACTOR,
                now=now,
                unchanged=report.unchanged,
                problems=report.problems,
            )
            confirm_batch(sessions, batch, actor=ACTOR, now=now)
    finally:
        engine.dispose()
    if not dry_run:
        spool.clear()
    _print(report, dry_run, console)
    return report


def _print(report: PortalReport, dry_run: bool, console: Console) -> None:
    if dry_run:
        console.print("Chạy thử: chưa tạo bản nháp nào.")
    console.print(
        f"Bản nháp mới {len(report.proposals)}, giữ nguyên {report.unchanged}, "
        f"đã đề nghị trước đây {report.known}, không đọc được {len(report.problems)}."
    )
    for problem in report.problems[:20]:
        console.print(f"  {problem.column or '?'} (bản ghi {problem.row}): {problem.text}")
