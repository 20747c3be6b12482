"""``kehou hours`` as a user meets it."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from small_school import small_plan, small_school

from models.hours import Hours, TimeOffRow
from models.ledger import Change
from models.people import LeaveRow
from scheduler.cli import main
from scheduler.files import save_school
from scheduler.files.ledger import record
from scheduler.files.plans import save_plan


def kehou(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


SCHOOL = small_school().replaced(
    activities=tuple(a.model_copy(update={"blocks": ()}) for a in small_school().activities),
    hours=Hours.model_validate({"pay": 37.5, "lessons_per_half_day": 3}),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan with one substitution in its ledger."""
    save_plan(small_plan(), SCHOOL, tmp_path / "plan")
    on = date(2025, 9, 22)
    when = datetime(2025, 9, 22, 8, tzinfo=UTC)
    record(tmp_path / "plan", [Change(date=on, what="leader:hw-1A-mon1", was="T1", now="T9", reason="ill", when=when)])
    return tmp_path / "plan"


def test_the_summary_and_the_people(folder: Path) -> None:
    said = kehou("hours", folder, "--month", "2025-09", "--lang", "zh")
    assert said.exit_code == 0
    assert "2025-09-22 至 2025-09-30，共 8 个上课日。" in said.stdout
    assert "计划 37 课时（25 小时 30 分），实际 37 课时（25 小时 30 分）" in said.stdout
    assert "代课 1 课时；计划要上而没有上的 1 课时" in said.stdout
    # 33 of the 37 lessons are not those of E1 and E2.
    assert "教师课时补助（按实际课时）：1237.5 元" in said.stdout
    assert said.stderr == ""


def test_in_quiet_the_totals_are_all_that_is_said(folder: Path, tmp_path: Path) -> None:
    full = kehou("hours", folder, "--lang", "zh").stdout
    quiet = kehou("hours", folder, "--lang", "zh", "-q")
    assert quiet.exit_code == 0
    assert quiet.stdout.splitlines() == full.split("\n\n")[0].splitlines()
    assert "计划 " in quiet.stdout
    written = kehou("hours", folder, "--lang", "zh", "-q", "--out", tmp_path / "h")
    assert (written.exit_code, written.stdout, written.stderr) == (0, "", "")


def test_the_totals_as_data(folder: Path) -> None:
    data = json.loads(kehou("hours", folder, "--from", "2025-09-22", "--to", "2025-09-22", "--json").stdout)
    assert (data["totals"]["planned_lessons"], data["totals"]["stood_in"], data["totals"]["pay"]) == (7, 1, 225)
    assert [row["person_id"] for row in data["days"] if row["note"]] == ["T1", "T9"]
    assert {row["person_id"]: row["held_minutes"] for row in data["people"]}["T6"] == 80


def test_tables_as_a_folder_and_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "hours"
    assert kehou("hours", folder, "--out", out, "--lang", "zh").exit_code == 0
    assert kehou("hours", folder, "--out", out, "--lang", "zh", "--quiet").exit_code == 0
    data = (out / "people.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {row["人员编号"]: row["实际课时"] for row in rows}["T9"] == "1"
    assert {path.stem for path in out.glob("*.csv")} == {
        "people", "days", "instructors", "dinners", "childcare", "head_teachers", "time_off",
    }  # fmt: skip
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    assert kehou("hours", folder, "--out", out).exit_code == 2
    assert (out / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_tables_as_a_workbook(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "hours.xlsx"
    assert kehou("hours", folder, "--out", out, "--lang", "zh").exit_code == 0
    book = load_workbook(out)
    assert book.sheetnames == [
        "概况",
        "个人课时",
        "逐日明细",
        "外聘费用",
        "晚餐人数",
        "照看小屋",
        "班主任负担",
        "零星假期",
    ]
    rows = list(book["个人课时"].iter_rows(values_only=True))
    t6 = dict(zip(rows[0], next(row for row in rows if row[0] == "T6"), strict=True))
    assert (t6["计划课时"], t6["实际分钟"], t6["课时补助（元）"]) == (8, 330, 300)
    assert kehou("hours", folder, "--out", out).exit_code == 0
    (tmp_path / "other.xlsx").write_bytes(b"mine")
    assert kehou("hours", folder, "--out", tmp_path / "other.xlsx").exit_code == 2
    assert (tmp_path / "other.xlsx").read_bytes() == b"mine"


def test_names_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    first, *rest = SCHOOL.teachers
    school = SCHOOL.replaced(teachers=(first.model_copy(update={"name": "=1+1"}), *rest))
    save_plan(small_plan(), school, tmp_path / "plan")
    kehou("hours", tmp_path / "plan", "--out", tmp_path / "h.xlsx")
    kehou("hours", tmp_path / "plan", "--out", tmp_path / "h")
    cell = load_workbook(tmp_path / "h.xlsx")["People"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert b"T1,'=1+1," in (tmp_path / "h" / "people.csv").read_bytes()


def test_what_is_written_down_later_comes_from_the_school_as_it_is_now(folder: Path, tmp_path: Path) -> None:
    leave = LeaveRow(person_id="T5", start=date(2025, 9, 26), end=date(2025, 9, 26))
    taken = TimeOffRow(person_id="T6", date=date(2025, 9, 30))
    now = SCHOOL.replaced(leave=(*SCHOOL.leave, leave), time_off=(taken,))
    save_school(now, tmp_path / "now.json")
    said = kehou("hours", folder, "--instance", tmp_path / "now.json", "--json", "--lang", "en")
    assert "Tasks of people on leave for which nobody is written down: 1." in said.stderr
    assert "T5 (2025-09-26)" in said.stderr
    data = json.loads(said.stdout)
    assert {row["person_id"]: row["left"] for row in data["time_off"]}["T6"] == 1
    assert {row["person_id"]: row["missed"] for row in data["people"]}["T5"] == 2


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--month", "October"], "--month: October is not a month like 2026-10."),
        (["--month", "2025-13"], "--month: 2025-13 is not a month like 2026-10."),
        (["--month", "2025-09", "--to", "2025-09-30"], "--month and --to do not go together."),
        (["--from", "2025-09-30", "--to", "2025-09-29"], "The last date 2025-09-29 is before the first 2025-09-30."),
        (["--month", "2026-10"], "None of these dates is in the term, which is from 2025-09-22 to 2025-10-12."),
        (["--out", "hours.csv"], "hours.csv: the hours are a folder of CSV files or a workbook that ends in .xlsx."),
    ],
)
def test_what_is_asked_for_wrongly(folder: Path, args: list[str], sentence: str) -> None:
    said = kehou("hours", folder, *args, "--lang", "en")
    assert said.exit_code == 2
    assert sentence in said.stderr
    assert said.stdout == ""


def test_a_plan_that_began_later_asks_for_the_one_before(tmp_path: Path, folder: Path) -> None:
    plan = small_plan()
    since = plan.run.model_copy(update={"since": date(2025, 9, 29)})
    save_plan(plan.model_copy(update={"run": since}), SCHOOL, tmp_path / "later")
    said = kehou("hours", tmp_path / "later", "--month", "2025-09", "--lang", "en")
    assert "What ran before 2025-09-29 is not known here" in said.stderr
    both = kehou("hours", tmp_path / "later", "--month", "2025-09", "--previous", folder, "--lang", "en", "--json")
    assert both.stderr == ""
    # The substitution stands in the ledger of the plan before.
    assert json.loads(both.stdout)["totals"]["stood_in"] == 1
    assert "says no date" in kehou("hours", folder, "--previous", folder, "--lang", "en").stderr
