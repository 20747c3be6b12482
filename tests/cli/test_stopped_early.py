"""A stop before the search has begun: what there is, at once, with no model made and no engine loaded."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from models.pins import PinRow
from models.plan import Plan
from models.school import School
from scheduler import plan as pipeline
from scheduler.cli.solve import is_empty
from scheduler.errors import NoPlanInTime
from scheduler.generate import generate
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.rerun import rerun
from scheduler.roster import part
from scheduler.search import lexicographic
from scheduler.search.lexicographic import Lexicographic
from scheduler.verify import verify

OPTIONS = Options(time_limit=60)


def stopped() -> Event:
    stop = Event()
    stop.set()
    return stop


def never(*_: object, **__: object) -> Any:
    pytest.fail("nobody waits for this any more")


@pytest.fixture(scope="module")
def school() -> School:
    """With prices of choices that fall below 0 and staff who did less duty in earlier terms, so that goals can be below 0."""
    made = generate(2, 3)
    staff = tuple(one.model_copy(update={"carry": -500}) for one in made.duty_staff)
    policy = made.policy.model_copy(update={"rank_cost": (1, 0), "bad_week_cost": 0, "fallback_cost": 0})
    return made.replaced(duty_staff=staff).model_copy(update={"policy": policy})


@pytest.fixture(scope="module")
def best(school: School) -> Plan:
    plan = solve(school, OPTIONS)
    assert all(score.value < 0 for score in plan.scores if score.goal in ("choices", "duty"))
    return plan


def test_a_stop_from_the_beginning_gives_the_empty_plan(
    school: School, best: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "build", never)
    monkeypatch.setattr(part, "Programme", never)
    monkeypatch.setattr(lexicographic, "Highs", never)
    empty = solve(school, OPTIONS, stop=stopped())
    assert is_empty(empty)
    assert verify(school, empty).breaches == ()
    assert [score.goal for score in empty.scores] == [score.goal for score in best.scores]
    assert len(empty.placements) == len(best.placements)
    assert all(mine.bound <= theirs.value for mine, theirs in zip(empty.scores, best.scores, strict=True))
    assert len(empty.gaps) > len(empty.placements) > 0


def while_building(stop: Event) -> Callable[..., Any]:
    build = pipeline.build

    def built(*given: Any) -> Any:
        stop.set()
        return build(*given)

    return built


def test_a_stop_while_the_model_is_made_gives_the_same(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()
    monkeypatch.setattr(pipeline, "build", while_building(stop))
    monkeypatch.setattr(pipeline, "translate", never)
    found = solve(school, OPTIONS, stop=stop)
    first = solve(school, OPTIONS, stop=stopped())
    assert (found.sessions, found.placements, found.run.lots) == (first.sessions, first.placements, first.run.lots)
    assert is_empty(found)


def test_with_pins_there_is_no_empty_plan(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in school.pattern if row.kind == "homework")
    pinned = school.replaced(pins=(PinRow(block=row.slot_id, activity_id="homework"),))
    monkeypatch.setattr(lexicographic, "Highs", never)
    with pytest.raises(NoPlanInTime) as raised:
        solve(pinned, OPTIONS, stop=stopped())
    assert raised.value.stopped


def test_beside_an_earlier_plan_that_plan_is_what_there_is(
    school: School, best: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicographic, "Highs", never)
    again = rerun(school, best, OPTIONS, stop=stopped())
    assert again.sessions == best.sessions
    assert again.placements == best.placements


def test_a_stop_while_an_engine_loads_loads_no_other(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, loaded = Event(), list[object]()
    engine: Callable[[Lexicographic], object] = getattr(Lexicographic, "_engine")  # noqa: B009

    def slow(search: Lexicographic) -> object:
        loaded.append(search)
        stop.set()
        return engine(search)

    monkeypatch.setattr(Lexicographic, "_engine", slow)
    found = solve(school, Options(time_limit=60, workers=3), stop=stop)
    assert len(loaded) == 1
    assert verify(school, found).breaches == ()
