"""Serial dictatorship: one random order of all students; each in turn chooses for all blocks of the week."""

from random import Random

from benchmarks.peers.making import Made, Order
from benchmarks.peers.students import Turn, make_plan
from models.school import School


def turns(school: School, seed: int) -> list[Turn]:
    """Student after student, with all blocks that they attend."""
    students = sorted(school.attended)
    Random(seed).shuffle(students)
    return [(student, block) for student in students for block in school.attended[student]]


def make(school: School, order: Order) -> Made:
    """The plan of the lucky ones."""
    return make_plan(school, order, turns(school, order.seed))
