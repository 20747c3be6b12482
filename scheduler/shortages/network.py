"""Needs, what could meet them, and the smallest sets of needs that cannot be met: max flow and min cut.

The flow is a compiled one: hundreds of networks are asked, most of them of a plan that lacks nothing.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
from ortools.graph.python.max_flow import SimpleMaxFlow

Node = Hashable
_SOURCE: Node = ("source",)
_SINK: Node = ("sink",)


@dataclass(frozen=True)
class Deficit:
    """Needs that together ask for more than everything that they could use."""

    needs: tuple[Node, ...]
    nodes: frozenset[Node]
    names: tuple[str, ...]
    needed: int
    available: int

    @property
    def missing(self) -> int:
        """By how much the needs go short."""
        return self.needed - self.available


class Network:
    """A flow network from needs to limits. Nodes are any hashable values; an edge without a limit has no limit."""

    def __init__(self) -> None:
        self._edges: dict[Node, dict[Node, int | None]] = {_SOURCE: {}, _SINK: {}}
        self.total = 0
        self._owners: dict[Node, tuple[str, ...]] = {}

    def __contains__(self, node: Node) -> bool:
        """Whether an edge leads from or to ``node``."""
        return node in self._edges

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, in the order in which they came."""
        return tuple(self._edges)

    def asked(self, node: Node) -> int:
        """How much has to flow out of ``node``."""
        return self._edges[_SOURCE].get(node) or 0

    def need(self, node: Node, amount: int) -> None:
        """``amount`` has to flow out of ``node``."""
        if amount > 0:
            self._edge(_SOURCE, node, amount)
            self.total += amount

    def link(self, tail: Node, head: Node, limit: int | None = None) -> None:
        """What reaches ``tail`` may go on to ``head``."""
        self._edge(tail, head, limit)

    def limit(self, node: Node, amount: int) -> None:
        """``node`` can take in ``amount``."""
        self._edge(node, _SINK, amount)

    def own(self, node: Node, names: Iterable[str]) -> None:
        """The people, rooms or activities whose limits the edges out of ``node`` are."""
        self._owners[node] = tuple(names)

    def deficits(self) -> tuple[Deficit, ...]:
        """The smallest sets of needs that cannot all be met, fewest names first; none where all can be met."""
        side = self._cut()
        if not side:
            return ()
        inside: nx.Graph[Any] = nx.Graph()
        inside.add_nodes_from(side)
        inside.add_edges_from((tail, head) for tail in side for head in self._edges[tail] if head in side)
        parts = nx.connected_components(inside.subgraph(side - {_SOURCE}))
        found = [self._deficit(part) for part in parts]
        return tuple(sorted((d for d in found if d.missing > 0), key=lambda d: (len(d.names), repr(d.needs))))

    def _edge(self, tail: Node, head: Node, limit: int | None) -> None:
        self._edges.setdefault(head, {})
        out = self._edges.setdefault(tail, {})
        out[head] = out.get(head) if limit is None else limit

    def _cut(self) -> set[Node]:
        """The nodes on the source's side of the smallest minimum cut; none where all needs can be met."""
        if not self.total:
            return set()
        flow, nodes = SimpleMaxFlow(), list(self._edges)
        number = {node: place for place, node in enumerate(nodes)}
        for tail, heads in self._edges.items():
            for head, limit in heads.items():
                most = self.total if limit is None else max(0, limit)
                flow.add_arc_with_capacity(number[tail], number[head], most)
        if flow.solve(number[_SOURCE], number[_SINK]) != flow.OPTIMAL:
            raise OverflowError(self.total)  # beyond 64 bits
        if flow.optimal_flow() >= self.total:
            return set()
        return {nodes[place] for place in flow.get_source_side_min_cut()}

    def _deficit(self, part: set[Node]) -> Deficit:
        needs = sorted((n for n in self._edges[_SOURCE] if n in part), key=repr)
        names: set[str] = set()
        available = 0
        for tail in part:
            for head, limit in self._edges[tail].items():
                if head not in part:
                    available += limit or 0
                    if limit:
                        names.update(self._owners.get(tail, ()))
        needed = sum(self.asked(node) for node in needs)
        return Deficit(tuple(needs), frozenset(part), tuple(sorted(names)), needed, available)
