"""Made-up schools: the same on every machine, free of faults, with more supply than demand."""

from collections import Counter
from functools import cache
from math import ceil

import pytest

from models.checks import faults
from models.people import CHILDCARE_SKILL
from models.school import School
from scheduler.calendar import open_days
from scheduler.files import school_digest
from scheduler.generate import HARD, Profile, generate
from scheduler.shortages import shortages

made = cache(generate)  # each school once for all that is asked of it
SIZES = [*range(1, 13), 18, 24, 36]
SOME = [(1, 1), (2, 5), (5, 2), (6, 3), (12, 1), (18, 4), (36, 1)]


def test_a_seed_gives_the_same_school_for_ever() -> None:
    assert school_digest(generate(6, 1)) == "d92d5965035b37838a23b3d4dba9dc6de34629449808cb3671215a0c1f5291b3"


def test_the_same_call_gives_the_same_school_and_another_seed_another() -> None:
    assert school_digest(generate(4, 7)) == school_digest(generate(4, 7))
    assert school_digest(generate(4, 7)) != school_digest(generate(4, 8))


def test_no_class_is_no_school() -> None:
    with pytest.raises(ValueError, match="at least one class"):
        generate(0, 1)


@pytest.mark.parametrize("classes", SIZES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_has_no_fault(classes: int, seed: int) -> None:
    assert faults(made(classes, seed)) == []


def test_beyond_the_usual_sizes() -> None:
    school = generate(150, 1)
    assert len(school.classes) == 150
    assert faults(school) == []


@pytest.mark.parametrize(("classes", "seed"), SOME[:5])
def test_has_no_provable_shortage(classes: int, seed: int) -> None:
    assert shortages(made(classes, seed)) == ()


@pytest.mark.parametrize("name", HARD)
def test_hard_schools_have_no_fault(name: str) -> None:
    classes, profile = HARD[name]
    assert faults(made(classes, 1, profile)) == []


def test_reference_size() -> None:
    school = made(36, 1)
    assert (len(school.classes), len(school.students), len(school.teachers)) == (36, 1440, 90)
    assert 2400 <= sum(len(blocks) for blocks in school.attended.values()) <= 2800
    assert {c.grade for c in school.classes} == {"1", "2", "3", "4", "5", "6"}


@pytest.mark.parametrize(("classes", "seed"), SOME)
def test_teachers_outnumber_sessions_in_every_slot_and_week(classes: int, seed: int) -> None:
    """Homework, strands and the fallback alone make a complete plan; there are hands for a tenth more."""
    school = made(classes, seed)
    parents = {row.teacher_id for row in school.childcare}
    need = {slot.slot_id: sessions(school, slot.slot_id) for slot in school.slots}
    for slot_id, wanted in need.items():
        hands = [t for t in school.teachers if slot_id not in t.unavailable and t.teacher_id not in parents]
        assert len(hands) >= wanted
    week = sum(
        min(t.max_sessions_week, t.max_load - t.day_load if t.max_load is not None else 99) for t in school.teachers
    )
    assert week >= 1.1 * sum(need.values())


def sessions(school: School, slot_id: str) -> int:
    count = 0
    students = 0
    for school_class in school.classes:
        row = school.pattern_of.get((school_class.grade, slot_id))
        if row and row.kind != "elective":
            count += 1
        elif row:
            students += sum(row.block_id in school.attended[s.student_id] for s in own(school, school_class.class_id))
    return count + ceil(students / 40)


def own(school: School, class_id: str) -> tuple:
    return school.students_of_class[class_id]


@pytest.mark.parametrize(("classes", "seed"), SOME)
def test_seats_for_everybody_and_competition_for_the_popular(classes: int, seed: int) -> None:
    school = made(classes, seed)
    contested = 0
    for block in school.blocks.values():
        here = [s for s, blocks in school.attended.items() if block.block_id in blocks]
        running = [a for a in school.activities if a.kind == "club" and block.block_id in (a.blocks or school.blocks)]
        seats = {a.activity_id: (a.max_size or 0) * a.max_sections for a in running if a.scope == "school"}
        fallback = [a for a in running if a.fallback]
        assert len(fallback) == 1
        assert seats[fallback[0].activity_id] >= len(here)
        first = Counter(a for s in here for a, rank in school.ranks(s, block.block_id).items() if rank == 1)
        contested += sum(first[club] > seats[club] for club in seats)
    assert contested >= 1


@pytest.mark.parametrize(("classes", "seed"), SOME)
def test_duty_pools_are_larger_than_the_posts(classes: int, seed: int) -> None:
    school = made(classes, seed)
    for role in ("lead", "supervisor"):
        week = sum(len(post.weekdays) for post in school.posts if post.role == role)
        pool = [member for member in school.duty_staff if role in member.roles]
        assert sum(member.max_week for member in pool) >= 1.3 * week
        assert len(pool) >= 2 * sum(post.role == role for post in school.posts)
    assert len(open_days(school)) > 90


def test_what_a_usual_school_holds() -> None:
    school = made(36, 1)
    term_end = school.term.end
    assert any(i.cleared_until and i.cleared_until < school.term.start for i in school.instructors)
    assert any(i.cleared_until and school.term.start < i.cleared_until < term_end for i in school.instructors)
    assert any(i.min_sessions_visit > 1 for i in school.instructors)
    assert {room.group for room in school.childcare_rooms} == {row.group for row in school.childcare}
    assert any(CHILDCARE_SKILL in t.skills for t in school.teachers)
    assert any(len(block.slots) == 2 for block in school.blocks.values())
    assert any(a.scope == "class" for a in school.activities)
    assert {row.block is None for row in school.choices} == {True, False}
    assert any(t.unavailable for t in school.teachers)
    assert any(t.avoid for t in school.teachers)
    assert any(t.prefer for t in school.teachers)
    assert any(t.max_load is not None for t in school.teachers)
    assert any(s.blocks for s in school.students)
    assert school.tutoring
    assert school.leave
    assert school.calendar
    assert any(member.carry for member in school.duty_staff)
    assert any(member.wishes for member in school.duty_staff)
    assert school.policy.weekly_budget
    assert len(school.slots_of("1", "strand")) < len(school.slots_of("6", "strand"))


def test_profiles_do_what_they_say() -> None:
    wished = generate(6, 1, Profile(wished_clubs=3))
    assert len({row.activity_id for row in wished.choices}) == 3
    assert sum(a.kind == "club" and not a.fallback for a in generate(6, 1, Profile(clubs=90)).activities) == 91
    gyms = generate(12, 1, Profile(gyms=1))
    assert sum("体育馆" in room.kinds for room in gyms.rooms) == 1
    assert {a.room_kinds for a in gyms.activities if a.category == "体育"} == {("体育馆",)}
    five = generate(6, 1, Profile(blocks=5, one_list=1.0))
    assert len(five.blocks) == 5
    assert all(row.block is None for row in five.choices if len(five.attended[row.student_id]) > 1)
    outside = generate(6, 1, Profile(instructors_only=True))
    clubs = {a.activity_id for a in outside.activities if a.kind == "club" and a.scope == "school" and a.needs_skill}
    assert not clubs & {skill for t in outside.teachers for skill in t.skills}
    assert clubs <= {skill for i in outside.instructors for skill in i.skills}
    half = generate(12, 1, Profile(part_time=0.5))
    assert sum(len(t.unavailable) >= 4 for t in half.teachers) == 15


def test_a_shortage_of_teachers_can_be_proved() -> None:
    _, profile = HARD["too-few-teachers"]
    assert shortages(generate(8, 1, profile))
