"""Run a model's graph node after node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class RunnerInOrder(GraphRunner):
    """
    Rasa's graph, without Dask.

    Dask plans anew at every run how a graph might be spread over workers; ours is a chain of five, and the planning
    took a quarter of a turn. Here the order of the nodes is worked out once for each target.
    """

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._orders: dict[tuple[str, ...], list[str]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> RunnerInOrder:
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets; only what they need is run."""
        wanted = tuple(targets or self._schema.target_names)
        outputs: dict[str, Any] = dict(inputs or {})
        for name in self._order(wanted):
            needs = self._schema.nodes[name].needs.values()
            _, outputs[name] = self._nodes[name](*((need, outputs[need]) for need in needs))
        return {target: outputs[target] for target in wanted}

    def _order(self, targets: tuple[str, ...]) -> Sequence[str]:
        if targets not in self._orders:
            order: list[str] = []
            for target in targets:
                self._add(target, order)
            self._orders[targets] = order
        return self._orders[targets]

    def _add(self, name: str, order: list[str]) -> None:
        """Put a node behind everything it needs. What is no node is an input."""
        if name in order or name not in self._schema.nodes:
            return
        for need in self._schema.nodes[name].needs.values():
            self._add(need, order)
        order.append(name)
