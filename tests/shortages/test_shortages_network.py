"""The smallest set of needs, and schools that have a complete plan."""

import pytest

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


@pytest.mark.parametrize("seed", range(6))
def test_a_school_with_a_complete_plan_has_no_shortage(seed):
    assert shortages(generate(12, seed)) == ()
