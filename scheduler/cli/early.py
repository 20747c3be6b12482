"""SIGTERM while no search hears it: the program is being loaded, reads or writes. It ends at once, and says so."""

import os
import signal
import sys
from contextlib import suppress
from threading import current_thread, main_thread
from types import FrameType

from scheduler.cli.language import choose
from scheduler.messages import say


def hear() -> bool:
    """Answer SIGTERM from now on, unless somebody who calls this program does; whether that is so."""
    alone = current_thread() is main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if alone:
        own = os.getpid()
        signal.signal(signal.SIGTERM, lambda number, frame: _end(own, number, frame))
    return alone


def hear_no_more() -> None:
    """As before :func:`hear`."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end(own: int, number: int, _frame: FrameType | None) -> None:
    """Nothing is taken down: whatever is being imported may be half there, and a file is replaced as a whole or not at all."""
    if os.getpid() == own:  # a process that this one started has nothing to say
        sentence = say(choose(sys.argv[1:], os.environ), "cli.terminated")
        with suppress(OSError):
            os.write(2, f"{sentence}\n".encode(getattr(sys.stderr, "encoding", None) or "utf-8", "backslashreplace"))
    os._exit(128 + number)
