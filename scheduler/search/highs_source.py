"""A process in which Python and HiGHS have begun, and of which engines (:mod:`.highs_worker`) are made: each is a fork, there
in milliseconds and with nothing that another has left behind.

Its standard input is a socket. An order is a byte with the two ends of pipes that the engine reads and writes; the answer, in the
order of the orders, is the engine's number with a handle of its process. It ends when the socket does.
"""

import gc
import os
import select
import socket
from collections.abc import Sequence
from contextlib import suppress

from scheduler.search import highs_worker


def main() -> None:
    """Make engines until the other end is closed."""
    orders = socket.socket(fileno=os.dup(0))
    ready = select.poll()
    ready.register(orders, select.POLLIN)
    gc.collect()
    gc.freeze()  # what there is now stays shared
    while True:
        for file, _ in ready.poll():
            if file != orders.fileno():
                os.waitid(os.P_PIDFD, file, os.WEXITED)
                ready.unregister(file)
                os.close(file)
                continue
            order, ends, *_ = socket.recv_fds(orders, 1, 2)
            if not order:
                _take_note()
                return
            ready.register(_make(orders, ends), select.POLLIN)


def _take_note() -> None:
    """Of all that have ended, so that their time counts as the program's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _make(orders: socket.socket, ends: Sequence[int]) -> int:
    """A new engine's handle, after it was told."""
    number = os.fork()
    if not number:
        _be_engine(orders, ends)
    for end in ends:
        os.close(end)
    handle = os.pidfd_open(number)
    with suppress(OSError):  # nobody is there any more: the next look at the socket says so
        socket.send_fds(orders, [number.to_bytes(8, "little")], [handle])
    return handle


def _be_engine(orders: socket.socket, ends: Sequence[int]) -> None:
    try:
        os.setsid()
        for end, standard in zip(ends, (0, 1), strict=True):
            os.dup2(end, standard)
        for end in (*ends, orders.detach()):
            os.close(end)
        highs_worker.main()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
