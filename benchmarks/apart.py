"""Runs a maker of plans in a process of its own: watched, measured, and ended when its time is over."""

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from models.plan import Plan
from models.school import School
from scheduler.files.plans import load_plan
from scheduler.verify import describe, verify

ROOT = Path(__file__).resolve().parent.parent
GRACE, GRACE_SHARE = 20.0, 0.5
"""Seconds, and share of the limit, that a maker has beyond its limit to write its plan before it is ended."""
EVERY = 0.1
"""Seconds from one look at memory to the next."""


@dataclass
class Outcome:
    """What came of a maker. ``ended``: ``done``, ``killed`` (beyond its limit and grace) or ``failed`` (by itself; ``words``
    are its last ones). ``trace``: seconds from its start and the values of each better plan. ``peak``: most memory of it
    and all its processes at once, MiB of resident pages. ``breaches``: what the verifier holds against its plan."""

    name: str
    ended: str = "failed"
    seconds: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0
    trace: list[tuple[float, dict[str, int]]] = field(default_factory=list[tuple[float, dict[str, int]]])
    bounds: dict[str, int] = field(default_factory=dict[str, int])
    plan: Plan | None = None
    values: Mapping[str, int] = field(default_factory=dict[str, int])
    breaches: tuple[str, ...] = ()
    words: str = ""


class _Meter:
    """Memory and processor time of a process and its descendants, looked at again and again."""

    def __init__(self, pid: int) -> None:
        self.root = psutil.Process(pid)
        self.peak = 0
        self._cpu: dict[tuple[int, float], float] = {}

    def look(self) -> None:
        """Look once."""
        total = 0
        for process in self.tree():
            try:
                with process.oneshot():
                    total += process.memory_info().rss
                    times = process.cpu_times()
                    self._cpu[process.pid, process.create_time()] = times.user + times.system
            except psutil.Error:
                continue
        self.peak = max(self.peak, total)

    def tree(self) -> list[psutil.Process]:
        """The process and all that it started."""
        try:
            return [self.root, *self.root.children(recursive=True)]
        except psutil.Error:
            return []

    @property
    def cpu(self) -> float:
        """Seconds of user and system time, as last seen of each process."""
        return sum(self._cpu.values())


def run_apart(
    name: str, school: School, path: Path, out: Path, *, limit: float, seed: int, base: Path | None = None
) -> Outcome:
    """Let the maker plan the school that lies at ``path``, and judge what it wrote to ``out``."""
    command = [sys.executable, "-m", "benchmarks.peers", name, str(path), str(out)]
    command += ["--time-limit", str(limit), "--seed", str(seed), *(["--base", str(base)] if base else [])]
    outcome = watched(name, command, limit + GRACE + GRACE_SHARE * limit)
    if outcome.ended == "done":
        judge(outcome, school, out)
    return outcome


def judge(outcome: Outcome, school: School, out: Path) -> None:
    """Let the verifier recompute the plan's values, and name whatever rule it breaks."""
    outcome.plan = load_plan(out)
    report = verify(school, outcome.plan)
    outcome.values = {str(goal): value for goal, value in report.scores.items()}
    outcome.breaches = tuple(describe(breach, "en") for breach in report.breaches)


def watched(name: str, command: Sequence[str], most: float) -> Outcome:
    """Run a command that tells of its plans on standard output; end it, with all it started, after ``most`` seconds."""
    outcome = Outcome(name)
    began, before = time.monotonic(), _ended_cpu()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    meter, words = _Meter(process.pid), list[str]()
    readers = [
        threading.Thread(target=_hear, args=(process.stdout, outcome, began), daemon=True),
        threading.Thread(target=lambda: words.extend(process.stderr or ()), daemon=True),
    ]
    for reader in readers:
        reader.start()
    while process.poll() is None and time.monotonic() - began < most:
        meter.look()
        time.sleep(EVERY)
    outcome.ended = "killed" if process.poll() is None else "done" if process.returncode == 0 else "failed"
    outcome.seconds = time.monotonic() - began
    for one in meter.tree():
        try:
            one.kill()
        except psutil.Error:
            continue
    process.wait()
    for reader in readers:
        reader.join(timeout=2)
    # looks miss what a short process did last; what was waited for is exact
    outcome.cpu, outcome.peak = max(meter.cpu, _ended_cpu() - before), meter.peak / 2**20
    outcome.words = "".join(words[-3:]).strip()
    return outcome


def _ended_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _hear(lines: Any, outcome: Outcome, began: float) -> None:
    for line in lines:
        try:
            said = json.loads(line)
        except json.JSONDecodeError:
            continue
        if "values" in said:
            outcome.trace.append((time.monotonic() - began, said["values"]))
        elif "bounds" in said:
            outcome.bounds = said["bounds"]
