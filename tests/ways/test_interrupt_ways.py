"""An interrupt while ways out are tried lists those that were found until then."""

import json
import re
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
        if ": it helps" in line:
            found.append(line.split(": it helps", 1)[1].split("enough: ", 1)[-1].strip())
            process.send_signal(signal.SIGINT)
            break
    errors = process.stderr.read()
    answer = json.loads(process.stdout.read())
    assert process.wait(60) == 0, errors
    assert "Stopping" in errors
    results = [(way["way"], way["result"].split(" (beyond")[0]) for way in answer["ways_out"]]
    assert any(found[0] in (f"; {result}", f"{way}. The result: {result}") for way, result in results)
    totals = re.findall(r"trying way \d+ of (\d+)", errors)
    assert not totals or answer["tried"] < int(totals[-1]), "every way was tried before the interrupt was heard"
