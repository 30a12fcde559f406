"""Runs Rasa's prediction graph node by node, in an order worked out once.

Rasa's own runner rebuilds a dask graph for every message and every prediction, about 1.5 ms each; the graphs here
have a handful of nodes and no two that could run side by side.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

from bot.rules import IntentRules

QUICKER = {RulePolicy: IntentRules}  # the same answers with less work

Step = tuple[str, GraphNode, tuple[str, ...]]


class SequentialRunner(GraphRunner):
    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema, self._nodes = schema, nodes
        self._plans: dict[tuple[str, ...], list[Step]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> SequentialRunner:
        nodes = {
            name: GraphNode.from_schema_node(
                name, replace(node, uses=QUICKER.get(node.uses, node.uses)), model_storage, execution_context, hooks
            )
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Outputs of *targets* by name, of all of the schema's targets when none is named."""
        wanted = tuple(targets or self._schema.target_names)
        outputs = dict(inputs or {})
        for name, node, needs in self._plan(wanted):
            _, outputs[name] = node(*((need, outputs[need]) for need in needs))
        return {name: outputs[name] for name in wanted}

    def _plan(self, targets: tuple[str, ...]) -> list[Step]:
        """The nodes *targets* need, each after those it needs itself."""
        if targets not in self._plans:
            ordered: dict[str, Step] = {}
            for target in targets:
                self._visit(target, ordered)
            self._plans[targets] = list(ordered.values())
        return self._plans[targets]

    def _visit(self, name: str, ordered: dict[str, Step]) -> None:
        if name in ordered or name not in self._nodes:  # not a node: an input of the run
            return
        needs = tuple(self._schema.nodes[name].needs.values())
        for need in needs:
            self._visit(need, ordered)
        ordered[name] = (name, self._nodes[name], needs)
