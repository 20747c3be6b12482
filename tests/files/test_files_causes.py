"""One wrong cell of a row that many others refer to: that cell is named, once, and nothing that follows from it."""

import pytest
from four_classes import STUDENTS, changed, school

from models.checks import faults
from models.checks_base import REPEATED
from scheduler.errors import InputProblem
from scheduler.files import describe, describe_all


def test_the_school_is_right() -> None:
    assert faults(school()) == []


CASES = {
    "a grade that is none": (
        ("classes", 2, {"grade": "三"}),
        ("grade", "grade_gone"),
        {"count": 5, "existing": "1;2;3"},
    ),
    "the grade of others": (("classes", 2, {"grade": "3"}), ("grade", "grade_misfit"), {"count": 5, "existing": "2"}),
    "a block that was one": (
        ("pattern", 11, {"kind": "homework", "block": None}),
        ("kind", "kind_misfit"),
        {"count": 5, "grade": "3", "block": "F", "slot": "f1"},
    ),
    "another weekday": (("slots", 3, {"weekday": 6}), ("weekday", "weekday_misfit"), {"count": 20, "block": "F"}),
    "a student's days": (("students", 0, {"weekdays": [1]}), ("weekdays", "student_weekdays"), {"asked": "F;W"}),
    "a club that is none": (("activities", 2, {"kind": "tutoring"}), ("kind", "kind_not_club"), {"count": 20}),
    "a strand too few": (
        ("pattern", 9, {"kind": "homework"}),
        ("kind", "strand_count_less"),
        {"grade": "3", "slots": 0, "sessions": 1, "slot": "t1"},
    ),
    "a strand too many": (
        ("pattern", 8, {"kind": "strand"}),
        ("kind", "strand_count_more"),
        {"grade": "3", "slots": 2, "sessions": 1, "slot": "m1"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_cell_is_named_and_nothing_else(case: str) -> None:
    (table, index, cells), (column, key), args = CASES[case]
    (fault,) = faults(changed(table, index, **cells))
    assert (fault.table, fault.index, fault.column, fault.wanted) == (table, index, column, f"files.{key}")
    assert args.items() <= fault.args.items()
    for lang in ("zh", "en"):
        problem = InputProblem(table, 2, fault.column, fault.found, fault.wanted, fault.args)
        assert "{" not in describe(problem, lang)


def test_the_only_grade_that_fits_is_asked_for() -> None:
    """Drama is for grade 2 alone; grade 1 chooses something else then."""
    acts = [a.model_dump() for a in school().activities]
    acts[4]["grades"] = ["2"]
    choices = [c.model_dump() for c in school().choices if not (c.block == "W" and c.student_id.startswith("1A"))]
    classes = [c.model_dump() for c in school().classes]
    classes[2]["grade"] = "三"
    (fault,) = faults(school(activities=acts, choices=choices, classes=classes))
    assert (fault.index, fault.args["nearest"]) == (2, "2")


@pytest.mark.parametrize(("wrong", "rows"), [(2, 2), (3, 0)])
def test_what_few_ask_for_is_their_own_fault(wrong: int, rows: int) -> None:
    """Two of five in class 3A choose drama for F, which is not for grade 3: their rows are named. Where three of them choose it
    and W too, nothing in grade 1 or 2 speaks against the class's grade being wrong."""
    of_3a = [s for s, c in STUDENTS if c == "3A"][:wrong]
    more = [{"student_id": s, "block": "F", "rank": 3, "activity_id": "drama"} for s in of_3a]
    more += [{"student_id": s, "block": "W", "rank": 1, "activity_id": "drama"} for s in of_3a if wrong == 3]
    found = faults(school(choices=[*(c.model_dump() for c in school().choices), *more]))
    assert [f.wanted for f in found if f.table == "choices"] == ["files.activity_grade"] * rows
    assert len(found) == (rows or 1)
    problems = [InputProblem(f.table, 2, f.column, f.found, f.wanted, f.args) for f in found if f.table == "choices"]
    lines = [describe_all(problems, lang) for lang in ("zh", "en")]
    assert not rows or (
        "这个活动只收年级 1、2，学生 3A-1、3A-2 是年级 3。学号写错了的，请改学号" in lines[0][0]
        and "for grade 1, 2 alone; grade 3 is that of 3A-1, 3A-2. Where the student's id is wrong" in lines[1][0]
    )


def test_tutoring_that_is_a_club() -> None:
    rows = [{"student_id": s, "activity_id": "ball"} for s, _ in STUDENTS[:3]]
    (fault,) = faults(school(tutoring=rows))
    assert (fault.table, fault.index, fault.wanted, fault.args["count"]) == (
        "activities",
        3,
        "files.kind_not_tutoring",
        3,
    )
    assert [f.table for f in faults(school(tutoring=rows[:2]))] == ["tutoring", "tutoring"]


def test_an_id_typed_twice_is_the_one_that_others_name() -> None:
    """T1 and three rows of the pattern name t1, which is typed m1 in the table of slots."""
    (fault,) = faults(changed("slots", 1, slot_id="m1"))
    assert (fault.table, fault.index, fault.wanted, fault.args["meant"]) == ("slots", 1, REPEATED, "t1")


def test_of_two_ids_that_might_be_meant_none_is_named() -> None:
    teachers = [{"teacher_id": "T1", "name": "甲", "unavailable": ["t1", "m2"]}]
    rows = [row.model_dump() for row in school().slots]
    rows[1]["slot_id"] = "m1"
    found = faults(school(slots=rows, teachers=teachers))
    assert "meant" not in found[0].args
    assert {f.found for f in found[1:]} == {"t1", "m2"}


@pytest.mark.parametrize(("students", "closed"), [(3, False), (4, True)])
def test_lists_without_a_closed_club_are_told_how_to_close_one(students: int, closed: bool) -> None:
    """Of so many students the first choice for F is removed."""
    gone = [s for s, _ in STUDENTS[:students]]
    kept = [c.model_dump() for c in school().choices if not (c.student_id in gone and (c.block, c.rank) == ("F", 1))]
    found = faults(school(choices=kept))
    assert len(found) == students
    problems = [InputProblem("志愿", n, f.column, f.found, f.wanted, f.args) for n, f in enumerate(found, 2)]
    said = describe_all(problems, "zh")
    assert len(said) == 1
    assert ("“最多班数”填 0" in said[0]) == closed


@pytest.mark.parametrize(("students", "gone"), [(3, False), (4, True)])
def test_a_club_that_is_gone_is_told_once_with_how_to_close_one(students: int, gone: bool) -> None:
    """Also for the teacher who has it among their skills."""
    more = [{"student_id": s, "block": "F", "rank": 3, "activity_id": "kungfu"} for s, _ in STUDENTS[:students]]
    teachers = [t.model_dump() | {"skills": ("kungfu",)} for t in school().teachers]
    found = faults(school(choices=[*(c.model_dump() for c in school().choices), *more], teachers=teachers))
    told = [(f.table, f.column, f.wanted.removeprefix("files.")) for f in found]
    if not gone:
        assert told == [("teachers", "skills", "unknown_id"), *[("choices", "activity_id", "unknown_id")] * 3]
        return
    assert told == [("activities", "activity_id", "club_gone")]
    (said,) = describe_all([InputProblem("活动", None, f.column, f.found, f.wanted, f.args) for f in found], "zh")
    assert "这张表里没有 kungfu，可是有4名学生的志愿填了它（写了它的有：“教师”表、“志愿”表）" in said
    assert "“最多班数”填 0" in said


@pytest.mark.parametrize(
    ("gone", "there", "told"),
    [
        ("painting", "3d-printing", (None, "club_gone")),
        ("painting", "paint", (3, "club_unused")),
        ("bal", "ball", (3, "club_unused")),
    ],
)
def test_a_name_that_is_only_somewhat_like_it_hides_no_cause(
    gone: str, there: str, told: tuple[int | None, str]
) -> None:
    """Painting was taken out: three letters of four like 3d-printing is no slip of the pen. Where nobody names paint, or ball,
    its own row is wrong, and not those of all who chose it."""
    acts = [a.model_dump() | ({"activity_id": there} if a.activity_id == "ball" else {}) for a in school().activities]
    choices = [c.model_dump() | ({"activity_id": gone} if c.activity_id == "ball" else {}) for c in school().choices]
    (fault,) = faults(school(activities=acts, choices=choices))
    assert (fault.table, fault.index, fault.wanted) == ("activities", told[0], f"files.{told[1]}")
    assert fault.args["count"] == 20


@pytest.mark.parametrize(("chosen", "told"), [(True, (None, "club_gone")), (False, (3, "club_unused"))])
def test_a_club_that_is_gone_is_not_taken_for_one_that_is_chosen_itself(
    chosen: bool, told: tuple[int | None, str]
) -> None:
    """Aerobics was taken out; robotics is like it, and has choices of its own. Where it has none, its id was mistyped."""
    names = {"ball": "robotics", "chess": "chess"}
    acts = [a.model_dump() | {"activity_id": names.get(a.activity_id, a.activity_id)} for a in school().activities]
    named = {"ball": "aerobics", "drama": "robotics" if chosen else "drama"}
    choices = [c.model_dump() | {"activity_id": named.get(c.activity_id, c.activity_id)} for c in school().choices]
    teachers = [t.model_dump() | {"skills": ("aerobics",)} for t in school().teachers]
    (fault,) = faults(school(activities=acts, choices=choices, teachers=teachers))
    assert (fault.table, fault.index, fault.wanted) == ("activities", told[0], f"files.{told[1]}")


def test_a_row_that_the_pattern_lacks_is_told_and_not_those_who_chose_its_block() -> None:
    """Grade 2 has no row for w1, in which ten of its students have chosen something; one of them names the block besides."""
    rows = [r.model_dump() for r in school().pattern if (r.grade, r.slot_id) != ("2", "w1")]
    students = [s.model_dump() | ({"blocks": ["W"]} if s.student_id == "2A-1" else {}) for s in school().students]
    (fault,) = faults(school(pattern=rows, students=students))
    assert (fault.table, fault.index, fault.wanted) == ("pattern", None, "files.pattern_missing")
    assert fault.args == {"grade": "2", "block": "W", "count": 10, "slots": "w1"}


STRANDS = [
    {"activity_id": "hw", "name": "作业", "kind": "homework"},
    {"activity_id": "art", "name": "艺术", "kind": "strand"},
]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([{"activity_id": "art", "name": "艺术", "kind": "strand", "sessions_week": 3}], ("activities", 1, "1")),
        ([{"activity_id": "art", "name": "艺术", "kind": "strand", "sessions_week": 3, "grades": ["1", "2"]}], None),
        ([*STRANDS[1:], {"activity_id": "sport", "name": "体育", "kind": "strand"}], None),
    ],
    ids=["one strand", "not of all grades that are wrong", "either of two could be left out"],
)
def test_a_strand_that_is_too_often_for_all_grades_is_told_once(
    more: list[dict[str, object]], told: tuple[str, int, str] | None
) -> None:
    """And never that other slots are to become strands."""
    found = [f for f in faults(school(activities=[STRANDS[0], *more], choices=[])) if "strand" in f.wanted]
    once = [(f.table, f.index, f.args["meant"]) for f in found if f.wanted == "files.strand_sessions"]
    assert once == ([told] if told else [])
    assert (len(found) == 1) == bool(told)
