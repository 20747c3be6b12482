"""The school as it is now, beside the one that a plan was made for: what hours read of it, and whether it is the same."""

from models.school import TABLES, School

#: What hours read from the school as it is now.
READ = ("hours", "time_off", "leave", "calendar")
#: Less than this share of a plan's teachers, by id and name, and it is another school.
_SAME = 0.5


def updated(made_for: School, now: School) -> School:
    """The school of a plan with what was written down since."""
    return made_for.replaced(**{name: getattr(now, name) for name in READ})


def is_other(made_for: School, now: School) -> bool:
    """Whether it is another school: its term lies elsewhere, or most of the plan's teachers are not in it."""
    if now.term.end < made_for.term.start or made_for.term.end < now.term.start:
        return True
    here = {(row.teacher_id, row.name) for row in now.teachers}
    known = [(row.teacher_id, row.name) for row in made_for.teachers]
    return bool(known) and sum(one in here for one in known) < _SAME * len(known)


def differing(made_for: School, now: School) -> list[str]:
    """The tables that were changed since the plan was made, and are not read."""
    return [name for name in TABLES if name not in READ and set(getattr(made_for, name)) != set(getattr(now, name))]


def strangers(made_for: School, now: School) -> list[str]:
    """Who has leave or time off now, but is nobody of the plan's school."""
    known = {*made_for.teacher_by_id, *made_for.instructor_by_id, *(row.staff_id for row in made_for.duty_staff)}
    people = dict.fromkeys(row.person_id for row in (*now.leave, *now.time_off))
    return [person for person in people if person not in known]
