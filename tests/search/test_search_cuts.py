"""Cutting planes of activities with sections: no whole number of sections breaks them, fractional ones do."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scheduler.search.cuts import Sections, cuts

#: Sizes of the groups, least and most students of a section, the most sections.
SCHOOLS = st.tuples(
    st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 4), st.integers(0, 4), st.integers(1, 4)
)


def activity(sizes: list[int], least: int, most: int) -> Sections:
    """Variable 0 is the number of sections, the groups follow."""
    return Sections(0, np.arange(1, len(sizes) + 1), np.array(sizes), least, most)


def whole_points(sizes: list[int], least: int, most: int, limit: int) -> list[np.ndarray]:
    """Every number of sections with every choice of students that it can take."""
    ranges = [range(limit + 1), *(range(size + 1) for size in sizes)]
    points = (np.array(point) for point in product(*ranges))
    return [x for x in points if least * x[0] <= x[1:].sum() <= most * x[0]]


@given(SCHOOLS, st.data())
def test_no_whole_solution_breaks_a_cut(school: tuple[list[int], int, int, int], data: st.DataObject) -> None:
    sizes, least, more, limit = school
    most = least + more
    n = data.draw(st.floats(1.01, limit + 0.99))
    x = np.array([n, *(data.draw(st.floats(0, size)) for size in sizes)])
    points = whole_points(sizes, least, most, limit + 1)
    for cut in cuts([activity(sizes, least, most)], x):
        assert cut.value @ x[cut.index] > cut.high
        assert all(cut.value @ point[cut.index] <= cut.high for point in points)


def test_one_section_and_a_bit_seats_no_more_than_one() -> None:
    """23 want 书法, 20 fit in a section: 1.15 sections would seat all. x <= 23 − 3·(2 − n)."""
    (cut,) = cuts([activity([10, 13], 8, 20)], np.array([1.15, 10, 13]))
    assert sorted(zip(cut.index, cut.value, strict=True)) == [(0, -3), (1, 1), (2, 1)]
    assert cut.high == 17


def test_a_second_section_needs_students_of_its_own() -> None:
    """12 in full and 1 of 10 others for 1.3 sections of 10: the others are at least (20 − 12)·(n − 1)."""
    (cut,) = cuts([activity([12, 10], 10, 30)], np.array([1.3, 12, 1]))
    assert sorted(zip(cut.index, cut.value, strict=True)) == [(0, 8), (2, -1)]
    assert cut.high == 8


def test_nothing_to_say_of_whole_sections_or_of_less_than_one() -> None:
    assert not cuts([activity([10, 13], 8, 20)], np.array([2.0, 10, 13]))
    assert not cuts([activity([10, 13], 8, 20)], np.array([0.5, 5, 5]))


def test_every_point_is_cut_off_once() -> None:
    """The outer point has 1.15 sections for all 23, the inner one 1.3: the same row cuts off both, and is told once."""
    outer, inner, whole = np.array([1.15, 10, 13]), np.array([1.3, 10, 12.9]), np.array([2.0, 10, 13])
    found = cuts([activity([10, 13], 8, 20)], outer, inner)
    assert len(found) == 1
    assert cuts([activity([10, 13], 8, 20)], whole, outer)[0].high == found[0].high
