"""The most of each kind that could ever serve, counted from the school: no way asks for more."""

from collections import Counter
from collections.abc import Mapping

from models.people import ChildGroup
from models.plan import Plan
from models.school import School


def parents_at(school: School, group: ChildGroup, slot_id: str) -> Counter[str]:
    """Teachers whom children of the group keep from a slot unless there are places for these, each with how many."""
    slot, found = school.slot_by_id[slot_id], Counter[str]()
    for child in school.childcare:
        if child.group == group and child.may_use_room and slot.weekday in child.weekdays and slot.end > child.leave_by:
            found[child.teacher_id] += 1
    away = {t.teacher_id for t in school.teachers if slot_id in t.unavailable}
    return Counter({who: count for who, count in found.items() if who not in away})


def most_places(school: School, group: ChildGroup) -> int:
    """Places for children of the group that could be taken at once."""
    return max((parents_at(school, group, slot).total() for slot in school.slot_by_id), default=0)


def kept_by_children(school: School, group: ChildGroup, gaps: Mapping[str, int]) -> int:
    """Of so many gaps in each slot those that parents of the group's children might close, had these a place."""
    return sum(min(count, len(parents_at(school, group, slot))) for slot, count in gaps.items())


def most_fees(school: School) -> int:
    """What all instructors cost a week at most."""
    return sum(i.fee * min(i.max_sessions_week, len(set(i.available))) for i in school.instructors)


def free_slots(school: School, plan: Plan) -> dict[str, int]:
    """By teacher the slots a week in which there is work for anybody and they could do more, as their days allow."""
    used = {slot for _, slot in school.pattern_of}
    tasks = {(p, s) for one in plan.sessions for p in (one.leader_id, one.escort_id) if p for s in one.slots}
    tasks |= {(carer.teacher_id, carer.slot_id) for carer in plan.carers}
    found: dict[str, int] = {}
    for teacher in school.teachers:
        free, busy = Counter[int](), Counter[int]()
        for slot_id, slot in school.slot_by_id.items():
            if (teacher.teacher_id, slot_id) in tasks:
                busy[slot.weekday] += 1
            elif slot_id in used and slot_id not in teacher.unavailable:
                free[slot.weekday] += 1
        most = teacher.max_sessions_day
        found[teacher.teacher_id] = sum(max(0, min(n, most - busy[day])) for day, n in free.items())
    return found


def most_sections(school: School, block: str, lacking: int) -> int:
    """Sections of a new club for so many students: one for each of them, as rooms and teachers there are, one teacher more."""
    slots = set(school.blocks[block].slots)
    rooms = sum(room.groups for room in school.rooms if not slots & set(room.unavailable))
    leaders = sum(not slots & set(teacher.unavailable) for teacher in school.teachers)
    return max(1, min(lacking, rooms, leaders + 1))
