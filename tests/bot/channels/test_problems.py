"""What an operator is told about a channel that is not quite set up."""

import pytest

from bot.channels.problems import telegram_problems, zalo_bot_problems, zalo_problems
from bot.channels.settings import ChannelSettings
from bot.settings import Settings, SettingsError

TELEGRAM = {
    "THUTUC_PUBLIC_URL": "https://hoidap.example.vn/",
    "THUTUC_TELEGRAM_TOKEN": "123456789:AAtoken_of_the_simulator-0123456789",
    "THUTUC_TELEGRAM_SECRET": "s3cret",
}
ZALO = {
    "THUTUC_ZALO_APP_ID": "123",
    "THUTUC_ZALO_APP_SECRET": "a",
    "THUTUC_ZALO_OA_SECRET": "b",
    "THUTUC_ZALO_REFRESH_TOKEN": "c",
}
BOT = {
    "THUTUC_PUBLIC_URL": "https://hoidap.example.vn",
    "THUTUC_ZALO_BOT_TOKEN": "t",
    "THUTUC_ZALO_BOT_SECRET": "12345678",
}


def read(env: dict[str, str]) -> ChannelSettings:
    return Settings.from_env(env).channels


def all_problems(env: dict[str, str]) -> list[str]:
    settings = read(env)
    return [
        *telegram_problems(settings), *zalo_problems(settings), *zalo_bot_problems(settings)
    ]  # fmt: skip


def test_channels_that_are_not_used_are_off_and_without_problems() -> None:
    settings = read({})

    channels = (settings.telegram, settings.zalo, settings.zalo_bot)
    assert not any(one.is_on for one in channels)
    assert all_problems({}) == []


def test_channels_with_all_their_secrets_are_on() -> None:
    env = {**TELEGRAM, **ZALO, **BOT}
    settings = read(env)

    assert settings.telegram.is_on
    assert settings.zalo.is_on
    assert settings.zalo_bot.is_on
    assert all_problems(env) == []


@pytest.mark.parametrize(
    ("env", "key"), [(env, key) for env in (TELEGRAM, ZALO, BOT) for key in env]
)
def test_missing_secret_is_named(env: dict[str, str], key: str) -> None:
    problems = all_problems({name: value for name, value in env.items() if name != key})

    assert any(key in problem for problem in problems)


@pytest.mark.parametrize(
    "env",
    [
        TELEGRAM | {"THUTUC_TELEGRAM_TOKEN": "nonsense"},
        TELEGRAM | {"THUTUC_TELEGRAM_SECRET": "có dấu"},
        TELEGRAM | {"THUTUC_PUBLIC_URL": "http://hoidap.example.vn"},
        TELEGRAM | {"THUTUC_PUBLIC_URL": "https://hoidap.example.vn:9000"},
        ZALO | {"THUTUC_ZALO_APP_ID": "abc"},
        ZALO | {"THUTUC_ZALO_OA_SECRET": "a"},
        BOT | {"THUTUC_ZALO_BOT_SECRET": "short"},
    ],
)
def test_wrong_values_are_told(env: dict[str, str]) -> None:
    assert len(all_problems(env)) == 1


def test_polling_needs_neither_secret_nor_address() -> None:
    env = {
        "THUTUC_TELEGRAM_TOKEN": TELEGRAM["THUTUC_TELEGRAM_TOKEN"],
        "THUTUC_TELEGRAM_MODE": "polling",
    }

    assert read(env).telegram.is_on
    assert all_problems(env) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("THUTUC_TELEGRAM_MODE", "pigeon"),
        ("THUTUC_ZALO_BUTTONS", "big"),
        ("THUTUC_PUBLIC_URL", "hoidap.example.vn"),
    ],
)
def test_value_that_cannot_be_used_stops_the_start(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=key):
        Settings.from_env({key: value})


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    text = repr(read(TELEGRAM | {"THUTUC_ZALO_REFRESH_TOKEN": "refresh-me"}))

    assert "s3cret" not in text
    assert "refresh-me" not in text
    assert "AAtoken" not in text
