"""Start Rasa's command line the way this project runs it: loopback, no TensorFlow, quiet."""

import os
import socket
import sys
import warnings
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from bot.nlu.no_tensorflow import leave_tensorflow_out

DEFAULTS = {
    "THUTUC_ENGINE_PORT": "5005",
    "THUTUC_ACTION_PORT": "5055",
    "THUTUC_SESSION_MINUTES": "30",
    "SANIC_HOST": "127.0.0.1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MIN_TOKEN_LENGTH = 16

# Components of Rasa that compute with TensorFlow or load models that do.
TENSORFLOW_COMPONENTS = frozenset(
    {
        "ConveRTFeaturizer",
        "DIETClassifier",
        "LanguageModelFeaturizer",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
    }
)


class LaunchError(Exception):
    """Why the engine does not start, in one line for the person who started it."""


def main(arguments: Sequence[str]) -> int:
    """Run a Rasa command; 2 with one line on stderr when it may not run like this."""
    try:
        argv = prepare(list(arguments), os.environ)
    except LaunchError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    # Rasa's pinned dependencies warn about each other; nobody here can act on it. Sanic asks for
    # those warnings when it is imported, so it comes first.
    import sanic.app  # noqa: F401

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    leave_tensorflow_out()
    from bot.nlu.overrides import apply_overrides

    apply_overrides(slash_is_text=argv[:1] == ["run"])
    import rasa.__main__

    sys.argv = ["rasa", *argv]
    rasa.__main__.main()
    return 0


def prepare(argv: list[str], environ: MutableMapping[str, str]) -> list[str]:
    """The arguments for Rasa, after checks; fills the environment's missing defaults."""
    for name, value in DEFAULTS.items():
        environ.setdefault(name, value)
    if argv[:1] == ["run"]:
        return _prepare_run(argv, environ)
    if argv[:1] in (["train"], ["test"], ["data"], ["evaluate"]):
        for config in _config_files(argv):
            refuse_tensorflow(config)
    return argv


def _prepare_run(argv: list[str], environ: MutableMapping[str, str]) -> list[str]:
    if argv[1:2] == ["actions"]:
        raise LaunchError("Actions run in the app's environment, not in the engine's.")
    for flag in ("--enable-api", "--connector", "--cors"):
        if any(argument.split("=")[0] == flag for argument in argv):
            raise LaunchError(f"{flag} is not offered: the engine serves the gateway only.")
    if any(argument in {"--debug", "-vv"} for argument in argv):
        raise LaunchError("Debug logs quote what people type, so `run` does not write them.")
    if len(environ.get("THUTUC_ENGINE_TOKEN", "")) < MIN_TOKEN_LENGTH:
        raise LaunchError(
            f"THUTUC_ENGINE_TOKEN must be set to a secret of at least {MIN_TOKEN_LENGTH} letters."
        )
    interface = _value_of(argv, "-i", "--interface")
    if interface is None:
        argv = [*argv, "--interface", environ["SANIC_HOST"]]
        interface = environ["SANIC_HOST"]
    if interface not in LOOPBACK:
        raise LaunchError(f"The engine serves loopback only, not {interface}.")
    port = _value_of(argv, "-p", "--port")
    if port is None:
        port = environ["THUTUC_ENGINE_PORT"]
        argv = [*argv, "--port", port]
    refuse_taken_port(interface, port)
    refuse_missing_model(Path(_value_of(argv, "-m", "--model") or "models"))
    return argv


def refuse_taken_port(interface: str, port: str) -> None:
    """Raise LaunchError if the port is no number or something else listens on it."""
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise LaunchError(f"{port!r} is not a port.")
    family = socket.AF_INET6 if ":" in interface else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, int(port)))
        except OSError as error:
            raise LaunchError(
                f"Port {port} is not free on {interface}: {error.strerror}"
            ) from error


def refuse_missing_model(model: Path) -> None:
    """Raise LaunchError if there is no trained model in the place named."""
    if not model.is_file() and not any(model.glob("*.tar.gz")):
        raise LaunchError(f"There is no trained model at {model}; train one first.")


def _value_of(argv: Sequence[str], short: str, long: str) -> str | None:
    for position, argument in enumerate(argv):
        if argument in (short, long):
            return argv[position + 1] if position + 1 < len(argv) else None
        if argument.startswith(f"{long}="):
            return argument.partition("=")[2]
        if argument.startswith(short) and not argument.startswith("--") and len(argument) > 2:
            return argument[2:].lstrip("=")
    return None


def _config_files(argv: Sequence[str]) -> list[Path]:
    named: list[str] = []
    for position, argument in enumerate(argv):
        if argument in ("-c", "--config"):
            for value in argv[position + 1 :]:
                if value.startswith("-"):
                    break
                named.append(value)
        elif argument.startswith("--config="):
            named.append(argument.partition("=")[2])
    return [Path(name) for name in named or ["config.yml"]]


def refuse_tensorflow(config: Path) -> None:
    """Raise LaunchError if a Rasa configuration names a component that needs TensorFlow."""
    import yaml

    if not config.is_file():
        return
    try:
        content = yaml.safe_load(config.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise LaunchError(f"{config} is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        return
    for section in ("pipeline", "policies"):
        for component in content.get(section) or []:
            name = str(component.get("name", "") if isinstance(component, dict) else component)
            if name.rpartition(".")[2] in TENSORFLOW_COMPONENTS:
                raise LaunchError(
                    f"{config} names {name}, which needs TensorFlow. This engine leaves TensorFlow "
                    "out: use LinearIntentClassifier, FacetClassifier and RulePolicy."
                )
