"""Whether two instances are one school's term, as it was and as it is now."""

from models.school import School

SAME_PEOPLE = 0.5
"""Two versions of one term have at least this share of all their teachers and students in common."""


def same_school(one: School, other: School) -> bool:
    """Whether both are versions of one school's term: its name, the term's, and most of its people.

    Schools that were made from one template, or made up, can have the same name and term, and even the same ids.
    """
    if (one.name, one.term.name) != (other.name, other.term.name):
        return False
    here, there = _people(one), _people(other)
    return len(here & there) >= SAME_PEOPLE * len(here | there)


def _people(school: School) -> set[tuple[str, str | None]]:
    teachers = {(t.teacher_id, t.name) for t in school.teachers}
    return teachers | {(s.student_id, s.name) for s in school.students}
