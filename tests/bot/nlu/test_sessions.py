"""A conversation ends after a silence, and when the citizen has it deleted."""

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException

from bot.nlu.tracker_store import BoundedTrackerStore, forget_conversation
from tests.bot.nlu.conftest import (
    ROOT,
    TOKEN,
    RunningEngine,
    free_port,
    start,
    stop,
    wait_until_open,
)
from tests.bot.nlu.test_serving import ask, custom

SECONDS = 5


@pytest.fixture(scope="module")
def hasty(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """An engine in which a silence of five seconds ends the topic."""
    folder = tmp_path_factory.mktemp("hasty")
    action_port, engine_port = free_port(), free_port()
    environ = {
        "THUTUC_ENGINE_TOKEN": TOKEN,
        "THUTUC_ACTION_PORT": str(action_port),
        "THUTUC_ENGINE_PORT": str(engine_port),
        "THUTUC_SESSION_MINUTES": str(SECONDS / 60),
    }
    named = ["--actions", "tests.bot.nlu.trivial_actions", "-p", str(action_port)]
    actions = start(
        ["-m", "rasa_sdk", *named], folder / "actions.log", SANIC_HOST="127.0.0.1", **environ
    )
    served = start(
        ["-m", "bot.nlu", "run", "--model", str(trained_model)], folder / "engine.log", **environ
    )
    try:
        wait_until_open(action_port, actions, folder / "actions.log")
        wait_until_open(engine_port, served, folder / "engine.log")
        url = f"http://127.0.0.1:{engine_port}/webhooks/gateway"
        yield RunningEngine(url, TOKEN, folder / "engine.log", actions)
    finally:
        stop(served)
        stop(actions)


def delete(engine: RunningEngine, conversation: str, token: str = TOKEN) -> int:
    address = f"{engine.url}/conversation?{urllib.parse.urlencode({'id': conversation})}"
    request = urllib.request.Request(  # noqa: S310
        address, method="DELETE", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            status: int = answer.status
            return status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_silence_ends_the_topic_and_talking_on_does_not(hasty: RunningEngine) -> None:
    assert custom(ask(hasty, "làm giấy khai sinh", "silent"))["previous_turn"] is None
    time.sleep(SECONDS / 3)
    assert custom(ask(hasty, "còn phí thì sao", "silent"))["previous_turn"] is not None
    time.sleep(SECONDS + 0.5)

    assert custom(ask(hasty, "còn phí thì sao", "silent"))["previous_turn"] is None


def test_deleted_conversation_is_forgotten_and_no_other(hasty: RunningEngine) -> None:
    for name in ("tele gram/1?", "other"):
        ask(hasty, "làm giấy khai sinh", name)

    assert delete(hasty, "tele gram/1?") == 204

    assert custom(ask(hasty, "còn phí thì sao", "tele gram/1?"))["previous_turn"] is None
    assert custom(ask(hasty, "còn phí thì sao", "other"))["previous_turn"] is not None
    assert delete(hasty, "unknown") == 204


def test_nobody_deletes_without_the_token(hasty: RunningEngine) -> None:
    ask(hasty, "làm giấy khai sinh", "kept")

    assert delete(hasty, "kept", "wrong") == 401
    assert delete(hasty, "") == 400
    assert custom(ask(hasty, "còn phí thì sao", "kept"))["previous_turn"] is not None


def test_setting_replaces_what_the_trained_domain_says() -> None:
    domain = Domain.load(str(ROOT / "domain.yml"))
    before = domain.session_config
    store = BoundedTrackerStore(Domain.empty(), session_minutes="7")

    store.domain = domain

    assert before.session_expiration_time == 30
    assert domain.session_config.session_expiration_time == 7
    assert domain.session_config.carry_over_slots == before.carry_over_slots


def test_store_that_cannot_forget_is_an_error() -> None:
    with pytest.raises(RasaException):
        forget_conversation(InMemoryTrackerStore(Domain.empty()), "a")
