"""A run that is killed at any moment leaves the old plan whole or the new plan whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.plan import Plan, Score
from scheduler.files import load_school, save_school
from scheduler.files.plans import check_output, load_plan, save_plan
from scheduler.generate import generate

#: Runs ``kehou solve`` over the same folder again and again, with two plans that take turns for the search; in a fork of its own
#: for each line that it reads; of that it tells the number, and at last how it ended. What is imported late is there before.
_LOOP = """
import os, sys, types
from pathlib import Path
from scheduler.cli import main
from scheduler.files.plans import load_plan

school, out, other, *references = sys.argv[1:]
plans = [load_plan(Path(reference)) for reference in references]
sys.modules["scheduler.plan"] = module = types.ModuleType("scheduler.plan")
module.solve = lambda *_: plans[0]
main(["solve", school, "--out", other, "--quiet"], standalone_mode=False)
for _ in sys.stdin:
    number = os.fork()
    if not number:
        print(os.getpid(), flush=True)
        while True:
            plans.reverse()
            main(["solve", school, "--out", out, "--quiet"], standalone_mode=False)
            print("written", flush=True)
    print("ended by", os.WTERMSIG(os.waitpid(number, 0)[1]), flush=True)
"""


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def references(made_plan, school_file: Path, tmp_path: Path) -> list[Path]:
    """Two different plans for one school, each in its own folder."""
    school, folders = load_school(school_file), [tmp_path / "first", tmp_path / "second"]
    for value, folder in enumerate(folders):
        plan: Plan = made_plan()
        save_plan(plan.model_copy(update={"scores": (Score(goal="coverage", value=value, bound=0),)}), school, folder)
    return folders


def test_a_kill_at_any_moment_leaves_a_whole_plan(references: list[Path], school_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "plans" / "out"
    save_plan(load_plan(references[0]), load_school(school_file), out)
    whole = [content(folder) for folder in references]
    moments = random.Random(20260901)
    args = [sys.executable, "-c", _LOOP, *map(str, (school_file, out, tmp_path / "other", *references))]
    with subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(20):
            process.stdin.write("again\n")
            number = int(process.stdout.readline())
            for _ in range(moments.randrange(3)):
                assert process.stdout.readline() == "written\n"
            time.sleep(moments.uniform(0.0, 0.1))
            os.kill(number, signal.SIGKILL)
            while (line := process.stdout.readline()) == "written\n":
                pass
            assert line == f"ended by {signal.SIGKILL:d}\n"
            assert content(out) in whole
    check_output(out)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_kill_while_searching_leaves_the_old_plan(references: list[Path], tmp_path: Path) -> None:
    """The real search of a school that takes it a while."""
    out, path = references[0], tmp_path / "school.json"
    save_school(generate(6, 3), path)
    before = content(out)
    args = [sys.executable, "-m", "scheduler.cli", "solve", str(path), "--out", str(out), "--lang", "en"]
    process = subprocess.Popen(args, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while "Improving" not in process.stderr.readline():
        assert process.poll() is None
    process.kill()
    process.communicate()
    assert process.returncode < 0
    assert content(out) == before
