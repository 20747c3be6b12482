"""What is said of a gain: proven where nothing better is left, "at least" where nobody knows."""

from threading import Event

import pytest
from ways_schools import OPTIONS, crowded, one_supervisor, popular

from models.plan import Plan
from models.school import School
from scheduler.files.plans import load_plan, save_plan
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.ways_out import WayOut, find, finding, gain_words
from scheduler.ways_out.attempt import BesidePlan
from scheduler.ways_out.duty_steps import DutyPeople
from scheduler.ways_out.proof import Proof, alone, closed, prove, served
from scheduler.ways_out.steps import Seats, Sections


@pytest.fixture(scope="module")
def plan() -> Plan:
    return solve(popular(), OPTIONS)


@pytest.fixture(scope="module")
def grown() -> School:
    return Seats("chess", 5).apply(popular())


def values(plan: Plan) -> dict[str, int]:
    return {score.goal: score.value for score in plan.scores}


def unknown(plan: Plan) -> Plan:
    """The plan as if nothing had been proven of it."""
    return plan.model_copy(update={"scores": tuple(s.model_copy(update={"bound": -1000}) for s in plan.scores)})


def test_what_was_not_found_yet_is_found(plan: Plan, grown: School) -> None:
    """With ten seats all have their first choice, for nothing; in the plan five have it, and five pay a point each."""
    assert values(plan)["choices"] == 5
    proof = prove(grown, unknown(plan), "choices", OPTIONS, Event())
    assert (proof.better, proof.proven, values(proof.plan)["choices"]) == (True, True, 0)


def test_what_cannot_be_better_is_proven(plan: Plan) -> None:
    """Two sections of five would be enough; five seats more were never of use."""
    proof = prove(popular(), unknown(plan), "choices", OPTIONS, Event())
    assert (proof.better, proof.proven) == (False, True)
    assert values(proof.plan) == values(plan)


def test_without_time_nothing_is_proven(plan: Plan, grown: School) -> None:
    asked = Event()
    asked.set()
    proof = prove(grown, unknown(plan), "choices", OPTIONS, asked)
    assert (proof.better, proof.proven) == (False, False)


def test_small_schools_are_proven_to_the_end(plan: Plan) -> None:
    report = find(popular(), plan, OPTIONS, Event())
    assert [(one.steps, one.proven) for one in report.ways] == [
        ((Seats("chess", 5),), True),
        ((Sections("chess"),), True),
    ]
    assert not any("at least" in gain_words(one, "en") for one in report.ways)


def test_a_gain_that_nobody_proved_is_at_least_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is tried, but no proof comes to an end: six duties of six are all that is missing, and no more can be; two are not."""
    monkeypatch.setattr(finding, "prove", lambda _school, plan, *_: Proof(plan, better=False, proven=False))
    school = one_supervisor()
    report = find(school, solve(school, OPTIONS), OPTIONS, Event())
    said = {one.gain.duties: gain_words(one, "en") for one in report.ways}
    assert said == {
        6: "nothing missing any more; 6 more duties are filled",
        2: "at least 2 more duties are filled",
    }


def test_a_proof_that_finds_more_corrects_the_gain(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The try stops at a plan that gains nothing but a point; the proof finds all five."""
    school = popular()
    little = unknown(solve(Seats("chess", 1).apply(school), OPTIONS))
    assert values(little)["choices"] == 4
    real = finding.attempt

    def lazy(base: Plan, trial: finding.Trial, options: Options, stop: Event) -> object:
        found = real(base, trial, options, stop)
        return found if found.plan is None else type(found)(little, found.known)

    monkeypatch.setattr(finding, "attempt", lazy)
    monkeypatch.setattr(finding, "smaller", lambda _: iter(()))  # nor is less of it tried
    monkeypatch.setattr(finding, "_cut", lambda _school, steps, _shown: steps)
    seats = next(one for one in find(school, plan, OPTIONS, Event()).ways if isinstance(one.steps[0], Seats))
    assert (seats.steps, seats.gain.cost, seats.proven) == ((Seats("chess", 5),), 5, True)


def test_a_plan_that_was_not_the_best_is_made_so_first(plan: Plan) -> None:
    """The plan for one seat less in chess is one of the school too, and a point worse: no way out is credited with that."""
    less = Seats("chess", -1).apply(popular())
    poor = solve(Seats("go", 1).apply(less), OPTIONS)
    bounds = {score.goal: score.bound for score in plan.scores}
    given = poor.model_copy(
        update={
            "scores": tuple(s.model_copy(update={"bound": min(s.value, bounds[s.goal])}) for s in poor.scores),
        }
    )
    assert values(given)["choices"] == 6
    school = Seats("go", 1).apply(popular())
    report = find(school, given, OPTIONS, Event())
    assert report.better_alone
    assert {(one.gain.cost, one.sure) for one in report.ways} == {(5, True)}


def test_bounds_serve_a_better_plan_up_to_where_it_is_worse(plan: Plan) -> None:
    def scored(**values: tuple[int, int]) -> Plan:
        scores = [s for s in plan.scores if s.goal in values]
        pairs = [s.model_copy(update={"value": values[s.goal][0], "bound": values[s.goal][1]}) for s in scores]
        return plan.model_copy(update={"scores": tuple(pairs)})

    before = scored(coverage=(100, 0), choices=(7, 5), fairness=(9, 8))
    better = scored(coverage=(100, -9), choices=(6, -9), fairness=(11, -9))
    assert [s.bound for s in served(better, before).scores] == [0, 5, 8]
    worse_choices = scored(coverage=(0, -9), choices=(8, -9), fairness=(9, -9))
    assert [s.bound for s in served(worse_choices, before).scores] == [0, 5, -9]


def test_bounds_beside_an_earlier_plan_do_not_count(plan: Plan) -> None:
    changes = plan.scores[0].model_copy(update={"goal": "changes", "value": 3, "bound": 3})
    beside = plan.model_copy(update={"scores": (plan.scores[0], changes, *plan.scores[1:])})
    found = alone(beside)
    assert [s.goal for s in found.scores] == [s.goal for s in plan.scores]
    assert closed(found, "coverage")
    assert not closed(found, "choices")
    assert closed(alone(plan), "choices")


def test_a_crowded_club_cannot_be_helped() -> None:
    report = find(crowded(), solve(crowded(), OPTIONS), OPTIONS, Event())
    assert (report.ways, dict(report.tried), report.unknown, report.ended) == ((), {"sections": 1}, 0, "all")


def test_enough_is_enough(plan: Plan) -> None:
    report = find(popular(), plan, OPTIONS, Event(), enough=1)
    assert (len(report.ways), report.begun, report.total, report.ended) == (1, 1, 2, "enough")
    assert isinstance(report.ways[0], WayOut)


def test_a_plan_read_from_its_folder_is_as_good(plan: Plan, tmp_path: pytest.TempPathFactory) -> None:
    save_plan(plan, popular(), tmp_path / "plan")
    assert find(popular(), load_plan(tmp_path / "plan"), OPTIONS, Event()).ways[0].sure


def test_what_closes_gaps_does_not_ruin_the_choices() -> None:
    """Three more supervisors fill all ten days; still five of ten have chess, their first choice, and five go."""
    clubs, duty = popular(), one_supervisor()
    school = clubs.replaced(duty_posts=duty.duty_posts, duty_staff=duty.duty_staff)
    plan = solve(school, OPTIONS)
    assert (values(plan)["coverage"], values(plan)["choices"]) == (600, 5)
    proof = prove(DutyPeople("supervisor", 3).apply(school), unknown(plan), "choices", OPTIONS, Event())
    assert (proof.better, proof.proven) == (True, True)
    assert (values(proof.plan)["coverage"], values(proof.plan)["choices"]) == (0, 5)
    found = find(school, plan, OPTIONS, Event()).ways[0]
    assert (found.gain.duties, found.gain.cost, found.gain.worse, found.exact) == (6, 0, 0, True)


def test_a_plan_that_dates_make_worse_is_not_taken(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search says that it found something better, and the plan that comes of it lacks one session more."""
    worse = tuple(s.model_copy(update={"value": s.value + 100 * (s.goal == "coverage")}) for s in plan.scores)
    monkeypatch.setattr(BesidePlan, "run", lambda _: plan.model_copy(update={"scores": worse}))
    proof = prove(popular(), unknown(plan), "choices", OPTIONS, Event())
    assert (proof.better, proof.proven) == (False, False)
    assert values(proof.plan) == values(plan)
