"""Settings are read once, and a wrong one is named."""

import pytest

from bot.settings import Settings, SettingsError


def test_there_is_a_default_for_everything() -> None:
    settings = Settings.from_env({})

    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.engine_url == "http://127.0.0.1:5005"
    assert settings.questions_per_minute > 0


def test_environment_comes_before_the_defaults() -> None:
    env = {
        "THUTUC_HOST": "0.0.0.0",  # noqa: S104 - nothing is bound
        "THUTUC_PORT": "9000",
        "THUTUC_ENGINE_PORT": "9001",
        "THUTUC_ACTION_PORT": "9002",
        "THUTUC_ENGINE_TOKEN": "abc",
        "THUTUC_QUESTIONS_PER_MINUTE": "3",
        "THUTUC_HOTLINE": "1022",
    }

    settings = Settings.from_env(env)

    assert (settings.port, settings.engine_port, settings.action_port) == (9000, 9001, 9002)
    assert settings.engine_url == "http://127.0.0.1:9001"
    assert settings.engine_token == "abc"
    assert settings.questions_per_minute == 3
    assert settings.hotline == "1022"


def test_engine_of_another_machine_can_be_named() -> None:
    settings = Settings.from_env({"THUTUC_ENGINE_URL": "http://10.0.0.5:5005"})

    assert settings.engine_url == "http://10.0.0.5:5005"


def test_token_is_new_at_every_start() -> None:
    tokens = {Settings.from_env({}).engine_token for _ in range(3)}

    assert len(tokens) == 3
    assert all(len(token) >= 32 for token in tokens)


def test_empty_setting_is_no_setting() -> None:
    assert Settings.from_env({"THUTUC_PORT": "", "THUTUC_ENGINE_TOKEN": ""}).port == 8080


@pytest.mark.parametrize("value", ["0", "-1", "80.5", "abc", "65536", "99999999999999999999", " "])
def test_wrong_port_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="THUTUC_PORT"):
        Settings.from_env({"THUTUC_PORT": value})


def test_trusted_proxies_are_addresses_and_networks() -> None:
    settings = Settings.from_env({"THUTUC_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8 ::1"})

    assert [str(one) for one in settings.trusted_proxies] == [
        "127.0.0.1/32",
        "10.0.0.0/8",
        "::1/128",
    ]
    assert Settings.from_env({}).trusted_proxies == ()


@pytest.mark.parametrize("value", ["proxy.xa.gov.vn", "10.0.0.1/8", "10.0.0.0/33", "300.1.1.1"])
def test_wrong_trusted_proxy_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="THUTUC_TRUSTED_PROXIES"):
        Settings.from_env({"THUTUC_TRUSTED_PROXIES": value})


@pytest.mark.parametrize("value", ["0", "-3", "nhiều", "½", "²"])
def test_wrong_limit_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="THUTUC_QUESTIONS_PER_MINUTE"):
        Settings.from_env({"THUTUC_QUESTIONS_PER_MINUTE": value})


OIDC = {
    "THUTUC_OIDC_ISSUER": "https://dang-nhap.tinh.gov.vn/realms/xa",
    "THUTUC_OIDC_CLIENT_ID": "thu-tuc",
    "THUTUC_OIDC_CLIENT_SECRET": "mã",
}


def test_provider_is_off_until_everything_is_set() -> None:
    oidc = Settings.from_env(OIDC).oidc

    assert Settings.from_env({}).oidc is None
    assert oidc is not None
    assert oidc.issuer == OIDC["THUTUC_OIDC_ISSUER"]
    assert oidc.second_factor == {"mfa"}


@pytest.mark.parametrize("missing", OIDC)
def test_missing_part_of_the_provider_is_named(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"Thiếu {missing}"):
        Settings.from_env({**OIDC, missing: ""})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("THUTUC_OIDC_ISSUER", "http://dang-nhap.tinh.gov.vn"),
        ("THUTUC_OIDC_ISSUER", "dang-nhap.tinh.gov.vn"),
        ("THUTUC_OIDC_ISSUER", "https://["),
        ("THUTUC_OIDC_CLAIM", "sub"),
    ],
)
def test_wrong_part_of_the_provider_is_named(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=key):
        Settings.from_env({**OIDC, key: value})
