"""Needs, what could meet them, and the smallest sets of needs that cannot be met: max flow and min cut."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
from networkx.algorithms.flow import shortest_augmenting_path

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
        self.graph: nx.DiGraph[Any] = nx.DiGraph()
        self.graph.add_nodes_from((_SOURCE, _SINK))
        self.total = 0
        self._owners: dict[Node, tuple[str, ...]] = {}

    def need(self, node: Node, amount: int) -> None:
        """``amount`` has to flow out of ``node``."""
        if amount > 0:
            self.graph.add_edge(_SOURCE, node, capacity=amount)
            self.total += amount

    def link(self, tail: Node, head: Node, limit: int | None = None) -> None:
        """What reaches ``tail`` may go on to ``head``."""
        if limit is None:
            self.graph.add_edge(tail, head)
        else:
            self.graph.add_edge(tail, head, capacity=limit)

    def limit(self, node: Node, amount: int) -> None:
        """``node`` can take in ``amount``."""
        self.graph.add_edge(node, _SINK, capacity=amount)

    def own(self, node: Node, names: Iterable[str]) -> None:
        """The people, rooms or activities whose limits the edges out of ``node`` are."""
        self._owners[node] = tuple(names)

    def deficits(self) -> tuple[Deficit, ...]:
        """The smallest sets of needs that cannot all be met, fewest names first; none where all can be met."""
        if not self.total:
            return ()
        residual = shortest_augmenting_path(self.graph, _SOURCE, _SINK)
        if residual.graph["flow_value"] >= self.total:
            return ()
        open_edges = [(u, v) for u, v, edge in residual.edges(data=True) if edge["flow"] < edge["capacity"]]
        short: nx.DiGraph[Any] = nx.DiGraph(open_edges)
        side: set[Node] = nx.descendants(short, _SOURCE)
        parts = nx.connected_components(self.graph.subgraph(side).to_undirected(as_view=True))
        found = [self._deficit(part) for part in parts]
        return tuple(sorted((d for d in found if d.missing > 0), key=lambda d: (len(d.names), repr(d.needs))))

    def _deficit(self, part: set[Node]) -> Deficit:
        needs = sorted((n for n in self.graph.successors(_SOURCE) if n in part), key=repr)
        names: set[str] = set()
        available = 0
        for tail in part:
            for head, edge in self.graph[tail].items():
                if head not in part:
                    available += edge["capacity"]
                    if edge["capacity"]:
                        names.update(self._owners.get(tail, ()))
        needed = sum(self.graph[_SOURCE][node]["capacity"] for node in needs)
        return Deficit(tuple(needs), frozenset(part), tuple(sorted(names)), needed, available)
