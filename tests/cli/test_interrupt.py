"""An interrupt while engines are at work writes the best plan so far. The roster's solver must not take the signal."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.files import load_school, save_school
from scheduler.files.plans import load_plan
from scheduler.generate import generate
from scheduler.verify import verify


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_during_the_search_writes_the_plan(tmp_path: Path, number: signal.Signals) -> None:
    instance, out = tmp_path / "school.json", tmp_path / "plan"
    save_school(generate(9, 1), instance)
    command = [sys.executable, "-m", "scheduler.cli", "solve", str(instance), "--out", str(out), "--lang", "en"]
    process = subprocess.Popen([*command, "--time-limit", "120"], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    for line in process.stderr:
        if "Improving" in line:  # the roster has been solved once, the engines of the week are running
            process.send_signal(number)
            break
    errors = process.stderr.read()
    assert process.wait(60) in (0, 6), errors
    assert "Stopping" in errors
    assert verify(load_school(instance), load_plan(out)).breaches == ()
