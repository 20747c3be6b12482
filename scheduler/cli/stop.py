"""Ctrl-C and SIGTERM while a long search runs: the first asks it to stop, the second gives up."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType
from typing import TypeVar

_T = TypeVar("_T")
_SHOW_CURSOR = "\x1b[?25h"

SAME_WISH = 1.0
"""Signals that come within so many seconds are one wish: a terminal and a program above this one may each send theirs."""


class Stopper:
    """What the signals set. ``asked`` goes to the search."""

    def __init__(self) -> None:
        self.asked = Event()
        self._first = 0.0

    def signalled(self, number: int, _frame: FrameType | None) -> None:
        """Ask to stop; on a second signal, a while later, leave at once, with the earlier output as it was."""
        if not self.asked.is_set():
            self._first = time.monotonic()
            self.asked.set()
            return
        if time.monotonic() - self._first < SAME_WISH:
            return
        if sys.stderr.isatty():
            sys.stderr.write(_SHOW_CURSOR)
        for child in multiprocessing.active_children():
            child.kill()
        os._exit(128 + number)


@contextmanager
def listening() -> Generator[Stopper]:
    """Hear Ctrl-C and SIGTERM for as long as this lasts."""
    stopper = Stopper()
    if current_thread() is not main_thread():  # signals reach the main thread alone
        yield stopper
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stopper.signalled) for number in numbers}
    try:
        yield stopper
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_beside(work: Callable[[], _T], stopper: Stopper, on_stop: Callable[[], None]) -> _T:
    """Run ``work`` in a thread, so that the main one is free to hear signals even while a solver computes.

    ``on_stop`` is called once, when the first signal has come.
    """
    with ThreadPoolExecutor(1, "search") as pool:
        future = pool.submit(work)
        told = done = False
        while not done:
            done = bool(wait([future], timeout=0.1).done)
            if stopper.asked.is_set() and not told:
                told = True
                on_stop()
        return future.result()
