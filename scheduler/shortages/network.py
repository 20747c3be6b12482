"""Needs, what could meet them, and the smallest sets of needs that cannot be met: max flow and min cut."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
from networkx.algorithms.flow import shortest_augmenting_path
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
        if self._met():
            return ()
        graph = self._graph()
        residual = shortest_augmenting_path(graph, _SOURCE, _SINK)
        open_edges = [(u, v) for u, v, edge in residual.edges(data=True) if edge["flow"] < edge["capacity"]]
        short: nx.DiGraph[Any] = nx.DiGraph(open_edges)
        side: set[Node] = nx.descendants(short, _SOURCE)
        parts = nx.connected_components(graph.subgraph(side).to_undirected(as_view=True))
        found = [self._deficit(part) for part in parts]
        return tuple(sorted((d for d in found if d.missing > 0), key=lambda d: (len(d.names), repr(d.needs))))

    def _edge(self, tail: Node, head: Node, limit: int | None) -> None:
        self._edges.setdefault(head, {})
        out = self._edges.setdefault(tail, {})
        out[head] = out.get(head) if limit is None else limit

    def _met(self) -> bool:
        """Whether all needs can be met: most networks say yes, and a compiled flow says it many times faster."""
        if not self.total:
            return True
        flow, number = SimpleMaxFlow(), {node: place for place, node in enumerate(self._edges)}
        for tail, heads in self._edges.items():
            for head, limit in heads.items():
                flow.add_arc_with_capacity(number[tail], number[head], self.total if limit is None else limit)
        return flow.solve(number[_SOURCE], number[_SINK]) == flow.OPTIMAL and flow.optimal_flow() >= self.total

    def _graph(self) -> "nx.DiGraph[Any]":
        graph: nx.DiGraph[Any] = nx.DiGraph()
        graph.add_nodes_from(self._edges)
        for tail, heads in self._edges.items():
            for head, limit in heads.items():
                graph.add_edge(tail, head, **({} if limit is None else {"capacity": limit}))
        return graph

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
