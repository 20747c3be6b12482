"""A small school in each of its forms, to be imported into."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.school import School
from scheduler.files import load_school, save_school

SURVEYS = Path(__file__).parent.parent / "data" / "surveys"
FORMS = ("folder", "school.xlsx", "school.json")


@pytest.fixture
def surveys() -> Path:
    """The folder of the survey files; ``school`` in it is the school that they belong to."""
    return SURVEYS


@pytest.fixture
def school() -> School:
    return load_school(SURVEYS / "school")


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A copy of the school's folder."""
    shutil.copytree(SURVEYS / "school", tmp_path / "school")
    return tmp_path / "school"


@pytest.fixture
def made(tmp_path: Path, school: School) -> Callable[[str], Path]:
    """The school in one of its forms."""

    def make(form: str) -> Path:
        save_school(school, tmp_path / form, "zh")
        return tmp_path / form

    return make


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file of the lines given."""

    def write(*lines: str, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write
