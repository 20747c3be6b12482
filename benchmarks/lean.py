"""A school of homework, clubs and their leaders alone: what a peer plans that does not speak the whole contract."""

from models.people import Teacher
from models.school import School

KINDS = ("homework", "club")
LEFT_OUT = (
    "childcare", "childcare_rooms", "tutoring", "duty_posts", "duty_staff", "leave", "pins", "pin_placements",
    "pin_duties", "time_off",
)  # fmt: skip


def lean(school: School) -> School:
    """The school without strands, tutoring, children's rooms, duties and pins."""
    activities = tuple(a for a in school.activities if a.kind in KINDS)
    known = {a.activity_id for a in activities}

    def able(teacher: Teacher) -> Teacher:
        return teacher.model_copy(update={"skills": tuple(s for s in teacher.skills if s in known)})

    tables = dict.fromkeys(LEFT_OUT, ())
    pattern = tuple(row for row in school.pattern if row.kind != "strand")
    teachers = tuple(map(able, school.teachers))
    return school.replaced(activities=activities, pattern=pattern, teachers=teachers, **tables)
