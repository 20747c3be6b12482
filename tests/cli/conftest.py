"""Runs a command in this process, and gives what it said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from models.plan import Gap, Plan, Run, Score
from scheduler.cli import main


@dataclass(frozen=True)
class Said:
    """Exit code, standard output and standard error of a command."""

    code: int
    out: str
    err: str


Kehou = Callable[..., Said]


@pytest.fixture
def kehou(monkeypatch: pytest.MonkeyPatch) -> Kehou:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: object) -> Said:
        result = CliRunner().invoke(main, [str(arg) for arg in args])
        return Said(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture(scope="session")
def school_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up school of one class as JSON."""
    from scheduler.files import save_school
    from scheduler.generate import generate

    path = tmp_path_factory.mktemp("school") / "school.json"
    save_school(generate(1, 5), path)
    return path


@pytest.fixture
def made_plan() -> Callable[..., Plan]:
    """A plan with no sessions but with the gaps given, as a stand-in for one that was searched for."""
    return _made_plan


def _made_plan(*gaps: Gap) -> Plan:
    seconds = {"total": 0.5}
    return Plan(
        run=Run(version="0", digest="d", seed=0, time_limit=60, gap=0, workers=1, seconds=seconds),
        gaps=gaps,
        scores=(Score(goal="coverage", value=0, bound=0), Score(goal="choices", value=110, bound=100)),
    )
