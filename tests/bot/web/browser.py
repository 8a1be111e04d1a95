"""One Chromium for all tests of a run, and what they do with it."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from procedures_db.settings import ROOT

CHROMIUM = Path(os.environ.get("THUTUC_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
DESKTOP = {"width": 1280, "height": 900}

IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ,
        reason=f"needs Chromium at {CHROMIUM} (or THUTUC_CHROMIUM)",
    ),
]
"""Marks of a module whose tests share the browser, and with it the event loop."""

Open = Callable[..., AbstractAsyncContextManager[Page]]

_PICTURES = ROOT / "var" / "screenshots"
_AXE = ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@asynccontextmanager
async def opened_page(
    browser: Browser, home: str, errors_expected: bool = False, path: str = "", **options: Any
) -> AsyncIterator[Page]:
    """Open a page; afterwards nothing may have failed, or been loaded from elsewhere."""
    context = await browser.new_context(**options)
    try:
        page = await context.new_page()
        page.set_default_timeout(10_000)
        addresses: list[str] = []
        problems: list[str] = []
        page.on("request", lambda request: addresses.append(request.url))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda said: problems.append(said.text) if said.type == "error" else None,
        )
        await page.goto(home + path)
        yield page
        assert [address for address in addresses if not address.startswith(home)] == []
        assert errors_expected or problems == []
    finally:
        await context.close()


async def type_question(page: Page, text: str) -> None:
    await page.get_by_label("Câu hỏi của bạn").fill(text)
    await page.keyboard.press("Enter")


async def wait_for_turns(page: Page, count: int) -> None:
    await expect(page.locator("#new-turns > li")).to_have_count(count)


async def sideways(page: Page) -> int:
    width: int = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


async def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it is now, shadow trees included."""
    await page.evaluate(_AXE.read_text("utf-8"))
    found: list[str] = await page.evaluate(
        """rules => axe.run(document, {runOnly: rules}).then(result =>
             result.violations.flatMap(rule => rule.nodes.map(node =>
               `${rule.id} ${node.target.flat().join(" ")} ${node.failureSummary}`)))""",
        _RULES,
    )
    return found


async def picture(page: Page, name: str, *, full: bool = False) -> None:
    """Keep a picture of the page in var/screenshots."""
    _PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=_PICTURES / f"{name}.png", full_page=full)
