"""A run that is killed at any moment leaves the old plan whole or the new plan whole."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.plan import Plan, Score
from scheduler.files import load_school, save_school
from scheduler.files.plans import check_output, load_plan, save_plan
from scheduler.generate import generate

#: Runs ``kehou solve`` over the same folder again and again, with two plans that take turns for the search.
_LOOP = """
import sys, types
from pathlib import Path
from scheduler.cli import main
from scheduler.files.plans import load_plan

school, out, *references = sys.argv[1:]
plans = [load_plan(Path(reference)) for reference in references]
sys.modules["scheduler.plan"] = module = types.ModuleType("scheduler.plan")
module.solve = lambda *_: plans[0]
print("ready", flush=True)
while True:
    plans.reverse()
    main(["solve", school, "--out", out, "--quiet"], standalone_mode=False)
    print("written", flush=True)
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
    for _ in range(20):
        args = [sys.executable, "-c", _LOOP, str(school_file), str(out), *map(str, references)]
        process = subprocess.Popen(args, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        for _ in range(moments.randrange(3)):
            assert process.stdout.readline() == b"written\n"
        time.sleep(moments.uniform(0.0, 0.1))
        process.kill()
        process.communicate()
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
