"""The application's settings; read once from the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar

from bot.channels.settings import (
    ButtonStyle,
    ChannelSettings,
    TelegramMode,
    TelegramSettings,
    ZaloBotSettings,
    ZaloSettings,
)
from bot.proxies import Network, read_networks
from procedures_db.settings import ROOT, DataSettings
from staff.oidc.settings import AccountClaim, OidcSettings, is_safe_address

E = TypeVar("E", bound=StrEnum)
_ORIGIN = re.compile(r"https?://[a-z0-9.\-]+(:\d{1,5})?")


class SettingsError(Exception):
    """A setting that cannot be used; the text names it."""


@dataclass(frozen=True)
class SyncSettings:
    """Where `thutuc sync` fetches records, and how politely."""

    url: str
    client: str
    pause: float
    """Seconds between two requests."""
    folder: Path
    """Where what was fetched is kept until it has become drafts."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the keys of the portal; raise SettingsError naming the missing one."""
        for key in ("THUTUC_PORTAL_URL", "THUTUC_PORTAL_CLIENT"):
            if not env.get(key, "").strip():
                raise SettingsError(f"Thiếu {key}: thutuc sync cần biết địa chỉ cổng và tên máy.")
        return cls(
            url=_address(env, "THUTUC_PORTAL_URL", ""),
            client=env["THUTUC_PORTAL_CLIENT"].strip(),
            pause=_number(env, "THUTUC_PORTAL_PAUSE_MS", 1_000) / 1_000,
            folder=Path(env.get("THUTUC_VAR", ROOT / "var")) / "sync",
        )


@dataclass(frozen=True)
class Settings:
    """What the application process needs to know."""

    data: DataSettings
    host: str
    port: int
    engine_port: int
    action_port: int
    engine_token: str
    engine_url: str
    questions_per_minute: int
    hotline: str
    channels: ChannelSettings = field(default_factory=ChannelSettings)
    retention_days: int = 90
    session_minutes: int = 30
    widget_origins: frozenset[str] = frozenset({"*"})
    """Origins whose pages may use the API from a browser; `*` is every one."""
    trusted_proxies: tuple[Network, ...] = ()
    """Peers whose word on the citizen's address and scheme is taken."""
    oidc: OidcSettings | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the THUTUC_… keys; raise SettingsError naming the wrong one."""
        engine_port = _port(env, "THUTUC_ENGINE_PORT", 5005)
        return cls(
            data=DataSettings.from_env(env),
            host=env.get("THUTUC_HOST", "127.0.0.1"),
            port=_port(env, "THUTUC_PORT", 8080),
            engine_port=engine_port,
            action_port=_port(env, "THUTUC_ACTION_PORT", 5055),
            engine_token=env.get("THUTUC_ENGINE_TOKEN") or secrets.token_urlsafe(32),
            engine_url=env.get("THUTUC_ENGINE_URL") or f"http://127.0.0.1:{engine_port}",
            questions_per_minute=_number(env, "THUTUC_QUESTIONS_PER_MINUTE", 15),
            hotline=env.get("THUTUC_HOTLINE", "18001096"),
            channels=_channels(env),
            retention_days=_number(env, "THUTUC_RETENTION_DAYS", 90),
            session_minutes=_number(env, "THUTUC_SESSION_MINUTES", 30),
            widget_origins=_origins(env, "THUTUC_WIDGET_ORIGINS"),
            trusted_proxies=_networks(env, "THUTUC_TRUSTED_PROXIES"),
            oidc=_oidc(env),
        )


def _channels(env: Mapping[str, str]) -> ChannelSettings:
    return ChannelSettings(
        public_url=_address(env, "THUTUC_PUBLIC_URL", ""),
        telegram=TelegramSettings(
            token=env.get("THUTUC_TELEGRAM_TOKEN", "").strip(),
            secret=env.get("THUTUC_TELEGRAM_SECRET", "").strip(),
            mode=_one_of(env, "THUTUC_TELEGRAM_MODE", TelegramMode.WEBHOOK),
            api_url=_address(env, "THUTUC_TELEGRAM_API_URL", TelegramSettings.api_url),
        ),
        zalo=ZaloSettings(
            app_id=env.get("THUTUC_ZALO_APP_ID", "").strip(),
            app_secret=env.get("THUTUC_ZALO_APP_SECRET", "").strip(),
            oa_secret=env.get("THUTUC_ZALO_OA_SECRET", "").strip(),
            refresh_token=env.get("THUTUC_ZALO_REFRESH_TOKEN", "").strip(),
            buttons=_one_of(env, "THUTUC_ZALO_BUTTONS", ButtonStyle.NUMBERS),
            template_type=env.get("THUTUC_ZALO_TEMPLATE_TYPE", "").strip(),
            api_url=_address(env, "THUTUC_ZALO_API_URL", ZaloSettings.api_url),
            oauth_url=_address(env, "THUTUC_ZALO_OAUTH_URL", ZaloSettings.oauth_url),
        ),
        zalo_bot=ZaloBotSettings(
            token=env.get("THUTUC_ZALO_BOT_TOKEN", "").strip(),
            secret=env.get("THUTUC_ZALO_BOT_SECRET", "").strip(),
            api_url=_address(env, "THUTUC_ZALO_BOT_API_URL", ZaloBotSettings.api_url),
        ),
    )


def _oidc(env: Mapping[str, str]) -> OidcSettings | None:
    keys = ("THUTUC_OIDC_ISSUER", "THUTUC_OIDC_CLIENT_ID", "THUTUC_OIDC_CLIENT_SECRET")
    issuer, client_id, client_secret = (env.get(key, "").strip() for key in keys)
    if not issuer and not client_id and not client_secret:
        return None
    for key in keys:
        if not env.get(key, "").strip():
            raise SettingsError(f"Thiếu {key}: đăng nhập qua đơn vị cần đủ {', '.join(keys)}.")
    if not is_safe_address(issuer):
        raise SettingsError(f"{keys[0]} phải bắt đầu bằng https://, đang là {issuer!r}.")
    ways = env.get("THUTUC_OIDC_SECOND_FACTOR", "").replace(",", " ").split()
    return OidcSettings(
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        title=env.get("THUTUC_OIDC_TITLE", "").strip() or "tài khoản của đơn vị",
        claim=_one_of(env, "THUTUC_OIDC_CLAIM", AccountClaim.EMAIL),
        second_factor=frozenset(ways or ["mfa"]),
        public_url=_address(env, "THUTUC_PUBLIC_URL", ""),
    )


def _address(env: Mapping[str, str], key: str, default: str) -> str:
    text = env.get(key, "").strip().rstrip("/")
    if text and not text.startswith(("http://", "https://")):
        raise SettingsError(f"{key} phải bắt đầu bằng https://, đang là {text!r}.")
    return text or default


def _one_of(env: Mapping[str, str], key: str, default: E) -> E:
    text = env.get(key, "").strip().lower()
    options = {str(one): one for one in type(default)}
    if text and text not in options:
        raise SettingsError(f"{key} phải là {' hoặc '.join(options)}, đang là {text!r}.")
    return options[text] if text else default


def _number(env: Mapping[str, str], key: str, default: int) -> int:
    text = env.get(key, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{key} phải là một số nguyên dương, đang là {text!r}.")
    return int(text)


def _origins(env: Mapping[str, str], key: str) -> frozenset[str]:
    given = env.get(key, "*").replace(",", " ").lower().split()
    for origin in given:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"{key} phải là các địa chỉ như https://xa.gov.vn, đang có {origin!r}."
            )
    return frozenset(given)


def _networks(env: Mapping[str, str], key: str) -> tuple[Network, ...]:
    try:
        return read_networks(env.get(key, ""))
    except ValueError as error:
        raise SettingsError(
            f"{key} phải là các địa chỉ hoặc dải như 127.0.0.1, 10.0.0.0/8, đang là {env[key]!r}."
        ) from error


def _port(env: Mapping[str, str], key: str, default: int) -> int:
    number = _number(env, key, default)
    if number > 65535:
        raise SettingsError(f"{key} phải từ 1 đến 65535, đang là {number}.")
    return number
