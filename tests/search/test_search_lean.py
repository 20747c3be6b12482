"""A relaxation without the rows that do not bind: the same value, the same whole solutions, a bound all the same."""

import pickle
import subprocess
import sys
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from ortools.sat.python.cp_model import CpModel, CpSolver
from test_search_inner import answer_of
from test_search_lexicographic import limits

from scheduler.search import blend
from scheduler.search.blend import Blend
from scheduler.search.cuts import Sections
from scheduler.search.goals import LinearGoal, linear_goal
from scheduler.search.highs import Answer, Highs, Task, _real, no_variables
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.linear import LinearModel, translate

CLUBS, GROUPS = 4, 7
EXACT = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99}


def clubs(seed: int) -> tuple[CpModel, list[Sections], list[LinearGoal]]:
    """Groups of one to five students, two clubs that each would like, few sections; who is without costs most, then a second choice."""
    r, model = Random(seed), CpModel()
    counts = [model.new_int_var(0, 2, f"n{c}") for c in range(CLUBS)]
    sizes = [r.randint(1, 5) for _ in range(GROUPS)]
    members: list[list[int]] = [[] for _ in range(CLUBS)]
    found: list[list[int]] = [[] for _ in range(CLUBS)]
    without, second = [], []
    places: list[list] = [[] for _ in range(CLUBS)]
    for size in sizes:
        here = []
        for rank, c in enumerate(r.sample(range(CLUBS), 2)):
            x = model.new_int_var(0, size, "x")
            model.add(x <= size * counts[c])
            members[c].append(x.index)
            found[c].append(size)
            places[c].append(x)
            here.append(x)
            second += [x.index] * rank
        gap = model.new_int_var(0, size, "without")
        without.append(gap.index)
        model.add(sum(here) + gap == size)
    for c in range(CLUBS):
        model.add(sum(places[c]) <= 4 * counts[c])
        model.add(sum(places[c]) >= 2 * counts[c])
    model.add(2 * sum(counts) <= r.choice((5, 7, 9)))  # half a section that no whole number can have
    total = len(model.proto.variables)
    sections = [Sections(counts[c].index, np.array(members[c]), np.array(found[c]), 2, 4) for c in range(CLUBS)]
    goals = [
        linear_goal(name, total, [(j, 1) for j in of], 0) for name, of in [("without", without), ("second", second)]
    ]
    return model, sections, [*goals, linear_goal("sections", total, [(count.index, 1) for count in counts], 0)]


def loaded(engine: Highs, linear: LinearModel, sections: list[Sections]) -> None:
    engine.load(linear, no_variables(), no_variables(), np.array([s.count for s in sections]))


def relaxation(
    engine: Highs, linear: LinearModel, goal: LinearGoal, sections: list[Sections], *, early: bool = False
) -> Answer:
    task = Task(goal.cost, goal.offset, linear.lower, linear.upper, kind="relax", activities=sections, patient=True)
    found = answer_of(engine, replace(task, early=early))
    assert found.early == early
    while found.early:
        found = engine.poll(1, 20.0) or found
    return found


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_the_tight_relaxation_is_solved_to_its_end_though_most_rows_were_out(seed: int, early: bool) -> None:
    model, sections, (goal, *_) = clubs(seed)
    linear = translate(model)
    with Highs() as engine:
        loaded(engine, linear, sections)
        tight = relaxation(engine, linear, goal, sections, early=early)
        engine.strengthen(tight.rows)
        again = answer_of(engine, Task(goal.cost, goal.offset, linear.lower, linear.upper, kind="relax"))
        from_basis = answer_of(
            engine, Task(goal.cost, goal.offset, linear.lower, linear.upper, kind="relax", basis=tight.basis)
        )
    assert tight.status == again.status == from_basis.status == "Optimal"
    assert tight.bound == pytest.approx(again.bound, abs=1e-6)
    assert tight.x is not None
    sums = np.concatenate(([0.0], np.cumsum(linear.value * tight.x[linear.index])))
    activity = sums[linear.start[1:]] - sums[linear.start[:-1]]
    assert np.all(activity <= linear.row_upper + 1e-6)
    assert np.all(activity >= linear.row_lower - 1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_with_whole_counts_nothing_is_lost_by_leaving_rows_out(seed: int) -> None:
    model, sections, (goal, *_) = clubs(seed)
    linear = translate(model)
    box = goal.cost, goal.offset, linear.lower, linear.upper
    with Highs() as engine:
        loaded(engine, linear, sections)
        relaxed = relaxation(engine, linear, goal, sections)
        full = answer_of(engine, Task(*box, options=EXACT, inner="counts"))
        lean = answer_of(engine, Task(*box, options=EXACT, inner="counts", lean=relaxed.x))
    assert full.status == lean.status == "Optimal"
    assert lean.objective == pytest.approx(full.objective)


def best(seed: int) -> tuple[int, ...]:
    """The least values by trying the goals one after the other in CP-SAT."""
    model, _, goals = clubs(seed)
    values: list[int] = []
    for goal in goals:
        terms = [(model.get_int_var_from_proto_index(int(j)), int(goal.cost[j])) for j in goal.support]
        expression = sum(v * w for v, w in terms)
        model.minimize(expression)
        solver = CpSolver()
        solver.solve(model)
        values.append(round(solver.objective_value))
        model.add(expression <= values[-1])
    return tuple(values)


@pytest.mark.parametrize("hope", [0.0006, -0.5])
def test_a_large_model_is_proven_whatever_was_hoped_for(hope: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where half of the bound was hoped for, there is no such plan, and the proof begins anew."""
    monkeypatch.setattr(blend, "LARGE", 0)
    monkeypatch.setattr(blend, "HOPE", hope)
    begun: list[int | None] = []
    hoped = Blend._hoped

    def noted(self: Blend) -> int | None:
        begun.append(hoped(self))
        return begun[-1]

    monkeypatch.setattr(Blend, "_hoped", noted)
    again = 0
    for seed in range(12):
        begun.clear()
        model, sections, goals = clubs(seed)
        inner = np.array(sorted({int(j) for s in sections for j in s.members} | {int(j) for j in goals[0].support}))
        counts = np.array([s.count for s in sections])
        search = Lexicographic(translate(model), goals, limits(), inner=inner, counts=counts, activities=sections)
        state = search.run()
        assert state.values() == tuple(state.bounds[goal.name] for goal in goals) == best(seed)
        again += len(begun) > 1
    assert again > 0 or hope > 0


_INTERRUPTED = """
import os, sys
out = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # newer ones of the solver print their name
import numpy as np, pickle, highspy
from scheduler.search.highs_cuts import tighten
from scheduler.search.highs_lean import Lean
from scheduler.search.highs_unit import Unit
from scheduler.search.highs_worker import Worker, safe_bound

model, sections, cost, rounds = pickle.load(sys.stdin.buffer)
worker = Worker(out)
worker.model = model
columns = len(model["lower"])
body = dict(kind="relax", inner="whole", smaller=False, unit=Unit(), cost=cost, offset=0.0, lower=model["lower"].astype(float), upper=model["upper"].astype(float))
solver = worker._solver(body | dict(rows=[], hint=None, lean=None, options={"output_flag": False}))
solver.run()
left = rounds

def run():
    global left
    left -= 1
    solver.run()
    return left > 0

lean = Lean(solver, model, run)
before = lean.value
added = tighten(lean, sections, 0.005)
duals, of_cuts = lean.duals_now()
reduced, bound = safe_bound(solver.getLp(), duals)
pickle.dump((before, lean.value, bound, len(of_cuts) <= len(added)), out)
"""


@pytest.mark.parametrize("rounds", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_a_relaxation_that_is_stopped_says_what_its_last_solution_did(seed: int, rounds: int) -> None:
    model, sections, (goal, *_) = clubs(seed)
    linear = translate(model)
    arrays = {name: getattr(linear, name) for name in ("start", "index", "value", "lower", "upper")}
    arrays |= {"row_lower": _real(linear.row_lower), "row_upper": _real(linear.row_upper)}
    counts = np.zeros(linear.columns, dtype=bool)
    counts[[s.count for s in sections]] = True
    arrays |= {"counts": counts, "whole": counts | True, "inner": counts & False}
    given = pickle.dumps((arrays, sections, goal.cost.astype(float), rounds))
    out = subprocess.run([sys.executable, "-c", _INTERRUPTED], input=given, capture_output=True, timeout=60, check=True)
    before, value, bound, known = pickle.loads(out.stdout)
    assert bound == pytest.approx(value, abs=1e-6)
    assert value >= before - 1e-6
    assert known
