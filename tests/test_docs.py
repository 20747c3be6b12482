"""The pages that follow from the code are up to date, and the README says what is done."""

import re
import tomllib
from pathlib import Path

import pytest

from scheduler import __version__
from scheduler.cli.app import COMMANDS
from scheduler.cli.docs import pages

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["commands.md", "commands.zh.md", "tables.md", "tables.zh.md"])
def test_pages_are_what_the_code_makes(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run: python -m scheduler.cli.docs"


def test_continuous_integration_runs_the_readmes_own_test_command() -> None:
    marked = re.findall(
        r"<!-- test -->\n```sh\n(.+?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(marked) == 1
    assert "pytest" in marked[0]
    assert "\n" not in marked[0]
    assert "<!-- test -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_names_every_command_and_only_places_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`kehou {command}" in text
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
    assert (ROOT / "instances" / "demo").is_dir()


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in text or "## [Unreleased]" in text


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "scheduler.__version__"}
