"""What each chat channel needs to know; a channel is on when all its secrets are set."""

from dataclasses import dataclass, field
from enum import StrEnum


class TelegramMode(StrEnum):
    """How Telegram's updates arrive."""

    WEBHOOK = "webhook"
    POLLING = "polling"


class ButtonStyle(StrEnum):
    """How Zalo shows choices."""

    NUMBERS = "numbers"
    TEMPLATE = "template"


@dataclass(frozen=True)
class TelegramSettings:
    """A Telegram bot."""

    token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    mode: TelegramMode = TelegramMode.WEBHOOK
    api_url: str = "https://api.telegram.org"

    @property
    def is_on(self) -> bool:
        """Return whether everything is set."""
        return bool(self.token) and (bool(self.secret) or self.mode is TelegramMode.POLLING)


@dataclass(frozen=True)
class ZaloSettings:
    """A Zalo Official Account."""

    app_id: str = ""
    app_secret: str = field(default="", repr=False)
    oa_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    buttons: ButtonStyle = ButtonStyle.NUMBERS
    template_type: str = ""
    api_url: str = "https://openapi.zalo.me"
    oauth_url: str = "https://oauth.zaloapp.com"

    @property
    def is_on(self) -> bool:
        """Return whether everything is set."""
        return all((self.app_id, self.app_secret, self.oa_secret, self.refresh_token))


@dataclass(frozen=True)
class ZaloBotSettings:
    """A bot of the Zalo Bot Platform."""

    token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    api_url: str = "https://bot-api.zaloplatforms.com"

    @property
    def is_on(self) -> bool:
        """Return whether everything is set."""
        return bool(self.token and self.secret)


@dataclass(frozen=True)
class ChannelSettings:
    """All chat channels."""

    public_url: str = ""
    """Where the platforms reach this service, without a slash at the end."""
    telegram: TelegramSettings = field(default_factory=TelegramSettings)
    zalo: ZaloSettings = field(default_factory=ZaloSettings)
    zalo_bot: ZaloBotSettings = field(default_factory=ZaloBotSettings)
