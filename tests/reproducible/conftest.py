"""Schools as folders."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.school import School
from scheduler.files import save_school
from scheduler.generate import generate

sys.path.append(str(Path(__file__).parent))


@pytest.fixture
def written(tmp_path: Path) -> Callable[[School], Path]:
    """Writes a school as a folder."""

    def write(school: School) -> Path:
        save_school(school, tmp_path / "school")
        return tmp_path / "school"

    return write


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school of two classes, which is solved to the end in a second."""
    folder = tmp_path_factory.mktemp("tiny") / "school"
    save_school(generate(2, 3), folder)
    return folder
