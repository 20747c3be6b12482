"""The smallest set of needs, and schools that have a complete plan."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.generate import generate
from scheduler.shortages import shortages
from scheduler.shortages.network import Network


def test_separate_deficits_are_told_apart_and_named_without_the_rest():
    network = Network()
    for need, amount, ways in (("p", 3, "a"), ("q", 1, "ab"), ("r", 2, "b"), ("s", 5, "c"), ("t", 1, "d")):
        network.need(need, amount)
        for way in ways:
            network.link(need, ("who", way))
    for way, amount in zip("abcd", (2, 9, 4, 1), strict=True):
        network.limit(("who", way), amount)
        network.own(("who", way), (way,))
    assert [(d.needs, d.names, d.needed, d.available) for d in network.deficits()] == [
        (("p",), ("a",), 3, 2),
        (("s",), ("c",), 5, 4),
    ]


def test_a_need_that_leads_nowhere():
    network = Network()
    network.need("p", 2)
    assert [(d.names, d.needed, d.available) for d in network.deficits()] == [((), 2, 0)]


ARCS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.none() | st.integers(0, 5), max_size=12)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), ARCS, st.lists(st.integers(0, 6), min_size=5, max_size=5))
def test_what_is_short_is_the_difference_to_the_greatest_flow(needs, arcs, limits):
    """Against another library's flow. Every deficit misses something, and they share no need."""
    network, graph = Network(), nx.DiGraph()
    for number, amount in enumerate(needs):
        network.need(("need", number), amount)
        graph.add_edge("source", ("need", number), capacity=amount)
    for number, most in enumerate(limits):
        network.limit(("who", number), most)
        graph.add_edge(("who", number), "sink", capacity=most)
    for (tail, head), most in arcs.items():
        network.link(("need", tail), ("who", head), most)
        graph.add_edge(("need", tail), ("who", head), **({} if most is None else {"capacity": most}))
    found = network.deficits()
    assert sum(one.missing for one in found) == sum(needs) - nx.maximum_flow_value(graph, "source", "sink")
    assert all(one.missing > 0 for one in found)
    assert len({need for one in found for need in one.needs}) == sum(len(one.needs) for one in found)


@pytest.mark.parametrize("seed", range(6))
def test_a_school_with_a_complete_plan_has_no_shortage(seed):
    assert shortages(generate(12, seed)) == ()
