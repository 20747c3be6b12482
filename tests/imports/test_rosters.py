"""Lists of students and teachers: who is new, who changed, who is missing; the faults of each row."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.school import School
from scheduler.files import describe, load_school
from scheduler.importing import Import, look, write
from scheduler.imports.roster import weekdays_of

Sheet = Callable[..., Path]

CLASS_301 = (
    "柳溪小学三年级学生名册,,,,,,,",
    "序号,学号,姓名,班级,周一,周二,周三,周四,周五",
    "1,26301,林知远,三（1）班,,,√,,√",
    "2,26302,周子墨,302,,,√,,",
    "3,26303,张伟,三1班,,,是,,",
    "4,26308,夏初,3-1,√,,√,,",
)


def faults(found: Import) -> list[tuple[int | None, str | None, str]]:
    return [(p.row, p.column, p.wanted) for p in found.problems]


def changes(found: Import) -> dict[str, tuple[str, ...]]:
    return {one.id: one.columns if one.old else ("new",) for one in found.merged.changes}


def test_students_new_changed_and_missing(instance: Path, sheet: Sheet, school: School) -> None:
    found = look("students", sheet(*CLASS_301), instance)
    assert changes(found) == {"26302": ("class_id", "weekdays"), "26308": ("new",)}
    assert found.merged.unchanged == 2
    assert found.merged.missing == ("26304", "26305", "26306", "26307")  # 302 is in the file, since 26302 moved there
    assert found.problems == []
    write(found)
    after = {s.student_id: s for s in load_school(instance).students}
    assert (after["26302"].class_id, after["26302"].weekdays) == ("302", (3,))
    assert (after["26308"].class_id, after["26308"].weekdays, after["26308"].name) == ("301", (1, 3), "夏初")
    assert {k: s for k, s in after.items() if k not in ("26302", "26308")} == {
        s.student_id: s for s in school.students if s.student_id != "26302"
    }
    assert look("students", sheet(*CLASS_301), instance).changes == ()


def test_who_is_missing_goes_on_request_only_with_all_that_is_theirs(instance: Path, sheet: Sheet) -> None:
    lines = "学号,姓名,班级", "26402,郑好,401", "26403,孟凡,401"
    kept = look("students", sheet(*lines), instance)
    assert (kept.merged.missing, kept.changes) == (("26401",), ())
    found = look("students", sheet(*lines), instance, remove_missing=True)
    assert found.merged.removed == {"students": 1, "choices": 2}
    write(found)
    after = load_school(instance)
    assert "26401" not in after.student_by_id
    assert {row.student_id for row in after.choices} == {"26301"}
    assert len(after.students) == 9


def test_a_list_with_faults_removes_nobody(instance: Path, sheet: Sheet) -> None:
    lines = "学号,姓名,班级", "26402,郑好,401", "26403,孟凡,九（9）班"
    found = look("students", sheet(*lines), instance, remove_missing=True)
    assert faults(found) == [(3, "班级", "imports.unknown_class")]
    assert found.merged.removed == {}
    assert "imports.nobody_removed" in {note.key for note in found.findings.notes}


def test_faults_of_students_by_row(instance: Path, sheet: Sheet) -> None:
    found = look(
        "students",
        sheet(
            "学号,姓名,班级,周三,周五",
            ",没听说过,三（2）班,√,",
            "26307,,三（2）班,也许,",
            "26310,秦川,三（2）班,x,x",
            "26302,周子墨,301,√,",
            "26302,周子墨,301,√,√",
            ",张伟,301,√,",
            "26311,米小圈,,√,",
            "说明：周五为选修,,,,",
        ),
        instance,
    )
    assert faults(found) == [
        (2, "姓名", "imports.new_without_id"),
        (3, "周三", "imports.bad_mark"),
        (4, None, "imports.no_days"),
        (6, "学号", "imports.person_twice"),
        (7, "姓名", "imports.name_fits_several"),
        (8, "班级", "files.required"),
    ]
    assert changes(found) == {}
    assert [one.options for one in found.questions] == [(("26303", "301"), ("26304", "301"))]


def test_choices_that_a_change_puts_out_of_date(instance: Path, sheet: Sheet) -> None:
    """26301 has a list for the block fri, and no longer stays on Fridays."""
    lines = "学号,参加星期", "26301,周三", "26302,三"
    found = look("students", sheet(*lines), instance)
    assert found.outdated == (("26301", "fri"),)
    assert [(p.file, p.row, p.wanted) for p in found.problems] == [("choices.csv", 4, "files.block_day_away")]
    assert changes(found) == {"26302": ("weekdays",)}
    dropped = look("students", sheet(*lines), instance, drop_lists=True)
    assert dropped.problems == []
    write(dropped)
    after = load_school(instance)
    assert [(row.block, row.rank) for row in after.choices if row.student_id == "26301"] == [("wed", 1), ("wed", 2)]
    assert after.student_by_id["26301"].weekdays == (3,)


def test_blank_cells_keep_what_is_there(instance: Path, sheet: Sheet) -> None:
    found = look("students", sheet("学号,姓名,班级,参加星期", "26301,,,", "26302,,302,"), instance)
    assert changes(found) == {"26302": ("class_id",)}


@pytest.mark.parametrize("form", ["school.xlsx", "school.json"])
def test_students_in_other_forms(form: str, made: Callable[[str], Path], sheet: Sheet) -> None:
    instance = made(form)
    write(look("students", sheet(*CLASS_301), instance))
    after = load_school(instance)
    assert len(after.students) == 11
    assert after.student_by_id["26308"].weekdays == (1, 3)


TEACHERS = (
    "工号,姓名,学科,每周课时,可任活动,备注",
    "T1,沈书言,语文,15,绘画、书法,",
    ',白若川,"数学，科学",13,,',
    "T4,程野,音乐,10,舞蹈,新来",
)


def test_teachers(instance: Path, sheet: Sheet) -> None:
    found = look("teachers", sheet(*TEACHERS), instance)
    assert found.problems == []
    assert changes(found) == {"T1": ("day_load",), "T2": ("subjects",), "T4": ("new",)}
    assert found.merged.missing == ("T3",)
    write(found)
    after = load_school(instance).teacher_by_id
    assert (after["T1"].day_load, after["T2"].subjects) == (15, ("数学", "科学"))
    assert (after["T4"].skills, after["T4"].day_load) == (("dance",), 10)
    assert after["T3"].skills == ("football", "dance")
    assert look("teachers", sheet(*TEACHERS), instance).changes == ()


def test_faults_of_teachers_by_row(instance: Path, sheet: Sheet) -> None:
    found = look(
        "teachers",
        sheet("工号,姓名,每周课时,可任活动", "T5,,九节,", "T6,程野,10,攀岩", "T1,沈书言,15,", ",无此人,3,"),
        instance,
    )
    assert faults(found) == [
        (5, "姓名", "imports.new_without_id"),
        (2, "姓名", "files.required"),
        (2, "每周课时", "files.cell_int_meant"),
        (3, "skills", "files.unknown_id"),
    ]
    assert "“工号”" in describe(found.problems[0], "zh")
    assert changes(found) == {"T1": ("day_load",)}
    assert not found.blocked


def test_a_teacher_who_is_named_elsewhere_cannot_go(instance: Path, sheet: Sheet) -> None:
    found = look("teachers", sheet("工号,姓名", "T1,沈书言", "T2,白若川"), instance, remove_missing=True)
    assert found.blocked
    assert found.changes == ()
    assert [(p.file, p.row, p.column, p.found) for p in found.problems] == [("classes.csv", 4, "head_teacher", "T3")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1;3;5", (1, 3, 5)),
        ("周一、周三", (1, 3)),
        ("一三五", (1, 3, 5)),
        ("星期二", (2,)),
        ("周一至周五", (1, 2, 3, 4, 5)),
        ("周二到周四", (2, 3, 4)),
        ("1-3", (1, 2, 3)),
        ("每天", (1, 2, 3, 4, 5)),
        ("Mon, Wed", (1, 3)),
        (135, (1, 3, 5)),
        ("周五至周一", None),
        ("8", None),
        ("有时", None),
    ],
)
def test_weekdays(text: object, days: tuple[int, ...] | None) -> None:
    assert weekdays_of(text) == days


def test_cells_that_no_file_can_give_back(instance: Path, sheet: Sheet) -> None:
    found = look("teachers", sheet("工号,姓名,学科", "T7,#N/A,", 'T8,"程\n野",', "T9,汪洋,#REF!"), instance)
    assert faults(found) == [(2, "姓名", "files.error_value"), (4, "学科", "files.error_value")]
    assert changes(found) == {"T8": ("new",)}
    write(found)
    assert load_school(instance).teacher_by_id["T8"].name == "程 野"
