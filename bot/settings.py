"""The application's settings; read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from procedures_db.settings import DataSettings


class SettingsError(Exception):
    """A setting that cannot be used; the text names it."""


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
        )


def _number(env: Mapping[str, str], key: str, default: int) -> int:
    text = env.get(key, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{key} phải là một số nguyên dương, đang là {text!r}.")
    return int(text)


def _port(env: Mapping[str, str], key: str, default: int) -> int:
    number = _number(env, key, default)
    if number > 65535:
        raise SettingsError(f"{key} phải từ 1 đến 65535, đang là {number}.")
    return number
