"""Facts as Vietnamese readers write them: amounts, dates, quantities, safe addresses."""

import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

from bot.web import messages

NBSP = "\N{NO-BREAK SPACE}"


def group_digits(number: int) -> str:
    """Return 20000 as '20.000'."""
    return f"{number:,}".replace(",", ".")


def money(amount: int, currency: str | None = "VND") -> str:
    """Return an amount with its unit, which never breaks off to the next line."""
    unit = messages.DONG if currency in (None, "", "VND") else currency
    return f"{group_digits(amount)}{NBSP}{unit}"


def vietnamese_date(value: object) -> str:
    """Return an ISO date as '18/07/2026'; anything else comes back as it is."""
    text = str(value or "")
    try:
        return date.fromisoformat(text[:10]).strftime("%d/%m/%Y")
    except ValueError:
        return text


def safe_url(value: object) -> str | None:
    """Return a web address that is safe to link to, or None."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return value.strip() if usable else None


def host_of(url: str) -> str:
    """Return the host that a citizen recognises: 'dichvucong.gov.vn'."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)]")


def with_addresses(text: str) -> list[tuple[str, str | None]]:
    """Split a text into runs of words, and web addresses that can be linked to."""
    runs: list[tuple[str, str | None]] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        runs.append((text[end : match.start()], None))
        runs.append((match.group(), safe_url(match.group())))
        end = match.end()
    runs.append((text[end:], None))
    return [run for run in runs if run[0]]


def heading(text: str) -> str:
    """Return a heading without the list marks and colon that sources put around it."""
    return text.strip(" \t\n*+-•:;") or text.strip()


def shorten(text: str, limit: int) -> str | None:
    """Return the beginning of a text that is much too long for a label, else None."""
    if len(text) <= limit:
        return None
    words = text[: limit + 1].rsplit(" ", 1)[0][:limit]
    return words.rstrip(" ,;:.-") + "…"


def has_visible_text(text: str) -> bool:
    """Tell whether anything would be seen on a screen: no spaces, controls or invisible marks."""
    return any(unicodedata.category(letter)[0] not in "CZ" for letter in text)
