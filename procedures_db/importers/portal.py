"""The national portal's public interface: politely, and never an HTML page taken for data."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from procedures_db.errors import ProceduresError

LIST_PATH = "/api/v1/submitting/formality/list-all-public-formality-by-citizen"
DETAIL_PATH = "/api/v1/configuring/formality/get-formality-by-citizen"
_PAGE = 50
_TRIES = 5
_LONGEST_WAIT = 120.0
_LARGEST_ANSWER = 20 * 1024 * 1024
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


class PortalError(ProceduresError):
    """The portal refuses or answers nothing usable; what was fetched so far is kept."""


@dataclass(frozen=True)
class PortalPage:
    """One page of the list and the cursor of the next; an empty one is the last."""

    items: list[Mapping[str, Any]]
    total: int
    cursor: str


class Portal:
    """Asks one question at a time, waits between them, and backs off when refused."""

    def __init__(
        self,
        base_url: str,
        *,
        client: str,
        pause: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        timeout: float = 30.0,
    ) -> None:
        if not base_url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise PortalError(f"Địa chỉ cổng phải bắt đầu bằng https://, đang là {base_url!r}.")
        self._base = base_url.rstrip("/")
        self._client = client
        self._pause = pause
        self._sleep = sleep
        self._timeout = timeout
        self._asked = False

    def page(self, cursor: str) -> PortalPage:
        """Return the page of the list that begins after `cursor`; empty is the beginning."""
        body = {"limit": _PAGE, "lastId": cursor, "q": "", "categoryId": "", "departmentCode": ""}
        data = self._ask(LIST_PATH, body)
        items = data.get("items")
        if not isinstance(items, list):
            raise PortalError("Cổng trả lời danh sách không đúng dạng.")
        more = len(items) == _PAGE
        return PortalPage(
            [item for item in items if isinstance(item, Mapping)],
            int(data.get("total") or 0),
            str(data.get("lastId") or "") if more else "",
        )

    def pages(self, cursor: str = "") -> Iterator[PortalPage]:
        """Yield the pages from `cursor` on."""
        seen: set[str] = set()
        while True:
            page = self.page(cursor)
            yield page
            if not page.cursor or page.cursor in seen:
                return
            seen.add(page.cursor)
            cursor = page.cursor

    def detail(self, uuid: str) -> Mapping[str, Any]:
        """Return the record of one procedure."""
        return self._ask(DETAIL_PATH, {"id": uuid})

    def _ask(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        wait = max(self._pause, 1.0)
        for attempt in range(1, _TRIES + 1):
            if self._asked:
                self._sleep(self._pause)
            self._asked = True
            try:
                return self._once(path, body)
            except _BusyError as busy:
                if attempt == _TRIES:
                    raise PortalError(
                        f"Cổng từ chối sau {_TRIES} lần thử: {busy}. Hãy chạy lại sau; "
                        "phần đã lấy được giữ lại."
                    ) from busy
                self._sleep(min(busy.wait or wait, _LONGEST_WAIT))
                wait *= 2
        raise AssertionError("unreachable")

    def _once(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self._base + path,
            json.dumps(body).encode(),
            {
                "Content-Type": "application/json",
                "Accept": "application/json",
                "User-Agent": self._client,
            },
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                kind = answer.headers.get_content_type()
                raw = answer.read(_LARGEST_ANSWER + 1)
        except urllib.error.HTTPError as error:
            if error.code in _RETRIED or error.code == 403:
                after = error.headers.get("Retry-After", "") if error.headers else ""
                wait = float(after) if after.isdecimal() else None
                raise _BusyError(f"HTTP {error.code}", wait) from error
            raise PortalError(f"Cổng trả lời HTTP {error.code}.") from error
        except (OSError, urllib.error.URLError) as error:
            raise _BusyError(str(error)) from error
        if kind != "application/json" or len(raw) > _LARGEST_ANSWER:
            raise _BusyError("trả lời không phải dữ liệu (tường lửa)")
        try:
            data = json.loads(raw)
        except ValueError as error:
            raise _BusyError("trả lời không phải JSON") from error
        inner = data.get("data") if isinstance(data, dict) else None
        if not isinstance(inner, Mapping):
            raise PortalError("Cổng trả lời không có dữ liệu.")
        return inner


class _BusyError(Exception):
    """Refused for now; `wait` is what the portal asked for."""

    def __init__(self, text: str, wait: float | None = None) -> None:
        super().__init__(text)
        self.wait = wait
