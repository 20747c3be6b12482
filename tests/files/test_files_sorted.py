"""A column of the students that was sorted, or moved, without the others."""

from collections.abc import Callable

import pytest
from four_classes import school

from models.checks import faults
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
