"""What the tests of reading and writing share."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import InputFault
from scheduler.files import describe, load_school
from scheduler.messages import LANGS

sys.path.insert(0, str(Path(__file__).parent))

Fault = tuple[str, int | None, str | None, str]


def _faults_of(path: Path) -> list[Fault]:
    with pytest.raises(InputFault) as caught:
        load_school(path)
    for problem in caught.value.problems:
        for lang in LANGS:
            assert "{" not in describe(problem, lang).replace("{…}", "")
    return [(p.file, p.row, p.column, p.wanted.removeprefix("files.")) for p in caught.value.problems]


@pytest.fixture
def faults_of() -> Callable[[Path], list[Fault]]:
    """Loads what must be broken; gives file, row, column and message of each fault."""
    return _faults_of


@pytest.fixture
def data() -> Path:
    """The folder of the tests' inputs."""
    return Path(__file__).parent.parent / "data"
