"""The third goal's proof begins while the draft of the first two is still being made whole, and is heard once that is a plan."""

from collections.abc import Callable

import numpy as np
import pytest
from test_search_lean import best, clubs
from test_search_lexicographic import limits

from scheduler.search import blend
from scheduler.search.ahead import Ahead
from scheduler.search.blend import Blend
from scheduler.search.drafts import Drafts
from scheduler.search.highs import Floats, Highs
from scheduler.search.jobs import Job, Mode
from scheduler.search.lexicographic import Lexicographic
from scheduler.search.limits import Limits
from scheduler.search.linear import Ints, LinearModel, translate
from scheduler.search.settling import FIRST, Settling
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
    search = searched(3)
    later = search._later
    later.settling = Settling(search.state, [*search.goals, search.goals[0]], search._proofs.both, [None], lambda: None)  # type: ignore[list-item]
    later.turns = [*later.turns, later.turns[0]]
    later.goals = later.settling.goals
    later.turns[2].rounds = 5
    assert later._turn_of(2) < later._turn_of(FIRST)
    later.settling.tried = True
    assert later._turn_of(2) > later._turn_of(FIRST)


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
