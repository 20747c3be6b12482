"""Hours, log and ledger of a plan that took over in the middle of the term: what ran before it is not lost.

T1 leaves the small school. Under the first plan T1 has three lessons until Wednesday 24 September (40 minutes each), of which
T9 takes the homework of Monday 22; from Sunday 28 on T9 has what was T1's: one lesson that day and two on Monday 29.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small_school import small_plan, small_school

from models.hours import Hours
from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.cli import main
from scheduler.errors import OutputRefused
from scheduler.files.ledger import record
from scheduler.files.past import check_past, load_past, past_file, past_of
from scheduler.files.plans import check_output, plan_digest, save_plan

SINCE = date(2025, 9, 28)
BEFORE = small_school().replaced(
    activities=tuple(a.model_copy(update={"blocks": ()}) for a in small_school().activities),
    teachers=tuple(
        t.model_copy(update={"name": "Old Hand"}) if t.teacher_id == "T1" else t for t in small_school().teachers
    ),
    hours=Hours.model_validate({"pay": 37.5}),
)
NOW = BEFORE.replaced(
    teachers=tuple(t for t in BEFORE.teachers if t.teacher_id != "T1"),
    teaching=tuple(row for row in BEFORE.teaching if row.teacher_id != "T1"),
    pins=tuple(row for row in BEFORE.pins if row.leader_id != "T1"),
    classes=tuple(
        c.model_copy(update={"head_teacher": "T9"} if c.head_teacher == "T1" else {}) for c in BEFORE.classes
    ),
)
ILL = Change(
    date=date(2025, 9, 22),
    what="leader:hw-1A-mon1",
    was="T1",
    now="T9",
    reason="ill",
    when=datetime(2025, 9, 22, 8, tzinfo=UTC),
)


def later(since: date = SINCE) -> Plan:
    plan = small_plan()
    sessions = tuple(s.model_copy(update={"leader_id": "T9"}) if s.leader_id == "T1" else s for s in plan.sessions)
    return plan.model_copy(update={"sessions": sessions, "run": plan.run.model_copy(update={"since": since})})


def take_over(old: Path, new: Path, plan: Plan, school: School = NOW) -> None:
    save_plan(plan, school, new, beside=past_file(past_of(old, plan.run.since)))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    save_plan(small_plan(), BEFORE, tmp_path / "old")
    record(tmp_path / "old", [ILL])
    return tmp_path / "old"


@pytest.fixture
def new(old: Path, tmp_path: Path) -> Path:
    take_over(old, tmp_path / "new", later())
    return tmp_path / "new"


def kehou(*args: object) -> Result:
    return CliRunner().invoke(main, [*(str(arg) for arg in args), "--lang", "en"])


def hours(*args: object) -> dict[str, Any]:
    return json.loads(kehou("hours", *args, "--json").stdout)


def people(data: dict[str, Any]) -> dict[str, Any]:
    return {row["person_id"]: row for row in data["people"]}


def test_the_past_is_counted_by_what_ran_then(new: Path) -> None:
    found = people(hours(new))
    gone, follows = found["T1"], found["T9"]
    assert (gone["person"], gone["planned_lessons"], gone["held_lessons"], gone["pay"]) == ("Old Hand", 3, 2, 75)
    assert (follows["planned_lessons"], follows["held_lessons"], follows["stood_in"]) == (3, 4, 1)


def test_as_if_the_earlier_plan_were_named(new: Path, old: Path) -> None:
    assert hours(new) == hours(new, "--previous", old)
    first = ("--from", "2025-09-22", "--to", "2025-09-26")
    assert hours(new, *first) == hours(old, *first)


def test_whoever_left_before_the_dates_asked_for_is_not_in_them(new: Path) -> None:
    assert "T1" not in people(hours(new, "--from", SINCE))


def test_it_says_until_when_the_earlier_ledger_is_known(new: Path, old: Path) -> None:
    assert "Dates before 2025-09-28 are counted by the plan that ran then" in kehou("hours", new).stderr
    assert "counted by the plan that ran then" not in kehou("hours", new, "--from", SINCE).stderr
    record(old, [ILL.model_copy(update={"now": "T7", "when": datetime(2025, 10, 1, tzinfo=UTC)})])
    assert people(hours(new))["T7"]["stood_in"] == 0
    assert people(hours(new, "--previous", old))["T7"]["stood_in"] == 1


def test_through_two_plans_and_without_the_folder_of_the_first(new: Path, old: Path, tmp_path: Path) -> None:
    old.rename(tmp_path / "elsewhere")
    record(new, [ILL.model_copy(update={"date": date(2025, 9, 29), "was": "T9", "now": "T7"})])
    take_over(new, tmp_path / "third", later(date(2025, 9, 30)))
    by_hand, first = people(hours(tmp_path / "third")), people(hours(new))
    assert by_hand == first
    assert (by_hand["T9"]["planned_lessons"], by_hand["T9"]["held_lessons"]) == (3, 3)
    assert [one.digest for one in load_past(tmp_path / "third")] == [plan_digest(small_plan()), plan_digest(later())]
    assert kehou("log", tmp_path / "third").stdout.count("[ill]") == 2


def test_an_entry_that_goes_on_is_told_once(old: Path, tmp_path: Path) -> None:
    take_over(old, tmp_path / "new", later())
    record(tmp_path / "new", [ILL])
    assert kehou("log", tmp_path / "new").stdout.count("[ill]") == 1


def test_where_the_past_is_not_known_nothing_is_counted(tmp_path: Path) -> None:
    save_plan(later(), NOW, tmp_path / "new")
    said = kehou("hours", tmp_path / "new", "--json")
    assert "nothing before that date is counted" in said.stderr
    assert "T1" not in people(json.loads(said.stdout))
    # Sunday 28, Monday, Tuesday, and Thursday 9 October
    assert json.loads(said.stdout)["totals"]["days"] == 4
    before = kehou("hours", tmp_path / "new", "--to", "2025-09-27")
    assert (before.exit_code, before.stdout) == (2, "")
    assert "This plan runs from 2025-09-28 on, and what ran before is not known here." in before.stderr


def test_a_past_is_not_written_over_by_what_does_not_know_it(new: Path, old: Path) -> None:
    with pytest.raises(OutputRefused):
        check_output(new)
    check_output(new, force=True)
    check_output(new, rerun=True)
    check_past(new, past_of(old, SINCE))
    with pytest.raises(OutputRefused):
        check_past(new, ())
    (old / "changes.csv").unlink()
    with pytest.raises(OutputRefused):
        check_past(new, past_of(old, SINCE))


def test_a_broken_past_is_named(new: Path) -> None:
    (new / "past.json").write_text('{"plans": [{}]}', encoding="utf-8")
    said = kehou("hours", new)
    assert said.exit_code == 1
    assert "new/past.json" in said.stderr
    assert "past.json, as kehou rerun wrote it" in said.stderr


def test_no_past_where_nothing_was_before(old: Path, tmp_path: Path) -> None:
    save_plan(small_plan(), BEFORE, tmp_path / "bare")
    assert past_file(past_of(tmp_path / "bare", None)) == {}
    assert [len(past.ledger) for past in past_of(old, None)] == [1]


def test_students_are_not_copied(new: Path) -> None:
    (past,) = load_past(new)
    assert (past.school.students, past.school.choices, past.plan.placements) == ((), (), ())
    assert b"a1" not in (new / "past.json").read_bytes()
