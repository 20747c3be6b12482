"""The other end of :mod:`.highs_worker`: tasks go out, solutions and bounds come back."""

import pickle
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from queue import Empty, Queue
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scheduler.options import WALL, Timekeeper
from scheduler.search.cuts import Cut, Sections
from scheduler.search.linear import INF, Ints, LinearModel
from scheduler.search.processes import Process, end, take
from scheduler.search.work import WorkClock, lead

Floats = NDArray[np.float64]
ExtraRow = tuple[Ints, Ints, int, int]
OnSolution = Callable[[Floats], None]
OnBound = Callable[[float], None]
Basis = tuple[NDArray[np.int8], NDArray[np.int8]]
Inner = Literal["whole", "loose", "counts", "out"]
Kind = Literal["mip", "relax", "settle"]


def no_variables() -> Ints:
    """An empty set of variables."""
    return np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Task:
    """min cost·x + offset over the model, with bounds and rows of its own. ``hint``: a complete solution.

    ``kind``: ``mip``: solve it; ``relax``: solve its linear relaxation, tightened with rows that whole sections of the
    ``activities`` keep, ``patient``: as far as it goes, from ``basis`` on, ``early``: said once before it is made tighter, of a model whose ties are many
    (:mod:`.highs_lean`); ``settle``: hold those of the ``candidates`` that
    are where the hint has them in every solution as good (:mod:`.highs_settle`), which ends if these are not found in ``hold`` seconds. ``inner``: whether the inner variables are whole, may be fractional, with all others but the
    ``counts``, or are left out with every row of theirs (they stay at their lower bounds); rows and cost of the task must
    then not name them. ``lean``: a point of the relaxation; rows that only it needs, and that do not bind there, are left out
    (:mod:`.highs_lean`). ``reach``: what is asked first, which is answered far sooner, mostly. ``smaller``: of the smaller model, where there is
    one (:mod:`.folding`).
    """

    cost: Ints
    offset: int
    lower: Ints
    upper: Ints
    rows: Sequence[ExtraRow] = ()
    hint: Ints | Floats | None = None
    kind: Kind = "mip"
    seconds: float = 60.0
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    inner: Inner = "whole"
    candidates: Ints = field(default_factory=no_variables)
    activities: Sequence[Sections] = ()
    basis: Basis | None = None
    patient: bool = False
    early: bool = False
    lean: Floats | None = None
    hold: float | None = None
    reach: "Reach | None" = None
    smaller: bool = False


@dataclass(frozen=True)
class Reach:
    """Whether a known bound is reached: ``row`` asks for it. Where it is not the task's value is at least ``beyond``; where it
    is, a value of ``target`` is the least there is. Solutions that reach it keep the bounds ``lower`` and ``upper``."""

    row: ExtraRow
    beyond: int
    target: int
    lower: Ints
    upper: Ints


@dataclass(frozen=True)
class Answer:
    """How a task ended; ``x`` is None where nothing was found. ``bound`` is the engine's own, not yet rounded.

    ``box``: the variables' bounds that settling has found. ``rows``: what made a relaxation tighter, and the ``basis`` in
    which it ended, for a task on the model with these rows (:meth:`Highs.strengthen`). ``early``: not the end yet, but a relaxation that
    is going to be made tighter.
    """

    status: str
    objective: float | None
    bound: float
    x: Floats | None
    reduced: Floats | None = None
    box: tuple[Floats, Floats] | None = None
    rows: Sequence[Cut] = ()
    basis: Basis | None = None
    early: bool = False


class EngineLost(RuntimeError):
    """The engine's process ended by itself (killed, out of memory)."""


class Highs:
    """A HiGHS process that holds one model. Use it as a context manager; not from two threads at once.

    On a clock that counts work it goes in step with the clock's other engines, and what it finds is heard as the clock goes on.
    """

    def __init__(self, clock: Timekeeper = WALL) -> None:
        self._model: list[tuple[object, ...]] = []  # what a new process has to be told
        self._begin()
        self._number = 0
        self._begun = 0
        self._told = 0.0  # how far it has come
        self._ready: deque[Any] = deque()
        self._clock = clock if isinstance(clock, WorkClock) else None
        if self._clock:
            self._clock.join(self)

    def _begin(self) -> None:
        self._process = take()
        self._inbox: Queue[Any] = Queue()
        threading.Thread(target=_listen, args=(self._process, self._inbox), daemon=True).start()

    def __enter__(self) -> "Highs":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process at once."""
        if self._clock:
            self._clock.leave(self)
        end(self._process)

    def renew(self) -> None:
        """Go on in a new process with the same model, whatever the old one was doing: its tasks have no answer any more."""
        end(self._process)
        self._ready.clear()
        self._begun = 0
        self._begin()
        for message in self._model:
            self._send(*message)

    def _send(self, *message: object) -> None:
        assert self._process.stdin
        try:
            pickle.dump(message, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError as error:
            raise EngineLost from error

    def load(self, model: LinearModel, loose: Ints, inner: Ints | None = None, counts: Ints | None = None) -> None:
        """Give the process its model; the ``loose`` variables need not be whole in it, ``inner`` ones as a task says."""
        whole = np.ones(model.columns, dtype=bool)
        whole[loose] = False
        inside, counted = np.zeros((2, model.columns), dtype=bool)
        inside[no_variables() if inner is None else inner] = True
        counted[no_variables() if counts is None else counts] = True
        self._model = [("model", _arrays(model) | {"whole": whole, "inner": inside, "counts": counted & whole})]
        self._send(*self._model[0])

    def load_smaller(self, model: LinearModel, counts: Ints) -> None:
        """Give it a second model, for tasks that name it, in which nothing is whole but the ``counts``."""
        counted = np.zeros(model.columns, dtype=bool)
        counted[counts] = True
        self._model.append(("smaller", _arrays(model) | {"counts": counted}))
        self._send(*self._model[-1])

    def strengthen(self, rows: Sequence[Cut]) -> None:
        """Add rows to the model for all tasks to come."""
        if rows:
            self._model.append(("rows", rows))
            self._send("rows", rows)

    def start(self, task: Task) -> int:
        """Begin a task; its number is for :meth:`poll` and :meth:`stop`."""
        self._number += 1
        self._begun += 1
        # one branch at a time: how many engines there are is the search's to say
        options = {"time_limit": max(0.05, task.seconds), "output_flag": False, "parallel": "off", **task.options}
        in_step = self.in_step
        if in_step:
            options |= {"threads": 1}
        body = {
            "cost": task.cost.astype(np.float64),
            "offset": float(task.offset),
            "lower": task.lower.astype(np.float64),
            "upper": task.upper.astype(np.float64),
            "rows": [_row(row) for row in task.rows],
            "hint": None if task.hint is None else task.hint.astype(np.float64),
            "kind": task.kind,
            "inner": task.inner,
            "candidates": task.candidates,
            "activities": task.activities,
            "basis": task.basis,
            "patient": task.patient,
            "early": task.early,
            "lean": task.lean,
            "hold": task.hold,
            "smaller": task.smaller,
            "reach": None if task.reach is None else _reach(task.reach),
            "options": options,
            "start": self._clock.now() if in_step and self._clock else None,
        }
        self._send("solve", self._number, body)
        if in_step:
            self.run_until(self._order_at())
        return self._number

    def offer(self, number: int, x: Ints | Floats) -> None:
        """Tell a task of a solution that was found elsewhere; it uses it if it is better than its own."""
        self._send("offer", number, self._order_at(), x.astype(np.float64))

    def stop(self, number: int) -> None:
        """Ask a task to end; its answer still comes."""
        self._send("stop", number, self._order_at())

    def poll(
        self, number: int, seconds: float, on_solution: OnSolution | None = None, on_bound: OnBound | None = None
    ) -> Answer | None:
        """Wait up to ``seconds`` for the next message of the task; its answer if that was the last, or an early one."""
        message = self._heard(seconds)
        if message is None:
            return None
        kind, which, _, *rest = message
        if kind == "lost":
            self._ready.append(message)  # whoever asks again hears it again
            raise EngineLost
        if which != number:
            return None
        if kind == "solution" and on_solution:
            on_solution(rest[1])
        elif kind == "bound" and on_bound:
            on_bound(rest[0])
        elif kind == "early":
            return replace(Answer(**rest[0]), early=True)
        elif kind == "done":
            return Answer(**rest[0])
        return None

    def _heard(self, seconds: float) -> Any:
        """The next message, None if there is none in the next ``seconds``."""
        if self._clock and not self._due() and seconds > 0 and self._clock.exact:
            self._clock.rest(seconds)
        if self._due():
            return self._ready.popleft()
        if self._clock and self._clock.exact:
            return None
        try:
            return self._take(max(0.0, seconds))
        except Empty:
            return None

    def _take(self, seconds: float) -> Any:
        message = self._inbox.get(timeout=seconds)
        self._begun -= message[0] == "done"
        self._told = max(self._told, message[2])
        if message[0] == "lost":
            self._begun = 0
            if self._clock:
                self._clock.disturbed = True
        return message

    # -- in step with others -------------------------------------------------------------------------------
    @property
    def in_step(self) -> bool:
        """Whether it goes by a clock that counts work."""
        return self._clock is not None and self._clock.exact

    @property
    def busy(self) -> bool:
        """Whether it has a task."""
        return self._begun > 0

    def _due(self) -> bool:
        """Whether there is a message that was sent before now."""
        return bool(self._ready) and (not self.in_step or self._ready[0][2] < (self._clock or WALL).now())

    def _order_at(self) -> float:
        """When a running task does what it is asked now; no engine is further than that."""
        now = self._clock.now() if self._clock else 0.0
        return now + lead(now)

    def run_until(self, until: float) -> None:
        """Let it work until that time, and do what it is asked by then."""
        with suppress(EngineLost):  # heard of when it is polled
            self._send("until", until)

    def reached(self, until: float, seconds: float) -> bool:
        """Wait up to ``seconds`` for it to get there, or to have nothing left to do; keep what it says meanwhile."""
        while self.busy and self._told < until:
            try:
                message = self._take(seconds)
            except Empty:
                return False
            if message[0] != "reached":
                self._ready.append(message)
        return True


def _listen(process: Process, inbox: "Queue[Any]") -> None:
    assert process.stdout
    try:
        while True:
            inbox.put(pickle.load(process.stdout))
    except (EOFError, OSError, pickle.UnpicklingError):
        inbox.put(("lost", 0, -np.inf))


def _arrays(model: LinearModel) -> dict[str, Any]:
    arrays = {"start": model.start, "index": model.index, "value": model.value, "lower": model.lower}
    return arrays | {"row_lower": _real(model.row_lower), "row_upper": _real(model.row_upper)}


def _real(bounds: Ints) -> Floats:
    found = bounds.astype(np.float64)
    found[bounds >= INF] = np.inf
    found[bounds <= -INF] = -np.inf
    return found


def _row(row: ExtraRow) -> tuple[NDArray[np.int32], Floats, float, float]:
    index, weights, low, high = row
    ends = (-np.inf if low <= -INF else float(low)), (np.inf if high >= INF else float(high))
    return index.astype(np.int32), weights.astype(np.float64), *ends


def _reach(reach: Reach) -> dict[str, Any]:
    sides = {"lower": reach.lower.astype(np.float64), "upper": reach.upper.astype(np.float64)}
    return {"row": _row(reach.row), "beyond": float(reach.beyond), "target": float(reach.target)} | sides
