"""Whom the planner is compared with must be honest: their plans keep every rule, and the exact ones are exact."""

import json
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from exhaustive import best_values
from tiny_schools import FAMILIES, tiny_school

from benchmarks.apart import watched
from benchmarks.lean import lean
from benchmarks.peers import dictatorship, first_come, highs, plain
from benchmarks.peers.making import Made, Order
from benchmarks.peers.students import Taking, still_needed
from models.checks import faults
from models.plan import Carer, Seat
from models.school import School
from scheduler.files.plans import load_plan
from scheduler.generate import generate
from scheduler.verify import verify

DEMO = Path(__file__).parents[2] / "solutions" / "demo"


def judged(school: School, made: Made) -> dict[str, int]:
    """The plan's values, after the verifier had nothing against it."""
    report = verify(school, made.plan)
    assert report.breaches == ()
    assert all(bound <= report.scores[goal] for goal, bound in made.bounds.items())  # type: ignore[index]
    return {str(goal): value for goal, value in report.scores.items()}


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("family", FAMILIES)
def test_plain_model_finds_the_best_of_all_plans(family: str, seed: int) -> None:
    school = tiny_school(family, seed)
    best = best_values(school)
    if best is None:
        with pytest.raises(RuntimeError, match="infeasible"):
            plain.make(school, Order(60, workers=1))
        return
    made = plain.make(school, Order(60, workers=1))
    assert judged(school, made) == best
    assert made.bounds == best


@pytest.mark.parametrize("family", ["clubs", "duty", "tutoring", "childcare"])
def test_highs_finds_the_best_of_all_plans(family: str) -> None:
    school = tiny_school(family, 2)
    made = highs.make(school, Order(60))
    assert judged(school, made) == best_values(school)


def test_nothing_in_no_time() -> None:
    with pytest.raises(RuntimeError, match="nothing"):
        plain.make(generate(2, 1), Order(0.0))


def test_lean_school_is_a_school() -> None:
    school = lean(generate(6, 1))
    assert faults(school) == []
    assert {a.kind for a in school.activities} == {"homework", "club"}
    assert (school.posts, school.childcare, school.tutoring) == ((), (), ())


# -- students one after the other ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo() -> School:
    from scheduler.files.plans import load_instance_of

    return load_instance_of(DEMO)


@pytest.mark.parametrize("rule", [first_come, dictatorship])
def test_whoever_chooses_alone_breaks_no_rule(demo: School, rule: object) -> None:
    made = rule.make(demo, Order(10, seed=3, base=DEMO))  # type: ignore[attr-defined]
    values = judged(demo, made)
    stored = {str(s.goal): s.value for s in load_plan(DEMO).scores}
    assert (values["coverage"], values["choices"]) > (stored["coverage"], stored["choices"])


def test_turns() -> None:
    """First come: block after block; dictatorship: a student's blocks one after the other; everybody in both."""
    school = generate(2, 1)
    first, serial = first_come.turns(school, 5), dictatorship.turns(school, 5)
    assert sorted(first) == sorted(serial)
    assert len(first) == sum(map(len, school.attended.values()))
    assert [b for _, b in first] == sorted((b for _, b in first), key=list(school.blocks).index)
    students = [s for s, _ in serial]
    assert len(set(students)) == 1 + sum(a != b for a, b in pairwise(students))
    assert first_come.turns(school, 6) != first
    assert first_come.turns(school, 5) == first


def test_the_first_in_line_gets_the_first_choice(demo: School) -> None:
    taking = Taking(demo, load_plan(DEMO))
    student = next(s for s in sorted(demo.attended) if demo.attended[s])
    block = demo.attended[student][0]
    offered = {s.activity_id for s in taking.by_block[block]}
    best = min((r, a) for a, r in demo.ranks(student, block).items() if a in offered)
    taking._take((student, block), taking._wishes((student, block)))
    assert taking.open[taking.taken[student, block]].activity_id == best[1]


def test_places_of_children_go_with_the_work() -> None:
    """The only parent works no longer: the child's place goes, then the carer, then the place of the carer's child."""
    seats = tuple(Seat(teacher_id=t, child=1, slot_id="1a", room_id=r) for t, r in (("p", "x"), ("c", "y")))
    carers = (Carer(slot_id="1a", room_id="x", teacher_id="c"),)
    assert still_needed([], seats, carers) == ((), ())


# -- in a process of its own -----------------------------------------------------------------------------------


def script(text: str) -> list[str]:
    return [sys.executable, "-u", "-c", text]


def test_what_a_maker_tells_is_heard() -> None:
    lines = [json.dumps({"values": {"coverage": 3}}), "no JSON", json.dumps({"bounds": {"coverage": 2}})]
    found = watched("x", script(f"print({chr(10).join(lines)!r})"), 60)
    assert found.ended == "done"
    assert [values for _, values in found.trace] == [{"coverage": 3}]
    assert found.bounds == {"coverage": 2}


def test_a_maker_that_hangs_is_ended_with_all_it_started() -> None:
    import psutil

    text = (
        "import subprocess, sys, time;"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True);"
        'print(\'{"values": {"pid": %d}}\' % p.pid);'
        "time.sleep(600)"
    )
    found = watched("x", script(text), 8.0)
    assert found.ended == "killed"
    pid = found.trace[0][1]["pid"]
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_maker_that_fails_says_why() -> None:
    found = watched("x", script("raise ValueError('no such room')"), 60)
    assert found.ended == "failed"
    assert "no such room" in found.words


def test_memory_of_a_process_and_its_children_is_summed() -> None:
    text = (
        "import subprocess, sys, time; block = bytearray(60 << 20);"
        "subprocess.run([sys.executable, '-c', 'import time; b = bytearray(60 << 20); time.sleep(1.5)'])"
    )
    assert watched("x", script(text), 60).peak > 120
