"""A student pinned into a club of other grades."""

import pytest
from shortage_schools import acts, small
from test_evident_counts import CLUB, seat

from models.checks import faults


@pytest.mark.parametrize(
    ("grades", "fallback", "told"), [("2", "no", "not_for_grade"), ("1", "no", "not_listed"), ("1", "yes", None)]
)
def test_the_grade_is_told_before_the_choices(grades: str, fallback: str, told: str | None) -> None:
    """To add it to the choices would lead to the next fault."""
    go = CLUB | {"grades": grades, "fallback": fallback}
    classes = [row.model_dump() | {"grade": "1" if row.class_id == "1A" else "2"} for row in small().classes]
    school = small(activities=acts(go=go), classes=classes, pin_placements=[seat("1A-1")])
    found = [fault for fault in faults(school) if fault.table == "pin_placements"]
    assert [fault.wanted for fault in found] == ([f"files.pin_{told}"] if told else [])
    if told == "not_for_grade":
        assert found[0].args == {"student": "1A-1", "name": "Go", "grade": "1", "grades": "2"}
