"""Processes of the engine, started before there is a task: Python and HiGHS themselves take tenths of a second to begin.

Where the system can do it they begin once (:mod:`.highs_source`), and each engine is a fork of that.
"""

import atexit
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


class Forked:
    """An engine that :mod:`.highs_source` makes, as far as a :class:`subprocess.Popen` is needed of it."""

    def __init__(self, source: "Source", stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stdin, self.stdout = stdin, stdout
        self._source = source
        self._made: tuple[int, int] | None = None  # its number and handle

    def __del__(self) -> None:
        if self._made:
            os.close(self._made[1])

    def answered(self, number: int, handle: int) -> None:
        """It is there."""
        self._made = number, handle

    @property
    def pid(self) -> int:
        """Its number, 0 if it never came to be."""
        made = self._there(None)
        return made[0] if made else 0

    def poll(self) -> int | None:
        """None while it works, or is about to."""
        made = self._there(0)
        return None if self._source.making(self) else self._ended(made, 0)

    def wait(self) -> int:
        """Wait until it has ended."""
        self._ended(self._there(None), None)
        return 0

    def kill(self) -> None:
        """End it at once."""
        made = self._there(None)
        if made:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(made[1], signal.SIGKILL)

    def _there(self, milliseconds: int | None) -> tuple[int, int] | None:
        """Its number and handle, waited for so long; none if it never came to be."""
        if self._made is None:
            self._source.hear(self, milliseconds)
        return self._made

    @staticmethod
    def _ended(made: tuple[int, int] | None, milliseconds: int | None) -> int | None:
        return 0 if made is None or _readable(made[1], milliseconds) else None


Process = subprocess.Popen[bytes] | Forked


class Source:
    """The process that engines are forks of. From any thread."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._asked: deque[Forked] = deque()
        self._made_any = False
        self._socket, other = socket.socketpair()
        with other:
            self._process = _program("highs_source.py", stdin=other.fileno(), stdout=subprocess.DEVNULL)

    @property
    def alive(self) -> bool:
        """Whether it is there, for this process."""
        return self._owner == os.getpid() and self._process.poll() is None

    def make(self) -> Forked:
        """A new engine. It may not be there yet."""
        (task, stdin), (stdout, said) = os.pipe(), os.pipe()
        engine = Forked(self, os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"))
        with self._lock, suppress(OSError):  # a source that has just ended makes none: so it is as if that had ended
            socket.send_fds(self._socket, [b"1"], [task, said])
            self._asked.append(engine)
            self._made_any = True
        os.close(task)
        os.close(said)
        return engine

    def making(self, engine: Forked) -> bool:
        """Whether the engine is still to come."""
        return engine in self._asked

    def hear(self, engine: Forked, milliseconds: int | None) -> None:
        """Wait so long until the engine was made; it never is where the source is lost."""
        with self._lock:
            while engine in self._asked:
                said, handles = b"", list[int]()
                with suppress(OSError, ValueError):
                    if not _readable(self._socket.fileno(), milliseconds):
                        return
                    said, handles, *_ = socket.recv_fds(self._socket, 8, 1, socket.MSG_CMSG_CLOEXEC)
                if handles:
                    self._asked.popleft().answered(int.from_bytes(said, "little"), handles[0])
                else:
                    self._asked.clear()

    def close(self) -> None:
        """End it; what it made ends when nothing is left to read."""
        if self._owner == os.getpid():
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)  # whoever else has a copy of it
            self._socket.close()
            if not self._made_any:  # it may have hardly begun
                self._process.kill()
            self._process.wait()


def _readable(file: int, milliseconds: int | None) -> bool:
    """Whether something can be read, or a process has ended, within that time; None: wait for it."""
    ready = select.poll()
    ready.register(file, select.POLLIN)
    return bool(ready.poll(milliseconds))


_sources: list[Source] = []
"""The one in use."""

_choosing = threading.Lock()

spare: list[Process] = []
"""Those that are ready."""


def prepare() -> None:
    """Let what engines are made of begin, while the school is read."""
    if forks():
        with _choosing:
            _source()


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


def forks() -> bool:
    """Whether engines can be forks: Linux, where a fork is sound beside whatever numpy is built with, and a process has a handle."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


def _begin() -> Process:
    if not forks():
        return _program("highs_worker.py", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with _choosing:
        return _source().make()


def _source() -> Source:
    if not _sources or not _sources[0].alive:
        leave()
        _sources.append(Source())
    return _sources[0]


@atexit.register
def leave() -> None:
    """End what engines are made of."""
    while _sources:
        _sources.pop().close()


def _program(name: str, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    """One of the programs beside this file."""
    path = Path(__file__).with_name(name)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHONPROFILE")}
    paths = [str(path.parents[2]), *environment.get("PYTHONPATH", "").split(os.pathsep)]
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    return subprocess.Popen(
        [sys.executable, "-P", str(path)],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
