"""Why one pinned session or student alone cannot hold, where the plain data tell it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from models.people import CHILDCARE_SKILL, ChildRow, Instructor, Teacher
from models.pins import PinPlacementRow, PinRow
from models.school import School
from models.services import Activity
from scheduler.evident_pins import slots_of, whose_table
from scheduler.evident_rooms import of_room
from scheduler.evident_seats import lacking_for
from scheduler.evident_tutoring import of_group
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    block_times,
    childcare_room_name,
    class_name,
    listing,
    slot_name,
    weekday_name,
)
from scheduler.shortages.staff import Staff


def of_session(school: School, pin: PinRow, lang: Lang) -> Iterator[str]:
    """All that is evidently wrong with a pinned session: its block, its leader, its room, too few students for it."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    wanted: list[str] = []
    if activity and activity.kind == "club" and pin.block in school.blocks:
        wanted = list(_wanted(school, activity, pin.block, pin.class_id, lang))
    if activity and _not_offered(school, activity, pin.block):
        yield _offered(school, activity, pin.block or "", lang, addable=not wanted)
        wanted = []
    if activity and not pin.leader_id:
        yield from _led(school, activity, lang)
    if activity and not pin.room_id:
        yield from _housed(school, activity, lang)
    yield from _leader(school, pin, lang)
    yield from of_room(school, pin, lang)
    yield from wanted
    if activity:
        yield from of_group(school, activity, pin.block, lang)
    yield from _gone_home(school, pin, lang)


def _gone_home(school: School, pin: PinRow, lang: Lang) -> Iterator[str]:
    """Some session at a time for which the pattern has no row of the class, or of any; that of an activity which is named is
    told with what the class does at other times."""
    if pin.block is None or pin.activity_id is not None:
        return
    grades = {one.grade for one in school.classes if pin.class_id in (None, one.class_id)}
    rows = [row for row in school.pattern if row.grade in grades]
    if any(pin.block in (row.slot_id, row.block_id) for row in rows):
        return
    order = list(school.slot_by_id)
    times = dict.fromkeys(row.block_id for row in sorted(rows, key=lambda row: order.index(row.slot_id)))
    named = [block_times(lang, school, one) for one in times]
    blanks = {"when": block_times(lang, school, pin.block), "times": listing(lang, named) or say(lang, "blame.never")}
    if pin.class_id is None:
        yield say(lang, "blame.why_gone", **blanks)
    else:
        blanks |= {"grade": school.class_by_id[pin.class_id].grade, "class": class_name(lang, pin.class_id)}
        yield say(lang, "blame.why_gone_class", **blanks)


def of_number(school: School, pin: PinRow, every: Sequence[object], lang: Lang) -> Iterator[str]:
    """The number of a section that there can never be, since there are not so many. ``every``: all pins; where others have all
    smaller numbers, to take one of these would not help."""
    activity, number = school.activity_by_id.get(pin.activity_id or ""), pin.section or 0
    if not activity or activity.kind != "club" or not 0 < activity.max_sections < number:
        return
    name = activity_name(lang, school, activity.activity_id)
    more = say(lang, "blame.or_words") + say(lang, "blame.raise_sections", activity=name, sections=number)
    if pin.block in school.blocks:
        more += lacking_for(school, activity, pin.block, pin.class_id or "", number, lang)
    taken = {one.section for one in every if isinstance(one, PinRow) and _other_section(one, pin)}
    key = "blame.why_section_taken" if taken >= set(range(1, activity.max_sections + 1)) else "blame.why_section"
    blanks = {"number": number, "limit": activity.max_sections, "count": activity.max_sections, "more": more}
    yield say(lang, key, activity=name, **blanks)


def _other_section(one: PinRow, pin: PinRow) -> bool:
    """Whether it is another section of the same club at the same time, with another leader or room."""
    same = (one.activity_id, one.block, one.class_id) == (pin.activity_id, pin.block, pin.class_id)
    cells = ((one.leader_id, pin.leader_id), (one.room_id, pin.room_id))
    return same and any(a is not None and b is not None and a != b for a, b in cells)


def of_placement(school: School, pin: PinPlacementRow, lang: Lang) -> Iterator[str]:
    """All that is evidently wrong with a pinned student: a club that nobody can lead, that no room is for, or for which there are too few."""
    activity, student = school.activity_by_id.get(pin.activity_id), school.student_by_id.get(pin.student_id)
    if activity is None or student is None:
        return
    yield from _led(school, activity, lang)
    yield from _housed(school, activity, lang)
    if pin.block in school.blocks:
        yield from _wanted(school, activity, pin.block, student.class_id, lang)


def _not_offered(school: School, activity: Activity, block: str | None) -> bool:
    """Whether it is a club in a block in which it is not held."""
    return activity.kind == "club" and block in school.blocks and not activity.runs_in(block)


def _offered(school: School, activity: Activity, block: str, lang: Lang, *, addable: bool) -> str:
    """When a club is held, and, if enough students want it then, that the block could be added."""
    held = listing(lang, [block_name(lang, school, one) for one in activity.blocks])
    blanks = {"activity": activity.name, "when": block_name(lang, school, block), "block": block}
    key = "blame.why_block" if addable else "blame.why_block_only"
    return say(lang, key, held=held, blocks=listing(lang, activity.blocks), **blanks)


def _led(school: School, activity: Activity, lang: Lang) -> Iterator[str]:
    """An activity that nobody has among their skills."""
    people = [*school.teachers, *(() if activity.teacher_only else school.instructors)]
    if activity.needs_skill and not any(activity.activity_id in one.skills for one in people):
        key = "blame.why_unled_teachers" if activity.teacher_only else "blame.why_unled"
        yield say(lang, key, activity=activity_name(lang, school, activity.activity_id), id=activity.activity_id)


def _housed(school: School, activity: Activity, lang: Lang) -> Iterator[str]:
    """An activity of whose kinds of room there is none."""
    if activity.room_kinds and not any(set(activity.room_kinds) & set(room.kinds) for room in school.rooms):
        kinds = listing(lang, activity.room_kinds)
        yield say(lang, "blame.why_unhoused", activity=activity_name(lang, school, activity.activity_id), kinds=kinds)


def _wanted(school: School, activity: Activity, block: str, class_id: str | None, lang: Lang) -> Iterator[str]:
    """A club that too few students could be in; of one class, where it is a class club."""
    own = class_id if activity.scope == "class" else None
    if activity.scope == "class" and own is None:
        return
    count = sum(could_join(school, student, activity, block, own) for student in school.attended)
    if count >= activity.min_size:
        return
    blanks = {"activity": activity.name, "block": block_name(lang, school, block), "count": count}
    blanks |= {"least": activity.min_size, "class": class_name(lang, own) if own else ""}
    key = ("blame.why_nobody" if not count else "blame.why_few") + ("_class" if own else "")
    yield say(lang, key, **blanks)


def could_join(school: School, student_id: str, activity: Activity, block: str, own: str | None) -> bool:
    """Whether a student could be in a club in the block; of the class ``own`` where it is a class club."""
    class_id = school.student_by_id[student_id].class_id
    if block not in school.attended[student_id] or own not in (None, class_id):
        return False
    listed = activity.fallback or activity.activity_id in school.ranks(student_id, block)
    return listed and activity.for_grade(school.class_by_id[class_id].grade)


def _leader(school: School, pin: PinRow, lang: Lang) -> Iterator[str]:
    """A leader without the skill, or who cannot come at the time."""
    leader_id = pin.leader_id or ""
    teacher, instructor = school.teacher_by_id.get(leader_id), school.instructor_by_id.get(leader_id)
    leader = teacher or instructor
    activity = school.activity_by_id.get(pin.activity_id or "")
    if leader is None:
        return
    if activity and activity.teacher_only and instructor:
        if activity.fallback:
            yield say(lang, "blame.why_fallback", name=leader.name, activity=activity.name)
        return  # at no time, whatever their row says
    if activity and activity.needs_skill and activity.activity_id not in leader.skills:
        what = activity_name(lang, school, activity.activity_id)
        yield say(lang, "blame.why_skill", name=leader.name, activity=what, table=whose_table(leader, lang))
    slots = slots_of(school, pin)
    closed = [s for s in slots if teacher and s in teacher.unavailable]
    closed += [s for s in slots if instructor and s not in instructor.available]
    if closed:
        key = "blame.why_unavailable" if teacher else "blame.why_not_available"
        yield say(lang, key, name=leader.name, when=listing(lang, [slot_name(lang, school, s) for s in closed]))
    elif slots and instructor:
        yield from _visit(school, pin, instructor, slots, lang)
        yield from _escort(school, instructor, slots, lang)
    elif slots and teacher:
        yield from _child(school, teacher, slots, lang)


def _visit(school: School, pin: PinRow, one: Instructor, slots: tuple[str, ...], lang: Lang) -> Iterator[str]:
    """Cleared for the term, and enough slots on the day in which an instructor could lead anything."""
    if one.cleared_until and one.cleared_until < school.term.end:
        blanks = {"until": one.cleared_until.isoformat(), "end": school.term.end.isoformat()}
        yield say(lang, "blame.why_cleared", name=one.name, **blanks)
    weekday = school.slot_by_id[slots[0]].weekday
    led = {row.slot_id for row in school.pattern if row.kind != "homework"}
    could = Counter(slot.weekday for s, slot in school.slot_by_id.items() if s in one.available and s in led)
    today, least = could[weekday], one.min_sessions_visit
    if 0 < today < least:
        blanks = {"least": least, "count": today, "weekday": weekday_name(lang, weekday)}
        others = [day for day, count in sorted(could.items()) if count >= least and day in _days_of(school, pin, one)]
        blanks["days"] = say(lang, "blame.other_days", days=_days(lang, others)) if others else ""
        yield say(lang, "blame.why_visit", name=one.name, **blanks)


def _days_of(school: School, pin: PinRow, one: Instructor) -> set[int]:
    """The weekdays on which the pinned activity has a time at which an instructor can come."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    if activity is None:
        return set()
    if activity.kind == "club":
        blocks = [block for block_id, block in school.blocks.items() if activity.runs_in(block_id)]
        return {block.weekday for block in blocks if set(block.slots) <= set(one.available)}
    own = {row.grade for row in school.classes if pin.class_id in (None, row.class_id)}
    rows = (row for row in school.pattern if row.kind == activity.kind and row.grade in own)
    return {school.slot_by_id[row.slot_id].weekday for row in rows if row.slot_id in one.available}


def _days(lang: Lang, weekdays: Sequence[int]) -> str:
    """Weekdays, one of which is to be chosen."""
    return say(lang, "blame.or_day").join(weekday_name(lang, day) for day in weekdays)


def _escort(school: School, one: Instructor, slots: tuple[str, ...], lang: Lang) -> Iterator[str]:
    """A teacher who must be with an instructor, where none can come at the time."""
    if one.escort and not any(set(slots).isdisjoint(teacher.unavailable) for teacher in school.teachers):
        when = listing(lang, [slot_name(lang, school, slot) for slot in slots])
        yield say(lang, "blame.why_escort", name=one.name, when=when)


def _child(school: School, teacher: Teacher, slots: tuple[str, ...], lang: Lang) -> Iterator[str]:
    """A child who must go home before the end, and can be in no room."""
    staff = Staff(school)
    who = teacher.teacher_id
    if not staff.week_limit(teacher) or not teacher.max_sessions_day or set(slots) <= staff.free[who]:
        return
    children = [child for slot in slots if slot not in staff.free[who] for child in staff.children_in(who, slot)]
    if not children:
        return
    blanks = {"name": teacher.name, "time": f"{min(child.leave_by for child in children):%H:%M}"}
    groups = {child.group for child in children}
    barred = [child for child in children if not child.may_use_room]
    rooms = [room for room in school.childcare_rooms if room.group in groups and room.places and room.carers]
    carers = any(CHILDCARE_SKILL in one.skills for one in school.teachers)
    if rooms and not carers and not barred:
        named = listing(lang, [childcare_room_name(lang, school, room.room_id) for room in rooms], of="rooms")
        yield say(lang, "blame.why_child_room", rooms=named, skill=CHILDCARE_SKILL, **blanks)
    elif barred and set(slots) <= _allowed(school, barred).free[who]:
        blanks["time"] = f"{min(child.leave_by for child in barred):%H:%M}"
        yield say(lang, "blame.why_child_barred", **blanks)
    elif not barred and len(groups) == 1:
        group = say(lang, f"names.group.{children[0].group}")
        yield say(lang, "blame.why_child_places", group=group, **blanks)
    else:
        yield say(lang, "blame.why_child", **blanks)


def _allowed(school: School, barred: Sequence[ChildRow]) -> Staff:
    """The staff if these children might use the rooms."""
    rows = (c.model_copy(update={"may_use_room": True}) if c in barred else c for c in school.childcare)
    return Staff(school.replaced(childcare=tuple(rows)))
