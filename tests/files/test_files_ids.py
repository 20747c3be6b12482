"""Ids that are wrong where they are defined: the one cell is told, and not the many rows that name what is meant."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from four_classes import STUDENTS, changed, school

from models.checks import faults
from models.checks_base import REPEATED
from models.fault import Fault
from scheduler.errors import InputFault
from scheduler.files import describe_all, load_school

#: Students of class 1A with ids in the order of the table.
IDS = [f"S101{n:02}" for n in (34, 36, 37, 39, 73)]


def numbered(wrong: dict[int, str], **tables: Any) -> list[Fault]:
    """The faults of the school in which class 1A has those ids; their rows of choices name these, and those of the table of
    students the ``wrong`` ones."""
    names = dict(zip((s for s, c in STUDENTS if c == "1A"), IDS, strict=True))
    choices = [c.model_dump() | {"student_id": names.get(c.student_id, c.student_id)} for c in school().choices]
    rows = [s.model_dump() | {"student_id": names.get(s.student_id, s.student_id)} for s in school().students]
    for index, name in wrong.items():
        rows[index]["student_id"] = name
    return faults(school(choices=choices, students=rows, **tables))


@pytest.mark.parametrize(
    ("index", "typed"),
    [
        (2, "S10173"),  # two signs in the wrong order, and another student has that id
        (3, "S10193"),  # the same, of an id that nobody has
        (2, "S1013"),  # one is missing
        (3, "S1013O"),  # a letter, and not that which looks like the digit
        (1, "S10196"),  # another digit, out of order
    ],
)
def test_the_id_of_a_student_is_wrong_in_the_table_of_students(index: int, typed: str) -> None:
    (fault,) = numbered({index: typed})
    assert (fault.table, fault.index, fault.column, fault.args["meant"]) == (
        "students",
        index,
        "student_id",
        IDS[index],
    )
    twice = typed in IDS
    assert fault.wanted == (REPEATED if twice else "files.id_unused")
    assert fault.args["case" if twice else "count"] == ("here" if twice else 3)


def test_another_digit_in_its_place_may_be_another_student() -> None:
    """S10135 stands where S10136 did: who has left may have had the one, who is new the other."""
    found = numbered({1: "S10135"})
    assert {(f.table, f.wanted) for f in found} == {("choices", "files.unknown_id")}


def test_of_two_rows_that_may_be_meant_none_is_named() -> None:
    """Both S10317 and S10173 are S10137 with two signs in the wrong order, at the end of the table."""
    more = [{"student_id": s, "class_id": "1A"} for s in ("S10317", "S10173")]
    choices = [
        {"student_id": "S10137", "block": "F", "rank": r, "activity_id": a} for r, a in ((1, "chess"), (2, "ball"))
    ]
    found = faults(
        school(
            students=[*(s.model_dump() for s in school().students), *more],
            choices=[*(c.model_dump() for c in school().choices), *choices],
        )
    )
    assert [(f.table, f.wanted) for f in found] == [("choices", "files.unknown_id")] * 2


def test_a_row_that_is_there_twice_tells_what_to_do() -> None:
    """The same, another class, another name."""
    rows = [s.model_dump() | {"name": "甲"} for s in school().students]
    for cells, case in (({}, "same"), ({"class_id": "2B"}, "at"), ({"name": "乙"}, "other"), ({"name": None}, "at")):
        (fault,) = faults(school(students=[*rows, rows[0] | cells]))
        assert (fault.index, fault.args["case"], fault.args["first"]) == (len(rows), case, 0)


def test_the_row_in_the_wrong_place_is_the_wrong_one_in_words(tmp_path: Path, data: Path) -> None:
    """The first of two rows with an id is named, by the order of those around it."""
    shutil.copytree(data / "good", tmp_path / "s")
    path = tmp_path / "s" / "students.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("2610102,", "2610106,", 1), encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        load_school(tmp_path / "s")
    (zh,), (en,) = (describe_all(caught.value.problems, lang) for lang in ("zh", "en"))
    assert zh.startswith("students.csv，第 3 行，student_id（学号）列：学号 2610106 第 7 行也有，不能重复。")
    assert "按前后的次序，这一行应当是 2610102。请改正，不要删。" in zh
    assert "by the order of the rows this one is meant to be 2610102" in en


def test_an_id_of_an_activity_that_nobody_names_is_told_at_its_row() -> None:
    (fault,) = faults(changed("activities", 2, activity_id="ches"))
    assert (fault.table, fault.index, fault.wanted, fault.args["meant"]) == (
        "activities",
        2,
        "files.club_unused",
        "chess",
    )


def test_a_slot_or_a_class_that_was_given_another_id_is_told_at_its_row() -> None:
    """Nobody names the new id, and all name one that is not there: by a slip, or in two tables."""
    (fault,) = faults(changed("slots", 3, slot_id="f2"))
    assert (fault.table, fault.index, fault.found, fault.wanted) == ("slots", 3, "f2", "files.id_unused")
    assert (fault.args["meant"], fault.args["count"], fault.args["of"]) == ("f1", 3, "pattern")
    assert {f.table for f in faults(changed("slots", 3, slot_id="Friday"))} == {"pattern"}
    rows = [row.model_dump() for row in school().slots]
    rows[3]["slot_id"] = "Friday"
    (fault,) = faults(school(slots=rows, teachers=[{"teacher_id": "T1", "name": "甲", "avoid": ["f1"]}]))
    assert (fault.table, fault.index, fault.args["meant"], fault.args["of"]) == ("slots", 3, "f1", "pattern;teachers")
    teaching = [{"teacher_id": "T1", "class_id": "2B", "subject": "语文"}]
    classes = [row.model_dump() for row in school().classes]
    classes[2]["class_id"] = "2"  # grades are named 2, and that is no class
    (fault,) = faults(school(classes=classes, teaching=teaching))
    assert (fault.table, fault.index, fault.args["meant"], fault.args["count"]) == ("classes", 2, "2B", 6)
    (fault,) = faults(changed("classes", 2, class_id="2X"))
    assert (fault.table, fault.index, fault.args["meant"], fault.args["of"]) == ("classes", 2, "2B", "students")


def test_where_two_ids_are_named_and_not_there_each_row_is_told() -> None:
    """A slot that nobody names may be either; so may one of two that nobody names."""
    rows = [row.model_dump() for row in school().slots]
    rows[3] |= {"slot_id": "friday"}
    rows[2] |= {"slot_id": "wednesday"}
    assert {f.table for f in faults(school(slots=rows))} == {"pattern"}
    rows = [
        *(row.model_dump() for row in school().slots),
        {"slot_id": "s1", "weekday": 6, "start": "9:00", "end": "9:40"},
    ]
    rows[3] |= {"slot_id": "friday"}
    assert {f.table for f in faults(school(slots=rows))} == {"pattern"}
