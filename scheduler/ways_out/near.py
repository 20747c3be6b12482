"""Who teaches something near to an activity that they do not lead yet."""

from collections import Counter
from collections.abc import Collection

from models.school import School
from models.services import Activity


def near_to(school: School, activity: Activity, classes: Collection[str]) -> Counter[str]:
    """By teacher: 2 who teach the activity's subject in one of the classes, 1 who teach it at all.

    Its subject is one that its name or its category holds, else one that most of those who can lead it teach.
    """
    of: dict[str, set[str]] = {t.teacher_id: set(t.subjects) for t in school.teachers}
    for row in school.teaching:
        of[row.teacher_id] |= {row.subject} if row.subject else set[str]()
    leaders = [of[t.teacher_id] for t in school.teachers if activity.activity_id in t.skills]
    title = f"{activity.name} {activity.category or ''}".casefold()
    every = {subject for own in of.values() for subject in own}
    meant = {subject for subject in every if subject.casefold() in title}
    meant = meant or {subject for subject in every if 2 * sum(subject in own for own in leaders) > len(leaders)}
    here = {row.teacher_id for row in school.teaching if row.class_id in classes and row.subject in meant}
    return Counter({who: 1 + (who in here) for who, own in of.items() if own & meant})
