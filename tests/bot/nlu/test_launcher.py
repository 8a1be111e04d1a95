import socket
from pathlib import Path

import pytest

from bot.nlu.launcher import LaunchError, main, prepare, refuse_tensorflow
from tests.bot.nlu.conftest import ROOT, free_port

TOKEN = {"THUTUC_ENGINE_TOKEN": "0123456789abcdef"}


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "small.tar.gz"
    path.write_bytes(b"")
    return str(path)


def test_run_binds_loopback_on_the_engines_port(model: str) -> None:
    port = str(free_port())
    environ = {**TOKEN, "THUTUC_ENGINE_PORT": port}

    argv = prepare(["run", "--model", model], environ)

    assert argv == ["run", "--model", model, "--interface", "127.0.0.1", "--port", port]
    assert environ["THUTUC_ACTION_PORT"] == "5055"
    assert environ["SANIC_HOST"] == "127.0.0.1"
    assert environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_what_is_given_by_hand_stays(model: str) -> None:
    argv = ["run", "-p", str(free_port()), "-i", "localhost", "-m", model]

    assert prepare(argv, dict(TOKEN)) == argv


def test_a_taken_port_is_one_clear_line(model: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        with pytest.raises(LaunchError, match=f"Port {port} is not free"):
            prepare(["run", "-p", port, "-m", model], dict(TOKEN))


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_is_a_number(model: str, port: str) -> None:
    with pytest.raises(LaunchError, match="is not a port"):
        prepare(["run", "--port", port, "-m", model], dict(TOKEN))


def test_a_missing_model_is_one_clear_line(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none.tar.gz"):
        with pytest.raises(LaunchError, match="no trained model"):
            prepare(["run", "-p", str(free_port()), "-m", str(place)], dict(TOKEN))


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
