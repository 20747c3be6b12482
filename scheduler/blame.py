"""Settings that stand against pins: a smallest set without any one of which the pins could hold.

The pins are a smallest contradicting set already. Every setting that names somebody or something in them is a candidate
(:mod:`scheduler.blame_settings`); each is lifted by a change of its row, and the rest is a search for a smallest set.
"""

from collections.abc import Callable, Iterator, Sequence

from models.pins import PinRow
from models.school import School
from scheduler.blame_setting import Setting
from scheduler.blame_settings import candidates


def against(school: School, smallest: Callable[[list[Setting]], list[Setting]]) -> list[Setting]:
    """The settings against the school's pins. ``smallest`` gives a smallest set of settings that cannot hold beside the
    pins, all other candidates lifted; an empty list where the pins contradict each other by themselves. A pin that no
    session could ever agree with is answered at once, by what it asks for: no setting's change would do."""
    nonsense = [one for pin in school.pins for one in never(school, pin)]
    if nonsense:
        return nonsense[:1]
    found: dict[tuple[str, str], Setting] = {}
    for one in candidates(school):
        found.setdefault((one.key, one.of), one)
    return smallest(list(found.values()))


def lifted(school: School, settings: Sequence[Setting], kept: Sequence[Setting]) -> School:
    """The school without those of the settings that are not kept."""
    for one in settings:
        if one not in kept:
            school = one.lift(school)
    return school


def never(school: School, pin: PinRow) -> Iterator[Setting]:
    """Cells of a pin that contradict each other in every school with these tables of the week."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    if activity is None:
        return
    kind = activity.kind
    if pin.class_id and (kind == "tutoring" or (kind == "club" and activity.scope == "school")):
        yield Setting("never_class", activity.activity_id, pin.class_id, lambda s: s)
    if kind in ("homework", "tutoring") and pin.leader_id in school.instructor_by_id:
        yield Setting("never_teacher", activity.activity_id, "", lambda s: s)
    own = school.class_by_id.get(pin.class_id or "")
    of_grades = kind in ("homework", "strand")
    if of_grades and own and not activity.for_grade(own.grade):
        yield Setting("never_grade", activity.activity_id, f"{pin.block or ''};{own.class_id}", lambda s: s)
        return
    if pin.block is None:
        return
    asked = "homework" if kind == "tutoring" else kind
    grades = {c.grade for c in school.classes if pin.class_id in (None, c.class_id)}
    if kind == "club":
        having = grades & (school.blocks[pin.block].grades if pin.block in school.blocks else frozenset())
    else:
        having = {r.grade for r in school.pattern if r.slot_id == pin.block and r.kind == asked} & grades
    if not having:
        yield Setting("never_kind", activity.activity_id, f"{pin.block};{pin.class_id or ''}", lambda s: s)
    elif of_grades and not any(activity.for_grade(grade) for grade in having):
        yield Setting("never_grade", activity.activity_id, f"{pin.block};", lambda s: s)
