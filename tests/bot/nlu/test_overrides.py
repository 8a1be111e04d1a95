"""Each override does what the code it replaces does."""

import copy
import json
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
import pytest
import rasa.core.actions.action
import rasa.core.processor
import rasa.utils.log_utils
import rasa.version
import structlog
from aiohttp import web
from jsonschema import ValidationError
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.nlu import overrides
from bot.nlu.overrides import keep_alive, light_copies
from bot.nlu.overrides.action_failures import collect_action_failures, reporting
from bot.nlu.overrides.action_schema import validate_action_result
from bot.nlu.overrides.direct_graph import DirectGraphRunner, plan_steps
from bot.nlu.overrides.event_types import resolve_by_type
from bot.nlu.overrides.plain_text import leave_as_is
from bot.nlu.overrides.quiet_logs import configure_structlog

# Taken before anything installs an override: what Rasa itself does.
RASAS_VALIDATION = RemoteAction._validate_action_result
RASAS_RESOLVE = Event.resolve_by_type
RASAS_SESSION = EndpointConfig.session


# The schema of action responses

ANSWERS: list[Any] = [
    {"events": [], "responses": []},
    {},
    {"events": [{"event": "slot", "timestamp": None, "name": "case", "value": {"a": 1}}]},
    {"events": [{"event": "slot", "name": "case"}], "responses": [{"custom": {"a": [1]}}]},
    {"events": [{"event": "followup", "name": "action_listen"}]},
    {"events": [{"event": "nothing known"}]},
    {"events": [{"name": "no event"}]},
    {"events": {}},
    {"events": [], "responses": ["text"]},
    [],
    None,
    "text",
]


def verdict(validate: Callable[..., bool], answer: Any) -> tuple[Any, ...]:
    action = RemoteAction("action_answer", None)
    try:
        return (validate(action, answer),)
    except ValidationError as error:
        return (error.message, list(error.path), error.validator)


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_the_compiled_schema_judges_as_rasa_does(answer: Any) -> None:
    assert verdict(validate_action_result, answer) == verdict(RASAS_VALIDATION, answer)


# Event classes by name


def test_every_event_name_gives_the_same_class() -> None:
    names = {event_class.type_name for event_class in all_subclasses(Event)} - {None}

    assert len(names) > 20
    for name in names:
        assert resolve_by_type(name) is RASAS_RESOLVE(name) is resolve_by_type(name)


def test_unknown_event_names_are_treated_the_same() -> None:
    from rasa.shared.core.events import SlotSet

    assert resolve_by_type("topic") is None
    assert resolve_by_type("nobody's event", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="Unknown event name"):
        resolve_by_type("nobody's event")


# The graph


class Number(GraphComponent):
    """A node that adds its inputs and its own number, and notes that it ran."""

    ran: ClassVar[list[str]] = []

    def __init__(self, name: str, number: int) -> None:
        self._name, self._number = name, number

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Number":
        return cls(str(execution_context.node_name), config["number"])

    def add(self, left: int = 0, right: int = 0) -> int:
        self.ran.append(self._name)
        if self._number < 0:
            raise RasaException("negative")
        if self._number == 0:
            raise KeyError("zero")
        return self._number + left + right


def node(number: int, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs,
        uses=Number,
        constructor_name="create",
        fn="add",
        config={"number": number},
        eager=True,
        is_target=number == 4,
    )


DIAMOND = GraphSchema(
    {
        "bottom": node(4, left="left", right="right"),
        "left": node(2, left="top"),
        "right": node(3, left="top"),
        "top": node(1, left="given"),
        "aside": node(5, left="top"),
    }
)


def outcome(runner: type[DaskGraphRunner], folder: Path, schema: GraphSchema, **run: Any) -> Any:
    Number.ran.clear()
    made = runner.create(schema, LocalModelStorage(folder), ExecutionContext(schema))
    try:
        return made.run(**run), sorted(Number.ran)
    except (GraphRunError, GraphComponentException, RasaException) as error:
        return type(error), str(error)


@pytest.mark.parametrize(
    "run",
    [
        {"inputs": {"given": 10}},
        {"inputs": {"given": 10}, "targets": ["left"]},
        {"inputs": {"given": 10}, "targets": ["aside", "bottom"]},
        {"inputs": {"given": "bottom"}},
        {"inputs": {}},
        {},
    ],
    ids=str,
)
def test_the_direct_runner_gives_what_dask_gives(tmp_path: Path, run: dict[str, Any]) -> None:
    ours = outcome(DirectGraphRunner, tmp_path, DIAMOND, **run)

    assert ours == outcome(DaskGraphRunner, tmp_path, DIAMOND, **run)


@pytest.mark.parametrize(("number", "error"), [(0, GraphComponentException), (-1, RasaException)])
def test_a_failing_node_raises_the_same(
    tmp_path: Path, number: int, error: type[Exception]
) -> None:
    schema = GraphSchema({"top": node(number)})
    run: dict[str, Any] = {"targets": ["top"]}

    ours = outcome(DirectGraphRunner, tmp_path, schema, **run)

    assert ours == outcome(DaskGraphRunner, tmp_path, schema, **run)
    assert ours[0] is error


def test_a_runner_gives_the_same_twice(tmp_path: Path) -> None:
    runner = DirectGraphRunner.create(
        DIAMOND, LocalModelStorage(tmp_path), ExecutionContext(DIAMOND)
    )

    assert runner.run({"given": 1}) == {"bottom": 13}
    assert runner.run({"given": 2}) == {"bottom": 15}


def test_providers_run_before_those_who_need_them() -> None:
    names = [name for name, _ in plan_steps(DIAMOND)]

    assert names.index("top") < names.index("left") < names.index("bottom")
    with pytest.raises(GraphRunError, match="cycle"):
        plan_steps(GraphSchema({"a": node(1, left="b"), "b": node(2, left="a")}))


# Connections to the action endpoint


@pytest.fixture
async def endpoint() -> AsyncIterator[EndpointConfig]:
    """An endpoint that tells the number of the connection, the headers and the body it got."""
    connections: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        if request.transport not in connections:
            connections.append(request.transport)
        if request.path == "/refuse":
            return web.json_response({"action_name": "a", "error": "no"}, status=400)
        return web.json_response(
            {
                "connection": connections.index(request.transport),
                "given": request.headers.get("X-Given"),
                "query": dict(request.query),
                "body": await request.json(),
            }
        )

    app = web.Application()
    app.router.add_post("/{path}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield EndpointConfig(
        f"http://127.0.0.1:{port}", headers={"X-Given": "yes"}, params={"a": "b"}, token="t"
    )
    await keep_alive.close_sessions()
    await runner.cleanup()


async def test_requests_share_a_connection_and_send_the_same(
    endpoint: EndpointConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = [await endpoint.request(subpath="webhook", json={"n": n}) for n in range(2)]
    monkeypatch.setattr(EndpointConfig, "session", keep_alive.shared_session)
    ours = [await endpoint.request(subpath="webhook", json={"n": n}) for n in range(3)]

    assert [answer.pop("connection") for answer in theirs] == [0, 1]
    assert [answer.pop("connection") for answer in ours] == [2, 2, 2]
    assert ours[:2] == theirs


async def test_a_refusal_reads_the_same(
    endpoint: EndpointConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ClientResponseError) as theirs:
        await endpoint.request(subpath="refuse", json={})
    monkeypatch.setattr(EndpointConfig, "session", keep_alive.shared_session)
    with pytest.raises(ClientResponseError) as ours:
        await endpoint.request(subpath="refuse", json={})

    assert (ours.value.status, ours.value.text) == (theirs.value.status, theirs.value.text)


async def test_after_closing_the_next_request_opens_anew(
    endpoint: EndpointConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EndpointConfig, "session", keep_alive.shared_session)
    await endpoint.request(subpath="webhook", json={})
    await keep_alive.close_sessions()

    assert (await endpoint.request(subpath="webhook", json={}))["connection"] == 1


# Text that starts with a slash


def test_a_slash_is_an_intent_for_rasa_and_text_for_us() -> None:
    domain = Domain.from_dict({"intents": ["greet"]})
    handler = RegexMessageHandler()

    theirs = handler.process([Message({"text": "/greet"})], domain)[0]
    ours = leave_as_is(handler, [Message({"text": "/greet"})], domain)[0]

    assert theirs.get("intent")["name"] == "greet"
    assert ours.data == {"text": "/greet"}


# Copies of training examples


def test_a_light_copy_is_equal_and_apart() -> None:
    metadata = {"intent": {"facets": ["fee"]}}
    message = Message.build("phí ở Đà Nẵng", "ask_procedure", [{"entity": "place"}])
    message.set("metadata", metadata, add_to_output=True)
    before = message.fingerprint()

    copies = [copy.deepcopy(message), light_copies.copy_message(message, {})]

    for twin in copies:
        assert twin == message
        assert twin.fingerprint() == before
        assert vars(twin) == vars(message)
        twin.set("text", "khác", add_to_output=True)
        twin.set("new", 1, add_to_output=True)
        twin.get("entities")[0]["entity"] = "other"
    assert message.fingerprint() == before
    assert message.data == {
        "text": "phí ở Đà Nẵng",
        "intent": "ask_procedure",
        "entities": [{"entity": "place"}],
        "metadata": metadata,
    }
    assert message.output_properties == {"text", "metadata"}


# Failing actions


def remote(outcome: Any) -> Callable[..., Any]:
    async def run(self: RemoteAction, *args: Any) -> list[Any]:
        if isinstance(outcome, Exception):
            raise outcome
        return list(outcome)

    return reporting(run)


async def test_an_action_that_works_reports_nothing() -> None:
    with collect_action_failures() as failures:
        assert await remote(["event"])(RemoteAction("action_answer", None)) == ["event"]

    assert failures == []


async def test_a_failed_action_is_reported_without_what_the_server_said() -> None:
    failed = remote(ClientResponseError(500, "Server Error", "con em tên là Bình"))

    with collect_action_failures() as failures, pytest.raises(RasaException) as caught:
        await failed(RemoteAction("action_answer", None))

    assert failures == ["action_answer failed: ClientResponseError"]
    assert "Bình" not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_a_rejection_stays_a_rejection() -> None:
    rejected = remote(ActionExecutionRejection("action_answer"))

    with collect_action_failures() as failures, pytest.raises(ActionExecutionRejection):
        await rejected(RemoteAction("action_answer", None))

    assert len(failures) == 1


async def test_a_failure_outside_a_turn_is_still_raised() -> None:
    with pytest.raises(RasaException, match="ClientConnectionError"):
        await remote(aiohttp.ClientConnectionError())(RemoteAction("action_answer", None))


# Logs


def test_structured_logs_hold_no_content(caplog: pytest.LogCaptureFixture) -> None:
    configure_structlog(logging.DEBUG)
    logger = structlog.get_logger("engine")
    secret = "con em tên là Bình"

    def fail(text: str) -> None:
        raise ValueError("bad")

    try:
        with caplog.at_level(logging.DEBUG):
            logger.info("processor.message.parse", parse_data_text=secret, event_info="Parsed.")
            try:
                fail(secret)
            except ValueError:
                logger.exception("rest.message.received.failure", text=secret)
    finally:
        structlog.reset_defaults()

    records = [json.loads(record.getMessage()) for record in caplog.records]
    assert [record["event"] for record in records] == [
        "processor.message.parse",
        "rest.message.received.failure",
    ]
    assert records[1]["exception"][0]["exc_type"] == "ValueError"
    assert "Bình" not in caplog.text


# All together


def test_another_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa.version, "__version__", "3.6.22")

    with pytest.raises(overrides.WrongRasaVersionError, match=r"3\.6\.21"):
        overrides.apply_overrides(slash_is_text=True)


def test_applying_installs_every_override(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced: list[tuple[Any, str, Any]] = [
        (RemoteAction, "_validate_action_result", validate_action_result),
        (RemoteAction, "run", None),
        (Event, "resolve_by_type", resolve_by_type),
        (rasa.core.processor, "DaskGraphRunner", DirectGraphRunner),
        (EndpointConfig, "session", keep_alive.shared_session),
        (rasa.core.actions.action, "DEFAULT_REQUEST_TIMEOUT", keep_alive.ACTION_TIMEOUT),
        (RegexMessageHandler, "process", leave_as_is),
        (Message, "__deepcopy__", light_copies.copy_message),
        (rasa.utils.log_utils, "configure_structlog", configure_structlog),
    ]
    before = [getattr(owner, name, None) for owner, name, _ in replaced]
    for (owner, name, _), value in zip(replaced, before, strict=True):
        kept = staticmethod(value) if owner is Event else value
        monkeypatch.setattr(owner, name, kept, raising=False)

    overrides.apply_overrides(slash_is_text=True)
    overrides.apply_overrides(slash_is_text=True)

    for (owner, name, ours), value in zip(replaced, before, strict=True):
        assert getattr(owner, name) is not value
        assert ours is None or getattr(owner, name) is ours
