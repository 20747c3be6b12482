"""A pinned session at a time at which the pattern has none for the class."""

import pytest
from shortage_schools import small

from scheduler.cli.faults import explain
from scheduler.conflict import contradiction
from scheduler.options import Options

LATE = {"slot_id": "m2", "weekday": 1, "start": "17:00", "end": "18:00"}
TWO_GRADES = {
    "slots": [*(s.model_dump() for s in small().slots), LATE],
    "pattern": [*(r.model_dump() for r in small().pattern), {"grade": "2", "slot_id": "m2", "kind": "homework"}],
    "classes": [*(c.model_dump() for c in small().classes), {"class_id": "2A", "grade": "2", "room_id": "hall"}],
    "students": [*(s.model_dump() for s in small().students), {"student_id": "2A-1", "class_id": "2A"}],
}

CASES = [
    (
        {"class_id": "1A"},
        "1A班（1年级）周一17:00–18:00没有安排。1A班有安排的时间：周一16:00–17:00、周二16:00–17:00、",
        "1A (grade 1) has no session at Monday 17:00–18:00; its times are: Monday 16:00–17:00, Tuesday 16:00–17:00",
    ),
    (
        {},
        "周一17:00–18:00没有一个班有安排。",
        "no class has a session at Monday 17:00–18:00; times of sessions: Monday",
    ),
]


def conflict(lang, **tables):
    return contradiction(small(**tables), Options(lang=lang))


@pytest.mark.parametrize(("cells", "zh", "en"), CASES, ids=["class", "any"])
def test_no_session_at_the_time_is_the_reason(cells, zh, en):
    nobody = {**TWO_GRADES, "pattern": small().pattern, "classes": small().classes, "students": small().students}
    tables = (TWO_GRADES if cells else nobody) | {"pins": [{"block": "m2", "leader_id": "b", **cells}]}
    for lang, said in (("zh", zh), ("en", en)):
        found = conflict(lang, **tables)
        assert found is not None
        assert said in "\n".join(explain(found, lang)[0])


@pytest.mark.parametrize("cells", [{"class_id": "2A"}, {}])
def test_where_the_class_has_one_the_pin_holds(cells):
    assert conflict("en", **TWO_GRADES, pins=[{"block": "m2", "leader_id": "b", **cells}]) is None
