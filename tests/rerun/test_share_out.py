"""Students of an offer over its sections: who was in a section earlier stays there."""

import pytest

from models.people import SchoolClass, Student
from models.school import School
from models.services import Activity
from models.term import Term
from scheduler.week.read_students import share_out

IDS = [f"S{n}" for n in range(1, 9)]
SCHOOL = School.model_construct(
    name="s",
    term=Term.model_construct(name="t"),
    classes=(SchoolClass(class_id="1", grade="1"),),
    students=tuple(Student(student_id=s, class_id="1") for s in IDS),
)


def shared(students: list[str], stay: list[set[str]], least: int = 1, most: int = 9) -> list[set[str]]:
    club = Activity(activity_id="a", name="a", kind="club", min_size=least, max_size=most)
    parts = share_out(students, club, [20] * max(2, len(stay)), SCHOOL, [frozenset(part) for part in stay])
    assert sorted(s for part in parts for s in part) == sorted(students)
    return [set(part) for part in parts]


def test_without_an_earlier_plan_they_are_even() -> None:
    assert [len(part) for part in shared(IDS, [])] == [4, 4]


def test_a_new_student_moves_nobody() -> None:
    """S1 comes first in the order of ids, yet everybody stays where they were."""
    assert shared(IDS[:5], [{"S2", "S4"}, {"S3", "S5"}]) == [{"S1", "S2", "S4"}, {"S3", "S5"}]


def test_uneven_sections_stay_so() -> None:
    assert shared(IDS[:5], [{"S1", "S2", "S3", "S4"}, {"S5"}]) == [{"S1", "S2", "S3", "S4"}, {"S5"}]


@pytest.mark.parametrize(
    ("stay", "least", "most", "sizes"),
    [
        ([set(IDS[:6]), {"S7"}], 3, 9, [4, 3]),  # the second needs three: two come over
        ([set(IDS[:7]), set()], 1, 4, [4, 3]),  # the first holds four
        ([set(), set(IDS[:7])], 2, 9, [2, 5]),
    ],
)
def test_sizes_come_before_staying(stay: list[set[str]], least: int, most: int, sizes: list[int]) -> None:
    parts = shared(IDS[:7], stay, least, most)
    assert [len(part) for part in parts] == sizes
