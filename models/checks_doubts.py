"""What nothing forbids, and is likely a slip all the same: told beside what can be planned, with the cell to look at."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from models import checks_term
from models.checks_causes import rare_days
from models.checks_dragged import rising, same
from models.checks_rising import filled_down
from models.checks_sorted import names_alone
from models.checks_tags import slips_of_tags, without_slips
from models.fault import Fault
from models.hours import DAWN
from models.people import Teacher
from models.school import School
from models.term import Slot

#: Rows of a table from which on what all of them have is no chance, and what one has is an exception.
_FEW = 3

_FRIDAY = 5

#: The same of classes, of which there are fewer.
_RARE_CLASS = 4

#: The message about choices of which there are none.
NO_CHOICES = "files.no_choices"

#: The message about cells that are the same as that above them.
COPIED = "files.copied_cells"

#: Tables in which a sum would be one more that nothing else speaks against; the column of their ids.
DOUBTED = {"teachers": "teacher_id", "instructors": "instructor_id", "rooms": "room_id"}

#: What sums are called, as ids.
_TOTALS = frozenset(
    {"合计", "总计", "小计", "共计", "平均", "平均值", "均值", "total", "subtotal", "sum", "average", "mean"}
)

#: Of so many students one at most may have an id that says another class than theirs: else ids do not say it.
_RARE = 10


def doubts(school: School) -> Iterator[Fault]:
    """Every doubt, those about the term first: they explain much of the rest."""
    yield from checks_term.doubts(school)
    yield from _no_choices(school)
    yield from _long_slots(school)
    yield from _pattern(school)
    yield from _grades(school)
    yield from _homes(school)
    yield from _totals(school)
    yield from _twins(school)
    yield from _twin_rooms(school)
    yield from _dragged_teachers(school)
    yield from _copied(school)
    yield from _moved_heads(school)
    yield from names_alone(school)
    yield from _duty_staff(school)
    yield from _weekdays(school)
    yield from _students(school)
    yield from _columns(school)
    yield from filled_down(school)
    yield from slips_of_tags(school)
    yield from _calendar(school)


def as_meant(school: School) -> School:
    """The school without the slips that are told already, so that what follows from them is not told as well."""
    return without_slips(checks_term.without_slips(school))


def _no_choices(school: School) -> Iterator[Fault]:
    """No choices at all, while students stay for blocks: a table that was left out."""
    electives = {row.grade for row in school.pattern if row.kind == "elective"}
    classes = {row.class_id for row in school.classes if row.grade in electives}
    count = sum(row.class_id in classes for row in school.students)
    if count and not school.choices and any(row.kind == "club" for row in school.activities):
        yield Fault(table="choices", wanted=NO_CHOICES, args={"count": count})


def _long_slots(school: School) -> Iterator[Fault]:
    """A slot more than twice as long as any other."""
    lengths = {index: _minutes(slot) for index, slot in enumerate(school.slots)}
    for index, slot in enumerate(school.slots):
        if slot.start.hour < DAWN:  # which is told itself
            continue
        most = max((length for i, length in lengths.items() if i != index), default=0)
        if len(lengths) > _FEW and lengths[index] > 2 * most:
            args: dict[str, str | int] = {"slot": slot.slot_id, "minutes": lengths[index], "most": most}
            found = f"{slot.end:%H:%M}"
            yield Fault(table="slots", index=index, column="end", found=found, wanted="files.slot_longer", args=args)


def _minutes(slot: Slot) -> int:
    return (slot.end.hour - slot.start.hour) * 60 + slot.end.minute - slot.start.minute


def _pattern(school: School) -> Iterator[Fault]:
    """Rows of a grade that has no class, where one that has classes lacks them; slots that a grade skips although it stays."""
    grades = {row.grade for row in school.classes}
    has: dict[str, set[str]] = defaultdict(set)
    for row in school.pattern:
        has[row.slot_id] |= {row.grade} & grades
    lacking = {slot: grades - own for slot, own in has.items() if len(own) * 2 > len(grades)}
    stray: set[tuple[str, str]] = set()
    for index, row in enumerate(school.pattern):
        without = lacking.get(row.slot_id, set())
        if row.grade not in grades and len(without) == 1:
            (grade,) = without
            stray.add((grade, row.slot_id))
            args: dict[str, str | int] = {"grade": grade, "slot": row.slot_id, "nearest": grade}
            wanted = "files.pattern_stray"
            yield Fault(table="pattern", index=index, column="grade", found=row.grade, wanted=wanted, args=args)
    told = {slot for _, slot in stray}
    rows = Counter(row.grade for row in school.pattern)
    for index, row in enumerate(school.pattern if grades else ()):
        if rows[row.grade] == 1 and row.grade not in grades and row.slot_id not in told:  # of more it is no slip
            unused, wanted = {"grade": row.grade}, "files.pattern_unused"
            yield Fault(table="pattern", index=index, column="grade", wanted=wanted, args=dict(unused))
    for slot_id, without in lacking.items():
        slot = school.slot_by_id[slot_id]
        if slot.start.hour < DAWN:  # of the afternoon, and in a wrong order only as it is written
            continue
        later = [s for s in school.slot_by_id.values() if s.weekday == slot.weekday and s.start >= slot.end]
        for grade in sorted(without):
            after = next((s.slot_id for s in later if grade in has[s.slot_id]), None)
            if after and (grade, slot_id) not in stray:
                blanks: dict[str, str | int] = {"grade": grade, "slot": slot_id, "later": after}
                yield Fault(table="pattern", wanted="files.pattern_gap", args=blanks)


def _grades(school: School) -> Iterator[Fault]:
    """A class whose id begins with another grade than its own, where those of nearly all others begin with theirs."""
    grades = {row.grade for row in school.classes}
    own = [row.class_id.startswith(row.grade) for row in school.classes]
    if own.count(False) * _RARE_CLASS > len(own):
        return
    for index, row in enumerate(school.classes):
        said = [grade for grade in grades if row.class_id.startswith(grade)]
        if not own[index] and len(said) == 1:
            args: dict[str, str | int] = {"class": row.class_id, "meant": said[0], "found": row.grade}
            found, wanted = row.grade, "files.class_grade"
            yield Fault(table="classes", index=index, column="grade", found=found, wanted=wanted, args=args)


def _homes(school: School) -> Iterator[Fault]:
    """Classes with the home room, or the head teacher, of a class above."""
    rooms: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, list[str]] = defaultdict(list)
    single = len(school.classes) > _FEW
    for index, row in enumerate(school.classes):
        room = school.room_by_id.get(row.room_id or "")
        if room and row.room_id:
            others = rooms[row.room_id]
            if single and others and len(others) >= room.groups:
                args: dict[str, str | int] = {"other": others[0], "groups": room.groups}
                found, wanted = row.room_id, "files.room_shared"
                yield Fault(table="classes", index=index, column="room_id", found=found, wanted=wanted, args=args)
            others.append(row.class_id)
        if row.head_teacher:
            others = heads[row.head_teacher]
            if single and others:
                args = {"other": others[0]}
                found, wanted = row.head_teacher, "files.head_twice"
                yield Fault(table="classes", index=index, column="head_teacher", found=found, wanted=wanted, args=args)
            others.append(row.class_id)


def _totals(school: School) -> Iterator[Fault]:
    """A sum below a table that reads as one row more."""
    for table, column in DOUBTED.items():
        for index, row in enumerate(getattr(school, table)):
            found = getattr(row, column)
            if found.casefold() in _TOTALS:
                yield Fault(table=table, index=index, column=column, found=found, wanted="files.total_row")


def _twins(school: School) -> Iterator[Fault]:
    """A teacher or instructor of whom another row says the same, but for the id: planned as two."""
    for table, column in (("teachers", "teacher_id"), ("instructors", "instructor_id")):
        seen: dict[str, int] = {}
        for index, row in enumerate(getattr(school, table)):
            own = row.model_dump_json(exclude={column})
            says = row.model_dump(exclude={column, "name"}, exclude_defaults=True)
            if own in seen and says:  # of two with a name alone nobody can say
                args: dict[str, str | int] = {"first": seen[own], "name": row.name}
                found = getattr(row, column)
                yield Fault(table=table, index=index, column=column, found=found, wanted="files.twin", args=args)
            seen.setdefault(own, index)


def _twin_rooms(school: School) -> Iterator[Fault]:
    """A room that nothing names, of which the only other row of its name says the same and is named."""
    named = {row.room_id for row in (*school.classes, *school.pins)}
    names = Counter(row.name for row in school.rooms)
    for index, row in enumerate(school.rooms):
        if not row.name or names[row.name] != 2 or row.room_id in named:
            continue
        first, other = next((i, one) for i, one in enumerate(school.rooms) if one.name == row.name and i != index)
        if other.room_id in named and other == row.model_copy(update={"room_id": other.room_id}):
            args: dict[str, str | int] = {"first": first, "name": row.name}
            found, wanted = row.room_id, "files.room_twin"
            yield Fault(table="rooms", index=index, column="room_id", found=found, wanted=wanted, args=args)


def _dragged_teachers(school: School) -> Iterator[Fault]:
    """Teachers of classes that rise by one from row to row, and of several in a row the subject is none of theirs, while elsewhere
    those who teach it have it among theirs."""
    rows = school.teaching
    subjects = {one.teacher_id: one.subjects for one in school.teachers}
    fits = [not row.subject or row.subject in subjects.get(row.teacher_id, ()) for row in rows]
    for run in rising([row.teacher_id for row in rows]):
        bad = [i for i in run[1:] if not fits[i]]
        series = [i for i in bad if {i - 1, i + 1} <= set(bad)]
        if not series:
            continue
        own = {rows[i].subject for i in bad}
        others = [fits[i] for i, row in enumerate(rows) if row.subject in own and not bad[0] <= i <= run[-1]]
        if len(others) < _FEW or others.count(False) * _RARE > len(others):
            continue
        tail = [i for i in run if i >= bad[0]]
        args: dict[str, str | int] = {"from": rows[tail[0]].teacher_id, "to": rows[tail[-1]].teacher_id}
        args["count"] = len(bad)
        for i in tail:
            yield Fault(table="teaching", index=i, column="teacher_id", wanted="files.dragged_subjects", args=args)


def _copied(school: School) -> Iterator[Fault]:
    """Names of people, and classes of teachers, that are the same from row to row: a cell was dragged down over those below it."""
    for table in ("teachers", "instructors", "students", "duty_staff"):
        names = [row.name for row in getattr(school, table)]
        for run in same(names, _FEW):
            args: dict[str, str | int] = {"from": names[run[0]]}
            yield from (Fault(table=table, index=i, column="name", wanted=COPIED, args=args) for i in run[1:])
    rows = school.teaching
    for run in same([row.class_id for row in rows], _RARE_CLASS):
        subject, times = Counter(rows[i].subject for i in run).most_common(1)[0]
        if subject and times >= _FEW:
            args = {"from": rows[run[0]].class_id}
            yield from (Fault(table="teaching", index=i, column="class_id", wanted=COPIED, args=args) for i in run[1:])


def _moved_heads(school: School) -> Iterator[Fault]:
    """Head teachers of whom most teach other classes and not their own, as hardly any does: the column was sorted alone, or moved."""
    taught: dict[str, set[str]] = defaultdict(set)
    for row in school.teaching:
        taught[row.teacher_id].add(row.class_id)
    known = [row for row in school.classes if row.head_teacher and taught[row.head_teacher]]
    count = sum(row.class_id not in taught[row.head_teacher or ""] for row in known)
    heads = {row.head_teacher for row in known}
    if count >= _RARE_CLASS and count * 2 > len(known) and len(heads) == len(known):
        args: dict[str, str | int] = {"count": count}
        yield Fault(table="classes", column="head_teacher", wanted="files.heads_moved", args=args)


def _duty_staff(school: School) -> Iterator[Fault]:
    """People on duty with a teacher's name and another id: planned as two, they could be in two places at once."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for teacher in school.teachers:
        by_name[teacher.name].append(teacher.teacher_id)
    for index, row in enumerate(school.duty_staff):
        runs = {day for post in school.posts if post.role in row.roles for day in post.weekdays}
        if runs and not runs & set(row.weekdays):
            found = ";".join(map(str, row.weekdays))
            yield Fault(table="duty_staff", index=index, column="weekdays", found=found, wanted="files.duty_no_day")
        same = by_name.get(row.name or "", [])
        if len(same) != 1 or row.staff_id == same[0]:
            continue
        own = school.teacher_by_id.get(row.staff_id)
        args: dict[str, str | int] = {"name": row.name or "", "nearest": same[0], "own": own.name if own else ""}
        key = "files.duty_other" if own else "files.duty_namesake"
        yield Fault(table="duty_staff", index=index, column="staff_id", found=row.staff_id, wanted=key, args=args)


def _weekdays(school: School) -> Iterator[Fault]:
    """Students who stay on a day without slots, on which hardly anybody does: another day is meant, likeliest the only one with
    slots on which they do not stay."""
    runs = {slot.weekday for slot in school.slots}
    rare = rare_days(school)
    for index, row in enumerate(school.students if runs else ()):
        extra = sorted(rare & set(row.weekdays))
        if not extra:
            continue
        lacking = sorted(runs - set(row.weekdays))
        args: dict[str, str | int] = {"day": extra[0]}
        if len(lacking) == 1 and len(extra) == 1:
            args["weekday"] = lacking[0]
        key = f"files.student_day_{'meant' if 'weekday' in args else 'none'}"
        found = ";".join(map(str, row.weekdays))
        yield Fault(table="students", index=index, column="weekdays", found=found, wanted=key, args=args)


def _students(school: School) -> Iterator[Fault]:
    """Students whose id says another class than their row, where the ids of nearly all say their own at the same place."""
    classes = {row.class_id for row in school.classes}
    for at in range(max((len(row.student_id) for row in school.students), default=0)):
        own = [row.student_id.startswith(row.class_id, at) for row in school.students]
        if own.count(False) * _RARE > len(own):
            continue
        for index, row in enumerate(school.students):
            said = [one for one in classes if len(one) > 1 and row.student_id.startswith(one, at)]
            if not own[index] and len(said) == 1:
                args: dict[str, str | int] = {"meant": said[0], "found": row.class_id, "student": row.student_id}
                found, wanted = row.class_id, "files.student_class"
                yield Fault(table="students", index=index, column="class_id", found=found, wanted=wanted, args=args)
        return


def _columns(school: School) -> Iterator[Fault]:
    """Columns that are wrong as a whole: two numbers that have changed places, a limit of 0 for everybody."""
    larger = sum(room.groups > room.capacity for room in school.rooms)
    if larger >= _FEW and larger * 2 > len(school.rooms):
        args: dict[str, str | int] = {"count": larger}
        yield Fault(table="rooms", column="capacity", wanted="files.rooms_swapped", args=args)
    both = [row for row in school.teachers if row.max_load is not None and row.day_load]
    above = sum(row.day_load > (row.max_load or 0) for row in both)
    swapped = above >= _FEW and above == len(both)
    if swapped:
        args = {"count": above}
        yield Fault(table="teachers", column="day_load", wanted="files.loads_swapped", args=args)
    usual = Teacher.model_fields["max_sessions_day"].default
    typed = [one for one in school.teachers if one.max_sessions_day != usual]
    above = sum(one.max_sessions_day > one.max_sessions_week for one in typed)
    if above >= _FEW and above * 2 > len(school.teachers):
        args = {"count": above}
        yield Fault(table="teachers", column="max_sessions_week", wanted="files.limits_swapped", args=args)
    for index, row in enumerate(school.teachers):
        if not swapped and row.max_load is not None and row.day_load > row.max_load:
            args = {"least": row.day_load}
            found, wanted = str(row.max_load), "files.load_above"
            yield Fault(table="teachers", index=index, column="max_load", found=found, wanted=wanted, args=args)
    for index, row in enumerate(school.rooms):
        if not row.capacity:
            yield Fault(table="rooms", index=index, column="capacity", found="0", wanted="files.room_empty")
    for column in ("max_sessions_week", "max_sessions_day"):
        if len(school.teachers) >= _FEW and not any(getattr(one, column) for one in school.teachers):
            yield Fault(table="teachers", column=column, wanted="files.all_zero")


def _calendar(school: School) -> Iterator[Fault]:
    """Rows that close a day on which there is no school anyway, or open one whose own weekday has no slots."""
    runs = {slot.weekday for slot in school.slots}
    for index, row in enumerate(school.calendar):
        if row.open and runs and row.weekday and row.weekday > _FRIDAY and row.weekday not in runs:
            blanks: dict[str, str | int] = {"weekday": row.weekday}
            no_slots, typed = "files.open_no_slots", str(row.weekday)
            yield Fault(table="calendar", index=index, column="weekday", found=typed, wanted=no_slots, args=blanks)
        day = row.date.isoweekday()
        if day <= _FRIDAY or not school.term.start <= row.date <= school.term.end:
            continue
        args: dict[str, str | int] = {"weekday": day}
        found = str(row.date)
        if not row.open:
            yield Fault(
                table="calendar", index=index, column="date", found=found, wanted="files.closed_weekend", args=args
            )
        elif row.weekday is None and runs and day not in runs:
            args |= {"date": found}
            yield Fault(table="calendar", index=index, column="weekday", wanted="files.open_weekend", args=args)
