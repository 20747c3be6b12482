"""Time off that cannot be right, and a school beside the plan that is not the plan's."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_school import small_plan, small_school

from models.hours import Hours, TimeOffRow
from models.people import LeaveRow
from models.school import School
from scheduler.cli import main
from scheduler.files import save_school
from scheduler.files.plans import save_plan
from scheduler.hours import doubts

SCHOOL = small_school().replaced(
    activities=tuple(a.model_copy(update={"blocks": ()}) for a in small_school().activities),
    hours=Hours.model_validate({"lessons_per_half_day": 3}),
)
#: The school's term is 2025-09-22 to 2025-10-12; T6 earns 2 half days in it, T9 none, E1 leads a club.
TAKEN = (
    TimeOffRow(person_id="T6", date=date(2025, 9, 24)),
    TimeOffRow(person_id="T9", date=date(2025, 9, 25), half_days=2),
    TimeOffRow(person_id="E1", date=date(2025, 9, 26)),
    TimeOffRow(person_id="T6", date=date(2027, 5, 1)),
    TimeOffRow(person_id="T6", date=date(2025, 9, 1)),
    TimeOffRow(person_id="T6", date=date(2025, 9, 27)),  # a Saturday
)
OFF = SCHOOL.replaced(time_off=TAKEN)


def kehou(*args: object) -> Result:
    return CliRunner().invoke(main, [*map(str, args), "--lang", "zh"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_plan(small_plan(), SCHOOL, tmp_path / "plan")
    return tmp_path / "plan"


def now(tmp_path: Path, school: School) -> Path:
    save_school(school, tmp_path / "now.json", force=True)
    return tmp_path / "now.json"


def test_check_names_time_off_that_cannot_be_right(tmp_path: Path) -> None:
    said = kehou("check", now(tmp_path, OFF)).stderr
    assert "外聘教师按课时结算，填的 1 条没有计入：E1（2025-09-26）" in said
    assert "2 条不在学期内（2025-09-22 至 2025-10-12），没有计入：T6（2027-05-01）、T6（2025-09-01）" in said
    assert "1 条写的那天不上课，仍按已休计算，请核对：T6（2025-09-27）" in said
    assert len(json.loads(kehou("check", tmp_path / "now.json", "--json").stdout)["warnings"]) >= 3


def test_nothing_is_said_of_time_off_that_is_right() -> None:
    assert doubts(SCHOOL.replaced(time_off=TAKEN[:2]), "zh") == []
    assert doubts(SCHOOL, "zh") == []
    without = SCHOOL.replaced(time_off=TAKEN[:2], hours=Hours())
    assert len(doubts(without, "zh")) == 1


def test_hours_count_what_counts_and_net_nobody_off(folder: Path, tmp_path: Path) -> None:
    path = now(tmp_path, OFF)
    found = kehou("hours", folder, "--instance", path)
    # earned: T1 2, T2 1, T4 1, T5 1, T6 2, T7 1; taken by T6 2, by T9 2 too many
    assert "挣得 8 个，休掉 4 个；本学期尚余 6 个" in found.stdout
    assert "休得比挣得多的有 1 人，超出：T9（2 个半日）" in found.stdout
    assert "填的 1 条没有计入：E1" in found.stderr
    data = json.loads((said := kehou("hours", folder, "--instance", path, "--json")).stdout)
    left = {row["person_id"]: row["left"] for row in data["time_off"]}
    assert (left["T6"], left["T9"], "E1" in left) == (0, -2, False)
    assert "休得比挣得多的有 1 人" in said.stderr


def test_another_school_is_refused(folder: Path, tmp_path: Path) -> None:
    others = tuple(row.model_copy(update={"name": "别校教师"}) for row in SCHOOL.teachers)
    said = kehou("hours", folder, "--instance", now(tmp_path, SCHOOL.replaced(teachers=others)))
    assert (said.exit_code, said.stdout) == (2, "")
    assert "是另一所学校，或另一个学期的数据" in said.stderr
    term = SCHOOL.term.model_copy(update={"start": date(2026, 2, 23), "end": date(2026, 7, 3)})
    assert kehou("hours", folder, "--instance", now(tmp_path, SCHOOL.replaced(term=term, pin_duties=()))).exit_code == 2


def test_what_differs_from_the_plans_school_is_said(folder: Path, tmp_path: Path) -> None:
    new = SCHOOL.teachers[0].model_copy(update={"teacher_id": "T99", "name": "新来"})
    leave = LeaveRow(person_id="T99", start=date(2025, 9, 24), end=date(2025, 9, 24))
    school = SCHOOL.replaced(teachers=(*SCHOOL.teachers, new), leave=(*SCHOOL.leave, leave))
    said = kehou("hours", folder, "--instance", now(tmp_path, school))
    assert said.exit_code == 0
    assert "这些表在编排之后改过：教师。" in said.stderr
    assert "有 1 人不在方案的学校里：T99" in said.stderr
    assert "改过" not in kehou("hours", folder, "--instance", now(tmp_path, SCHOOL.replaced(leave=()))).stderr
