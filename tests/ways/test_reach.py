"""No way asks for more than could ever serve: places, hours, fees and sections are counted from the school."""

import pytest
from shortage_schools import small, teachers
from test_order import lacking, plan_of

from scheduler.ways_out import steps_words
from scheduler.ways_out.candidates import ways
from scheduler.ways_out.reach import free_slots, kept_by_children, most_places, most_sections
from scheduler.ways_out.steps import Budget, ChildPlaces, Fallback, MoreSessions, Teachers


def parents(**cells):
    """a and b each have a child of primary school who leaves at 16:30; the room takes one."""
    children = [{"teacher_id": t, "group": "primary", "leave_by": "16:30", **cells} for t in ("a", "b")]
    return small(childcare=children, childcare_rooms=[{"room_id": "nest", "group": "primary", "places": 1}])


def steps_of(school, *gaps):
    return [step for way in ways(school, plan_of(gaps=lacking(*gaps))) for step in way.steps]


UNPLACED = [("placement", f"1A-{n};F") for n in (1, 2, 3)]


def test_places_are_no_more_than_the_children_who_could_use_them():
    assert most_places(parents(), "primary") == 2
    found = [step for step in steps_of(parents(), *UNPLACED) if isinstance(step, ChildPlaces)]
    assert set(found) == {ChildPlaces("primary", 1)}


def test_places_are_not_tried_where_no_more_children_could_come():
    school = parents(may_use_room=False)
    assert not [step for step in steps_of(school, *UNPLACED) if isinstance(step, ChildPlaces)]


@pytest.mark.parametrize(("weekday", "count"), [(1, 2), (2, 0)])
def test_places_serve_gaps_at_times_that_children_keep_their_parents_from(weekday, count):
    assert kept_by_children(parents(weekdays=[weekday]), "primary", {"m1": 5}) == count


def test_nobody_is_asked_for_more_slots_than_they_are_free():
    """Four slots on three days; a cannot come on Monday, and one session a day leaves three to the others."""
    school = small(teachers=[*teachers("a", unavailable="m1"), *teachers("b", max_sessions_day=1)])
    assert free_slots(school, plan_of()) == {"a": 3, "b": 3}
    steps = steps_of(school, *UNPLACED)
    assert all(step.more <= 3 for step in steps if isinstance(step, MoreSessions))


def test_a_budget_is_no_more_than_all_instructors_cost():
    """Two of the three slots in which they could come, at 50 each, are the most."""
    one = {"instructor_id": "i", "name": "I", "skills": "chess", "available": "m1;t1;f1", "fee": 50}
    school = small(instructors=[{**one, "max_sessions_week": 2}], policy={"weekly_budget": 60})
    assert {step for step in steps_of(school, *UNPLACED) if isinstance(step, Budget)} == {Budget(40)}
    enough = small(instructors=[one], policy={"weekly_budget": 150})
    assert not [step for step in steps_of(enough, *UNPLACED) if isinstance(step, Budget)]


def test_sections_are_no_more_than_students_rooms_and_teachers():
    """Three rooms; of five teachers with the new one three are the limit, or those who have no place."""
    school = small()
    assert [most_sections(school, "F", count) for count in (2, 50)] == [2, 3]
    assert most_sections(small(teachers=teachers("a")), "F", 50) == 2
    found = {step.sections for step in steps_of(school, *UNPLACED) if isinstance(step, Fallback)}
    assert found == {3}


def test_the_same_need_at_several_times_is_said_once():
    steps = (Teachers(("t1",), ("art",), "t1", 2), Teachers(("m1",), ("art",), "m1"))
    zh, en = (steps_words(steps, lang, small()) for lang in ("zh", "en"))
    assert zh.startswith(
        "Art还要教师来带：周一16:00–17:00请1位、周二16:00–17:00请2位。按每人只来一个时段、带1个班算；几个时段都能来的，也许用不了这么多（“教师”表"
    )
    assert en.startswith(
        "more teachers for Art: 1 Monday 16:00–17:00, 2 Tuesday 16:00–17:00, if each comes at one of these times alone and "
    )
