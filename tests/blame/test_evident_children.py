"""More parents pinned at one time than places for their children."""

import pytest
from shortage_schools import small

from scheduler.cli.faults import explain
from scheduler.conflict import contradiction
from scheduler.options import Options

PINS = [{"block": "m1", "class_id": "1A", "leader_id": "a"}, {"block": "m1", "class_id": "1B", "leader_id": "b"}]
CHILDREN = [{"teacher_id": who, "group": "primary", "leave_by": "16:30"} for who in "ab"]


def conflict(lang="en", pins=PINS, places=1, leave_by="16:30"):
    room = {"room_id": "study", "group": "primary", "places": places}
    children = [CHILDREN[0], CHILDREN[1] | {"leave_by": leave_by}]
    return contradiction(small(childcare=children, childcare_rooms=[room], pins=pins), Options(lang=lang))


def test_the_places_are_the_reason_and_how_many_are_enough():
    found = conflict()
    assert found is not None
    said = "\n".join(explain(found, "en")[0])
    assert (
        "Monday 16:00–17:00: 2 children of A, B, who are pinned then, must be in a room, and there is 1 place." in said
    )
    assert "Take out at least 1 pin, or raise places of" in said
    assert "in childcare_rooms to 2, or make leave_by of 1 child later." in said
    assert "let the child use the room" not in said
    chinese = conflict("zh")
    assert chinese is not None
    assert "固定带班的A、B有2个孩子到时要去小屋，这一组的小屋只有1个位置" in "\n".join(explain(chinese, "zh")[0])


@pytest.mark.parametrize("change", [{"places": 2}, {"leave_by": "17:00"}, *({"pins": [one]} for one in PINS)])
def test_each_way_that_is_named_is_enough(change):
    assert conflict(**change) is None
