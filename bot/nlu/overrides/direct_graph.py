"""Run the prediction graph node by node in a fixed order.

Replaces `DaskGraphRunner.run` (rasa/engine/runner/dask.py) where `MessageProcessor` loads a
model (rasa/core/processor.py): dask plans the same small graph anew for every message.
Training keeps dask, which frees each node's output as soon as it is used.
"""

from collections.abc import Sequence
from typing import Any

import rasa.core.processor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

Step = tuple[str, tuple[str, ...]]


def plan_steps(schema: GraphSchema) -> tuple[Step, ...]:
    """The nodes of the graph with the names they need, providers before those who need them."""
    steps: list[Step] = []
    placed: set[str] = set()
    entered: set[str] = set()

    def place(name: str) -> None:
        if name in placed or name not in schema.nodes:
            return
        if name in entered:
            raise GraphRunError(f"The graph has a cycle at node '{name}'.")
        entered.add(name)
        needs = tuple(schema.nodes[name].needs.values())
        for provider in needs:
            place(provider)
        placed.add(name)
        steps.append((name, needs))

    for name in schema.nodes:
        place(name)
    return tuple(steps)


class DirectGraphRunner(DaskGraphRunner):
    """Runs a graph with the same inputs, outputs and errors as its parent, without dask."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[str, ...], tuple[Step, ...]] = {}

    def run(
        self, inputs: dict[str, Any] | None = None, targets: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """The outputs of the targets, by name."""
        wanted = tuple(targets or self._graph_schema.target_names)
        steps = self._plans.get(wanted)
        if steps is None:
            steps = plan_steps(self._graph_schema.minimal_graph_schema(list(wanted)))
            self._plans[wanted] = steps
        known: dict[str, Any] = {}
        for name, value in (inputs or {}).items():
            if isinstance(value, str) and any(value == node for node, _ in steps):
                raise GraphRunError(
                    f"Input value '{value}' clashes with a node name. Make sure that none of the "
                    "input names passed to the `run` method are the same as node names in the "
                    "graph schema."
                )
            known[name] = (name, value)
        try:
            for name, needs in steps:
                known[name] = self._instantiated_nodes[name](
                    *(known.get(provider, provider) for provider in needs)
                )
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(known[name] for name in wanted)


def install() -> None:
    """Load models with the direct runner from now on."""
    rasa.core.processor.DaskGraphRunner = DirectGraphRunner
