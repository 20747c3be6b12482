"""Shortages planted in a made-up school of any size: each changes a few rows, and says what must be found, by counts
taken from the tables alone. A found shortage is (kind, names, needed, available)."""

from collections import Counter
from collections.abc import Callable

from models.duty import DutyStaff
from models.people import ChildRow, ChoiceRow, Instructor, LeaveRow, TutoringRow
from models.places import ChildcareRoom
from models.school import School
from models.services import Activity

Found = tuple[str, tuple[str, ...], int, int]
Planted = tuple[School, list[Found]]

PLANTS: dict[str, Callable[[School], Planted]] = {}


def plant(make: Callable[[School], Planted]) -> Callable[[School], Planted]:
    PLANTS[make.__name__] = make
    return make


# -- changing rows -------------------------------------------------------------------------------------------
def change(school: School, table: str, cells: Callable[..., dict[str, object]]) -> School:
    """The school with cells changed in the rows for which ``cells`` gives any."""
    rows = getattr(school, table)
    return school.replaced(**{table: tuple(r.model_copy(update=cells(r)) for r in rows)})


def activity(school: School, activity_id: str, **cells: object) -> School:
    return change(school, "activities", lambda a: cells if a.activity_id == activity_id else {})


def unskilled(school: School, *activity_ids: str, but: tuple[str, ...] = ()) -> School:
    """Nobody has these skills but those who are named."""

    def cells(one):
        who = getattr(one, "teacher_id", None) or getattr(one, "instructor_id", None)
        return {} if who in but else {"skills": tuple(s for s in one.skills if s not in activity_ids)}

    return change(change(school, "teachers", cells), "instructors", cells)


def offering(school: School, *kept: Activity) -> School:
    """The school with these activities alone, and no skill for any other."""
    known = {"childcare", *(a.activity_id for a in kept)}

    def cells(one):
        return {"skills": tuple(s for s in one.skills if s in known)}

    school = change(change(school, "teachers", cells), "instructors", cells)
    return school.replaced(activities=kept)


def childless(school: School) -> School:
    return school.replaced(childcare=())


def alone_in(school: School, slot_id: str, people: tuple[str, ...]) -> School:
    """Only these teachers may work in the slot, and no instructor."""

    def teacher(one):
        others = [s for s in one.unavailable if s != slot_id]
        return {"unavailable": tuple(others if one.teacher_id in people else [*others, slot_id])}

    school = change(school, "teachers", teacher)
    return change(school, "instructors", lambda i: {"available": tuple(s for s in i.available if s != slot_id)})


# -- counting ------------------------------------------------------------------------------------------------
def classes_with(school: School, slot_id: str, kind: str) -> int:
    return sum(
        (row := school.pattern_of.get((c.grade, slot_id))) is not None and row.kind == kind for c in school.classes
    )


def strand_slots(school: School) -> list[str]:
    return [s for s in school.slot_by_id if classes_with(school, s, "strand")]


def strong(school: School, count: int) -> tuple[str, ...]:
    """Teachers who can do all that a teacher can, but for skills."""
    return tuple(sorted(t.teacher_id for t in school.teachers))[:count]


def able(school: School, people: tuple[str, ...], *skills: str, **cells: object) -> School:
    """These teachers have the skills beside their own, and no limits that matter."""
    free = {"max_load": None, "max_sessions_week": 20, "max_sessions_day": 4, "unavailable": (), **cells}
    return change(
        school,
        "teachers",
        lambda t: {**free, "skills": (*t.skills, *skills)} if t.teacher_id in people else {},
    )


def strand_of(school: School) -> str:
    """A strand that every class has."""
    every = {c.grade for c in school.classes}
    return next(
        a.activity_id for a in school.activities if a.kind == "strand" and (not a.grades or every <= set(a.grades))
    )


def per_week(school: School, strand: str) -> int:
    return len(school.classes) * school.activity_by_id[strand].sessions_week


# -- leaders -------------------------------------------------------------------------------------------------
@plant
def nobody_for_a_strand(school: School) -> Planted:
    strand = strand_of(school)
    return unskilled(school, strand), [("week_strand_leaders", (), per_week(school, strand), 0)]


@plant
def one_teacher_for_a_strand(school: School) -> Planted:
    strand, one = strand_of(school), strong(school, 1)
    school = able(unskilled(childless(school), strand), one, strand, max_sessions_week=3)
    return school, [("week_strand_leaders", one, per_week(school, strand), 3)]


@plant
def two_part_time_teachers_for_a_strand(school: School) -> Planted:
    strand, two = strand_of(school), strong(school, 2)
    school = able(unskilled(childless(school), strand), two, strand, max_sessions_week=1)
    return school, [("week_strand_leaders", two, per_week(school, strand), 2)]


def busiest(school: School, kind: str) -> str:
    """The slot in which most classes do it, and nothing else is done."""
    slots = [s for s in school.slot_by_id if classes_with(school, s, kind)]
    return max(slots, key=lambda s: (classes_with(school, s, kind), s))


@plant
def few_teachers_in_a_homework_slot(school: School) -> Planted:
    slot_id = busiest(school, "homework")
    count = classes_with(school, slot_id, "homework")
    few = strong(school, count - 2)
    return alone_in(able(childless(school), few), slot_id, few), [("slot_staff", few, count, count - 2)]


def a_strand_slot(school: School, count: int) -> tuple[School, str, tuple[str, ...], int]:
    """A school in which ``count`` more or fewer teachers than classes can work in its busiest strand slot, all of whom
    can lead every strand."""
    slot_id = busiest(school, "strand")
    classes = classes_with(school, slot_id, "strand")
    people = strong(school, classes + count)
    strands = [a.activity_id for a in school.activities if a.kind == "strand"]
    school = unskilled(able(childless(school), people, *strands), "childcare")
    return alone_in(school, slot_id, people), slot_id, people, classes


def child(school: School, parent: str, slot_id: str, group: str = "preschool") -> ChildRow:
    slot = school.slot_by_id[slot_id]
    return ChildRow(teacher_id=parent, group=group, weekdays=(slot.weekday,), leave_by=slot.start)  # type: ignore[arg-type]


@plant
def a_skill_at_one_time(school: School) -> Planted:
    """In one slot only so many who can lead a strand are there; all others are, and can lead homework."""
    slot_id = busiest(school, "strand")
    needed = classes_with(school, slot_id, "strand")
    few = strong(school, needed - 1)
    strands = {a.activity_id for a in school.activities if a.kind == "strand"}
    school = able(childless(school), few, *strands)

    def away(one):
        skilled = strands & set(one.skills) and getattr(one, "teacher_id", "") not in few
        if not skilled:
            return {}
        if hasattr(one, "teacher_id"):
            return {"unavailable": tuple({*one.unavailable, slot_id})}
        return {"available": tuple(s for s in one.available if s != slot_id)}

    school = change(change(school, "teachers", away), "instructors", away)
    return school, [("slot_strand_leaders", few, needed, needed - 1)]


@plant
def a_parent_without_a_room(school: School) -> Planted:
    school, slot_id, people, needed = a_strand_slot(school, 0)
    school = school.replaced(childcare=(child(school, people[0], slot_id),), childcare_rooms=())
    return school, [("slot_strand_leaders", people[1:], needed, needed - 1)]


@plant
def a_room_that_nobody_can_care_in(school: School) -> Planted:
    school, slot_id, people, needed = a_strand_slot(school, 0)
    room = ChildcareRoom(room_id="屋", group="preschool", places=9, carers=1)
    school = school.replaced(childcare=(child(school, people[0], slot_id),), childcare_rooms=(room,))
    return school, [("slot_strand_leaders", people[1:], needed, needed - 1)]


@plant
def two_parents_and_one_place(school: School) -> Planted:
    school, slot_id, people, needed = a_strand_slot(school, 0)
    room = ChildcareRoom(room_id="屋", group="preschool", places=1)
    kids = tuple(child(school, p, slot_id) for p in people[:2])
    return school.replaced(childcare=kids, childcare_rooms=(room,)), [
        ("slot_strand_leaders", people, needed, needed - 1)
    ]


@plant
def a_carer_too_few(school: School) -> Planted:
    """With the room one more person is needed than there is; without it the parent is missing."""
    school, slot_id, people, needed = a_strand_slot(school, 0)
    room = ChildcareRoom(room_id="屋", group="preschool", places=9, carers=1)
    school = able(school, people[-1:], "childcare")
    school = school.replaced(childcare=(child(school, people[0], slot_id),), childcare_rooms=(room,))
    return school, [("slot_strand_leaders", people, needed + 1, needed)]


@plant
def a_post_that_needs_a_teacher(school: School) -> Planted:
    """Exactly enough teachers for a slot, of whom one alone may fill a post with a window in it."""
    school, slot_id, people, needed = a_strand_slot(school, 0)
    slot = school.slot_by_id[slot_id]
    window = f"{slot.start:%H:%M}-{slot.end:%H:%M}"
    post = type(school.posts[0]).model_validate(
        {"post_id": "岗", "name": "岗", "role": "lead", "weekdays": str(slot.weekday), "windows": window}
    )
    staff = DutyStaff(staff_id=people[0], roles=("lead",), max_week=5, min_gap=1)
    school = school.replaced(duty_posts=(post,), duty_staff=(staff,), leave=())
    return school, [("slot_strand_leaders", people, needed + 1, needed)]


@plant
def too_little_time_in_the_week(school: School) -> Planted:
    """Everybody works one slot a week, and there are no clubs, tutoring or instructors beside homework and strands."""
    clubless = tuple(row for row in school.pattern if row.kind != "elective")
    school = childless(school).replaced(
        pattern=clubless, tutoring=(), instructors=(), choices=(),
        students=tuple(s.model_copy(update={"blocks": ()}) for s in school.students),
    )  # fmt: skip
    school = offering(school, *(a for a in school.activities if a.kind in ("homework", "strand")))
    everybody = tuple(sorted(t.teacher_id for t in school.teachers))
    strands = [a.activity_id for a in school.activities if a.kind == "strand"]
    school = able(school, everybody, *strands, max_sessions_week=1)
    needed = sum(classes_with(school, s, kind) for s in school.slot_by_id for kind in ("homework", "strand"))
    return school, [("week_staff", everybody, needed, len(everybody))]


@plant
def a_budget_that_is_too_small(school: School) -> Planted:
    """One strand only for instructors: so many that each leads one class in every strand slot."""
    strand = strand_of(school)
    needed = per_week(school, strand)
    slots = tuple(strand_slots(school))
    count = -(-needed // max(1, min(classes_with(school, s, "strand") for s in slots))) + needed
    hired = tuple(
        Instructor(
            instructor_id=f"外{n:03}", name=f"外{n:03}", skills=(strand,), available=slots, fee=100,
            max_sessions_week=1, escort=False,
        )
        for n in range(count)
    )  # fmt: skip
    policy = school.policy.model_copy(update={"weekly_budget": 100 * needed - 1})
    school = unskilled(school, strand).replaced(instructors=hired, policy=policy)
    return school, [("budget", tuple(i.instructor_id for i in hired[:needed]), 100 * needed, 100 * needed - 1)]


# -- rooms ---------------------------------------------------------------------------------------------------
@plant
def a_room_of_a_tag_that_is_open_once(school: School) -> Planted:
    """A strand's only room takes one session in one slot of the week."""
    strand = strand_of(school)
    open_in = busiest(school, "strand")
    room = school.rooms[-1].model_copy(
        update={"room_id": "馆", "kinds": ("馆",), "capacity": 99, "groups": 1,
                "unavailable": tuple(s for s in school.slot_by_id if s != open_in)}
    )  # fmt: skip
    school = activity(school.replaced(rooms=(*school.rooms, room)), strand, room_kinds=("馆",))
    return school, [("strand_rooms", ("馆",), per_week(school, strand), 1)]


@plant
def a_home_room_that_is_too_small(school: School) -> Planted:
    """Smaller than the class by more than could be in tutoring: for homework and the strands that are at home, told as one."""
    one = school.classes[0]
    school = school.replaced(tutoring=())
    days = [school.slot_by_id[s].weekday for s in school.slots_of(one.grade, "homework")]
    largest = max(school.staying[one.class_id, w] for w in days)
    smallest = min(school.staying[one.class_id, w] for w in days)
    school = change(school, "rooms", lambda r: {"capacity": smallest - 1} if r.room_id == one.room_id else {})
    fewest = min(
        school.staying[one.class_id, school.slot_by_id[s].weekday] for s in school.slots_of(one.grade, "strand")
    )
    assert fewest >= smallest, "no strand fits at home on any day"
    rooms = (one.room_id or "",)
    return school, [("room", rooms, max(largest, fewest), smallest - 1)]


@plant
def two_rooms_for_all_homework(school: School) -> Planted:
    home = next(a for a in school.activities if a.kind == "homework")
    rooms = tuple(
        school.rooms[0].model_copy(update={"room_id": f"厅{n}", "kinds": ("厅",), "capacity": 99, "groups": 1})
        for n in (1, 2)
    )
    school = activity(school.replaced(rooms=(*school.rooms, *rooms)), home.activity_id, room_kinds=("厅",))
    slots = [s for s in school.slot_by_id if classes_with(school, s, "homework")]
    counts = dict.fromkeys(classes_with(school, s, "homework") for s in slots)
    return school, [("slot_rooms", ("厅1", "厅2"), count, 2) for count in counts]


# -- seats ---------------------------------------------------------------------------------------------------
def first_block(school: School) -> tuple[str, list[str]]:
    block = next(iter(school.blocks))
    return block, [s for s, blocks in school.attended.items() if block in blocks]


def one_club(school: School, **cells: object) -> tuple[School, str, int]:
    """In the first block everybody wants the same club, 棋, and nothing else is offered."""
    block, students = first_block(school)
    base = next(a for a in school.activities if a.fallback).model_copy(
        update={"activity_id": "棋", "name": "棋", "fallback": False, "grades": (), "blocks": (block,),
                "room_kinds": (), "min_size": 1, "max_size": 10, "max_sections": 2, "skill_needed": False, **cells}
    )  # fmt: skip
    others = [a for a in school.activities if not (a.fallback and (a.blocks in ((), (block,))))]
    lists = tuple(ChoiceRow(student_id=s, block=block, rank=1, activity_id="棋") for s in students)
    kept = tuple(c for c in school.choices if c.block != block)
    return offering(school, *others, base).replaced(choices=(*kept, *lists)), block, len(students)


@plant
def a_club_with_too_few_seats(school: School) -> Planted:
    school, _, count = one_club(school)
    return school, [("seats", ("棋",), count, 20)]


@plant
def a_club_that_nobody_can_lead(school: School) -> Planted:
    school, _, count = one_club(school, skill_needed=True)
    return school, [("seats", ("棋",), count, 0)]


def two_clubs(school: School, **cells: object) -> School:
    """In the first block three students can only go to 棋, three only to 鼓; all others can go to 画 as well, which takes them all."""
    block, students = first_block(school)
    school, _, _ = one_club(school, max_size=None, max_sections=99)
    base = next(a for a in school.activities if a.activity_id == "棋")
    clubs = [base.model_copy(update={"activity_id": name, "name": name} | cells) for name in ("棋", "鼓")]
    large = base.model_copy(update={"activity_id": "画", "name": "画"})
    lists = [
        ChoiceRow(student_id=s, block=block, rank=rank, activity_id=name)
        for n, s in enumerate(students)
        for rank, name in enumerate(("棋",) if n < 3 else ("鼓",) if n < 6 else ("画", "棋", "鼓"), 1)
    ]
    others = tuple(a for a in school.activities if a.activity_id != "棋")
    kept = tuple(c for c in school.choices if c.block != block)
    return school.replaced(activities=(*others, *clubs, large), choices=(*kept, *lists))


@plant
def two_clubs_and_one_room(school: School) -> Planted:
    room = school.rooms[0].model_copy(
        update={"room_id": "馆", "kinds": ("馆",), "capacity": 999, "groups": 1, "unavailable": ()}
    )
    school = two_clubs(school, room_kinds=("馆",), max_size=None, max_sections=2)
    return school.replaced(rooms=(*school.rooms, room)), [("seats", ("棋", "鼓"), 2, 1)]


@plant
def two_clubs_and_one_leader(school: School) -> Planted:
    one = strong(school, 1)
    school = able(two_clubs(childless(school), skill_needed=True, max_sections=2), one, "棋", "鼓")
    return school, [("seats", ("棋", "鼓"), 2, 1)]


@plant
def a_club_whose_only_room_is_too_small(school: School) -> Planted:
    room = school.rooms[0].model_copy(
        update={"room_id": "馆", "kinds": ("馆",), "capacity": 9, "groups": 2, "unavailable": ()}
    )
    school, _, count = one_club(school, room_kinds=("馆",), max_size=None, max_sections=99)
    return school.replaced(rooms=(*school.rooms, room)), [("seats", ("棋",), count, 18)]


@plant
def students_with_no_club_at_all(school: School) -> Planted:
    _, students = first_block(school)
    school, _, _ = one_club(school, max_size=None, max_sections=99)
    gone = tuple(sorted(students)[:3])
    lists = tuple(c for c in school.choices if c.student_id not in gone)
    return school.replaced(choices=lists), [("no_club", gone, 3, 0)]


# -- tutoring ------------------------------------------------------------------------------------------------
def tutored(school: School) -> tuple[str, list[str]]:
    counts = Counter(row.activity_id for row in school.tutoring)
    name = max(counts, key=lambda a: (counts[a], a))
    return name, sorted(row.student_id for row in school.tutoring if row.activity_id == name)


@plant
def too_few_to_tutor(school: School) -> Planted:
    name, students = tutored(school)
    school = activity(school, name, min_size=len(students) + 1, max_size=None)
    return school, [("tutoring", tuple(students), len(students) + 1, len(students))]


@plant
def nobody_to_tutor(school: School) -> Planted:
    name, _ = tutored(school)
    return unskilled(school, name), [("tutoring", (), school.activity_by_id[name].sessions_week, 0)]


@plant
def more_tutoring_than_days(school: School) -> Planted:
    name, students = tutored(school)
    return activity(school, name, sessions_week=6, max_sections=9), [("tutoring", tuple(sorted(students)), 6, 5)]


@plant
def a_student_in_too_many_tutorings(school: School) -> Planted:
    """Twelve tutorings of one session a week in five homework slots."""
    student = next(s for s in school.students if len(s.weekdays) == 5)
    grade = school.class_by_id[student.class_id].grade
    slots = len(school.slots_of(grade, "homework"))
    base = next(a for a in school.activities if a.kind == "tutoring")
    more = tuple(
        base.model_copy(
            update={"activity_id": f"辅{n:02}", "name": f"辅{n:02}", "grades": (), "min_size": 1, "sessions_week": 1,
                    "skill_needed": False, "room_kinds": (), "max_sections": 1}
        )
        for n in range(12)
    )  # fmt: skip
    rows = tuple(TutoringRow(student_id=student.student_id, activity_id=a.activity_id) for a in more)
    school = school.replaced(activities=(*school.activities, *more), tutoring=rows)
    return school, [("tutoring", (student.student_id,), 12, slots)]


# -- duties --------------------------------------------------------------------------------------------------
def leads(school: School, *rows: DutyStaff) -> School:
    """These are the only leads; nobody is on leave."""
    others = tuple(s for s in school.duty_staff if "lead" not in s.roles)
    return school.replaced(duty_staff=(*others, *rows), leave=())


def lead(name: str, **cells: object) -> DutyStaff:
    return DutyStaff.model_validate({"staff_id": name, "roles": "lead", "max_week": 5, "min_gap": 1, **cells})


@plant
def nobody_leads_on_wednesday(school: School) -> Planted:
    return leads(school, lead("甲", weekdays="1;2;4;5"), lead("乙", weekdays="1;2;4;5")), [("duty_day", (), 1, 0)]


@plant
def every_lead_is_away_on_one_day(school: School) -> Planted:
    school = leads(school, lead("甲"), lead("乙"))
    day = {"start": "2026-09-09", "end": "2026-09-09"}
    away = tuple(LeaveRow.model_validate({"person_id": p, **day}) for p in ("甲", "乙"))
    return school.replaced(leave=away), [("duty_day", (), 1, 0)]


@plant
def two_leads_with_two_duties_a_week(school: School) -> Planted:
    return leads(school, lead("甲", max_week=2), lead("乙", max_week=2)), [("duty_week", ("乙", "甲"), 5, 4)]


@plant
def a_week_in_which_a_lead_is_away(school: School) -> Planted:
    """Three are enough for every week but the one in which one of them is on leave."""
    school = leads(school, *(lead(name, max_week=2) for name in "甲乙丙"))
    away = LeaveRow.model_validate({"person_id": "丙", "start": "2026-09-14", "end": "2026-09-18"})
    return school.replaced(leave=(away,)), [("duty_week", ("乙", "甲"), 5, 4)]


@plant
def one_supervisor_too_few(school: School) -> Planted:
    posts = [p for p in school.posts if p.role == "supervisor"]
    people = tuple(
        DutyStaff.model_validate({"staff_id": f"督{n}", "roles": "supervisor", "max_week": 5, "min_gap": 1})
        for n in range(len(posts) - 1)
    )
    others = tuple(s for s in school.duty_staff if s.roles == ("lead",))
    names = tuple(p.staff_id for p in people)
    return school.replaced(duty_staff=(*others, *people), leave=()), [("duty_day", names, len(posts), len(posts) - 1)]
