"""Runs the loaded graph node after node, in an order worked out once; Rasa has dask rebuild it for every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class OrderedRunner(GraphRunner):
    """Gives what Rasa's runner gives, without a scheduler: every node of a turn runs in one thread anyway.

    Args:
        schema: the graph.
        loaded: Rasa's runner for it, whose components are used.
    """

    def __init__(self, schema: GraphSchema, loaded: DaskGraphRunner) -> None:
        self._schema = schema
        self._nodes = loaded._instantiated_nodes
        self._orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}

    @classmethod
    def of(cls, loaded: DaskGraphRunner) -> OrderedRunner:
        """Take over the graph of a loaded model."""
        return cls(loaded._graph_schema, loaded)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> OrderedRunner:
        """Instantiate the components as Rasa does."""
        return cls(graph_schema, DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what the targets need.

        Args:
            inputs: name of a placeholder → its value.
            targets: names of nodes; by default those that the graph itself names.

        Returns:
            Name of each target → its output.

        Raises:
            GraphRunError: an input that a node needs is not given.
        """
        wanted = tuple(targets or self._schema.target_names)
        given: Mapping[str, Any] = inputs or {}
        done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in given.items()}
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted, given)
        for name, needs in self._orders[wanted]:
            try:
                done[name] = self._nodes[name](*[done[need] for need in needs])
            except KeyError as missing:
                raise GraphRunError(f"node {name} needs {missing}, which is not given") from missing
        return {name: done[name][1] for name in wanted}

    def _order(self, wanted: Sequence[str], given: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
        """Put what the targets need before them."""
        nodes = self._schema.nodes
        order: dict[str, tuple[str, ...]] = {}

        def visit(name: str) -> None:
            if name in order or name in given or name not in nodes:
                return
            needs = tuple(dict.fromkeys(nodes[name].needs.values()))
            for need in needs:
                visit(need)
            order[name] = needs

        for name in wanted:
            visit(name)
        return list(order.items())
