"""What happens to a school in the middle of a term: each gives the school as it is afterwards."""

from collections.abc import Callable
from datetime import date

from models.people import ChoiceRow, LeaveRow, SchoolClass, Student
from models.plan import Plan
from models.school import School


def without_student(school: School, student_id: str) -> School:
    return school.replaced(
        students=tuple(s for s in school.students if s.student_id != student_id),
        choices=tuple(c for c in school.choices if c.student_id != student_id),
        tutoring=tuple(t for t in school.tutoring if t.student_id != student_id),
    )


def without_teacher(school: School, teacher_id: str) -> School:
    return school.replaced(
        teachers=tuple(t for t in school.teachers if t.teacher_id != teacher_id),
        teaching=tuple(t for t in school.teaching if t.teacher_id != teacher_id),
        childcare=tuple(c for c in school.childcare if c.teacher_id != teacher_id),
        duty_staff=tuple(s for s in school.duty_staff if s.staff_id != teacher_id),
        leave=tuple(row for row in school.leave if row.person_id != teacher_id),
        classes=tuple(
            c.model_copy(update={"head_teacher": None}) if c.head_teacher == teacher_id else c for c in school.classes
        ),
    )


def joins(school: School, plan: Plan) -> School:  # noqa: ARG001
    one = school.students[0]
    lists = [c for c in school.choices if c.student_id == one.student_id]
    return school.replaced(
        students=(*school.students, one.model_copy(update={"student_id": "NEW"})),
        choices=(*school.choices, *(c.model_copy(update={"student_id": "NEW"}) for c in lists)),
    )


def leaves(school: School, plan: Plan) -> School:  # noqa: ARG001
    return without_student(school, school.students[0].student_id)


def changes_class(school: School, plan: Plan) -> School:  # noqa: ARG001
    one = next(s for s in school.students if not any(t.student_id == s.student_id for t in school.tutoring))
    grade = school.class_by_id[one.class_id].grade
    other = next((c for c in school.classes if c.grade == grade and c.class_id != one.class_id), None)
    other = other or next(c for c in school.classes if c.class_id != one.class_id)
    moved = one.model_copy(update={"class_id": other.class_id})
    return school.replaced(students=tuple(moved if s is one else s for s in school.students))


def changes_choice(school: School, plan: Plan) -> School:
    """The club that the student is in is no longer on their list."""
    row = next(p for p in plan.placements if p.rank)
    others = [c for c in school.choices if c.student_id != row.student_id]
    mine = sorted((c for c in school.choices if c.student_id == row.student_id), key=lambda c: c.rank)
    for block in {c.block for c in mine}:
        left = [c for c in mine if c.block == block and c.activity_id != row.activity_id]
        others += [c.model_copy(update={"rank": rank}) for rank, c in enumerate(left, 1)]
    return school.replaced(choices=tuple(others))


def teacher_leaves(school: School, plan: Plan) -> School:  # noqa: ARG001
    return without_teacher(school, school.teachers[3].teacher_id)


def ill(school: School, plan: Plan) -> School:
    """Two weeks of leave for whoever is on duty in the middle of the term."""
    who = next(d.staff_id for d in plan.duties if d.date >= date(2026, 10, 12) and d.staff_id)
    row = LeaveRow(person_id=who, start=date(2026, 10, 12), end=date(2026, 10, 25))
    return school.replaced(leave=(*school.leave, row))


def returns(school: School, plan: Plan) -> School:  # noqa: ARG001
    """A teacher who was to be had less may work in every slot."""
    free = tuple(t.model_copy(update={"unavailable": ()}) for t in school.teachers)
    return school.replaced(teachers=free)


def room_closes(school: School, plan: Plan) -> School:
    homes = {c.room_id for c in school.classes}
    used = next(s.room_id for s in plan.sessions if s.kind == "club" and s.room_id not in homes)
    return school.replaced(
        rooms=tuple(
            r.model_copy(update={"unavailable": tuple(school.slot_by_id)}) if r.room_id == used else r
            for r in school.rooms
        )
    )


def clearance_ends(school: School, plan: Plan) -> School:  # noqa: ARG001
    return school.replaced(
        instructors=tuple(i.model_copy(update={"cleared_until": date(2026, 10, 1)}) for i in school.instructors)
    )


def club_cancelled(school: School, plan: Plan) -> School:
    club = next(s.activity_id for s in plan.sessions if s.kind == "club")
    closed = tuple(a.model_copy(update={"max_sections": 0}) if a.activity_id == club else a for a in school.activities)
    return school.replaced(activities=closed)


def slot_moved(school: School, plan: Plan) -> School:  # noqa: ARG001
    """The first slot begins ten minutes earlier; who meets in it is the same."""
    first = school.slots[0]
    start = first.start.replace(hour=first.start.hour - 1, minute=50)
    return school.replaced(slots=(first.model_copy(update={"start": start}), *school.slots[1:]))


def new_class(school: School, plan: Plan) -> School:  # noqa: ARG001
    pattern = school.classes[0]
    room = school.room_by_id[pattern.room_id or ""].model_copy(update={"room_id": "R-NEW"})
    added = SchoolClass(class_id="NEW", grade=pattern.grade, room_id="R-NEW")
    students = tuple(Student(student_id=f"N{n}", class_id="NEW") for n in range(5))
    model = school.students[0].student_id
    lists = [c for c in school.choices if c.student_id == model]
    choices = [ChoiceRow(**(c.model_dump() | {"student_id": s.student_id})) for s in students for c in lists]
    return school.replaced(
        classes=(*school.classes, added),
        rooms=(*school.rooms, room),
        students=(*school.students, *students),
        choices=(*school.choices, *choices),
    )


HAPPENINGS: tuple[Callable[[School, Plan], School], ...] = (
    joins,
    leaves,
    changes_class,
    changes_choice,
    teacher_leaves,
    ill,
    returns,
    room_closes,
    clearance_ends,
    club_cancelled,
    slot_moved,
    new_class,
)
