"""The tab key, as the shells ask for it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.cli.completion import SHELLS


@pytest.fixture
def completed(tmp_path: Path) -> Callable[[str], list[str]]:
    """What the tab key offers in bash at the end of a line."""
    program = tmp_path / "kehou"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scheduler.cli "$@"\n')
    program.chmod(0o755)

    def complete(line: str) -> list[str]:
        script = (
            f"source <({program} completion bash); COMP_WORDS=({line}); COMP_CWORD={line.count(' ')}; COMPREPLY=(); "
            f'_kehou_completion {program}; echo "${{COMPREPLY[*]}}"'
        )
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.split()

    return complete


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kehou expo", ["export"]),
        ("kehou export --fo", ["--format", "--force"]),
        ("kehou export --format x", ["xlsx"]),
        ("kehou tables --lang z", ["zh"]),
        ("kehou nosuch --x", []),
    ],
)
def test_bash_completes(completed: Callable[[str], list[str]], line: str, offered: list[str]) -> None:
    assert completed(line) == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script_that_calls_kehou(kehou, shell: str) -> None:
    said = kehou("completion", shell)
    assert (said.code, said.err) == (0, "")
    assert "_KEHOU_COMPLETE" in said.out
    assert f"{shell}_complete" in said.out
    assert "%(" not in said.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=said.out, text=True, check=True, timeout=60)


def test_another_shell_is_refused(kehou) -> None:
    said = kehou("completion", "csh", "--lang", "en")
    assert said.code == 2
    assert "bash, zsh, fish" in said.err
