"""An empty plan of a whole school is told."""

import pytest

from scheduler.calendar import open_days
from scheduler.generate import generate
from scheduler.reasons import gaps


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
