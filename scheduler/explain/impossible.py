"""Why no plan at all could do it: causes that hold whatever the plan is, each a plain count of the school's tables."""

from collections.abc import Sequence
from dataclasses import replace

from models.people import Instructor, Teacher
from models.pins import PinPlacementRow
from models.school import School
from models.services import Activity
from scheduler.conflict import all_pins, name
from scheduler.explain.ask import Asker
from scheduler.explain.facts import Facts, Said, Value
from scheduler.messages import say
from scheduler.messages.names import listing, room_name, sentences
from scheduler.reasons.cause import Cause, because, grouped
from scheduler.week.data import WeekData


def why_no_place(
    facts: Facts, asker: Asker, student_id: str, block: str, activity: Activity, changed: School, depth: int
) -> Said:
    """Why the student can be in the activity in no plan."""
    told = evident_place(facts, student_id, block, activity, depth)
    return told or _contradicted(facts, asker, changed, depth, student_id)


def evident_place(facts: Facts, student_id: str, block: str, activity: Activity, depth: int) -> Said | None:
    """What the school's tables alone say against a student's place, whatever the plan is; None where they say nothing."""
    school = facts.school
    grade = school.class_by_id[school.student_by_id[student_id].class_id].grade
    pinned = [p.activity_id for p in school.pin_placements if (p.student_id, p.block) == (student_id, block)]
    if pinned and activity.activity_id not in pinned:
        return facts.said("never.pinned", depth, activity=facts.activity(pinned[0]))
    if not activity.for_grade(grade):
        return facts.said("never.grade", depth, activity=activity.name, grade=grade)
    twice = [
        p.block for p in school.pin_placements if (p.student_id, p.activity_id) == (student_id, activity.activity_id)
    ]
    if twice and block not in twice and school.nothing_twice(student_id):
        return facts.said("never.twice", depth, block=facts.block(twice[0]))
    return _together(facts, _evident(facts, block, activity, facts.own_class(activity, student_id), depth))


def why_not_held(facts: Facts, asker: Asker, block: str, activity: Activity, changed: School, depth: int) -> Said:
    """Why the club can be held in the block in no plan."""
    return evident_club(facts, block, activity, depth) or _contradicted(facts, asker, changed, depth, "")


def evident_club(facts: Facts, block: str, activity: Activity, depth: int) -> Said | None:
    """What the school's tables alone say against a club in a block; of a class club what they say of the class that most of those
    who could come are in, where they say something against each class."""
    join, class_id = most_could_join(facts, block, activity)
    if class_id is None:
        return _together(facts, _evident(facts, block, activity, None, depth))
    found = {c.class_id: _evident(facts, block, activity, c.class_id, depth) for c in facts.school.classes}
    told = found[class_id] if all(found.values()) else []
    if told and told[0].key == "never.few_class":
        few = facts.said("never.few_most", depth, **told[0].values) if join else _few(facts, activity, None, 0, depth)
        told = [few, *told[1:]]
    return _together(facts, told)


def _together(facts: Facts, told: Sequence[Said]) -> Said | None:
    """All that stands against it as one statement, so that nobody mends one thing in vain; None where nothing does."""
    if len(told) < 2:
        return told[0] if told else None
    rest = sentences(facts.lang, [one.sentence for one in told[1:]])
    also = say(facts.lang, "explain.never_also", first=told[0].sentence, rest=rest)
    return replace(told[0], sentence=also, values=told[0].values | {"also": ";".join(one.key for one in told[1:])})


def _evident(facts: Facts, block: str, activity: Activity, class_id: str | None, depth: int) -> list[Said]:
    """The cell that says so; or else everything that is short, each by itself enough to keep the club from being held."""
    if not activity.runs_in(block):
        return [facts.said("never.block", depth, activity=activity.name, block=facts.block(block))]
    if not activity.max_sections or activity.max_size == 0:
        column = "sizes" if activity.max_sections else "sections"
        return [facts.said(f"never.no_{column}", depth, activity=activity.name)]
    fewest = max(1, activity.min_size)
    wanting = could_join(facts, block, activity, class_id)
    few = [_few(facts, activity, class_id, wanting, depth)] if wanting < fewest else []
    if not wanting:
        return few
    causes = (
        _no_room(facts, block, activity, class_id, min(fewest, wanting), depth),
        _no_leader(facts, block, activity, depth),
    )
    return [*few, *(one for one in causes if one)]


def _few(facts: Facts, activity: Activity, class_id: str | None, count: int, depth: int) -> Said:
    """That fewer could come than a section needs."""
    every = say(facts.lang, "explain.few.every", activity=activity.name) if activity.scope == "class" else ""
    hint = say(facts.lang, "explain.few.lower" if count else "explain.few.nobody", count=count, every=every)
    numbers: dict[str, Value] = {"count": count, "fewest": max(1, activity.min_size), "hint": hint}
    if class_id is not None and not activity.fallback:
        return facts.said("never.few_class", depth, activity=activity.name, school_class=class_id, **numbers)
    key = "never.few" if activity.fallback else "never.few_listed"
    return facts.said(key, depth, activity=activity.name, **numbers)


def most_could_join(facts: Facts, block: str, activity: Activity) -> tuple[int, str | None]:
    """The most students whom one section could draw on; of a class club in the class that has most, which is named."""
    if activity.scope == "school":
        return could_join(facts, block, activity, None), None
    counts = [(could_join(facts, block, activity, c.class_id), c.class_id) for c in facts.school.classes]
    return max(counts, key=lambda pair: pair[0], default=(0, None))


def could_join(facts: Facts, block: str, activity: Activity, class_id: str | None) -> int:
    """Students who attend the block and may be in the club: on their list, or as a fallback of their grade."""
    school, count = facts.school, 0
    for student_id, blocks in school.attended.items():
        student = school.student_by_id[student_id]
        grade = school.class_by_id[student.class_id].grade
        own = class_id in (None, student.class_id) and activity.for_grade(grade)
        count += (
            block in blocks and own and (activity.fallback or activity.activity_id in school.ranks(student_id, block))
        )
    return count


def _no_room(
    facts: Facts, block: str, activity: Activity, class_id: str | None, fewest: int, depth: int
) -> Said | None:
    rooms = facts.offers.rooms_for(activity, class_id)
    slots = facts.school.blocks[block].slots
    shut: list[tuple[str, Cause]] = []
    for room in rooms:
        if set(slots) & set(room.unavailable):
            shut.append((room.room_id, because("closed")))
        elif room.capacity < fewest:
            shut.append((room.room_id, because("small", capacity=room.capacity, students=fewest)))
        elif not room.groups:
            shut.append((room.room_id, because("no_groups")))
        else:
            return None
    if not rooms and not activity.room_kinds:
        return facts.said("never.no_rooms", depth)
    if not rooms:
        return facts.said("never.no_room_of_kind", depth, kinds=listing(facts.lang, list(activity.room_kinds)))
    names = grouped(facts.lang, shut, lambda r: room_name(facts.school, r), "rooms")
    return facts.said("never.rooms", depth, rooms=names)


def _no_leader(facts: Facts, block: str, activity: Activity, depth: int) -> Said | None:
    """Nobody with the skill could ever: what stands against each has nothing to do with the plan."""
    skilled = list(facts.people.candidates(activity))
    if not skilled:
        return facts.said("never.no_skill", depth, activity=activity.name)
    causes = [(person, ever_free(facts.school, facts.week, person, block)) for person in skilled]
    stopped = [(person, cause) for person, cause in causes if cause]
    if len(stopped) < len(causes):
        return None
    return facts.said(
        "never.leaders", depth, activity=activity.name, who=grouped(facts.lang, stopped, facts.offers.name_of)
    )


def ever_free(school: School, data: WeekData, person: str, time: str) -> Cause | None:
    """Why a person can work at a time in no plan; None if they might."""
    one: Teacher | Instructor | None = school.teacher_by_id.get(person) or school.instructor_by_id.get(person)
    if isinstance(one, Instructor):
        return _never_comes(school, data, one, time)
    if one is None or data.teacher_free(person, time):
        return None
    slots = data.times[time]
    if set(slots) & set(one.unavailable):
        return because("unavailable")
    if len(slots) > one.max_sessions_day:
        return because("long_day", slots=len(slots), limit=one.max_sessions_day)
    if one.max_load is not None and one.day_load + len(slots) > one.max_load:
        return because("long_load", slots=len(slots), day=one.day_load, limit=one.max_load)
    if len(slots) > one.max_sessions_week:
        return because("long_week", slots=len(slots), limit=one.max_sessions_week)
    leave = [child.leave_by for slot in slots for _, child in data.children_in(person, slot)]
    return because("child", time=min(leave).strftime("%H:%M")) if leave else because("unavailable")


def _never_comes(school: School, data: WeekData, one: Instructor, time: str) -> Cause | None:
    """The one rule that keeps an instructor from a time in every plan; None if there is none."""
    slots = data.times[time]
    if one not in data.usable_instructors:
        return because("not_cleared", date=str(one.cleared_until))
    if not set(slots) <= set(one.available):
        return because("cannot_come")
    if len(slots) > one.max_sessions_week:
        return because("long_week", slots=len(slots), limit=one.max_sessions_week)
    if one.min_sessions_visit > one.max_sessions_week:
        return because("visit_week", limit=one.min_sessions_visit, most=one.max_sessions_week)
    useful = _useful_slots(school, data, one, data.weekday(time)) | set(slots)
    if len(useful) < one.min_sessions_visit:
        return because("visit_day", limit=one.min_sessions_visit, most=len(useful))
    budget, fee = school.policy.weekly_budget, one.fee * max(len(slots), one.min_sessions_visit)
    if budget is not None and fee > budget:
        return because("visit_fee", fee=fee, limit=budget)
    if one.escort and not any(data.teacher_free(t.teacher_id, time) for t in school.teachers):
        return because("never_escort")
    return None


def _useful_slots(school: School, data: WeekData, one: Instructor, weekday: int) -> set[str]:
    """The slots of a weekday in which there can be anything that the instructor may lead."""
    found = set[str]()
    for activity_id, time in data.pools:
        activity = school.activity_by_id[activity_id]
        may_lead = not activity.teacher_only and (not activity.needs_skill or activity_id in one.skills)
        if may_lead and data.weekday(time) == weekday and data.instructor_free(one, time):
            found.update(data.times[time])
    return found


def _contradicted(facts: Facts, asker: Asker, changed: School, depth: int, student_id: str) -> Said:
    """The pins that stand against it, or that only rules together do. Of other students it is told how many are fixed where."""
    given = {name(pin, facts.lang, facts.school): pin for pin in all_pins(facts.school)}
    if not given:
        return facts.said("never.rules", depth)
    found = {words: given[words] for words in asker.conflict(changed) if words in given}
    others: dict[tuple[str, str], set[str]] = {}
    for pin in found.values():
        if isinstance(pin, PinPlacementRow) and pin.student_id != student_id:
            others.setdefault((pin.block, pin.activity_id), set()).add(pin.student_id)
    shown = [
        words for words, pin in found.items() if not isinstance(pin, PinPlacementRow) or pin.student_id == student_id
    ]
    key = "explain.pinned.others" if student_id else "explain.pinned.students"
    shown += [
        say(facts.lang, key, count=len(ids), block=facts.block(block), activity=facts.activity(activity_id))
        for (block, activity_id), ids in others.items()
    ]
    if not shown:
        return facts.said("never.not_known" if asker.over else "never.rules", depth)
    return facts.said("never.pins", depth, pins=listing(facts.lang, shown, 10))
