"""More groups of a tutoring pinned than the students on its list can fill, and a group for which too few can come."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from models.people import Student
from models.pins import PinRow
from models.school import School
from models.services import Activity
from scheduler.evident_pins import Excess, different
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, listing, slot_name, weekday_name

_TIMES = 3
"""Of the times at which enough could come so many are named."""


def too_many_groups(school: School, pins: Sequence[PinRow], lang: Lang) -> Iterator[Excess]:
    """Groups of a week, of a day, and of one slot, where each could be filled by itself."""
    for activity_id in dict.fromkeys(pin.activity_id or "" for pin in pins):
        activity = school.activity_by_id.get(activity_id)
        if activity is None or activity.kind != "tutoring":
            continue
        own = [pin for pin in pins if pin.activity_id == activity_id and pin.block in school.slot_by_id]
        times = activity.sessions_week
        weekdays = [school.slot_by_id[pin.block or ""].weekday for pin in own]
        if len(set(weekdays)) > 1:
            yield from _unfilled(school, activity, own, times, "week", lang)
        for weekday in dict.fromkeys(weekdays):
            today = [pin for pin, day in zip(own, weekdays, strict=True) if day == weekday]
            yield from _unfilled(school, activity, today, 1, "day", lang, weekday)
        for slot_id in dict.fromkeys(pin.block or "" for pin in own):
            here = [pin for pin in own if pin.block == slot_id]
            found, limit = len(different(here, school)), activity.max_sections
            if found > limit:
                blanks = {"when": slot_name(lang, school, slot_id), "found": found, "limit": limit}
                name = activity_name(lang, school, activity_id)
                text = say(lang, "blame.many_groups_slot", activity=name, over=found - limit, **blanks)
                yield Excess(("groups", activity_id, slot_id), tuple(here), text)


def _unfilled(
    school: School, activity: Activity, pins: Sequence[PinRow], times: int, span: str, lang: Lang, weekday: int = 0
) -> Iterator[Excess]:
    """More groups in a ``span`` than students who can come so many ``times`` in it can fill."""
    count = len(_who(school, activity, {pin.block or "" for pin in pins}))
    least, found = max(1, activity.min_size), len(different(pins, school))
    most = count * times // least
    if not found > most > 0:  # too few even for one is told of each
        return
    ways = list(_ways(school, activity, pins, count, found, span, lang))
    blanks = {"count": count, "times": times, "least": least, "most": most, "found": found, "over": found - most}
    blanks |= {"activity": activity_name(lang, school, activity.activity_id)}
    blanks |= {"weekday": weekday_name(lang, weekday) if weekday else ""}
    text = say(lang, f"blame.many_groups_{span}", **blanks)
    said = say(lang, "blame.or_words").join(["", *ways]) + say(lang, "blame.stop")
    yield Excess(("groups", activity.activity_id, weekday), tuple(pins), text + said)


def _ways(
    school: School, activity: Activity, pins: Sequence[PinRow], count: int, found: int, span: str, lang: Lang
) -> Iterator[str]:
    """The cells that would be enough, and how many students more."""
    least = max(1, activity.min_size)
    times = activity.sessions_week if span == "week" else 1
    if smaller := count * times // found:
        yield say(lang, "blame.lower_least", least=smaller)
    days: dict[int, set[str]] = defaultdict(set)
    for pin in pins:
        days[school.slot_by_id[pin.block or ""].weekday].add(pin.block or "")
    free = Counter(one for slots in days.values() for one in _who(school, activity, slots))
    enough = (n for n in range(times + 1, len(days) + 1) if sum(min(n, own) for own in free.values()) >= found * least)
    if span == "week" and (often := next(enough, 0)):
        yield say(lang, "blame.raise_times", times=often)
    yield say(lang, "blame.more_students", count=-(-found * least // times) - count)


def of_group(school: School, activity: Activity, slot_id: str | None, lang: Lang) -> Iterator[str]:
    """That too few students of the list could come in the slot for a group."""
    homework = any(row.slot_id == slot_id and row.kind == "homework" for row in school.pattern)
    if activity.kind != "tutoring" or slot_id not in school.slot_by_id or not homework:
        return
    count, least = len(_who(school, activity, {slot_id})), max(1, activity.min_size)
    if count < least:
        name = activity_name(lang, school, activity.activity_id)
        blanks = {"when": slot_name(lang, school, slot_id), "count": count, "least": least, "activity": name}
        ways = list(_group_ways(school, activity, slot_id, count, least, lang))
        key = "blame.why_few_group" if count else "blame.why_no_group"
        yield say(lang, key, ways=say(lang, "blame.or_words").join(ways), **blanks)


def _group_ways(school: School, activity: Activity, slot_id: str, count: int, least: int, lang: Lang) -> Iterator[str]:
    """What would bring enough students to a group: another time at which they can come, its size, more on the list."""
    times = dict.fromkeys(row.slot_id for row in school.pattern if row.kind == "homework")
    if enough := [one for one in times if len(_who(school, activity, {one})) >= least]:
        yield say(lang, "blame.other_time", times=listing(lang, [slot_name(lang, school, s) for s in enough[:_TIMES]]))
    if count:
        yield say(lang, "blame.lower_least", least=count)
    if sum(_could_come(school, one, activity, {slot_id}) for one in school.students) >= least:
        yield say(lang, "blame.more_students_then", count=least - count)
    yield say(lang, "blame.drop_this")


def _could_come(school: School, student: Student, activity: Activity, slots: Collection[str]) -> bool:
    """Whether a student could be in a group in one of the slots: homework of their grade, on a day on which they stay."""
    grade = school.class_by_id[student.class_id].grade
    theirs = set(school.slots_of(grade, "homework")) & set(slots) if activity.for_grade(grade) else ()
    return any(activity.runs_in(s) and school.slot_by_id[s].weekday in student.weekdays for s in theirs)


def _who(school: School, activity: Activity, slots: Collection[str]) -> set[str]:
    """Students on the list who could be in a group in one of the slots."""
    named = {row.student_id for row in school.tutoring if row.activity_id == activity.activity_id}
    rows = (school.student_by_id[one] for one in named if one in school.student_by_id)
    return {one.student_id for one in rows if _could_come(school, one, activity, slots)}
