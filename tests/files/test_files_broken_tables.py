"""Ways to break the good school in tests/data/good: one named change each, with exactly the faults that it must give.

A change is ``file: (old, new)`` (the first occurrence), ``file: "+line"`` (one more line), ``file: bytes`` (the whole
file) or ``file: None`` (the file is gone). A fault is file, row, column, message without its room.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from scheduler.errors import InputFault
from scheduler.files import load_school

Change = tuple[str, str] | str | bytes | None
Fault = tuple[str, int | None, str | None, str]

Load = Callable[[Path], list[Fault]]


class Case(NamedTuple):
    name: str
    changes: dict[str, Change]
    faults: list[Fault]


def one(name: str, file: str, change: Change, *faults: tuple[int | None, str | None, str]) -> Case:
    return Case(name, {file: change}, [(file, *fault) for fault in faults])


CASES = [
    # Cells
    one("weekday-8", "slots.csv", ("mon1,1", "mon1,8"), (2, "weekday", "cell_weekday")),
    one("weekday-0", "slots.csv", ("mon1,1", "mon1,0"), (2, "weekday", "cell_weekday")),
    one("weekday-word", "slots.csv", ("mon1,1", "mon1,Monday"), (2, "weekday", "cell_weekday")),
    one("weekday-blank", "slots.csv", ("mon1,1", "mon1,"), (2, "weekday", "required")),
    one("time-25", "slots.csv", ("16:00,16:40", "16:00,25:40"), (2, "end", "cell_time_over")),
    one("kind-unknown", "pattern.csv", ("homework", "homewrok"), (2, "kind", "one_of")),
    one("group-unknown", "childcare.csv", ("preschool", "nursery"), (2, "group", "one_of")),
    one("yes-no-maybe", "childcare.csv", ("30,yes", "30,maybe"), (2, "may_use_room", "cell_yes_no")),
    one("load-negative", "teachers.csv", ("Chinese,12", "Chinese,-1"), (2, "day_load", "at_least")),
    one("load-half", "teachers.csv", ("Chinese,12", "Chinese,12.5"), (2, "day_load", "cell_int")),
    one("load-without-limit", "teachers.csv", ("12,18", "12,不限"), (2, "max_load", "cell_no_limit")),
    one("sessions-without-limit", "teachers.csv", ("18,5", "18,不限"), (2, "max_sessions_week", "cell_large_limit")),
    one("time-of-the-afternoon", "slots.csv", ("16:40", "4点40"), (2, "end", "cell_time_later")),
    one("time-of-the-morning", "slots.csv", ("16:40", "早上4点40"), (2, "end", "cell_time_meant")),
    one("load-huge", "teachers.csv", ("Chinese,12", "Chinese," + "9" * 400), (2, "day_load", "cell_int")),
    one("leave-by-word", "childcare.csv", ("16:30", "half past four"), (2, "leave_by", "cell_time")),
    one("date-30-february", "leave.csv", ("2026-10-12", "2026-02-30"), (2, "start", "date_day")),
    one("date-us", "calendar.csv", ("2026-10-30", "10/30/2026"), (2, "date", "cell_date")),
    one("weekdays-9", "students.csv", ("101,1;3;4", "101,1;3;9"), (2, "weekdays", "cell_weekdays")),
    one("windows-open", "duty_posts.csv", ("07:20-07:50", "07:20"), (3, "windows", "cell_windows")),
    one("windows-bad-time", "duty_posts.csv", ("07:20-07:50", "07:20-77:50"), (3, "windows", "cell_windows")),
    one("roles-with-a-stroke", "duty_staff.csv", (",lead,", ",带班领导/督导,"), (2, "roles", "options_signs")),
    one("leave-long-backwards", "leave.csv", ("2026-10-16", "2026-09-01"), (2, "end", "end_before_start")),
    one("slot-swapped", "slots.csv", ("wed1,3,16:00,16:40", "wed1,3,16:40,16:00"), (4, "end", "end_not_after_start_turned")),
    one("yes-in-words", "childcare.csv", ("30,yes", "30,需要"), (2, "may_use_room", "cell_yes_no_meant")),
    one("role-unknown", "duty_staff.csv", (",lead,", ",boss,"), (2, "roles", "one_of")),
    one("rank-0", "choices.csv", ("thu,1,", "thu,0,"), (2, "rank", "rank_zero")),
    one("id-semicolon", "classes.csv", ("R101", "R101;R102"), (2, "room_id", "cell_id")),
    one("na-error", "rooms.csv", ("gym,60", "gym,#N/A"), (5, "capacity", "error_value")),
    one("control-character", "teachers.csv", ("Ann Zhao", "Ann\ufffeZhao"), (2, "name", "cell_control")),
    one("too-long", "teachers.csv", ("Ann Zhao", "A" * 40_000), (2, "name", "too_long")),
    one("section-0", "pins.csv", "+thu,basketball,,0,,", (3, "section", "at_least")),
    Case(
        "many-at-once",
        {"slots.csv": ("mon1,1,16:00,16:40", "mon1,x,y,z"), "classes.csv": ("T01", "T99")},
        [
            ("slots.csv", 2, "weekday", "cell_weekday"),
            ("slots.csv", 2, "start", "cell_time"),
            ("slots.csv", 2, "end", "cell_time"),
            ("classes.csv", 2, "head_teacher", "unknown_id"),
        ],
    ),
    # Headings, files, settings
    one("heading-unknown", "rooms.csv", ("groups", "gruops"), (1, "gruops", "unknown_column")),
    one("heading-twice", "rooms.csv", ("groups", "capacity"), (1, "capacity", "column_twice_apart")),
    one("heading-twice-in-two-languages", "rooms.csv", ("groups", "容量"), (1, "capacity", "column_twice_apart")),
    one("heading-missing", "leave.csv", (",start,end,", ",end,"), (1, "start", "column_missing"), (2, None, "no_heading")),
    one("cell-beyond-headings", "rooms.csv", ("R102,,,45,1,", "R102,,,45,1,,,7"), (3, None, "no_heading")),
    one("file-unknown", "studnets.csv", b"student_id\r\n1\r\n", (None, None, "file_beside")),
    one("file-school-csv", "school.csv", b"key,value\r\n", (None, None, "unknown_file")),
    one("table-in-two-files", "学生.csv", b"student_id,class_id\r\n", (None, None, "table_twice")),
    one("settings-missing", "school.toml", None, (None, None, "no_settings")),
    one("toml-broken", "school.toml", ('name = "Example Primary School"', "name = Example"), (2, "name", "toml_quotes")),
    one("toml-key-twice", "school.toml", ("schema_version = 1", 'name = "x"'), (2, "name", "key_twice")),
    one("toml-deep", "school.toml", b"a = " + b"[" * 20_000, (None, None, "bad_toml")),
    one("setting-unknown", "school.toml", ("[term]", "regoin = 1\n[term]"), (4, "regoin", "unknown_key")),
    one("setting-missing", "school.toml", ("end = 2027-01-22", ""), (None, "term.end", "required")),
    one("setting-twice", "school.toml", ("[term]", '"学校名称" = "x"\n[term]'), (4, "name", "key_twice")),
    one("version-2", "school.toml", ("schema_version = 1", "schema_version = 2"), (1, "schema_version", "schema_version")),
    one("term-backwards", "school.toml", ("2027-01-22", "2026-01-22"), (7, "term.end", "end_before_start")),
    one("goal-unknown", "school.toml", "+[policy]\npriorities = ['coverage', 'luck']", (9, "policy.priorities", "one_of")),
    one("goal-twice", "school.toml", "+[policy]\npriorities = 'coverage, cost, cost'", (9, "policy.priorities", "cell_priorities")),
    one("coverage-second", "school.toml", "+[policy]\npriorities = 'cost;coverage'", (9, "policy.priorities", "cell_priorities")),
    one("rank-cost-negative", "school.toml", "+[policy]\nrank_cost = [0, -1]", (9, "policy.rank_cost", "cell_rank_cost")),
    one("meal-after", "school.toml", "+[policy]\nmeal_after = 'late'", (9, "policy.meal_after", "cell_time")),
    # Ids
    one("slot-unknown", "pattern.csv", ("1,mon1", "1,mon9"), (2, "slot_id", "unknown_id")),
    one("room-unknown", "classes.csv", ("R101", "R901"), (2, "room_id", "unknown_id")),
    one("skill-unknown", "teachers.csv", ("mon1,reading", "mon1,raeding"), (2, "skills", "unknown_id")),
    one("unavailable-unknown", "teachers.csv", (",mon1,,,chess", ",mon7,,,chess"), (4, "unavailable", "unknown_id")),
    one("teaching-teacher-unknown", "teaching.csv", ("T04,102", "T40,102"), (7, "teacher_id", "unknown_id")),
    one("teaching-class-unknown", "teaching.csv", ("T04,102", "T04,120"), (7, "class_id", "unknown_id")),
    one("child-of-nobody", "childcare.csv", ("T05", "T50"), (2, "teacher_id", "unknown_id")),
    one("childcare-slot-unknown", "childcare_rooms.csv", ("wed1", "wed2"), (2, "slots", "unknown_id")),
    one("instructor-skill-unknown", "instructors.csv", ("basketball", "childcare"), (2, "skills", "unknown_id")),
    one("instructor-slot-unknown", "instructors.csv", ("thu1;thu2", "thu1;thu3"), (2, "available", "unknown_id")),
    one("activity-grade-unknown", "activities.csv", ("Sports,school,,", "Sports,school,2,"), (5, "grades", "unknown_grade")),
    one("activity-block-unknown", "activities.csv", ("8,1,gym,,", "8,1,gym,thx,"), (5, "blocks", "unknown_place")),
    one("class-of-student-unknown", "students.csv", ("2610106,,101", "2610106,,103"), (7, "class_id", "unknown_id")),
    one("block-of-student-unknown", "students.csv", ("1;3;4,", "1;3;4,fri"), (2, "blocks", "unknown_block")),
    one("choice-of-nobody", "choices.csv", "+9999,thu,1,chess", (26, "student_id", "unknown_id")),
    one("choice-of-no-block", "choices.csv", "+2610101,fri,1,chess", (26, "block", "unknown_block")),
    one("choice-of-nothing", "choices.csv", ("1,basketball", "1,basketbal"), (2, "activity_id", "unknown_id")),
    one("tutoring-of-nobody", "tutoring.csv", "+9999,remedial", (4, "student_id", "unknown_id")),
    one("post-unknown", "duty_staff.csv", ("H01,Gail Zheng,lead,", "H01,Gail Zheng,lead,hall"), (2, "posts", "unknown_id")),
    one("leave-of-nobody", "leave.csv", ("T04", "T44"), (2, "person_id", "unknown_person")),
    one("pin-room-unknown", "pins.csv", (",gym", ",gymm"), (2, "room_id", "unknown_id")),
    one("pin-leader-unknown", "pins.csv", ("basketball,,,,", "basketball,,,X1,"), (2, "leader_id", "unknown_leader")),
    one("pin-duty-staff-unknown", "pin_duties.csv", ("H01", "T01"), (2, "staff_id", "unknown_id")),
    one("pin-duty-post-unknown", "pin_duties.csv", ("lead", "leader"), (2, "post_id", "unknown_id")),
    one("teacher-twice", "teachers.csv", "+T04,Dan Li,,,,,,,,,", (7, "teacher_id", "repeated_at")),
    one("pattern-twice", "pattern.csv", "+1,mon1,homework,", (7, "slot_id", "repeated_same")),
    one("calendar-twice", "calendar.csv", ("2026-10-31", "2026/10/30"), (3, "date", "repeated_at")),
    one("instructor-is-teacher", "instructors.csv", ("E01", "T01"), (2, "instructor_id", "id_of_teacher")),
    # The week
    one("slots-overlap", "slots.csv", ("mon2,1,16:50", "mon2,1,16:39"), (3, "start", "slot_overlap")),
    one("slot-backwards", "slots.csv", ("wed1,3,16:00,16:40", "wed1,3,16:00,16:00"), (4, "end", "end_not_after_start")),
    one("window-backwards", "duty_posts.csv", ("07:20-07:50", "07:50-07:20"), (3, "windows", "window_turned")),
    one("leave-backwards", "leave.csv", ("2026-10-16", "2026-10-11"), (2, "end", "end_before_start_turned")),
    one("homework-block", "pattern.csv", ("1,mon1,homework,", "1,mon1,homework,b"), (2, "block", "block_not_elective")),
    one("block-on-two-days", "pattern.csv", ("wed1,homework,", "wed1,elective,thu"), (4, "block", "block_weekdays")),
    one("two-blocks-for-a-slot", "pattern.csv", "+2,thu1,elective,other", (7, "block", "block_two")),
    one("block-divided", "pattern.csv", "+2,thu1,elective,thu", (7, "block", "block_divided")),
    Case("grade-mistyped", {"classes.csv": ("101,1", "101,l")}, [("classes.csv", 2, "grade", "grade_gone")]),
    one("strand-too-many", "pattern.csv", ("wed1,homework", "wed1,strand"), (3, "kind", "strand_count")),
    Case("strand-too-few", {"pattern.csv": ("1,mon2,strand,\r\n", "")}, [("activities.csv", 4, "sessions_week", "strand_count")]),
    one("homework-twice", "activities.csv", "+hw2,More,homework,,school,,1,,1,,,1,no,", (8, "kind", "homework_count")),
    one("homework-of-another-kind", "activities.csv", ("Homework,homework", "Homework,club"), (2, "activity_id", "homework_id")),
    one("sizes", "activities.csv", ("Sports,school,,3,8", "Sports,school,,9,8"), (5, "max_size", "sizes")),
    one("fallback-strand", "activities.csv", ("1,,1,,,1,no,\r\nbasketball", "1,,1,,,1,yes,\r\nbasketball"), (4, "fallback", "fallback_not_club")),
    one("scope-of-strand", "activities.csv", ("strand,,school", "strand,,class"), (4, "scope", "scope_not_club")),
    # People
    one("student-away", "students.csv", ("1;3;4,", "1;3,thu"), (2, "blocks", "block_weekday")),
    one("rank-twice", "choices.csv", ("thu,2,painting", "thu,1,painting"), (3, "rank", "rank_twice")),
    one("rank-skipped", "choices.csv", ("thu,2,painting", "thu,3,painting"), (3, "rank", "rank_skipped")),
    one("choice-twice", "choices.csv", "+2610101,thu,3,painting", (26, "activity_id", "repeated_choice")),
    one("choice-of-homework", "choices.csv", ("1,basketball", "1,homework"), (2, "activity_id", "choice_not_club")),
    one("tutoring-in-a-club", "tutoring.csv", ("remedial", "chess"), (2, "activity_id", "not_tutoring")),
    one("pin-not-listed", "pin_placements.csv", ("painting", "basketball"), (2, "activity_id", "pin_not_listed")),
    one("pin-duty-after-term", "pin_duties.csv", ("2026-09-01", "2027-01-23"), (2, "date", "outside_term")),
]  # fmt: skip


def broken_copy(case: Case, data: Path, folder: Path) -> Path:
    shutil.copytree(data / "good", folder)
    for name, change in case.changes.items():
        file = folder / name
        if change is None:
            file.unlink()
        elif isinstance(change, bytes):
            file.write_bytes(change)
        elif isinstance(change, str):
            file.write_bytes(file.read_bytes() + f"{change[1:]}\r\n".encode())
        else:
            text = file.read_bytes().decode()
            assert change[0] in text
            file.write_bytes(text.replace(*change, 1).encode())
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_table_gives_exactly_its_faults(case: Case, tmp_path: Path, faults_of: Load, data: Path) -> None:
    found = faults_of(broken_copy(case, data, tmp_path / "school"))
    assert sorted(found, key=str) == sorted(case.faults, key=str)


def test_a_fault_names_the_nearest_known_name(tmp_path: Path, data: Path) -> None:
    case = Case("", {"rooms.csv": ("groups", "gruops"), "choices.csv": ("1,basketball", "1,basketbal")}, [])
    with pytest.raises(InputFault) as caught:
        load_school(broken_copy(case, data, tmp_path / "school"))
    assert [p.args["nearest"] for p in caught.value.problems] == ["groups", "basketball"]


def test_lost_rows_raise_no_follow_up_faults(tmp_path: Path, faults_of: Load, data: Path) -> None:
    changes = {
        "slots.csv": ("thu1,4", "thu1,x"),
        "students.csv": ("2610101,,101", "2610101,,"),
        "activities.csv": ("Sports,school,,3", "Sports,school,,x"),
        "classes.csv": ("102,1", "102,"),
    }
    found = faults_of(broken_copy(Case("", dict(changes), []), data, tmp_path / "school"))
    assert found == [
        ("slots.csv", 5, "weekday", "cell_weekday"),
        ("classes.csv", 3, "grade", "required"),
        ("activities.csv", 5, "min_size", "cell_int"),
        ("students.csv", 2, "class_id", "required"),
    ]


def test_an_unknown_file_is_not_followed_by_its_absence(tmp_path: Path, faults_of: Load, data: Path) -> None:
    case = Case("", {"students.csv": None, "studnets.csv": b"student_id,class_id\r\n"}, [])
    assert faults_of(broken_copy(case, data, tmp_path / "school")) == [("studnets.csv", None, None, "unknown_file")]
