"""A fallback club that may have few or small sections as the cause of what a block is short of."""

from typing import Any

from shortage_schools import acts, found, rooms, small, teachers

from models.school import School
from scheduler.shortages import describe, shortages

ALL = "art;chess;help"


def electives(**chess: Any) -> School:
    """Twenty students for clubs on Friday: chess, a fallback of these cells, or one of five clubs of four places each; two teachers lead."""
    clubs = {f"c{n}": {"kind": "club", "max_size": 4, "skill_needed": "no"} for n in range(5)}
    students = [{"student_id": f"{c}-{n}", "class_id": c} for c in ("1A", "1B") for n in range(1, 11)]
    wishes = [
        {"student_id": s["student_id"], "rank": n + 1, "activity_id": f"c{n}"} for s in students for n in range(5)
    ]
    return small(
        activities=acts(**clubs, chess={"skill_needed": "no"} | chess),
        students=students,
        choices=wishes,
        teachers=teachers("a", "b", skills=ALL),
        rooms=rooms(**{f"r{n}": {"capacity": 10} for n in range(1, 7)}),
    )


def test_the_cell_of_a_fallback_that_makes_sections_many_is_told_with_too_few_people():
    """With one section of chess it takes four, with two of ten each two; with sections of five at most, four again."""
    short = next(one for one in shortages(electives(max_size=10)) if one.kind == "slot_staff")
    assert (short.needed, short.available) == (4, 2)
    text = describe(short, "zh", electives(max_size=10))
    assert "把“活动”表里兜底的Chess的“最多班数”从1加到2就够，不用补人。不改它，请补人，或" in text
    assert found(electives(max_size=10, max_sections=2)) == []
    small_ones = electives(max_size=5, max_sections=2)
    short = next(one for one in shortages(small_ones) if one.kind == "slot_staff")
    assert "把“活动”表里兜底的Chess的“最多人数”从5加到10就够，不用补人。不改它，请补人，或" in describe(
        short, "zh", small_ones
    )
