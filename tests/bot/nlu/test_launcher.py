from pathlib import Path

import pytest

from bot.nlu.launcher import LaunchError, main, prepare, refuse_tensorflow
from tests.bot.nlu.conftest import ROOT

TOKEN = {"THUTUC_ENGINE_TOKEN": "0123456789abcdef"}


def test_run_binds_loopback_on_the_engines_port() -> None:
    environ = {**TOKEN, "THUTUC_ENGINE_PORT": "6005"}

    argv = prepare(["run", "--model", "m"], environ)

    assert argv == ["run", "--model", "m", "--interface", "127.0.0.1", "--port", "6005"]
    assert environ["THUTUC_ACTION_PORT"] == "5055"
    assert environ["SANIC_HOST"] == "127.0.0.1"
    assert environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_a_port_given_by_hand_stays() -> None:
    assert prepare(["run", "-p", "7000", "-i", "localhost"], dict(TOKEN)) == [
        *("run", "-p", "7000", "-i", "localhost")
    ]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["run", "-i", "192.168.1.5"], "loopback only"),
        (["run", "--interface=192.168.1.5"], "loopback only"),
        (["run", "--enable-api"], "--enable-api is not offered"),
        (["run", "--connector", "rest"], "--connector is not offered"),
        (["run", "--debug"], "Debug logs quote"),
        (["run", "actions"], "the app's environment"),
    ],
)
def test_run_refuses_what_would_open_or_quote(argv: list[str], says: str) -> None:
    with pytest.raises(LaunchError, match=says):
        prepare(argv, dict(TOKEN))


@pytest.mark.parametrize("token", ["", "short"])
def test_run_needs_a_token(token: str) -> None:
    with pytest.raises(LaunchError, match="THUTUC_ENGINE_TOKEN"):
        prepare(["run"], {"THUTUC_ENGINE_TOKEN": token})


def test_sanic_host_other_than_loopback_is_refused() -> None:
    with pytest.raises(LaunchError, match="loopback only"):
        prepare(["run"], {**TOKEN, "SANIC_HOST": "192.168.1.5"})


@pytest.mark.parametrize(
    "name",
    [
        "DIETClassifier",
        "TEDPolicy",
        "ResponseSelector",
        "UnexpecTEDIntentPolicy",
        "ConveRTFeaturizer",
        "LanguageModelFeaturizer",
        "rasa.nlu.classifiers.diet_classifier.DIETClassifier",
    ],
)
def test_a_configuration_with_a_tensorflow_component_is_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yml"
    section = "policies" if "Policy" in name else "pipeline"
    config.write_text(f"recipe: default.v1\n{section}:\n  - name: {name}\n")

    assert main(["train", "--config", str(config)]) == 2
    said = capsys.readouterr().err
    assert name in said
    assert said.count("\n") == 1


def test_the_projects_own_configuration_passes() -> None:
    refuse_tensorflow(ROOT / "config.yml")


def test_a_broken_configuration_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("pipeline: [")

    with pytest.raises(LaunchError, match="not valid YAML"):
        prepare(["train", "-c", str(config)], {})
