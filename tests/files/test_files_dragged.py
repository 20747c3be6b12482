"""Cells that were dragged down are one fault of their column, whichever rows seem wrong by it."""

from typing import Any

import pytest
from four_classes import CLASSES, STUDENTS, school

from models.checks import faults
from models.school import School

#: Each student has three clubs, or one.
CLUBS = ("chess", "ball", "dance")
LISTS = [
    {"student_id": s, "rank": rank, "activity_id": CLUBS[(n + rank) % 3]}
    for n, (s, _) in enumerate(STUDENTS)
    for rank in (1, 2, 3)
]
SINGLE = [row for row in LISTS if row["rank"] == 1]
TEACHERS = [{"teacher_id": f"T{n}", "name": f"教师{n}"} for n in range(1, 9)]
ROOMS = [{"room_id": f"R{g}{n}", "capacity": 40} for g in "12" for n in range(1, 6)]
HOMES = [{"class_id": f"{g}{n}", "grade": g, "room_id": f"R{g}{n}"} for g in "12" for n in range(1, 6)]


def clubs() -> list[dict[str, Any]]:
    """The clubs of the lists, and what else there is."""
    own = [row.model_dump() for row in school().activities if row.kind != "club"]
    return own + [{"activity_id": one, "name": one, "kind": "club"} for one in CLUBS]


def dragged(rows: list[dict[str, Any]], column: str, first: int, last: int, step: int = 1) -> list[dict[str, Any]]:
    """The rows with a cell dragged down over those below it."""
    head = str(rows[first][column])
    stem = head.rstrip("0123456789")
    own = [stem + str(int(head[len(stem) :]) + n * step) for n in range(last - first + 1)]
    return [row | ({column: own[i - first]} if first <= i <= last else {}) for i, row in enumerate(rows)]


def told(made: School) -> set[tuple[str, str | None, str]]:
    return {(f.table, f.column, f.wanted.removeprefix("files.")) for f in faults(made)}


@pytest.mark.parametrize(("step", "wanted"), [(1, "dragged_ranks"), (0, "copied_ranks")])
def test_students_of_choices_over_ids_that_there_are(step: int, wanted: str) -> None:
    found = faults(school(activities=clubs(), choices=dragged(LISTS, "student_id", 0, 8, step)))
    assert {(f.table, f.column, f.wanted) for f in found} == {("choices", "student_id", f"files.{wanted}")}
    assert [f.index for f in found] == list(range(1 if step else 3, 9))
    assert faults(school(activities=clubs(), choices=LISTS)) == []


def test_one_choice_each_is_nothing_that_was_dragged() -> None:
    """Ids that rise by one, and three of them with a rank that is none."""
    rows = [row | ({"rank": 2} if n < 3 else {}) for n, row in enumerate(SINGLE)]
    assert told(school(activities=clubs(), choices=rows)) == {("choices", "rank", "rank_skipped")}


def test_one_choice_each_of_students_who_were_left_out() -> None:
    """A class that is not in the table of students is not told as dragged; ids that go on where there are none are."""
    rest = [s.model_dump() for s in school().students if s.class_id != "2B"]
    assert told(school(activities=clubs(), choices=SINGLE, students=rest)) == {("choices", "student_id", "unknown_id")}
    first = next(n for n, row in enumerate(SINGLE) if str(row["student_id"]).startswith("2A"))
    rows = dragged(SINGLE, "student_id", first, len(SINGLE) - 1)
    assert told(school(activities=clubs(), choices=rows)) == {("choices", "student_id", "dragged")}


def test_teachers_of_classes() -> None:
    """T1 to T16, of whom eight are there."""
    rows = [
        {"teacher_id": f"T{1 + (n + m) % 8}", "class_id": one, "subject": subject}
        for n, one in enumerate(CLASSES)
        for m, subject in enumerate(("语文", "数学", "英语", "体育"))
    ]
    assert faults(school(teachers=TEACHERS, teaching=rows)) == []
    found = faults(school(teachers=TEACHERS, teaching=dragged(rows, "teacher_id", 0, 15)))
    assert {f.wanted for f in found} == {"files.dragged"}
    assert [f.index for f in found] == list(range(1, 16))
    assert found[0].args == {"from": "T2", "to": "T16"}  # the first is right


def test_rooms_of_which_some_are_named_by_nobody_now() -> None:
    """R11 to R15, R16 and so on, where the classes have R21 and so on; what else is wrong is told beside it."""
    found = faults(school(rooms=dragged(ROOMS, "room_id", 0, 9), classes=HOMES, students=[], choices=[]))
    assert {(f.table, f.column, f.wanted) for f in found} == {("rooms", "room_id", "files.dragged_ids")}
    assert [f.index for f in found] == list(range(5, 10))
    homes = [row | ({"grade": "9"} if row["class_id"] == "11" else {}) for row in HOMES]
    found = faults(school(rooms=dragged(ROOMS, "room_id", 0, 9), classes=homes, students=[], choices=[]))
    assert [(f.table, f.index) for f in found if f.table != "rooms"] == [("classes", 0)]


def test_ids_that_are_all_the_same() -> None:
    """Nobody is advised to delete one of the rows."""
    found = faults(school(rooms=dragged(ROOMS, "room_id", 2, 7, 0), classes=HOMES, students=[], choices=[]))
    assert {(f.table, f.column, f.wanted) for f in found} == {("rooms", "room_id", "files.copied")}
    assert [f.index for f in found] == [3, 4, 5, 6, 7]


def test_rows_behind_those_that_were_dragged_keep_their_places() -> None:
    """A fault below them is told in its own row."""
    rows = dragged(LISTS, "student_id", 0, 8)
    rows[30]["activity_id"] = "kungfu"
    found = [f for f in faults(school(activities=clubs(), choices=rows)) if f.wanted != "files.dragged_ranks"]
    assert [(f.index, f.column, f.found) for f in found] == [(30, "activity_id", "kungfu")]


@pytest.mark.parametrize("own", [("ball", "ball1", "ball2"), ("ball", "ball", "ball")])
def test_clubs_of_one_list(own: tuple[str, ...]) -> None:
    """Choices that are lost are asked for, whichever club they are like."""
    lists = [row | {"activity_id": own[n] if n < len(own) else row["activity_id"]} for n, row in enumerate(LISTS)]
    found = faults(school(activities=clubs(), choices=lists))
    (wanted,) = {f.wanted for f in found}
    assert wanted == ("files.copied_clubs" if own[0] == own[1] else "files.dragged_clubs")
    assert [(f.column, f.index) for f in found] == [("activity_id", 1), ("activity_id", 2)]


def test_clubs_that_are_gone_and_those_that_are_twice_were_not_dragged() -> None:
    """Clubs of several students, and a club that one of them names twice."""
    gone = [row | ({"activity_id": f"club{row['rank']}"} if row["rank"] != 1 else {}) for row in LISTS]
    assert told(school(activities=clubs(), choices=gone)) == {("activities", "activity_id", "club_gone")}
    twice = [row | ({"activity_id": LISTS[0]["activity_id"]} if n == 1 else {}) for n, row in enumerate(LISTS)]
    assert told(school(activities=clubs(), choices=twice)) == {("choices", "activity_id", "repeated")}


@pytest.mark.parametrize(
    ("typed", "first"),
    [(["F", "F1", "F2", "F3", "F4"], 1), (["Fri", "Sat", "Sun", "Mon", "Tue"], 1), (["F3", "F4", "F5"], 0)],
)
def test_blocks_of_choices(typed: list[str], first: int) -> None:
    """Numbers behind a block, and the days after it; where none is a block, each is wrong for itself."""
    rows = [row.model_dump() for row in school().choices]
    pattern = [row.model_dump() for row in school().pattern]
    if typed[0] == "Fri":
        for row in (*rows, *pattern):
            row["block"] = "Fri" if row["block"] == "F" else row["block"]
    for row, block in zip(rows, typed, strict=False):
        row["block"] = block
    found = faults(school(choices=rows, pattern=pattern))
    assert {(f.table, f.column, f.wanted) for f in found} == {("choices", "block", "files.dragged_blocks")}
    assert [f.index for f in found] == list(range(first, len(typed)))


def test_blocks_of_the_pattern() -> None:
    rows = [row.model_dump() for row in school().pattern]
    rows.sort(key=lambda row: str(row["slot_id"]))  # grade by grade in each slot
    rows += [row | {"grade": grade} for grade in "456" for row in rows if row["grade"] == "2"]
    rows.sort(key=lambda row: str(row["slot_id"]))
    classes = [row.model_dump() for row in school().classes] + [{"class_id": f"{g}A", "grade": g} for g in "456"]
    assert faults(school(pattern=rows, classes=classes)) == []
    own = [i for i, row in enumerate(rows) if row["block"] == "F"]
    for n, i in enumerate(own):
        rows[i] |= {"block": f"F{n}" if n else "F"}
    found = faults(school(pattern=rows, classes=classes))
    assert [(f.table, f.column, f.index, f.wanted) for f in found] == [
        ("pattern", "block", i, "files.dragged_cells") for i in own[1:]
    ]
