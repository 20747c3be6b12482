"""Makes the schools under ``instances/`` again from their outlines in ``instances/schools/``.

    python instances/make.py                 all of them
    python instances/make.py demo            one
    python instances/make.py --to PATH       into another folder

The outlines hold what the schools' reports say; the rest is filled in from a seed, so the same outline gives the
same school.
"""

import argparse
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from models.school import School
from models.term import Term
from scheduler.files import save_school
from scheduler.generate import Outline, build

HERE = Path(__file__).parent
TERM = Term(name="2026—2027学年第一学期", start=date(2026, 9, 1), end=date(2027, 1, 22))
CLUB = {"kind": "club", "min_size": 8}
ENDINGS = {"folder": "", "gb18030": "", "workbook": ".xlsx", "json": ".json"}


def names() -> list[str]:
    """The instances, by the name of their outline."""
    return sorted(path.stem for path in (HERE / "schools").glob("*.toml"))


def read(name: str) -> tuple[Outline, str]:
    """A school's outline and the form of its instance."""
    raw: dict[str, Any] = tomllib.loads((HERE / "schools" / f"{name}.toml").read_text(encoding="utf-8"))
    form = raw.pop("form")
    clubs = [
        # The first are wished for most: Zipf's law, in the order of the outline.
        {**CLUB, "popularity": 1 / (place + 4), **club}
        for place, club in enumerate(raw.pop("clubs", []))
    ]
    raw["activities"] = [*raw["activities"], *clubs]
    return Outline.model_validate({"term": TERM, **raw}), form


def school(name: str) -> School:
    """The school of an outline."""
    return build(read(name)[0])


def write(name: str, to: Path) -> Path:
    """Writes an instance in its form and returns its path; an earlier one is replaced."""
    outline, form = read(name)
    path = to / f"{name}{ENDINGS[form]}"
    chinese = form in ("workbook", "gb18030")
    encoding = "gb18030" if form == "gb18030" else "utf-8-sig"
    save_school(build(outline), path, "zh" if chinese else "en", force=True, encoding=encoding)
    return path


def main() -> None:
    """Reads the command line and writes the instances."""
    parser = argparse.ArgumentParser(description="Makes the schools under instances/ again.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="an instance; none: all")
    parser.add_argument("--to", type=Path, default=HERE, help="folder to write into")
    given = parser.parse_args()
    for name in given.names or names():
        print(write(name, given.to))


if __name__ == "__main__":
    main()
