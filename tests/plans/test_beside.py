"""Work beside the main thread's: done at once where time is counted as work."""

import threading

import pytest

from scheduler.beside import beside


def test_it_is_done_beside_and_asked_as_often_as_one_likes() -> None:
    may = threading.Event()
    done: list[str] = []

    def work() -> int:
        assert may.wait(10)
        done.append(threading.current_thread().name)
        return 7

    with beside(work, at_once=False) as found:
        assert not done
        may.set()
        assert (found(), found()) == (7, 7)
    assert done == [name for name in done if name != threading.current_thread().name]
    assert len(done) == 1
    assert found() == 7


def test_at_once_it_is_done_before_all_else_by_the_same_thread() -> None:
    done: list[threading.Thread] = []
    with beside(lambda: done.append(threading.current_thread()), at_once=True) as found:
        assert done == [threading.current_thread()]
        found()
    assert len(done) == 1


@pytest.mark.parametrize("at_once", [False, True])
def test_what_goes_wrong_is_heard_by_who_asks(at_once: bool) -> None:
    def work() -> int:
        raise ValueError("no roster")

    with pytest.raises(ValueError, match="no roster"), beside(work, at_once=at_once) as found:
        found()
