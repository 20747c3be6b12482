"""An interrupt while ways out are tried lists those that were found until then."""

import json
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_interrupt_keeps_what_was_found() -> None:
    name = "xincheng-second-primary"
    command = [sys.executable, "-m", "scheduler.cli", "explain", ROOT / "instances" / name, ROOT / "solutions" / name]
    process = subprocess.Popen(
        [*map(str, command), "--ways-out", "--json", "--lang", "en", "--time-limit", "600"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stderr
    assert process.stdout
    found: list[str] = []
    for line in process.stderr:
        if "  helps: " in line:
            found.append(line.split("helps: ", 1)[1].strip())
            process.send_signal(signal.SIGINT)
            break
    errors = process.stderr.read()
    answer = json.loads(process.stdout.read())
    assert process.wait(60) == 0, errors
    assert "Stopping" in errors
    assert found[0] in [f"{way['way']} -> {way['result']}" for way in answer["ways_out"]]
    last = [line for line in errors.splitlines() if "trying way" in line]
    assert not last or answer["tried"] < int(last[-1].split()[-1]), "every way was tried before the interrupt was heard"
