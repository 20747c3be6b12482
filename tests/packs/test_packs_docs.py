"""The page on packs is up to date, and what it shows works."""

import re
from pathlib import Path

import pytest

from scheduler.cli.docs import with_packs
from scheduler.messages import Lang
from scheduler.packs import rules_of

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[str, Lang] = {"packs.md": "en", "packs.zh.md": "zh"}


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_part_is_what_the_code_makes(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert with_packs(text, PAGES[name]) == text, "run: python -m scheduler.cli.docs"


@pytest.mark.parametrize("name", PAGES)
def test_the_example_is_a_pack(name: str, tmp_path: Path) -> None:
    (example,) = re.findall(
        r"<!-- example -->\n```toml\n(.+?)\n```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL
    )
    (tmp_path / "district.toml").write_text(example, encoding="utf-8")
    own = [r for r in rules_of("district.toml", tmp_path).rulings if r.pack == "district.toml"]
    assert [(r.clause.rule, r.sure) for r in own] == [
        ("latest_end", "official text"),
        ("fee_cap", "official text"),
        ("sessions_week", "unsure"),
    ]
