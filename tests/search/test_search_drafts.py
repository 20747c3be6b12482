"""Drafts are made whole of a part of the variables first, and of all of them where that is not as cheap as the draft says."""

from itertools import product

import numpy as np
import pytest
from models_by_force import Forced
from test_search_lexicographic import limits

from scheduler.search.drafts import Drafts
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.highs import Answer, Floats, Highs, Task
from scheduler.search.linear import Ints, translate
from scheduler.search.state import State

#: Two clubs: 0 and 1 are how many students are in each, 2 how many are in none, 3 and 4 how many sections are held, of four seats.
SEATS = 4
STUDENTS = 6


def school() -> tuple[State, list[LinearGoal], Forced]:
    """Nobody without a club is the first goal; places in the first club cost 1, in the second 3."""
    forced = Forced([STUDENTS, STUDENTS, STUDENTS, 2, 2])
    model, of = forced.model, forced.variables
    model.add(of[0] + of[1] + of[2] == STUDENTS)
    model.add(of[0] <= SEATS * of[3])
    model.add(of[1] <= SEATS * of[4])
    goals = [linear_goal("coverage", 5, [(2, 10)], 0), linear_goal("choices", 5, [(0, 1), (1, 3)], 0)]
    state = State(translate(model), goals)
    state.offer(np.array([0, 0, STUDENTS, 0, 0]))
    return state, goals, forced


def relaxation(reduced: Floats) -> Answer:
    return Answer("Optimal", 0.0, 0.0, np.zeros(5), reduced)


def made(state: State, goals: list[LinearGoal], sections: tuple[int, int], relaxed: Answer | None) -> list[Task]:
    """What engines were asked on the way from a draft with these sections to a plan."""
    tasks: list[Task] = []
    drafts = Drafts(state, np.array([0, 1, 2]), np.array([3, 4]), goals, np.copy, limits(), lambda: relaxed)

    def engine() -> Highs:
        one = Highs()
        one.load(state.model, np.array([], dtype=np.int64), np.array([0, 1, 2]), np.array([3, 4]))
        start = one.start

        def noted(task: Task) -> int:
            tasks.append(task)
            return start(task)

        one.start = noted  # type: ignore[method-assign]
        return one

    def hear(x: Ints) -> None:
        state.offer(x)

    first, second, none = by_hand(sections)
    drafts.read(np.array([first + 1.5, second - 0.5, none, *sections]), "counts")  # as dear, and no plan
    drafts.finish(engine, 20.0, hear)
    drafts.close()
    return tasks


def by_hand(sections: tuple[int, int]) -> tuple[int, int, int]:
    """The cheapest places with so many sections: the first club is filled first."""
    first = min(STUDENTS, SEATS * sections[0])
    second = min(STUDENTS - first, SEATS * sections[1])
    return first, second, STUDENTS - first - second


def test_what_is_rarely_in_a_good_plan_is_left_out_and_asked_again_where_it_is_needed() -> None:
    state, goals, _ = school()
    tasks = made(state, goals, (1, 1), relaxation(np.array([0.0, 50.0, 50.0, 0.0, 0.0])))
    assert tuple(np.asarray(state.x)[:3]) == by_hand((1, 1)) == (4, 2, 0)
    assert tasks[0].upper[1] == 0
    assert any(task.upper[1] == STUDENTS for task in tasks)
    assert all(task.upper[2] > 0 for task in tasks)  # what is missing is never left out


def test_a_part_that_is_as_cheap_as_the_draft_is_enough() -> None:
    state, goals, _ = school()
    tasks = made(state, goals, (2, 0), relaxation(np.array([0.0, 50.0, 50.0, 0.0, 0.0])))
    assert tuple(np.asarray(state.x)[:3]) == by_hand((2, 0)) == (6, 0, 0)
    assert all(task.upper[1] == 0 for task in tasks)


def test_without_a_relaxation_nothing_is_left_out() -> None:
    state, goals, _ = school()
    tasks = made(state, goals, (1, 1), None)
    assert tuple(np.asarray(state.x)[:3]) == (4, 2, 0)
    assert all(task.upper[1] == STUDENTS for task in tasks)


@pytest.mark.parametrize("reduced", [0.0, 50.0])
def test_every_draft_becomes_the_plan_worked_out_by_hand(reduced: float) -> None:
    for sections in product(range(3), range(3)):
        state, goals, _ = school()
        relaxed = relaxation(np.array([reduced, reduced, reduced, 0.0, 0.0]))
        made(state, goals, sections, relaxed)
        x: Ints = np.asarray(state.x)
        assert tuple(x[:3]) == by_hand(sections), sections
