"""One mistake, one line: neither its consequences nor the same fault of many rows is said again."""

from pathlib import Path
from typing import Any

import pytest
from broken_copies import broken

from models.checks import faults
from models.school import School
from scheduler.errors import InputProblem
from scheduler.files import describe_all

#: Three grades with two blocks: ``tue`` of one slot, ``fri`` of two; class 1A of grade 1 and so on.
SLOTS = {"tue1": (2, 16), "fri1": (5, 16), "fri2": (5, 17), "fri3": (5, 18)}
ROWS = [(grade, slot) for grade in "123" for slot in ("tue1", "fri1", "fri2")]


def school(pattern: dict[tuple[str, str], Any] | None = None, **tables: Any) -> School:
    """The school; ``pattern`` replaces or adds cells of the rows of (grade, slot)."""
    changes = pattern or {}
    base = {
        "name": "x",
        "term": {"name": "t", "start": "2026-09-01", "end": "2027-01-20"},
        "slots": [
            {"slot_id": s, "weekday": day, "start": f"{hour}:00", "end": f"{hour}:50"}
            for s, (day, hour) in SLOTS.items()
        ],
        "classes": [{"class_id": f"{grade}A", "grade": grade} for grade in "123"],
        "activities": [{"activity_id": a, "name": a, "kind": "club"} for a in ("chess", "art")],
        "students": [{"student_id": f"s{grade}", "class_id": f"{grade}A"} for grade in "123"],
        "choices": [
            {"student_id": f"s{grade}", "block": block, "rank": rank, "activity_id": activity}
            for grade in "123"
            for block in ("tue", "fri")
            for rank, activity in ((1, "chess"), (2, "art"))
        ],
        "pattern": [
            {"grade": g, "slot_id": s, "kind": "elective", "block": s[:3]} | changes.get((g, s), {})
            for g, s in [*ROWS, *(key for key in changes if key not in ROWS)]
        ],
    }
    return School.model_validate(base | tables)


def found(made: School) -> list[tuple[str, int | None, str | None, str]]:
    return [(f.table, f.index, f.column, f.wanted.removeprefix("files.")) for f in faults(made)]


def test_the_school_is_sound() -> None:
    assert found(school()) == []


@pytest.mark.parametrize("grade", "123")
@pytest.mark.parametrize(
    ("slot", "cells", "column", "wanted"),
    [
        ("fri2", {"block": "tue"}, "block", "block_two"),
        ("fri2", {"block": "firday"}, "block", "block_two"),
        ("fri2", {"block": "fri1"}, "block", "block_two"),
        ("tue1", {"block": "fri"}, "block", "block_two"),
        ("fri2", {"slot_id": "fri9"}, "slot_id", "unknown_id"),
        ("fri2", {"grade": "9"}, "grade", "unknown_grade"),
        ("fri3", {}, "block", "block_extra"),
    ],
)
def test_one_wrong_cell_of_the_pattern_is_one_fault(
    slot: str, cells: dict[str, str], column: str, wanted: str, grade: str
) -> None:
    """Whichever grade's row it is: most rows are right, also where the first one is wrong."""
    made = school({(grade, slot): cells})
    (index,) = [i for i, (g, s) in enumerate([*ROWS, (grade, "fri3")]) if (g, s) == (grade, slot)][:1]
    assert found(made) == [("pattern", index, column, wanted)]


def test_a_block_on_another_weekday_is_named_at_the_row_that_is_wrong() -> None:
    """Grade 1 alone is there on Tuesday; its row says ``fri``, of which there are six rows on Friday."""
    rows = [{"grade": "1", "slot_id": "tue1", "kind": "elective", "block": "fri"}]
    rows += [{"grade": g, "slot_id": s, "kind": "elective", "block": "fri"} for g in "123" for s in ("fri1", "fri2")]
    made = School.model_validate(school(choices=[]).model_dump() | {"pattern": rows})
    assert found(made) == [("pattern", 0, "block", "block_weekdays")]


def test_a_mistyped_grade_of_a_class_is_named_at_the_class() -> None:
    classes = [{"class_id": f"{grade}A", "grade": grade if grade != "2" else "22"} for grade in "123"]
    assert found(school(classes=classes)) == [("classes", 1, "grade", "grade_no_pattern")]


CHOICES = [row.model_dump() for row in school().choices]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"student_id": "nobody"}, ("student_id", "unknown_id")),
        ({"block": "wed"}, ("block", "unknown_block")),
        ({"rank": 2}, ("rank", "rank_twice")),
        ({"rank": 3}, ("rank", "rank_skipped")),
    ],
)
def test_one_wrong_cell_of_the_choices_is_one_fault(cells: dict[str, Any], expected: tuple[str, str]) -> None:
    """The first choice of the first student for Tuesday; without it, nothing is said of the rank that is lacking."""
    made = school(choices=[CHOICES[0] | cells, *CHOICES[1:]])
    ((_, _, column, wanted),) = found(made)
    assert (column, wanted) == expected


def test_a_rank_that_is_lacking_elsewhere_is_still_said() -> None:
    """The first student's first choice has a wrong block; the last student has no second choice but a third."""
    rows = [CHOICES[0] | {"block": "wed"}, *CHOICES[1:-1], CHOICES[-1] | {"rank": 3}]
    assert [wanted for *_, wanted in found(school(choices=rows))] == ["unknown_block", "rank_skipped"]


# -- rows that could not be read ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("slots.csv", "16:00,16:40", "16:00,25:40"),
        ("rooms.csv", "gym,60", "gym,many"),
        ("students.csv", "2610101,,101,1;3;4", "2610101,,101,1;3;9"),
        ("pattern.csv", "1,thu1,elective", "1,thu1,elektive"),
        ("activities.csv", "Sports,school,,3", "Sports,school,,x"),
    ],
)
def test_a_row_that_cannot_be_read_is_known_all_the_same(
    file: str, old: str, new: str, tmp_path: Path, data: Path
) -> None:
    """Its id is still one: whoever names it is right; and an id that is nowhere is found beside it."""
    fault = broken(data, tmp_path / "a", (file, old, new))
    assert [p.file for p in fault.problems] == [file]
    fault = broken(
        data, tmp_path / "b", (file, old, new), ("pins.csv", ",gym", ",gymm"), ("tutoring.csv", "2610102", "9")
    )
    wrong = {(p.file, p.found) for p in fault.problems}
    assert {("pins.csv", "gymm"), ("tutoring.csv", "9")} <= wrong
    assert len(fault.problems) == 3


def test_nothing_is_concluded_where_the_id_itself_cannot_be_read(tmp_path: Path, data: Path) -> None:
    fault = broken(data, tmp_path / "a", ("rooms.csv", "gym,", "#N/A,"))
    assert [(p.file, p.column) for p in fault.problems] == [("rooms.csv", "room_id")]


# -- the same in many rows ---------------------------------------------------------------------------------
def test_the_same_unknown_id_in_many_rows_is_one_line(tmp_path: Path, data: Path) -> None:
    """Two rows name a pupil whom nobody has: one names the right one besides."""
    fault = broken(
        data, tmp_path / "a", ("choices.csv", "2610101,", "261O1O1,"), ("choices.csv", "2610101,", "261O1O1,")
    )
    in_choices = [line for line in describe_all(fault.problems, "zh") if "没有这个编号" in line]
    assert in_choices == [
        "choices.csv，第 2、3 行，student_id（学号）列：students.csv（学生）里没有这个编号。现为：261O1O1。是不是“2610101”？"
    ]
    (line,) = [line for line in describe_all(fault.problems, "en") if "Did you mean" in line]
    assert line.startswith("choices.csv, rows 2, 3, column student_id")


def test_the_row_that_nobody_names_is_the_wrong_one(tmp_path: Path, data: Path) -> None:
    """Every row names 2610101; in the table of students a letter stands for a digit."""
    fault = broken(data, tmp_path / "a", ("students.csv", "2610101", "261O1O1"))
    (line,) = describe_all(fault.problems, "zh")
    assert line.startswith(
        "students.csv，第 2 行，student_id（学号）列：choices.csv（志愿）、tutoring.csv（辅导名单）里写的都是 2610101"
    )
    assert line.endswith("请把这里改成 2610101；这里没有错的，请改写了 2610101 的那些行。现为：261O1O1。")
    (line,) = describe_all(fault.problems, "en")
    assert "Write 2610101 here" in line


def test_of_many_rows_the_first_are_named() -> None:
    problems = [InputProblem("a.csv", row, None, "x", "files.cell_int") for row in range(2, 26, 2)]
    (line,) = describe_all(problems, "zh")
    assert line.startswith("a.csv，第 2、4、6、8、10、12、14、16、18、20 行，另有 2 行：应为整数")


def test_many_rows_that_follow_each_other_are_named_by_the_first_and_the_last() -> None:
    rows = [*range(2, 14), 20, 21, *range(30, 33)]
    problems = [InputProblem("a.csv", row, None, "x", "files.cell_int") for row in rows]
    (line,) = describe_all(problems, "zh")
    assert line.startswith("a.csv，第 2 至 13、20、21、30 至 32 行：应为整数")
    (line,) = describe_all(problems, "en")
    assert line.startswith("a.csv, rows 2 to 13, 20, 21, 30 to 32: ")


def of_three(grades: str = "123", **times: tuple[int, int]) -> School:
    """Block ``fri`` has fri3 too, for some grades; with other weekdays and hours of slots."""
    slots = [
        {"slot_id": s, "weekday": day, "start": f"{hour}:00", "end": f"{hour}:50"}
        for s, (day, hour) in (SLOTS | times).items()
    ]
    return school({(grade, "fri3"): {} for grade in grades}, slots=slots)


@pytest.mark.parametrize("times", [(6, 18), (2, 18), (2, 16)])
def test_a_slot_that_alone_of_its_block_is_on_another_weekday_is_named_in_its_own_table(times: tuple[int, int]) -> None:
    """Also where it runs into a slot of that weekday, unless it would do so on that of its block, too."""
    made = of_three(fri3=times)
    if times == (2, 16):
        assert {(t, c, w) for t, _, c, w in found(made)} == {
            ("slots", "start", "slot_overlap"),
            ("pattern", "block", "block_weekdays"),
        }
    else:
        assert found(made) == [("slots", 3, "weekday", "slot_alone")]
    assert found(of_three()) == []


def test_of_two_slots_neither_is_likelier_than_the_other() -> None:
    """One on Friday, one on Saturday; where ids say weekdays, theirs tells which."""
    slots = of_three(fri2=(6, 17)).model_dump()["slots"]
    assert found(school(slots=slots)) == [("slots", 2, "weekday", "slot_alone")]
    plain = {"fri1": "a", "fri2": "b"}
    slots = [slot | {"slot_id": plain.get(slot["slot_id"], slot["slot_id"])} for slot in slots]
    rows = [{"slot_id": plain.get(slot, slot), "block": slot[:3]} for _, slot in ROWS]
    made = school(dict(zip(ROWS, rows, strict=True)), slots=slots)
    assert found(made) == [("pattern", index, "block", "block_weekdays") for index in (2, 5, 8)]


def test_a_row_that_one_grade_alone_has_is_likelier_mistyped_than_the_slot() -> None:
    assert found(of_three("1", fri3=(6, 18))) == [("pattern", 9, "block", "block_weekdays")]


def test_a_slot_on_another_weekday_in_words() -> None:
    """Both say which slot it is, and on which weekday the others are."""

    def said(made: School) -> list[str]:
        problems = [
            InputProblem(f"{f.table}.csv", (f.index or 0) + 2, f.column, f.found, f.wanted, f.args)
            for f in faults(made)
        ]
        return [line for lang in ("zh", "en") for line in describe_all(problems, lang)]

    zh, en = said(of_three(fri3=(6, 18)))
    assert "选课段 fri 的时段必须在同一天：fri1、fri2 在周五，只有 fri3 不在。请把这里的星期改成 5；" in zh
    assert "All slots of block fri are on one weekday: fri1, fri2 on Friday, and fri3 alone is not. " in en
    zh, en = said(of_three("1", fri3=(6, 18)))
    assert (
        "按slots.csv（时段），fri3 在周六，它的其他时段在周五。请改正这里的选课段，或slots.csv（时段）里 fri3 的星期。"
        in zh
    )
    assert "by slots, fri3 is on Saturday, the others of this block are on Friday." in en
