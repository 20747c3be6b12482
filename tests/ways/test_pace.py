"""How tries share the time and the machine: what is begun, in which order it is heard, and what a fault ends."""

import time
from dataclasses import replace
from itertools import count
from threading import Barrier, Event, Timer

import pytest
from shortage_schools import small
from ways_schools import OPTIONS, popular

from scheduler.plan import solve
from scheduler.ways_out import News, find, finding
from scheduler.ways_out.attempt import attempt
from scheduler.ways_out.pace import FIRST_SECONDS, LATE_SECONDS, MOST_SECONDS, Pace, by_itself, fault, side_by_side


def left(seconds, needs=FIRST_SECONDS):
    return Pace(time.monotonic() + seconds, needs)


def test_nothing_is_begun_with_less_time_than_a_try_needs():
    assert left(3.0).seconds() is None
    assert 8.9 < (left(9.0).seconds() or 0) <= 9.0
    assert left(9.0).seconds(reserve=6.0) is None
    assert left(300.0).seconds() == MOST_SECONDS


def test_ten_students_need_little_more_than_none():
    assert Pace.of(small(), 60.0, Event()).needs == FIRST_SECONDS + 0.01


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

    found = [(name, done.result()) for name, done in side_by_side(iter([("a", first), ("b", second)]), 2, left(60.0))]
    assert found == [("a", True), ("b", "second")]


def test_alone_each_is_heard_before_the_next_is_begun():
    begun: list[int] = []

    def jobs():
        for number in count(1):
            begun.append(number)
            yield number, lambda: None

    for number, _ in side_by_side(jobs(), 1, left(60.0)):
        assert begun == list(range(1, number + 1))
        if number == 3:
            break


@pytest.mark.parametrize(("error", "passed_over"), [(KeyError("x"), True), (MemoryError(), False), (OSError(), False)])
def test_a_fault_is_told_and_what_would_end_the_next_one_too_is_raised(error, passed_over):
    def job():
        raise error

    done = by_itself(job, left(60.0))
    if passed_over:
        assert fault(done) is error
    else:
        with pytest.raises(type(error)):
            fault(done)
    assert fault(by_itself(lambda: 1, left(60.0))) is None


def test_what_outlasts_the_time_is_not_waited_for():
    """The first has ended, and is heard; the second never does, and none comes after it."""
    never, pace = Event(), left(0.5)
    jobs = iter([("a", lambda: 1), ("b", never.wait)])
    began = time.monotonic()
    (_, first), (_, second) = side_by_side(jobs, 2, pace)
    gone = time.monotonic() - began
    never.set()
    assert first.result() == 1
    assert second.cancelled()
    assert fault(second) is None
    assert 0.5 < gone < 0.5 + LATE_SECONDS + 5.0


def test_nor_is_it_when_somebody_asks_to_stop():
    never, stop = Event(), Event()
    pace = Pace(time.monotonic() + 3600.0, 1.0, stop)
    Timer(0.3, stop.set).start()
    assert by_itself(never.wait, pace).cancelled()
    never.set()


def test_a_try_that_outlasts_its_time_leaves_what_was_found(monkeypatch):
    """The first way is tried as ever; the next one hangs, and is told as cut short when the limit is over."""
    never, tried = Event(), list[str]()
    school = popular()
    plan = solve(school, OPTIONS)
    calls = count()

    def hangs(*args):
        if next(calls):
            never.wait()
        return attempt(*args)

    monkeypatch.setattr(finding, "attempt", hangs)
    options, began = replace(OPTIONS, time_limit=7.0, workers=1), time.monotonic()
    report = find(school, plan, options, Event(), news=News(on_tried=lambda one: tried.append(one.result)))
    gone = time.monotonic() - began
    never.set()
    assert report.begun == 2
    assert tried[1:] == ["cut"]
    assert report.unknown == 1
    assert len(report.ways) == tried.count("helps") == 1
    assert gone < 7.0 + LATE_SECONDS + 5.0
