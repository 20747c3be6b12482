"""What is shown and heard while a search runs."""

import io
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from rich.console import Console

from scheduler.cli.progress import Lines, Watcher, gap_text, phase_sentence
from scheduler.cli.stop import Stopper, listening, run_beside
from scheduler.files import load_school, save_school
from scheduler.files.plans import load_plan
from scheduler.options import GoalState, Progress


def news(seconds: float, phase: str, *goals: tuple[str, int | None, int | None]) -> Progress:
    return Progress(seconds, phase, tuple(GoalState(*goal) for goal in goals))


@pytest.mark.parametrize(
    ("value", "bound", "text"),
    [
        (110, 100, "10 (9.1 %)"),
        (5, 0, ""),
        (95, 18, ""),
        (90, 18, "72 (80.0 %)"),
        (-90, -100, "10"),
        (7, 7, "0"),
        (91774, 91779, ""),
        (None, 3, ""),
        (3, None, ""),
    ],
)
def test_gap(value: int | None, bound: int | None, text: str) -> None:
    assert gap_text(value, bound) == text


def test_the_goal_that_is_being_improved_is_named() -> None:
    assert phase_sentence(news(1, "search.goal.duty"), "zh") == "改进：值班均衡"
    assert phase_sentence(news(1, "search.goal", ("coverage", 0, 0), ("choices", 5, 3)), "en") == (
        "Improving choices (goal 2 of 2)"
    )
    assert phase_sentence(news(1, "search.goal", ("coverage", 0, 0)), "en") == "Improving the plan"


@pytest.mark.parametrize("phase", ["reading", "building", "first_plan", "roster", "verify"])
def test_every_phase_has_its_sentence(phase: str) -> None:
    for lang in ("zh", "en"):
        assert phase_sentence(news(0, f"search.{phase}"), lang)


def test_lines_say_new_phases_and_else_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines("en")
    lines(news(0.1, "search.reading"))
    lines(news(1.0, "search.goal.choices", ("coverage", 0, 0), ("choices", 90, None)))
    lines(news(1.1, "search.goal.choices", ("coverage", 0, 0), ("choices", 80, 50)))
    lines(news(9.0, "search.goal.choices", ("coverage", 0, 0), ("choices", 70, 60)))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "   0.1 s  Reading the school",
        "   1.0 s  Improving choices (goal 2 of 2)  now 90",
        "   9.0 s  Improving choices (goal 2 of 2)  now 70, at least 60",
    ]


def test_the_live_picture_has_a_row_for_each_goal() -> None:
    watcher = Watcher("en")
    watcher(news(1, "search.goal.choices", ("coverage", 0, 0), ("choices", 90, 60), ("fairness", None, None)))
    screen = Console(file=io.StringIO(), width=80)
    screen.print(watcher.now())
    text = screen.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
    rows = [line.split() for line in text.splitlines() if line.strip()]
    assert ["coverage", "0", "0", "0"] in rows
    assert ["choices", "90", "60", "30", "(33.3", "%)"] in rows
    assert ["fairness"] in rows


def test_the_first_signal_asks_the_search_to_stop() -> None:
    told: list[str] = []
    begun = Event()

    def work(stopper: Stopper) -> str:
        begun.set()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stopper.asked.wait(20)
        while not told:
            Event().wait(0.02)
        return "best so far"

    before = signal.getsignal(signal.SIGTERM)
    with listening() as stopper:
        assert run_beside(lambda: work(stopper), stopper, lambda: told.append("stopping")) == "best so far"
    assert told == ["stopping"]
    assert signal.getsignal(signal.SIGTERM) == before


_SCRIPT = """
import sys, types
from models.plan import Plan, Run, Score
from scheduler.cli import main

def solve(school, options, watcher, stop):
    print("searching", flush=True)
    stop.wait(60)
    if sys.argv[1] == "stubborn":
        print("asked", flush=True)
        import threading; threading.Event().wait(60)
    if sys.argv[1] == "slow":
        print("asked", flush=True)
        sys.stdin.readline()
    run = Run(version="0", digest="", seed=0, time_limit=1, gap=0, workers=1, seconds={})
    return Plan(run=run, scores=(Score(goal="coverage", value=0, bound=0),))

sys.modules["scheduler.plan"] = module = types.ModuleType("scheduler.plan")
module.solve = solve
main(["solve", *sys.argv[2:]])
"""


@pytest.fixture
def searching(school_file: Path, tmp_path: Path):
    def start(manner: str) -> subprocess.Popen[str]:
        args = [sys.executable, "-c", _SCRIPT, manner, str(school_file), "--out", str(tmp_path / "out"), "--lang", "en"]
        pipe = subprocess.PIPE
        process = subprocess.Popen(args, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "searching\n"
        return process

    return start


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_writes_the_best_plan_so_far(searching, tmp_path: Path, number: signal.Signals) -> None:
    process = searching("willing")
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Stopping" in said
    assert load_plan(tmp_path / "out").scores[0].goal == "coverage"


def test_a_second_interrupt_gives_up_and_writes_nothing(searching, tmp_path: Path) -> None:
    process = searching("stubborn")
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "asked\n"
    while process.poll() is None:  # those that come with the first are one wish with it
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
    assert process.returncode == 130
    assert not (tmp_path / "out").exists()


def test_two_interrupts_at_once_are_one(searching, tmp_path: Path) -> None:
    process = searching("slow")
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "asked\n"
    process.send_signal(signal.SIGINT)
    process.communicate("go on\n", timeout=60)
    assert process.returncode == 0
    assert load_plan(tmp_path / "out").scores[0].goal == "coverage"


def test_no_name_is_ever_shown_while_searching(kehou, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A school whose people all have one telling name: nothing that is said before the summary holds it."""
    from types import ModuleType

    from scheduler.generate import generate

    school = generate(1, 5)
    named = {
        table: tuple(row.model_copy(update={"name": "欧阳某某"}) for row in getattr(school, table))
        for table in ("teachers", "students", "duty_staff", "instructors")
    }
    save_school(school.model_copy(update=named), tmp_path / "school.json")
    assert load_school(tmp_path / "school.json").students[0].name == "欧阳某某"

    def solve(_school: object, _options: object, watcher, _stop: object) -> None:
        watcher(news(1, "search.goal.choices", ("coverage", 0, 0)))
        raise KeyError("欧阳某某")

    pipeline = ModuleType("scheduler.plan")
    monkeypatch.setattr(pipeline, "solve", solve, raising=False)
    monkeypatch.setitem(sys.modules, "scheduler.plan", pipeline)
    said = kehou("solve", tmp_path / "school.json", "--out", tmp_path / "out")
    assert said.code == 70
    assert "KeyError" in said.err
    assert "欧阳某某" not in said.err + said.out


def test_a_bound_that_says_nothing_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines("zh")
    lines(news(1.0, "search.goal.choices", ("coverage", 600, 0), ("choices", 90, 0)))
    assert capsys.readouterr().err.splitlines() == ["   1.0 s  改进：志愿（目标次序第2，共2）  现在 90"]
    watcher = Watcher("en")
    watcher(news(1, "search.goal.duty", ("duty", 95666, 6953), ("wishes", 3, 1), ("cost", 0, 0)))
    screen = Console(file=io.StringIO(), width=80)
    screen.print(watcher.now())
    text = screen.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]
    rows = [line.split() for line in text.splitlines() if line.strip()]
    assert ["duty", "95666", "not", "worked", "out"] in rows
    assert ["wishes", "3", "1", "2", "(66.7", "%)"] in rows
    assert ["cost", "0", "0", "0"] in rows
