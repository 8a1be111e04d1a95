"""The console's menu."""

from dataclasses import dataclass

from aiohttp.web import UrlDispatcher

from staff.keys import CurrentUser
from staff.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """One line of the menu: a route's name, what people read, and who may see it."""

    route: str
    label: str
    permission: Permission


MENU = (
    Entry("home", "Việc cần làm", Permission.OWN_ACCOUNT),
    Entry("procedures", "Thủ tục", Permission.READ_PROCEDURES),
    Entry("reviews", "Chờ duyệt", Permission.READ_PROCEDURES),
    Entry("imports", "Nạp, xuất", Permission.EXPORT_PROCEDURES),
    Entry("questions", "Câu hỏi", Permission.READ_QUESTIONS),
    Entry("insights", "Số liệu", Permission.READ_INSIGHTS),
    Entry("offices", "Nơi tiếp nhận", Permission.READ_OFFICES),
    Entry("channels", "Kênh, thông báo", Permission.SWITCH_CHANNELS),
    Entry("people", "Tài khoản", Permission.MANAGE_STAFF),
    Entry("audit", "Nhật ký", Permission.READ_AUDIT),
)


def entries_for(user: CurrentUser | None, router: UrlDispatcher) -> list[tuple[str, str]]:
    """Return address and label of what the person may open."""
    if user is None:
        return []
    return [
        (str(router[entry.route].url_for()), entry.label)
        for entry in MENU
        if entry.route in router and user.may(entry.permission)
    ]
