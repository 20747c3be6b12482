"""The third goal's proof begins while the draft of the first two is still being made whole, and is heard once that is a plan."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from test_search_lean import best, clubs
from test_search_lexicographic import limits

from scheduler.search import blend
from scheduler.search.ahead import Ahead
from scheduler.search.blend import Blend
from scheduler.search.drafts import Drafts
from scheduler.search.highs import Answer, Floats, Highs, Task
from scheduler.search.jobs import Job, Mode, Turn
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints, LinearModel, translate
from scheduler.search.one_by_one import LEAST_SHARE
from scheduler.search.settling import FIRST, SHARE, Settling
from scheduler.search.state import Attempt
from scheduler.search.together import Together

SEEDS = range(12)


def nobody_placed(linear: LinearModel, without: Ints) -> Ints:
    """A plan that is as bad as can be: no club is held."""
    x = np.zeros(linear.columns, dtype=np.int64)
    x[without] = linear.upper[without]
    return x


def searched(seed: int) -> Lexicographic:
    """A search with two engines that begins with the worst plan."""
    model, sections, goals = clubs(seed)
    linear, without = translate(model), goals[0].support
    inner = np.array(sorted({int(j) for s in sections for j in s.members} | {int(j) for j in without}))
    counts = np.array([s.count for s in sections])
    two = Limits(limits().deadline, workers=2)
    hint = nobody_placed(linear, without)
    search = Lexicographic(linear, goals, two, hint=hint, inner=inner, counts=counts, activities=sections)
    search.run()
    return search


def make_slow(monkeypatch: pytest.MonkeyPatch, looks: int, *, give_up: bool) -> None:
    """Solutions with whole counts are drafts, whatever they are, and wait for so many looks before they are made whole, or are forgotten then."""
    work, read = Drafts.work, Drafts.read
    seen: dict[int, int] = {}

    def later(self: Drafts, make: Callable[[], Highs], seconds: float, hear: Callable[[Ints], None]) -> None:
        if self._waiting and self._number is None:
            seen[id(self)] = seen.get(id(self), 0) + 1
            if seen[id(self)] < looks:
                return
            if give_up:
                self._waiting.clear()
        work(self, make, seconds, hear)

    def never_whole(self: Drafts, x: Floats, mode: Mode, *, last: bool = False) -> Ints | None:
        if mode != "counts":
            return read(self, x, mode, last=last)
        self._waiting["counts"] = (float((self.cost * x).sum()), self.rounded(x))
        return None

    monkeypatch.setattr(blend, "LARGE", 0)
    monkeypatch.setattr(Drafts, "read", never_whole)
    monkeypatch.setattr(Drafts, "work", later)
    monkeypatch.setattr(Drafts, "busy", property(lambda self: self._number is not None or bool(self._waiting)))


@pytest.mark.parametrize("give_up", [False, True])
def test_what_was_said_ahead_of_the_plan_is_true_of_it(give_up: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    make_slow(monkeypatch, 40, give_up=give_up)
    jobs: list[Job] = []
    start = Ahead.start

    def noted(self: Ahead, engine: Highs, both: Blend, seconds: float) -> Job | None:
        job = start(self, engine, both, seconds)
        jobs.extend([job] if job else [])
        return job

    monkeypatch.setattr(Ahead, "start", noted)
    for seed in SEEDS:
        search = searched(seed)
        state = search.state
        assert state.values() == tuple(state.bounds[goal.name] for goal in search.goals) == best(seed)
    assert jobs
    assert all(job.most is not None for job in jobs)


def test_it_is_held_until_the_plan_is_there() -> None:
    search = searched(3)
    both, x = search._proofs.both, search.state.x
    assert x is not None
    value = both.value(x)
    ahead = Ahead(search._proofs, search._options)
    early = Job(None, 2, "proof", 1, search.state.values(), "counts", most=value - 1)  # type: ignore[arg-type]
    assert ahead.hold(early, "said")  # type: ignore[arg-type]
    assert ahead.ready() is None
    early.most = value
    assert ahead.ready() == (early, "said")
    assert ahead.ready() is None
    assert not ahead.hold(early, "said")  # type: ignore[arg-type]


def test_later_goals_wait_for_settling() -> None:
    later = with_a_later_goal()._later
    later.turns[2].rounds = 5
    assert later._turn_of(2) < later._turn_of(FIRST)
    later.settling.tried = True
    assert later._turn_of(2) > later._turn_of(FIRST)


def with_a_later_goal() -> Lexicographic:
    """A search of three goals, all proven, with one more whose settling is still to come."""
    search = searched(3)
    later = search._later
    later.settling = Settling(search.state, [*search.goals, search.goals[0]], search._proofs.both, [None], lambda: None)  # type: ignore[list-item]
    later.goals = later.settling.goals
    later.turns = [Turn() for _ in later.goals]
    return search


def test_settling_is_left_out_where_the_search_before_it_took_longer_than_its_share() -> None:
    settling = with_a_later_goal()._later.settling
    for index, mode in ((FIRST - 1, "counts"), (FIRST - 1, "rows"), (FIRST, "counts")):
        settling.note(Job(None, index, "proof", 1, (), mode, began=5.0 * index), 5.0 * index + 10.0 * index / 2)  # type: ignore[arg-type]
    assert settling.searched == 10.0
    assert not settling.ripe(10.0 / SHARE - 0.1)
    assert settling.tried
    assert not settling.ripe(1000.0)  # plans have been begun for the later goals
    settling.tried = False
    assert settling.ripe(10.0 / SHARE + 0.1)
    assert not settling.tried


@pytest.mark.parametrize("small", [True, False])
def test_where_counts_alone_settle_nothing_a_small_model_has_more_of_it_whole(small: bool) -> None:
    settling = replace(with_a_later_goal()._later.settling, activities=(), small=small)
    asked = list[Task]()

    class Noting:
        def start(self, task: Task) -> int:
            asked.append(task)
            return 1

    settled = []
    while not settling.tried and len(asked) < 3:
        job = settling.start(Noting(), 100.0, 109.0, {})  # type: ignore[arg-type]
        settled.append(settling.hear(Answer("Time limit reached", None, 0.0, None, None), job.values, []))
    found = [(task.inner, task.hold, task.seconds) for task in asked]
    once = ("counts", 4.5 if small else None, 100 * SHARE)  # half of the 9 seconds that were used
    assert found == ([once, ("loose", None, 100 * SHARE)] if small else [once])
    assert not any(settled)


def test_where_settling_came_to_nothing_the_goals_take_turns() -> None:
    search = with_a_later_goal()
    later = search._later
    for turn, tries in zip(later.turns, (0, 2, 1, 0), strict=True):
        turn.attempt = tries
    assert later._in_turn([1, 2, 3]) == [1, 2, 3]
    later.settling.tried = True
    assert later._in_turn([1, 2, 3]) == [3, 2, 1]
    search.state.settle(search.state.values())
    assert later._in_turn([1, 2, 3]) == [1, 2, 3]


def test_an_attempt_has_a_share_of_all_time_at_least() -> None:
    search = with_a_later_goal()
    later, given = search._later, list[float]()
    later._seconds = 1000 * later.limits.left

    class Noting:
        def start(self, task: Task) -> int:
            given.append(task.seconds)
            return 1

    everything = Attempt(np.arange(search.model.columns))
    later._trial(Noting(), 2, everything, 0.1)  # type: ignore[arg-type]
    assert given == [LEAST_SHARE * later._seconds]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_holds_for_plans_as_good_in_each_goal_binds_no_proof_of_two_as_one(seed: int) -> None:
    """Nobody has a second choice where nobody is placed; plans that are better in the first goal have some."""
    model, sections, goals = clubs(seed)
    linear = translate(model)
    counts = np.array([s.count for s in sections])
    hint = nobody_placed(linear, goals[0].support)
    two = Limits(limits().deadline, workers=2)
    search = Lexicographic(linear, goals, two, hint=hint, counts=counts, activities=sections)
    upper = linear.upper.copy()
    upper[goals[1].support] = 0
    search.state.box(search.state.values()[:2], linear.lower, upper)
    state = search.run()
    assert state.values() == tuple(state.bounds[goal.name] for goal in goals) == best(seed)


def test_the_next_proof_waits_for_a_plan_nearly_as_good_as_the_draft() -> None:
    """With the plan in which nobody has a place, attempts at later goals would be made on that."""
    search = searched(3)
    both, state = search._blend, search.state
    assert both is not None
    assert state.x is not None
    together = Together(both, lambda: False)
    both.proof, both.mode, both.draft = None, "counts", state.x.astype(np.float64)
    both.bound = both.goal.value(state.x)
    assert both.drafted == both.bound
    assert together._known
    state.x = nobody_placed(search.model, search.goals[0].support)
    assert both.drafted == both.bound
    assert not together._known
