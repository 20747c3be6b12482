"""A model with sums of variables that are alike: every solution of the model is one of it, and what it says holds for the model."""

from random import Random

import numpy as np
import pytest
from models_by_force import random_model
from test_search_inner import answer_of, cases, some
from test_search_lexicographic import goals_of, least, limits, proven

from scheduler.generate import generate
from scheduler.generate.profile import Profile
from scheduler.options import Options
from scheduler.plan import Pipeline, solve
from scheduler.roster.result import RosterResult
from scheduler.search import lexicographic
from scheduler.search.folding import Folding
from scheduler.search.highs import Answer, Highs, Task, no_variables
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import INF, LinearModel, translate
from scheduler.search.merged import Alike, merge
from scheduler.search.state import State
from scheduler.search.waiting import relax
from scheduler.verify import verify
from scheduler.week.context import Context
from scheduler.week.one_list import alike


def model(rows: list[tuple[list[int], int, int]], upper: list[int]) -> LinearModel:
    """A model of dense rows (weights, low, high)."""
    weights = np.array([w for w, _, _ in rows], dtype=np.int64)
    at = [np.nonzero(w)[0] for w in weights]
    return LinearModel(
        lower=np.zeros(len(upper), dtype=np.int64),
        upper=np.array(upper, dtype=np.int64),
        start=np.concatenate(([0], np.cumsum([len(i) for i in at]))).astype(np.int64),
        index=np.concatenate(at).astype(np.int64),
        value=np.concatenate([w[i] for w, i in zip(weights, at, strict=True)]).astype(np.int64),
        row_lower=np.array([low for _, low, _ in rows], dtype=np.int64),
        row_upper=np.array([high for _, _, high in rows], dtype=np.int64),
    )


def dense(linear: LinearModel) -> set[tuple[tuple[int, ...], int, int]]:
    found: set[tuple[tuple[int, ...], int, int]] = set()
    for r in range(linear.rows):
        row = np.zeros(linear.columns, dtype=np.int64)
        row[linear.index[linear.start[r] : linear.start[r + 1]]] = linear.value[linear.start[r] : linear.start[r + 1]]
        found.add((tuple(row.tolist()), int(linear.row_lower[r]), int(linear.row_upper[r])))
    return found


def test_two_students_two_blocks_and_one_club_by_hand() -> None:
    """Columns: held in block 1 and 2; places of a in 1 and 2, of b in 1 and 2; gaps of a and of b in 1 and 2."""
    rows = [
        ([0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 1, 1),  # a, block 1: the club or nothing
        ([0, 0, 0, 1, 0, 0, 0, 1, 0, 0], 1, 1),
        ([0, 0, 0, 0, 1, 0, 0, 0, 1, 0], 1, 1),
        ([0, 0, 0, 0, 0, 1, 0, 0, 0, 1], 1, 1),
        ([0, 0, 1, 1, 0, 0, 0, 0, 0, 0], -INF, 1),  # once a week
        ([0, 0, 0, 0, 1, 1, 0, 0, 0, 0], -INF, 1),
        ([-2, 0, 1, 0, 1, 0, 0, 0, 0, 0], 0, INF),  # two students or none
        ([0, -2, 0, 1, 0, 1, 0, 0, 0, 0], 0, INF),
        ([-1, 0, 1, 0, 0, 0, 0, 0, 0, 0], -INF, 0),  # nobody in what is not held
        ([0, -1, 0, 1, 0, 0, 0, 0, 0, 0], -INF, 0),
        ([-1, 0, 0, 0, 1, 0, 0, 0, 0, 0], -INF, 0),
        ([0, -1, 0, 0, 0, 1, 0, 0, 0, 0], -INF, 0),
        ([0, 0, 1, 0, 0, 1, 0, 0, 0, 0], -INF, 1),  # of a pin, say: no sums say anything of it
    ]
    wide = np.array([-1, -1, 0, 0, 1, 1, 2, 2, 3, 3])
    deep = np.array([-1, -1, 0, 1, 0, 1, 2, 3, 2, 3])
    gap = np.arange(10) >= 6
    found = merge(model(rows, [1] * 10), Alike(wide, deep, gap))
    # held 1, 2 · a, b in the club, gaps of a, b · students in the club in block 1, 2, gaps in block 1, 2
    assert dense(found.model) == {
        ((0, 0, 1, 0, 0, 0, 0, 0, 0, 0), -INF, 1),
        ((0, 0, 0, 1, 0, 0, 0, 0, 0, 0), -INF, 1),
        ((0, 0, 1, 0, 1, 0, 0, 0, 0, 0), 2, 2),
        ((0, 0, 0, 1, 0, 1, 0, 0, 0, 0), 2, 2),
        ((0, 0, 0, 0, 0, 0, 1, 0, 1, 0), 2, 2),
        ((0, 0, 0, 0, 0, 0, 0, 1, 0, 1), 2, 2),
        ((-2, 0, 0, 0, 0, 0, 1, 0, 0, 0), 0, INF),
        ((0, -2, 0, 0, 0, 0, 0, 1, 0, 0), 0, INF),
        ((-1, -1, 1, 0, 0, 0, 0, 0, 0, 0), -INF, 0),
        ((-1, -1, 0, 1, 0, 0, 0, 0, 0, 0), -INF, 0),
        ((0, 0, 1, 1, 0, 0, -1, -1, 0, 0), 0, 0),
        ((0, 0, 0, 0, 1, 1, 0, 0, -1, -1), 0, 0),
    }
    assert found.model.upper.tolist() == [1, 1, 2, 2, 2, 2, 2, 2, 2, 2]
    point = np.array([1, 0, 1, 0, 1, 0, 0, 1, 0, 1])
    assert found.sums(point).tolist() == [1, 0, 1, 1, 1, 1, 2, 0, 0, 2]
    assert found.spread(found.sums(point).astype(float)).tolist() == [1, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    assert found.cost(np.array([5, 6, 1, 3, 2, 2, 9, 8, 7, 7])).tolist() == [5, 6, 1, 2, 8, 7, 0, 0, 0, 0]


def labels(r: Random, columns: int) -> Alike:
    """Any variables may be alike, whatever the rows are."""
    among = [i for i in range(columns) if r.random() < 0.7]
    wide, deep = np.full((2, columns), -1, dtype=np.int64)
    for i in among:
        wide[i], deep[i] = r.randint(0, 2), r.randint(0, 2)
    gap = np.zeros(columns, dtype=np.bool_)
    gap[[i for i in among if r.random() < 0.4]] = True
    return Alike(wide, deep, gap)


def test_every_solution_of_a_model_is_one_of_it_and_costs_no_less() -> None:
    kept = 0
    for r, forced, points in cases("merged", 150):
        linear = translate(forced.model)
        merged = merge(linear, labels(r, linear.columns))
        cost = np.array([r.randint(-5, 9) for _ in range(linear.columns)], dtype=np.int64)
        for x in points:
            y = merged.sums(x)
            assert merged.model.holds(y)
            assert int(merged.cost(cost) @ y) <= int(cost @ x)
        kept += merged.model.rows
    assert kept > 150


def test_what_an_engine_says_of_it_holds_for_the_model() -> None:
    """Bounds, reduced costs, and the bounds that settling finds."""
    for r, forced, points in cases("folding", 25):
        linear = translate(forced.model)
        cost = np.array([r.randint(-5, 9) for _ in range(linear.columns)], dtype=np.int64)
        counts = some(r, linear.columns, 0.6)
        summed = labels(r, linear.columns)
        alone = np.array([i for i in counts if summed.wide[i] < 0], dtype=np.int64)
        best = min(points, key=lambda x: int(cost @ x))
        with Folding(merge(linear, summed)) as engine:
            engine.load(linear, no_variables(), counts=alone)
            task = Task(cost, 3, linear.lower, linear.upper, inner="counts", kind="relax")
            relaxed = answer_of(engine, task)
            proof = answer_of(engine, Task(cost, 3, linear.lower, linear.upper, hint=best, inner="counts"))
        for x in points:
            value = int(cost @ x) + 3
            assert proof.bound <= value + 1e-6
            assert relaxed.reduced is not None
            for j in range(linear.columns):
                assert x[j] == linear.lower[j] or relaxed.bound + max(0.0, relaxed.reduced[j]) <= value + 1e-6
                assert x[j] == linear.upper[j] or relaxed.bound + max(0.0, -relaxed.reduced[j]) <= value + 1e-6


@pytest.mark.parametrize(("second", "settled"), [(1, [[1, 1], [0, 0]]), (3, [[0, 1], [0, 1]])])
def test_settling_goes_by_the_model_where_sums_cost_less(second: int, settled: list[list[int]]) -> None:
    """Two counts p and q, of which one is 1; p brings a place in the first block, q one in the second.

    With p at 2 and places at 1 and 3 both ways cost 3, of which a sum at 1, the least of both, would not know: both counts are open.
    With p at 1, q at 2 and places at 1 only the first is as good.
    """
    rows = [
        ([1, 1, 0, 0, 0, 0], 1, 1),
        ([0, 0, 1, 1, 0, 0], 1, 1),
        ([1, 0, -1, 0, 0, 0], 0, 0),
        ([0, 1, 0, -1, 0, 0], 0, 0),
    ]
    linear = model(rows, [1] * 6)
    cost = np.array([2, 0, 1, second, 0, 0]) if second == 3 else np.array([1, 2, 1, second, 0, 0])
    at = np.array([-1, -1, 0, 0, -1, -1])
    merged = merge(linear, Alike(at, np.array([-1, -1, 0, 1, -1, -1]), np.zeros(6, dtype=np.bool_)))
    assert merged.exact(cost) == (second == 1)
    point = np.array([1, 0, 1, 0, 0, 0])
    task = Task(cost, 0, linear.lower, linear.upper, (), point, "settle", inner="counts", candidates=np.array([0, 1]))
    with Folding(merged) as engine:
        engine.load(linear, no_variables(), counts=np.array([0, 1]))
        answer = answer_of(engine, task)
    assert answer.box is not None
    assert [[round(side[j]) for side in answer.box] for j in (0, 1)] == settled


def slow(engines: list[Highs], task: Task, given: Limits, *_: object) -> tuple[Answer, bool]:
    """A relaxation that is said to have taken long."""
    return relax(engines, task, given)[0], True


@pytest.mark.parametrize("seed", range(24))
def test_the_search_finds_the_same_with_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "WORTH", 0.0)
    if seed % 2:
        monkeypatch.setattr(lexicographic, "relax", slow)
    r = Random(f"merged search/{seed}")
    forced = random_model(("merged search", seed), constraints=4)
    columns = len(forced.most)
    goals = goals_of(r, columns, r.randint(2, 4))
    wanted = least(forced, goals)
    summed = labels(r, columns)
    inner = np.nonzero(summed.wide >= 0)[0]
    counts = np.array([i for i in range(columns) if summed.wide[i] < 0 and r.random() < 0.8], dtype=np.int64)
    search = Lexicographic(translate(forced.model), goals, limits(), inner=inner, counts=counts, alike=summed)
    proven(search, wanted)


@pytest.mark.parametrize("with_sums", [False, True])
def test_only_a_slow_model_with_sums_is_left_for_them(with_sums: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "WORTH", 0.0)
    monkeypatch.setattr(lexicographic, "relax", slow)
    linear = model([([1, 1, -1], 0, 0), ([1, 1, 0], 1, 1)], [1, 1, 1])
    at = np.array([0, 0, -1])
    summed = Alike(at, at, np.zeros(3, dtype=np.bool_)) if with_sums else None
    goals = goals_of(Random("slow"), 3, 2)
    search = Lexicographic(linear, goals, limits(), inner=np.array([0, 1]), counts=np.array([2]), alike=summed)
    search.run()
    assert search._slow == with_sums


def test_a_relaxation_that_is_needless_is_given_up() -> None:
    linear = model([([1, 1], 1, INF)], [1, 1])
    task = Task(np.array([1, 1]), 0, linear.lower, linear.upper, kind="relax")
    with Highs() as engine:
        engine.load(linear, no_variables())
        answer, interior = relax([engine], task, limits(), lambda: True)
        assert (answer.status, answer.x, interior) == ("Abandoned", None, False)
        assert answer_of(engine, task).bound == pytest.approx(1)


def test_a_draft_that_was_cut_short_is_no_attempt_to_take_up_again() -> None:
    linear = model([([1, 1], 1, INF)], [1, 1])
    goals = goals_of(Random("short"), 2, 2)
    later = Lexicographic(linear, goals, limits())._later
    later.turns[1].cut_short = True
    with Highs() as engine:
        assert later._beside(engine, [1]) is None


SCHOOL = generate(3, 3, Profile(blocks=2, one_list=1.0))


def test_the_places_of_one_list_are_alike_and_none_else(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Context] = []

    def look(_: Pipeline, ctx: Context, __: RosterResult) -> State:
        seen.append(ctx)
        raise InterruptedError

    monkeypatch.setattr(Pipeline, "_search", look)
    with pytest.raises(InterruptedError):
        solve(SCHOOL, Options(time_limit=30))
    (ctx,) = seen
    found = alike(ctx)
    by_student: dict[int, set[tuple[int, str]]] = {}
    for (index, _, option), var in ctx.place.items():
        assert (found.wide[var.index] >= 0) == ctx.groups[index].once
        if ctx.groups[index].once:
            by_student.setdefault(int(found.wide[var.index]), set()).add((index, option.offer.activity))
    assert all(len(places) == 1 for places in by_student.values())
    assert {int(found.wide[v.index]) >= 0 for v in ctx.held.values()} == {False}
    summed = [
        len({v.index for (i, _, o), v in ctx.place.items() if (i, o.offer.activity) == key})
        for key in set.union(*by_student.values())
    ]
    gaps = sum(len(group.options) - 1 for group in ctx.groups if group.once)
    assert found.spared == sum(summed) - len(summed) + gaps


def test_a_school_with_one_list_for_two_blocks_is_planned_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = solve(SCHOOL, Options(time_limit=20))
    monkeypatch.setattr(lexicographic, "WORTH", 0.0)
    monkeypatch.setattr(lexicographic, "relax", slow)
    folded = solve(SCHOOL, Options(time_limit=20))
    for plan in (plain, folded):
        assert not verify(SCHOOL, plan).breaches
    for mine, other in zip(plain.scores, folded.scores, strict=True):
        assert max(mine.bound, other.bound) <= min(mine.value, other.value)
        if mine.value != other.value:
            break
