"""First come, first served: each block's list opens by itself, and students arrive at it in a random order of the seed."""

from random import Random

from benchmarks.peers.making import Made, Order
from benchmarks.peers.students import Turn, make_plan
from models.school import School


def turns(school: School, seed: int) -> list[Turn]:
    """Block after block, its students in an order of its own."""
    random, found = Random(seed), list[Turn]()
    for block in school.blocks:
        here = [(s, block) for s in sorted(school.attended) if block in school.attended[s]]
        random.shuffle(here)
        found += here
    return found


def make(school: School, order: Order) -> Made:
    """The plan of those who were quick."""
    return make_plan(school, order, turns(school, order.seed))
