"""What a command writes, so that it can be compared with what it writes another time."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Files = dict[str, bytes]


def files(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def shuffled(folder: Path, to: Path, seed: int) -> Path:
    """A copy of an instance's folder with the rows of every table in another order."""
    shutil.copytree(folder, to)
    order = random.Random(seed)
    for path in to.glob("*.csv"):
        heading, *rows = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        order.shuffle(rows)
        path.write_text("".join([heading, *rows]), encoding="utf-8", newline="")
    return to


def planned(*args: object, hash_seed: int) -> None:
    """Run the program in a process of its own, in which sets have another order."""
    environment = os.environ | {"PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scheduler.cli", *map(str, args), "--reproducible", "-q"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
