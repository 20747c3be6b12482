"""Ctrl-C before the program has begun."""

import subprocess
import sys

_SCRIPT = """
import sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "scheduler.cli.app":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
import scheduler.cli
"""


def test_an_interrupt_while_the_program_loads_says_nothing() -> None:
    result = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")
