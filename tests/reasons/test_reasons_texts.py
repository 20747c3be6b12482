"""The catalogue's sentences have the same blanks in both languages; an empty plan of a whole school is told."""

import re

import pytest

from scheduler.calendar import open_days
from scheduler.generate import generate
from scheduler.messages import catalogue
from scheduler.reasons import gaps


@pytest.mark.parametrize("room", ["reasons", "shortages", "names"])
def test_both_languages_have_the_same_keys_and_blanks(room):
    def blanks(lang):
        texts = {key: text for key, text in catalogue(lang).items() if key.startswith(f"{room}.")}
        return {key: set(re.findall(r"{(\w+)}", text)) for key, text in texts.items()}

    assert blanks("zh") == blanks("en")
    assert blanks("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_plan_lacks_everything(lang):
    school = generate(4, 1)
    days = open_days(school)
    found = gaps(school, (), (), (), (), (), (), days, lang)
    kinds = [gap.what for gap in found]
    assert kinds.count("placement") == sum(len(blocks) for blocks in school.attended.values())
    assert kinds.count("duty") == sum(day.weekday in post.weekdays for day in days for post in school.posts)
    per_week = [school.activity_by_id[row.activity_id].sessions_week for row in school.tutoring]
    assert kinds.count("tutoring") == sum(per_week)
    assert {"homework", "strand"} <= set(kinds)
    assert list(found) == sorted(found, key=lambda gap: (gap.what, gap.where))
    names = {s.name for s in school.students if s.name}
    assert all(gap.reason and "{" not in gap.reason for gap in found)
    assert not any(name in gap.reason for name in names if len(name) > 2 for gap in found[:50])
