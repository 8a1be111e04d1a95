"""The day in Vietnam, whatever clock the machine has."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today_in_vietnam() -> date:
    """Return today's date in Vietnam."""
    return datetime.now(VIETNAM).date()
