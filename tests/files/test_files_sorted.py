"""A column of the students that was sorted, or moved, without the others."""

from collections.abc import Callable

import pytest
from four_classes import school

from models.checks import faults
from models.checks_doubts import doubts
from models.school import School

OF = {"1": "song", "2": "dance", "3": "film"}
CLASSES = {"101": "1", "102": "1", "201": "2", "202": "2", "301": "3"}


Order = Callable[[list[str]], list[str]]


def backwards(own: list[str]) -> list[str]:
    return own[::-1]


def moved(own: list[str]) -> list[str]:
    return own[9:] + own[:9]


def one_class(own: list[str]) -> list[str]:
    return ["201"] * 6 + own[6:]


def two_changed(own: list[str]) -> list[str]:
    return [own[0], own[12], *own[2:12], own[1], *own[13:]]


def named(order: Order | None = None, clubs: bool = True, prefix: str = "S{}{:02}") -> School:
    """Five classes of six, whose clubs are their grade's; ``order`` gives the students' classes."""
    ids = [(prefix.format(c, n), c) for c in CLASSES for n in range(1, 7)]
    own = [c for _, c in ids]
    now = order(own) if order else own
    rows = [{"student_id": s, "class_id": c} for (s, _), c in zip(ids, now, strict=True)]
    acts = [a.model_dump() for a in school().activities if a.kind != "club"]
    acts += [{"activity_id": a, "name": a, "kind": "club", "grades": [g] if clubs else []} for g, a in OF.items()]
    choices = [{"student_id": s, "block": "F", "rank": 1, "activity_id": OF[CLASSES[c]]} for s, c in ids]
    classes = [{"class_id": c, "grade": g} for c, g in CLASSES.items()]
    return school(classes=classes, students=rows, choices=choices, activities=acts)


def found(made: School) -> list[tuple[str, str | None, str]]:
    return [(fault.table, fault.column, fault.wanted) for fault in faults(made)]


ONE = [("students", "class_id", "files.class_sorted")]


@pytest.mark.parametrize("order", [backwards, moved])
def test_a_column_that_was_sorted_or_moved_is_one_fault(order: Order) -> None:
    assert found(named(order)) == ONE
    (fault,) = faults(named(backwards))
    assert fault.args == {"count": 24}


def test_in_their_order_nothing_is_said() -> None:
    assert found(named()) == []


@pytest.mark.parametrize(
    "made",
    [
        named(backwards, clubs=False),  # nothing speaks against new classes
        named(backwards, prefix="S{0[1]}x{1:02}"),  # the ids say no class
        named(one_class),  # as many as before are not in each
        named(two_changed),  # two have changed
    ],
    ids=["any club", "other ids", "other numbers", "two"],
)
def test_without_evidence_it_is_not_said(made: School) -> None:
    assert ONE[0] not in found(made)


NAMES = [f"{one}{n}" for n in range(5) for one in "王李张刘陈杨赵黄周吴"]


def of_names(names: list[str], classes: int = 5, turned: bool = False) -> list[str | None]:
    """The columns that are doubted of students with these names, of whom each class has as many."""
    ids = [(f"S{n:02}", f"{n * classes // len(names) + 1}01") for n in range(len(names))]
    rows = [{"student_id": s, "class_id": c, "name": n} for (s, c), n in zip(ids, names, strict=True)]
    own = [{"class_id": f"{n}01", "grade": "1"} for n in range(1, classes + 1)]
    made = school(students=rows[::-1] if turned else rows, classes=own, choices=[])
    return [one.column for one in doubts(made) if one.wanted == "files.names_sorted"]


def test_names_that_were_sorted_alone_are_noted() -> None:
    uneven = [
        one for one, n in zip("王李张刘陈杨赵黄周吴", (7, 4, 6, 4, 7, 3, 5, 6, 4, 4), strict=True) for _ in range(n)
    ]
    assert of_names(uneven) == ["name"]
    assert of_names(NAMES) == []  # each class has its own of each name
    assert of_names(uneven, turned=True) == []  # the ids are in another order, too
    assert of_names(uneven, classes=1) == []  # one class may well be in the order of its names
    assert of_names(sorted(NAMES), classes=10) == []  # all of a class begin with its own sign


#: Who stays on Wednesday, and who on Friday; each chooses a club of that day.
STAYS = "0010111001101000111010010110"


def of_days(since: int = 0, **columns: int) -> School:
    """The school in which some columns of the students are so many rows too low, from a row on."""
    ids = [(f"S{c}{n:02}", c) for c in ("101", "102", "201", "202") for n in range(1, 8)]
    rows = [
        {"student_id": s, "class_id": c, "weekdays": [5 if on == "1" else 3]}
        for (s, c), on in zip(ids, STAYS, strict=True)
    ]
    choices = [
        {"student_id": s, "block": "F" if on == "1" else "W", "rank": 1, "activity_id": "chess"}
        for (s, _), on in zip(ids, STAYS, strict=True)
    ]
    for column, by in columns.items():
        own = [row[column] for row in rows]
        for index, row in enumerate(rows):
            if index >= since:
                row[column] = own[(index - by) % len(own)]
    classes = [{"class_id": c, "grade": c[0]} for c in ("101", "102", "201", "202")]
    pattern = [row.model_dump() for row in school().pattern if row.grade != "3"]
    return school(classes=classes, students=rows, choices=choices, pattern=pattern)


@pytest.mark.parametrize(
    ("column", "by", "way"),
    [("student_id", -1, "up"), ("student_id", 1, "down"), ("weekdays", -1, "up"), ("weekdays", 2, "down")],
)
def test_a_column_that_has_moved_is_one_fault(column: str, by: int, way: str) -> None:
    (fault,) = faults(of_days(**{column: by}))
    assert (fault.table, fault.column, fault.wanted) == ("students", column, f"files.column_moved_{way}")
    assert fault.args["by"] == abs(by)


def test_of_columns_in_their_places_nothing_is_said() -> None:
    """Nor of one for which no few rows make it right."""
    assert found(of_days()) == []
    assert all("moved" not in wanted for _, _, wanted in found(of_days(weekdays=7)))


@pytest.mark.parametrize(("column", "by"), [("student_id", -1), ("weekdays", -1), ("weekdays", 1), ("weekdays", 2)])
@pytest.mark.parametrize("since", [6, 11])
def test_a_column_that_has_moved_from_a_row_on_is_told_with_the_row(column: str, by: int, since: int) -> None:
    made = of_days(since=since, **{column: by})
    if column == "student_id":  # the last row has no id, and is not read
        last = made.students[-2].student_id
        (fault,) = faults(made.replaced(students=made.students[:-1]), frozenset({"students"}))
        assert last == "S20207"
        assert (fault.index, fault.wanted) == (since, "files.column_moved_lost")
        assert fault.args["meant"] == of_days().students[since].student_id
        return
    (fault,) = faults(made)
    assert (fault.column, fault.wanted) == (column, f"files.column_moved_{'down' if by > 0 else 'up'}_from")
    assert fault.index is not None
    assert fault.index <= since <= int(fault.args["first"]) <= since + 5
    assert fault.args["by"] == abs(by)
