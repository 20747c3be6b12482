"""Schools of different kinds in every format; ``every_plan.py`` does it for all of them and for each view by itself."""

from pathlib import Path

import pytest
from every_plan import FORMATS, ROOT, jobs

from scheduler.messages import Lang


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("name", "lang"), [("demo", "en"), ("third-middle", "zh")])
def test_what_is_written_is_whole_and_agrees_with_the_plan(name: str, lang: Lang, form: str, tmp_path: Path) -> None:
    for _, write in jobs(ROOT / "solutions" / name, form, lang, singly=False):
        write(tmp_path / f"out{FORMATS[form][1]}")
