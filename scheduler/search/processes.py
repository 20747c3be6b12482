"""Processes of the engine, started before there is a task: Python and HiGHS themselves take tenths of a second to begin."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

Process = subprocess.Popen[bytes]

spare: list[Process] = []
"""Those that are ready."""


@contextmanager
def warmed(count: int) -> Generator[None]:
    """Have so many processes ready; those that nobody took end with it."""
    own = [_begin() for _ in range(count)]
    spare.extend(own)
    try:
        yield
    finally:
        for process in own:
            with suppress(ValueError):  # somebody took it, whose it is now
                spare.remove(process)
                end(process)


def take() -> Process:
    """A process of the engine, ready or new; whoever takes it ends it."""
    while True:
        try:
            process = spare.pop()
        except IndexError:
            return _begin()
        if process.poll() is None:
            return process
        end(process)


def end(process: Process) -> None:
    """End it at once."""
    process.kill()
    process.wait()


def _begin() -> Process:
    worker = Path(__file__).with_name("highs_worker.py")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHONPROFILE")}
    paths = [str(worker.parents[2]), *environment.get("PYTHONPATH", "").split(os.pathsep)]
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    return subprocess.Popen(
        [sys.executable, "-P", str(worker)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
