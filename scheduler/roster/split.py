"""Parts of the roster that have nothing to do with each other: leads and supervisors, where nobody is both."""

from collections.abc import Collection
from dataclasses import replace

import networkx as nx

from scheduler.roster.context import RosterData, Triple


def parts(data: RosterData, allowed: Collection[Triple]) -> list[tuple[RosterData, frozenset[Triple]]]:
    """The duty problem as independent ones, each with its allowed triples; people and posts that meet stay together.

    Unfilled places and the duty goal are sums over the parts. People who may do nothing are in none.
    """
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    graph.add_nodes_from(("post", post) for post in data.posts)
    graph.add_edges_from((("person", who), ("post", post)) for who, _, post in allowed)
    found: list[tuple[RosterData, frozenset[Triple]]] = []
    for nodes in sorted(nx.connected_components(graph), key=min):
        part = replace(
            data,
            posts={post: row for post, row in data.posts.items() if ("post", post) in nodes},
            staff={who: person for who, person in data.staff.items() if ("person", who) in nodes},
            demand={key: dates for key, dates in data.demand.items() if ("post", key[1]) in nodes},
        )
        found.append((part, frozenset(t for t in allowed if ("post", t[2]) in nodes)))
    return found
