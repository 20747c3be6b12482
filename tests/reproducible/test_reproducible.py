"""The same school, options and version give the same bytes in every file, whatever the machine does and the rows' order."""

import json
import multiprocessing
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from twice import files, planned, shuffled

from models.pins import PinPlacementRow
from models.school import School
from scheduler.errors import PinConflict
from scheduler.files import load_school
from scheduler.generate import generate
from scheduler.options import Options, Progress
from scheduler.plan import solve
from scheduler.search.highs import Highs

CUT_OFF = 2  # seconds of work in which six classes are not proven to the end


def burn() -> None:
    while True:
        sum(range(10**5))


@contextmanager
def busy() -> Generator[None]:
    """Another process that wants the machine for itself."""
    other = multiprocessing.get_context("spawn").Process(target=burn, daemon=True)
    other.start()
    try:
        yield
    finally:
        other.kill()
        other.join()


def test_a_search_that_is_cut_off_is_cut_off_at_the_same_place(
    written: Callable[[School], Path], tmp_path: Path
) -> None:
    """Six classes: once as they are, once shuffled, with sets in another order, on a busy machine."""
    school = written(generate(6, 1))
    planned("solve", school, "--out", tmp_path / "one", "--time-limit", CUT_OFF, hash_seed=1)
    with busy():
        other = shuffled(school, tmp_path / "other", 4)
        planned("solve", other, "--out", tmp_path / "two", "--time-limit", CUT_OFF, hash_seed=2)
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    assert one == two
    run = json.loads(one["plan.json"])["run"]
    assert (run["reproducible"], run["made"]) == (True, None)
    assert b"feasible" in one["scores.csv"]  # so that it was cut off
    assert CUT_OFF * 0.5 < run["seconds"]["total"] < CUT_OFF * 2


def test_engines_that_answer_late_change_nothing(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each message from an engine waits for some work of other people, now less, now more."""
    options, school = Options(time_limit=20, reproducible=True), load_school(tiny)
    at_once = solve(school, options)
    take, heard = Highs._take, [0]

    def late(self: Highs, seconds: float) -> object:
        heard[0] += 1
        sum(range(heard[0] * 7919 % 200_000))
        return take(self, seconds)

    monkeypatch.setattr(Highs, "_take", late)
    assert solve(school, options) == at_once
    assert heard[0] > 10
    assert {score.status for score in at_once.scores} == {"optimal"}


def test_another_seed_may_give_another_plan_with_the_same_values(tiny: Path) -> None:
    options, school = Options(time_limit=20, reproducible=True), load_school(tiny)
    one, two = solve(school, options), solve(school, replace(options, seed=9))
    assert one.scores == two.scores
    assert one.placements != two.placements


def test_without_the_option_the_rows_order_does_not_matter_to_values(tiny: Path, tmp_path: Path) -> None:
    one = solve(load_school(tiny), Options(time_limit=60))
    two = solve(load_school(shuffled(tiny, tmp_path / "other", 2)), Options(time_limit=60))
    assert {score.status for score in one.scores} == {"optimal"}
    assert one.scores == two.scores
    assert not one.run.reproducible
    assert one.run.made is not None


def test_a_run_that_was_stopped_says_that_it_is_not_reproducible() -> None:
    stop = Event()

    def stop_at_first_plan(news: Progress) -> None:
        if news.goals and news.goals[0].value == 0:
            stop.set()

    plan = solve(generate(6, 1), Options(time_limit=60, reproducible=True), stop_at_first_plan, stop)
    assert not plan.run.reproducible
    assert plan.run.made is not None
    assert plan.sessions


def test_a_rerun_gives_the_same_files_too(tiny: Path, tmp_path: Path) -> None:
    """With a teacher gone from a slot and an earlier plan that goes on until a date."""
    planned("solve", tiny, "--out", tmp_path / "plan", "--time-limit", 20, hash_seed=1)
    later = shuffled(tiny, tmp_path / "later", 3)
    school = load_school(tiny)
    slot, teacher = school.slots[0].slot_id, school.teachers[0].teacher_id
    lines = (later / "teachers.csv").read_text(encoding="utf-8-sig").splitlines()
    at = lines[0].split(",").index("unavailable")
    rows = [row.split(",") for row in lines]
    changed = [[*r[:at], slot, *r[at + 1 :]] if r[0] == teacher else r for r in rows]
    assert changed != rows
    (later / "teachers.csv").write_text("\n".join(map(",".join, changed)), encoding="utf-8")
    other = shuffled(later, tmp_path / "other", 5)
    start = school.term.start
    day = start.replace(month=start.month + 1).isoformat()
    limits = ("--previous", tmp_path / "plan", "--from", day, "--time-limit", 20)
    planned("rerun", later, *limits, "--out", tmp_path / "one", hash_seed=1)
    planned("rerun", other, *limits, "--out", tmp_path / "two", hash_seed=2)
    one = files(tmp_path / "one")
    assert one == files(tmp_path / "two")
    assert json.loads(one["plan.json"])["run"]["reproducible"] is True
    assert "past.json" in one


def test_pins_that_contradict_each_other_are_the_same_ones_each_time(tiny: Path) -> None:
    """Two clubs at once for a student, beside a pin that can hold."""
    school = load_school(tiny)
    student, block = next((who, blocks[0]) for who, blocks in school.attended.items() if blocks)
    clubs = [a.activity_id for a in school.activities if a.kind == "club"][:2]
    pins = tuple(PinPlacementRow(student_id=student, block=block, activity_id=club) for club in clubs)
    pinned = school.replaced(pin_placements=pins)
    with pytest.raises(PinConflict) as one:
        solve(pinned, Options(time_limit=20, reproducible=True))
    with pytest.raises(PinConflict) as two:
        solve(pinned.replaced(pin_placements=pins[::-1]), Options(time_limit=20, reproducible=True))
    assert one.value.pins == two.value.pins
    assert len(one.value.pins) in (1, 2)  # one alone may be outside the student's list
