"""Work that is done beside the main thread's, where time is counted on the wall."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_T = TypeVar("_T")


@contextmanager
def beside(work: Callable[[], _T], *, at_once: bool) -> Generator[Callable[[], _T]]:
    """What to call for the work's result, as often as one likes; ``at_once``: it is done before anything else."""
    if at_once:
        found = work()
        yield lambda: found
        return
    with ThreadPoolExecutor(1, "beside") as pool:
        yield pool.submit(work).result
