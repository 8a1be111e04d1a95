"""What keeps a chat channel from working, in words for the operator."""

import re

from bot.channels.settings import (
    ChannelSettings,
    TelegramMode,
    TelegramSettings,
    ZaloBotSettings,
)

_TELEGRAM_TOKEN = re.compile(r"\d{5,}:[\w-]{30,}")
_TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MISSING = "thiếu {key}"


def telegram_problems(settings: ChannelSettings) -> list[str]:
    """Return what is missing or wrong; nothing where Telegram is not used at all."""
    own = settings.telegram
    if own == TelegramSettings(api_url=own.api_url, mode=own.mode):
        return []
    found = []
    if not own.token:
        found.append(_MISSING.format(key="THUTUC_TELEGRAM_TOKEN"))
    elif not _TELEGRAM_TOKEN.fullmatch(own.token):
        found.append("THUTUC_TELEGRAM_TOKEN không có dạng 123456:ABC… mà BotFather cấp")
    if own.mode is TelegramMode.WEBHOOK:
        if not own.secret:
            found.append(
                _MISSING.format(key="THUTUC_TELEGRAM_SECRET")
                + " (hoặc đặt THUTUC_TELEGRAM_MODE=polling nếu máy không có địa chỉ công khai)"
            )
        elif not _TELEGRAM_SECRET.fullmatch(own.secret):
            found.append("THUTUC_TELEGRAM_SECRET chỉ gồm chữ không dấu, số, _ và -, tối đa 256")
        found += _address_problems(settings.public_url, (443, 80, 88, 8443))
    return found


def zalo_problems(settings: ChannelSettings) -> list[str]:
    """Return what is missing or wrong; nothing where Zalo is not used at all."""
    own = settings.zalo
    secrets = {
        "THUTUC_ZALO_APP_ID": own.app_id,
        "THUTUC_ZALO_APP_SECRET": own.app_secret,
        "THUTUC_ZALO_OA_SECRET": own.oa_secret,
        "THUTUC_ZALO_REFRESH_TOKEN": own.refresh_token,
    }
    if not any(secrets.values()):
        return []
    found = [_MISSING.format(key=key) for key, value in secrets.items() if not value]
    if own.app_id and not own.app_id.isdecimal():
        found.append("THUTUC_ZALO_APP_ID phải là dãy số của ứng dụng trên developers.zalo.me")
    if own.oa_secret and own.oa_secret == own.app_secret:
        found.append(
            "THUTUC_ZALO_OA_SECRET phải là khoá bí mật của OA, khác khoá bí mật của ứng dụng"
        )
    return found


def zalo_bot_problems(settings: ChannelSettings) -> list[str]:
    """Return what is missing or wrong; nothing where the Zalo bot is not used at all."""
    own = settings.zalo_bot
    if own == ZaloBotSettings(api_url=own.api_url):
        return []
    found = []
    if not own.token:
        found.append(_MISSING.format(key="THUTUC_ZALO_BOT_TOKEN"))
    if not own.secret:
        found.append(_MISSING.format(key="THUTUC_ZALO_BOT_SECRET"))
    elif not 8 <= len(own.secret) <= 256:
        found.append("THUTUC_ZALO_BOT_SECRET phải dài từ 8 đến 256 ký tự")
    return found + _address_problems(settings.public_url, ())


def _address_problems(public_url: str, ports: tuple[int, ...]) -> list[str]:
    if not public_url:
        return [_MISSING.format(key="THUTUC_PUBLIC_URL") + " (địa chỉ https của dịch vụ)"]
    if not public_url.startswith("https://"):
        return ["THUTUC_PUBLIC_URL phải bắt đầu bằng https://"]
    port = re.search(r":(\d+)$", public_url.removeprefix("https://").split("/")[0])
    if port and ports and int(port.group(1)) not in ports:
        return [f"Telegram chỉ gọi tới cổng {', '.join(map(str, ports))}"]
    return []
