"""How tries share the time and the machine: what is begun, in which order it is heard, and what a fault ends."""

import time
from itertools import count
from threading import Barrier, Event

import pytest
from shortage_schools import small

from scheduler.ways_out.pace import FIRST_SECONDS, MOST_SECONDS, Pace, by_itself, fault, side_by_side


def left(seconds, needs=FIRST_SECONDS):
    return Pace(time.monotonic() + seconds, needs)


def test_nothing_is_begun_with_less_time_than_a_try_needs():
    assert left(3.0).seconds() is None
    assert 8.9 < (left(9.0).seconds() or 0) <= 9.0
    assert left(9.0).seconds(reserve=6.0) is None
    assert left(300.0).seconds() == MOST_SECONDS


def test_ten_students_need_little_more_than_none():
    assert Pace.of(small(), 60.0).needs == FIRST_SECONDS + 0.01


def test_what_a_try_needs_is_learnt_from_the_last_ones():
    """Half as long again as what was not search in the worst of four, and a second to search: a machine may become busier, and
    less so."""
    pace = left(300.0)
    pace.took(10.0, 30.0, searched=8.0)
    assert pace.needs == 4.0
    pace.took(30.0, 30.0, searched=20.0)
    assert pace.needs == 16.0
    for _ in range(4):
        pace.took(25.0, 30.0, searched=24.0)
    assert pace.needs == 2.5


def test_by_how_much_a_try_was_late_is_kept_free_for_the_next_ones():
    pace = left(9.0)
    pace.took(5.0, 3.0, searched=1.0)
    assert pace.needs == 7.0
    assert pace.seconds() is None  # 2 s were late, and of a little less than 7 s that are left 7 are needed


def test_two_run_at_once_and_are_heard_in_their_order():
    """Both wait for each other; the second is done long before the first."""
    meet, first_may_end = Barrier(2, timeout=10), Event()

    def first():
        meet.wait()
        return first_may_end.wait(10)

    def second():
        meet.wait()
        first_may_end.set()
        return "second"

    found = [(name, done.result()) for name, done in side_by_side(iter([("a", first), ("b", second)]), 2)]
    assert found == [("a", True), ("b", "second")]


def test_alone_each_is_heard_before_the_next_is_begun():
    begun: list[int] = []

    def jobs():
        for number in count(1):
            begun.append(number)
            yield number, lambda: None

    for number, _ in side_by_side(jobs(), 1):
        assert begun == list(range(1, number + 1))
        if number == 3:
            break


@pytest.mark.parametrize(("error", "passed_over"), [(KeyError("x"), True), (MemoryError(), False), (OSError(), False)])
def test_a_fault_is_told_and_what_would_end_the_next_one_too_is_raised(error, passed_over):
    def job():
        raise error

    done = by_itself(job)
    if passed_over:
        assert fault(done) is error
    else:
        with pytest.raises(type(error)):
            fault(done)
    assert fault(by_itself(lambda: 1)) is None
