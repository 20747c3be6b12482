"""HiGHS in a process of its own: ``highspy`` and ``ortools`` break each other's imports in one.

Speaks pickled tuples over its standard streams. In: ``("model", arrays)``, ``("smaller", arrays)``, ``("rows", cuts)`` to add to the first, ``("solve", number, task)``,
``("stop", number, time)``, ``("offer", number, time, x)`` a solution found elsewhere, ``("until", time)`` how far it may work
where it goes in step with others (:mod:`.highs_pace`). Out: ``("solution", number, time, objective, x)``, ``("bound", number,
time, value)``, ``("early", number, time, result)``, ``("reached", 0, time)``, ``("done", number, time, result)``. It ends when its input does, so that it never outlives the program.
"""

import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from queue import Queue
from typing import Any, BinaryIO

import highspy
import numpy as np

from scheduler.search.cuts import Cut
from scheduler.search.highs_cuts import LEAST_GAIN, NEARLY, PATIENT_GAIN, binding, set_basis, tighten
from scheduler.search.highs_lean import Lean, slack, ties, without
from scheduler.search.highs_pace import Pace, Work
from scheduler.search.highs_settle import Settler
from scheduler.search.highs_start import Start
from scheduler.search.highs_unit import Unit, unit_of

INFINITY = highspy.kHighsInf

REACH_SHARE = 0.5
"""Share of a task's time in which it is asked whether a known bound is reached."""

REACHED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget)
"""How that ends where it is."""


def safe_bound(lp: Any, duals: Any) -> tuple[Any, float]:
    """Reduced costs c − Aᵀy and the bound that they give, whatever the row duals y are.

    Weak duality holds for every y whose signs fit the rows' open sides, so that an engine's tolerance cannot make the
    bound too high (Neumaier and Shcherbina 2004). All variables have finite bounds.
    """
    low, high = np.array(lp.row_lower_), np.array(lp.row_upper_)
    if len(duals) != len(low):
        return np.zeros(lp.num_col_), -INFINITY
    y = np.where((duals > 0) & np.isinf(low) | (duals < 0) & np.isinf(high), 0.0, duals)
    matrix = lp.a_matrix_
    start, index, value = np.array(matrix.start_), np.array(matrix.index_), np.array(matrix.value_)
    counts = np.diff(start)
    if matrix.format_ == highspy.MatrixFormat.kColwise:
        column, row = np.repeat(np.arange(lp.num_col_), counts), index
    else:
        column, row = index, np.repeat(np.arange(lp.num_row_), counts)
    reduced = np.array(lp.col_cost_) - np.bincount(column, weights=value * y[row], minlength=lp.num_col_)
    sides = np.where(y > 0, low, high)
    of_rows = float(np.sum(y[y != 0] * sides[y != 0]))
    of_columns = float(
        np.sum(np.where(reduced > 0, reduced * np.array(lp.col_lower_), reduced * np.array(lp.col_upper_)))
    )
    return reduced, lp.offset_ + of_rows + of_columns


class Worker:
    """Holds the model and solves one task after the other."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.lock = threading.Lock()
        self.model: dict[str, Any] = {}
        self.smaller: dict[str, Any] = {}
        self.stopped: set[int] = set()
        self.offers: dict[int, Any] = {}
        self.in_step = False
        self.pace = Pace(self.say, self.obey)

    def obey(self, kind: str, number: int, _time: float, x: Any = None) -> None:
        """Take note of what was asked of a task."""
        if kind == "offer":
            self.offers[number] = x
        else:
            self.stopped.add(number)

    def say(self, kind: str, number: int, *more: object) -> None:
        """Send a message, with the time on the clock."""
        with self.lock:
            pickle.dump((kind, number, self.pace.time, *more), self.out, protocol=pickle.HIGHEST_PROTOCOL)
            self.out.flush()

    def solve(self, number: int, task: dict[str, Any]) -> None:
        """Solve the model with the task's costs, bounds, extra rows and limits; report as it goes."""
        work = self._work(task)
        task["unit"] = unit_of(task)  # that of every solver for it, whatever bounds that one has
        find = {"settle": self._settled, "relax": self._relaxed, "mip": self._solved}[task["kind"]]
        result = find(number, task, work)
        if work:
            work.note()
        self.say("done", number, result)

    def _work(self, task: dict[str, Any]) -> Work | None:
        """What counts the task's work, where that is wanted: then no time of the machine's limits it."""
        if task["start"] is None:
            return None
        model = self._model_of(task)
        free = task["lower"] < task["upper"]
        entries = int(free[model["index"]].sum()) + sum(int(free[row[0]].sum()) for row in task["rows"])
        return Work(self.pace, entries, task["start"], task["options"].pop("time_limit"))

    def _relaxed(self, number: int, task: dict[str, Any], work: Work | None) -> dict[str, Any]:
        left_out = ties(self.model) if task["early"] and task["activities"] else None
        solver = self._solver(task, left_out)

        def on_step(event: Any) -> None:
            if work:
                work.steps_of_lp += 1
                work.wait()
            if number in self.stopped or (work and work.over):
                event.interrupt()

        solver.cbSimplexInterrupt += on_step
        solver.cbIpmInterrupt += on_step

        def run() -> bool:
            solver.run()
            return solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

        if task["basis"] is not None:
            set_basis(solver, task["basis"])
        solved = run()
        first = self._lp_result(solver)
        if not solved or not task["activities"]:
            return first
        solver.setOptionValue("solver", "choose")  # from its basis the simplex is the faster one
        gain = PATIENT_GAIN if task["patient"] else LEAST_GAIN
        lean = Lean(solver, self.model, run, left_out)
        added: list[Cut] = []
        if lean.run(NEARLY):
            if task["early"]:
                self.say("early", number, self._lp_result(solver))
            added = tighten(lean, task["activities"], gain, ended=lambda: number in self.stopped)
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return self._lp_result(solver)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            duals, of_cuts = lean.duals_now()  # stopped in the middle: what the last solution says
            reduced, bound = safe_bound(solver.getLp(), duals)
            rows = [row for row, dual in zip(added, of_cuts, strict=False) if dual != 0]
            return first | {"objective": lean.value, "x": lean.point, "reduced": reduced, "bound": bound, "rows": rows}
        rows, basis = binding(lean, added)
        return self._lp_result(solver) | {"rows": rows, "basis": basis}

    def strengthen(self, rows: Sequence[Cut]) -> None:
        """Add rows to the model for all tasks to come."""
        m = self.model
        counts = [len(row.index) for row in rows]
        self.model = m | {
            "start": np.concatenate((m["start"], m["start"][-1] + np.cumsum(counts))),
            "index": np.concatenate([m["index"], *(row.index for row in rows)]),
            "value": np.concatenate([m["value"], *(row.value for row in rows)]),
            "row_lower": np.concatenate((m["row_lower"], np.full(len(rows), -INFINITY))),
            "row_upper": np.concatenate((m["row_upper"], [row.high for row in rows])),
        }
        self.model.pop("outer", None)

    def _look(self, number: int, work: Work | None, event: Any) -> None:
        """A branch and bound asks whether to go on."""
        if work:
            work.looks += 1
            work.wait()
        if number in self.stopped or (work and work.over):
            event.interrupt()

    def _solved(self, number: int, task: dict[str, Any], work: Work | None) -> dict[str, Any]:
        least, options = -INFINITY, task["options"]
        if task["reach"] is not None:
            began = time.monotonic()
            solver = self._reaching(number, task, work)
            if number in self.stopped or solver.getModelStatus() in REACHED:
                result = self._mip_result(solver, task["unit"])
                return result | {"bound": min(result["bound"], task["reach"]["beyond"])}
            if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                least = task["reach"]["beyond"]
                self.say("bound", number, least)
            if not work:
                left = options["time_limit"] - (time.monotonic() - began)
                options = options | {"time_limit": max(0.01, left)}
            task = task | {"hint": self.offers.pop(number, task["hint"]), "options": options}
        result = self._mip_result(self._branched(number, task, work), task["unit"])
        return result | {"bound": max(result["bound"], least)}

    def _reaching(self, number: int, task: dict[str, Any], work: Work | None) -> Any:
        """A solver that has looked for a solution that reaches the known bound, and for nothing else."""
        reach = task["reach"]
        options = task["options"] | {"objective_target": reach["target"]}
        asked = task | {"rows": [*task["rows"], reach["row"]], "hint": None, "options": options}
        asked |= {"lower": reach["lower"], "upper": reach["upper"]}
        return self._branched(number, asked, work, REACH_SHARE)

    def _branched(self, number: int, task: dict[str, Any], work: Work | None, share: float = 1.0) -> Any:
        """A solver after its branch and bound, in a ``share`` of the time; less than the whole of it hears of no offers."""
        solver = self._solver(task)
        until = work.done + share * (work.budget - work.done) if work else INFINITY
        best_bound, unit = -INFINITY, task["unit"]

        def on_bound(event: Any) -> None:
            nonlocal best_bound
            bound = unit.bound(event.data_out.mip_dual_bound)
            self._look(number, work, event)
            if work and work.done > until:
                event.interrupt()
            if share == 1.0 and best_bound < bound < INFINITY:
                best_bound = bound
                self.say("bound", number, best_bound)

        def on_user(event: Any) -> None:
            x = self.offers.pop(number, None)
            if x is not None:
                event.data_in.setSolution(x)

        def on_solution(event: Any) -> None:
            x = np.array(event.data_out.mip_solution, dtype=np.float64)
            self.say("solution", number, unit.value(event.data_out.objective_function_value), x)

        solver.cbMipInterrupt += on_bound
        if share == 1.0:
            solver.cbMipUserSolution += on_user
        elif not work:
            solver.setOptionValue("time_limit", share * task["options"]["time_limit"])
        solver.cbMipImprovingSolution += on_solution
        if work:
            work.watch(solver, lambda: number in self.stopped)
        solver.run()
        if work:
            work.end_run(solver.getInfo().simplex_iteration_count)
        return solver

    def _settled(self, number: int, task: dict[str, Any], work: Work | None) -> dict[str, Any]:
        """The bounds of the candidates for solutions as good as the hint, which is one of the best."""
        solver = self._solver(task)
        whole = work.budget if work else task["options"]["time_limit"]
        first = whole if task["hold"] is None else min(whole, task["hold"])
        began, seconds = time.monotonic(), first
        solver.cbMipInterrupt += partial(self._look, number, work)
        if work:
            work.watch(solver, lambda: number in self.stopped)

        def run(solver: Any) -> bool:
            if not work:
                solver.setOptionValue("time_limit", max(0.01, began + seconds - time.monotonic()))
            solver.run()
            if work:
                work.end_run(solver.getInfo().simplex_iteration_count)
            return solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

        def give(more: float) -> None:
            nonlocal seconds
            seconds = more
            if work:
                work.budget = more

        give(first)
        settler = Settler(solver, task["cost"], task["hint"], task["candidates"], run, lambda: give(whole))
        return {
            "status": "Optimal" if settler.run() else "Unknown",
            "objective": None,
            "x": None,
            "bound": float(task["cost"] @ task["hint"]) + task["offset"],
            "box": (settler.lower, settler.upper),
            "rows": settler.rows,
        }

    def _solver(self, task: dict[str, Any], left_out: Any | None = None) -> Any:
        m = self._model_of(task)
        if left_out is not None:
            m = without(m, left_out)
        if task["lean"] is not None:
            m = without(m, slack(m, task["lean"]))
        solver = highspy.Highs()
        solver.silent()
        unit: Unit = task["unit"]
        for name, value in unit.options(task["options"]).items():
            solver.setOptionValue(name, value)
        lp = highspy.HighsLp()
        extra = task["rows"]
        lp.num_col_, lp.num_row_ = len(m["lower"]), len(m["row_lower"]) + len(extra)
        lp.col_cost_ = unit.factor * task["cost"]
        lp.offset_ = 0.0 if task["kind"] == "settle" else unit.factor * task["offset"]
        lp.col_lower_, lp.col_upper_ = task["lower"], task["upper"]
        starts, index, value = [m["start"]], [m["index"]], [m["value"]]
        last = int(m["start"][-1])
        for variables, weights, _, _ in extra:
            last += len(variables)
            starts.append(np.array([last]))
            index.append(variables)
            value.append(weights)
        lp.row_lower_ = np.concatenate((m["row_lower"], [row[2] for row in extra]))
        lp.row_upper_ = np.concatenate((m["row_upper"], [row[3] for row in extra]))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate(starts).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate(index).astype(np.int32)
        lp.a_matrix_.value_ = np.concatenate(value).astype(np.float64)
        if task["kind"] in ("mip", "settle"):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            whole = m["counts"] if task["inner"] == "counts" else m["whole"]
            if task["inner"] in ("loose", "out"):
                whole = whole & ~m["inner"]
            lp.integrality_ = [kinds[int(w)] for w in whole]
        solver.passModel(lp)
        if task["hint"] is not None and task["kind"] == "mip":
            Start(solver).tell(task["hint"])
        return solver

    def _model_of(self, task: dict[str, Any]) -> dict[str, Any]:
        if task["smaller"]:
            return self.smaller
        return self._outer() if task["inner"] == "out" else self.model

    def _outer(self) -> dict[str, Any]:
        """The model without the rows of the inner variables."""
        m = self.model
        if "outer" not in m:
            counts = np.diff(m["start"])
            row = np.repeat(np.arange(len(counts)), counts)
            inside = np.zeros(len(counts), dtype=bool)
            inside[row[m["inner"][m["index"]]]] = True
            m["outer"] = without(m, inside)
        return m["outer"]

    def _lp_result(self, solver: Any) -> dict[str, Any]:
        status = solver.getModelStatus()
        solution = solver.getSolution()
        reduced, bound = safe_bound(solver.getLp(), np.array(solution.row_dual))
        return {
            "status": solver.modelStatusToString(status),
            "objective": solver.getInfo().objective_function_value,
            "x": np.array(solution.col_value),
            "reduced": reduced,
            "bound": bound,
        }

    def _mip_result(self, solver: Any, unit: Unit) -> dict[str, Any]:
        info = solver.getInfo()
        if highspy.HighsVarType.kInteger not in solver.getLp().integrality_:  # solved as a linear programme
            found = self._lp_result(solver) | {"reduced": None}
            if found["objective"] is not None and found["bound"] is not None:
                found |= {"objective": unit.value(found["objective"]), "bound": unit.bound(found["bound"])}
            return found if found["status"] == "Optimal" else found | {"x": None}
        status = solver.getModelStatus()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return {
            "status": "Optimal" if status in REACHED else solver.modelStatusToString(status),
            "objective": unit.value(info.objective_function_value) if found else None,
            "x": np.array(solver.getSolution().col_value) if found else None,
            "bound": unit.bound(info.mip_dual_bound),
        }


def main() -> None:
    """Serve until the input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    worker = Worker(out)
    tasks: Queue[Callable[[], None]] = Queue()

    def serve() -> None:
        try:
            while True:
                message = pickle.load(sys.stdin.buffer)
                if message[0] == "model":
                    worker.model = message[1]
                elif message[0] == "smaller":
                    worker.smaller = message[1]
                elif message[0] == "rows":
                    tasks.put(partial(worker.strengthen, message[1]))
                elif message[0] == "solve":
                    worker.in_step = message[2]["start"] is not None
                    tasks.put(partial(worker.solve, message[1], message[2]))
                elif worker.in_step or message[0] == "until":
                    worker.pace.asked.put(message)
                else:
                    worker.obey(*message)
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)

    threading.Thread(target=serve, daemon=True).start()
    while True:
        work = tasks.get()
        try:
            work()
        except BrokenPipeError:
            os._exit(0)


if __name__ == "__main__":
    main()
