"""SIGTERM before a search could hear it ends the program with a sentence, and leaves those alone who only import it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.cli.early import hear, hear_no_more
from scheduler.generate import generate

SAID = {
    "en": "Stopped before it was done, since the system asked for it (SIGTERM).",
    "zh": "系统要求停止（SIGTERM），没有做完就停了。",
}

#: The program, to which SIGTERM comes when it begins to import a module.
AT_AN_IMPORT = """
import os, signal, sys

class Now:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGTERM)

sys.meta_path.insert(0, Now())
from scheduler.cli import main
main()
"""


def run(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, encoding="utf-8", env=env, timeout=60
    )


@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize("name", ["click", "scheduler.cli.solve", "scheduler.files"])
def test_while_it_loads_it_ends_with_a_sentence(tmp_path: Path, lang: str, name: str) -> None:
    from scheduler.files import save_school

    save_school(generate(2, 1), tmp_path / "school.json")
    out = tmp_path / "plan"
    args = ["solve", str(tmp_path / "school.json"), "--out", str(out), "--lang", lang]
    done = run(AT_AN_IMPORT.format(name=name), *args)
    assert (done.returncode, done.stdout) == (128 + signal.SIGTERM, "")
    assert done.stderr.startswith(SAID[lang])
    assert len(done.stderr.splitlines()) == 1
    assert not out.exists()


def test_what_it_started_says_nothing() -> None:
    code = """
import os, signal, sys, time
from scheduler.cli.early import hear
hear()
ready, up = os.pipe()
child = os.fork()
if not child:
    os.write(up, b".")
    time.sleep(60)
    os._exit(0)
os.read(ready, 1)
os.kill(child, signal.SIGTERM)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = run(code)
    assert (done.stdout.strip(), done.stderr) == (str(128 + signal.SIGTERM), "")


def test_whoever_imports_it_or_hears_the_signal_keeps_their_own_answer() -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert before is signal.SIG_DFL, "importing the command line left its answer behind"
    assert hear()
    assert not hear()
    hear_no_more()
    assert signal.getsignal(signal.SIGTERM) is before
    try:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        assert not hear()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)
