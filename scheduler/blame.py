"""Settings that stand against pins: a smallest set without any one of which the pins could hold.

The pins are a smallest contradicting set already. Every setting that names somebody or something in them is a candidate;
each is lifted by a change of its row, and the rest is a search for a smallest set.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.people import ChoiceRow, Instructor, LeaveRow, Teacher
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.places import Room
from models.row import EVERY_SCHOOL_DAY, Row
from models.school import School
from models.services import Activity
from models.titles import heading
from scheduler.messages import Lang, say
from scheduler.messages.names import (
    activity_name,
    block_name,
    block_times,
    class_name,
    listing,
    person_name,
    post_name,
    room_name,
    slot_name,
    weekday_names,
)
from scheduler.messages.origin import Origin, by_file, rows_name
from scheduler.messages.pins import pin_cell

PLENTY = 10**6
Lift = Callable[[School], School]


@dataclass(frozen=True)
class Setting:
    """``key`` of the catalogue's room ``blame``, the id of whom or what it is about, its value; ``lift`` takes it away."""

    key: str
    of: str
    value: str
    lift: Lift


def against(school: School, smallest: Callable[[list[Setting]], list[Setting]]) -> list[Setting]:
    """The settings against the school's pins. ``smallest`` gives a smallest set of settings that cannot hold beside the
    pins, all other candidates lifted; an empty list where the pins contradict each other by themselves. A pin that no
    session could ever agree with is answered at once, by what it asks for: no setting's change would do."""
    nonsense = [one for pin in school.pins for one in never(school, pin)]
    if nonsense:
        return nonsense[:1]
    found: dict[tuple[str, str], Setting] = {}
    for one in _candidates(school):
        found.setdefault((one.key, one.of), one)
    return smallest(list(found.values()))


def lifted(school: School, settings: Sequence[Setting], kept: Sequence[Setting]) -> School:
    """The school without those of the settings that are not kept."""
    for one in settings:
        if one not in kept:
            school = one.lift(school)
    return school


def words(one: Setting, lang: Lang, school: School, origin: Origin | None = None) -> str:
    """A setting in words, with its table and row."""
    part = one.key.split("_")[0]
    name, value = one.of, one.value
    match part:
        case "room":
            name = room_name(school, one.of)
        case "activity" | "never":
            name = activity_name(lang, school, one.of)
        case "post":
            name = post_name(lang, school, one.of)
        case "list":
            name = pin_cell(lang, school, PinPlacementRow, "student_id", one.of)[1]
        case "budget":
            pass
        case _:
            name = person_name(school, one.of)
    if one.key.endswith(("_unavailable", "_available")):
        value = listing(lang, [slot_name(lang, school, s) for s in value.split(";") if s])
    elif one.key == "duty_weekdays":
        value = weekday_names(lang, map(int, value.split(";")))
    elif one.key == "activity_led":
        value = listing(lang, [person_name(school, p) for p in value.split(";")], of="people")
    elif one.key == "activity_wanted":
        value = block_name(lang, school, value)
    elif one.key == "never_kind":
        return by_file(_other_time(one, lang, school), lang, origin)
    elif one.key.endswith(("_kinds", "_blocks", "_grades", "_posts", "_windows")):
        value = listing(lang, value.split(";"))
    elif one.key == "person_skills" or part == "list":
        value = activity_name(lang, school, value)
    if one.key == "room_kinds" and not value:
        text = say(lang, "blame.room_untagged", name=name, table=_table(one, lang, school, origin))
        return by_file(text, lang, origin)
    blanks = {"name": name, "value": value or say(lang, "blame.none"), "column": _column(one, lang, school)}
    return by_file(say(lang, f"blame.{one.key}", table=_table(one, lang, school, origin), **blanks), lang, origin)


def _column(one: Setting, lang: Lang, school: School) -> str:
    """The heading of the limit of a week, which teachers and instructors have each in their own table."""
    row = Teacher if one.of in school.teacher_by_id else Instructor
    return "max_sessions_week" if lang == "en" else heading(row, "max_sessions_week")


def _table(one: Setting, lang: Lang, school: School, origin: Origin | None) -> str:
    """The table of a setting, and its row there."""
    day = date.fromisoformat(one.value) if one.key == "duty_leave" else None
    staff = "teachers" if one.of in school.teacher_by_id else "instructors"
    own = {"duty_leave": "leave", "person_leaves": "childcare"}
    parts = {"person": staff, "room": "rooms", "activity": "activities", "duty": "duty_staff", "post": "duty_posts"}
    table = own.get(one.key) or parts.get(one.key.split("_")[0])
    if table is None:
        return ""

    def meant(row: Row) -> bool:
        if isinstance(row, LeaveRow):
            return row.person_id == one.of and day is not None and row.start <= day <= row.end
        return one.of == next(iter(row))[1]

    rows = origin.rows(school, table, meant) if origin else []
    text = rows_name(lang, table, rows, None)
    return say(lang, "blame.in_row", row=text) if rows else text


def _other_time(one: Setting, lang: Lang, school: School) -> str:
    """What the class, or every class, does at another time than the pinned one, and when."""
    time, _, class_id = one.value.partition(";")
    kind = school.activity_by_id[one.of].kind
    wanted = "elective" if kind == "club" else "strand" if kind == "strand" else "homework"
    grade = school.class_by_id[class_id].grade if class_id else None
    rows = [
        r for r in school.pattern if r.kind == wanted and (r.grade == grade if grade else r.grade in _grades(school))
    ]
    order = list(school.slot_by_id)
    times = dict.fromkeys(r.block_id for r in sorted(rows, key=lambda r: order.index(r.slot_id)))
    blanks = {
        "name": activity_name(lang, school, one.of),
        "when": block_times(lang, school, time),
        "grade": grade or "",
    }
    blanks["what"] = say(lang, f"blame.time_{kind}")
    blanks["class"] = class_name(lang, class_id) if class_id else ""
    blanks["times"] = listing(lang, [block_times(lang, school, t) for t in times]) or say(lang, "blame.never")
    return say(lang, "blame.never_kind_class" if class_id else "blame.never_kind", **blanks)


def _grades(school: School) -> set[str]:
    return {one.grade for one in school.classes}


def _row(table: str, key: str, row_id: str, **cells: object) -> Lift:
    """Change the cells of one row."""

    def lift(school: School) -> School:
        rows: tuple[Row, ...] = getattr(school, table)
        changed = (r.model_copy(update=cells) if getattr(r, key) == row_id else r for r in rows)
        return school.replaced(**{table: tuple(changed)})

    return lift


def _candidates(school: School) -> Iterator[Setting]:
    activities: dict[str, None] = {}
    for pin in (*school.pins, *school.pin_placements):
        if pin.activity_id:
            activities[pin.activity_id] = None
    for pin in school.pins:
        yield from _leader(school, pin)
        room = school.room_by_id.get(pin.room_id or "")
        if room:
            yield from _room(school, room)
    for activity_id in activities:
        yield from _activity(school.activity_by_id[activity_id])
    for pin in school.pins:
        yield from _session(school, pin)
    for pin in school.pin_placements:
        yield from _session(school, PinRow(block=pin.block, activity_id=pin.activity_id))
        yield from _list(school, pin)
    for pin in school.pin_duties:
        yield from _duty(school, pin)


def _leader(school: School, pin: PinRow) -> Iterator[Setting]:
    teacher = school.teacher_by_id.get(pin.leader_id or "")
    instructor = school.instructor_by_id.get(pin.leader_id or "")
    if teacher:
        yield from _teacher(school, teacher)
    if instructor:
        yield from _instructor(school, instructor)
    activity = school.activity_by_id.get(pin.activity_id or "")
    leader = teacher or instructor
    if activity and activity.needs_skill and leader and activity.activity_id not in leader.skills:
        table, key = ("teachers", "teacher_id") if teacher else ("instructors", "instructor_id")
        lift = _row(table, key, pin.leader_id or "", skills=(*leader.skills, activity.activity_id))
        yield Setting("person_skills", pin.leader_id or "", activity.activity_id, lift)


def _teacher(school: School, one: Teacher) -> Iterator[Setting]:
    cells: list[tuple[str, str, dict[str, object]]] = [
        ("week", str(one.max_sessions_week), {"max_sessions_week": PLENTY}),
        ("day", str(one.max_sessions_day), {"max_sessions_day": PLENTY}),
    ]
    if one.unavailable:
        cells.append(("unavailable", ";".join(one.unavailable), {"unavailable": ()}))
    if one.max_load is not None:
        cells.append(("load", str(one.max_load), {"max_load": None}))
    for name, value, change in cells:
        yield Setting(f"person_{name}", one.teacher_id, value, _row("teachers", "teacher_id", one.teacher_id, **change))
    leave_by = [c.leave_by for c in school.childcare if c.teacher_id == one.teacher_id]
    if leave_by:
        yield Setting("person_leaves", one.teacher_id, f"{min(leave_by):%H:%M}", _childless(one.teacher_id))


def _childless(teacher_id: str) -> Lift:
    return lambda s: s.replaced(childcare=tuple(c for c in s.childcare if c.teacher_id != teacher_id))


def _instructor(school: School, one: Instructor) -> Iterator[Setting]:
    every = tuple(school.slot_by_id)
    cells: list[tuple[str, str, dict[str, object]]] = [
        ("person_available", ";".join(one.available), {"available": every}),
        ("person_week", str(one.max_sessions_week), {"max_sessions_week": PLENTY}),
        ("person_visit", str(one.min_sessions_visit), {"min_sessions_visit": 1}),
    ]
    if one.cleared_until:
        cells.append(("person_cleared", one.cleared_until.isoformat(), {"cleared_until": None}))
    for key, value, change in cells:
        lift = _row("instructors", "instructor_id", one.instructor_id, **change)
        yield Setting(key, one.instructor_id, value, lift)
    if school.policy.weekly_budget is not None:
        policy = school.policy.model_copy(update={"weekly_budget": None})
        yield Setting("budget", "", str(school.policy.weekly_budget), lambda s: s.replaced(policy=policy))


def _room(school: School, one: Room) -> Iterator[Setting]:
    tags = tuple({*one.kinds, *(t for a in school.activities for t in a.room_kinds)})
    cells: list[tuple[str, str, dict[str, object]]] = [
        ("capacity", str(one.capacity), {"capacity": PLENTY}),
        ("groups", str(one.groups), {"groups": PLENTY}),
        ("kinds", ";".join(one.kinds), {"kinds": tags}),
    ]
    if one.unavailable:
        cells.append(("unavailable", ";".join(one.unavailable), {"unavailable": ()}))
    for name, value, change in cells:
        yield Setting(f"room_{name}", one.room_id, value, _row("rooms", "room_id", one.room_id, **change))


def _activity(one: Activity) -> Iterator[Setting]:
    cells: list[tuple[str, str, dict[str, object]]] = [("sections", str(one.max_sections), {"max_sections": 99})]
    if one.min_size > 1:
        cells.append(("least", str(one.min_size), {"min_size": 1}))
    if one.max_size is not None:
        cells.append(("most", str(one.max_size), {"max_size": None}))
    if one.blocks:
        cells.append(("blocks", ";".join(one.blocks), {"blocks": ()}))
    if one.grades:
        cells.append(("grades", ";".join(one.grades), {"grades": ()}))
    for name, value, change in cells:
        lift = _row("activities", "activity_id", one.activity_id, **change)
        yield Setting(f"activity_{name}", one.activity_id, value, lift)


def _session(school: School, pin: PinRow) -> Iterator[Setting]:
    """What a session of the pinned activity needs: a room of a kind, a leader of a kind, students who asked for it."""
    activity = school.activity_by_id.get(pin.activity_id or "")
    if activity is None:
        return
    one = activity.activity_id
    if activity.room_kinds:
        yield Setting("activity_rooms", one, ";".join(activity.room_kinds), _any_room(one))
    elif activity.in_home_room:
        yield Setting("activity_home", one, "", _any_room(one))
    if activity.kind in ("strand", "tutoring"):
        often = _row("activities", "activity_id", one, sessions_week=len(school.slots))
        yield Setting("activity_times", one, str(activity.sessions_week), often)
    if activity.fallback and activity.kind == "club" and pin.leader_id in school.instructor_by_id:
        yield Setting("activity_fallback", one, "", _chosen(one, pin.block))
    if activity.needs_skill and not pin.leader_id:
        people = [t.teacher_id for t in school.teachers if one in t.skills]
        people += [i.instructor_id for i in school.instructors if one in i.skills and not activity.teacher_only]
        anybody = _row("activities", "activity_id", one, skill_needed=False)
        yield Setting("activity_led" if people else "activity_unled", one, ";".join(people), anybody)
    if activity.kind == "club" and not activity.fallback and pin.block in school.blocks:
        yield Setting("activity_wanted", one, pin.block, _wanted(one, pin.block))


def _any_room(activity_id: str) -> Lift:
    """Every room will do."""
    tag = f"\u2063{activity_id}"

    def lift(school: School) -> School:
        rooms = tuple(r.model_copy(update={"kinds": (*r.kinds, tag)}) for r in school.rooms)
        return _row("activities", "activity_id", activity_id, room_kinds=(tag,))(school.replaced(rooms=rooms))

    return lift


def _chosen(activity_id: str, block: str | None) -> Lift:
    """A club for those who ask for it, as everybody does."""
    no_fallback = _row("activities", "activity_id", activity_id, fallback=False)

    def lift(school: School) -> School:
        school = no_fallback(school)
        for each in [block] if block in school.blocks else list(school.blocks):
            school = _wanted(activity_id, each or "")(school)
        return school

    return lift


def _wanted(activity_id: str, block: str) -> Lift:
    """Everybody who attends the block has the activity on their list for it."""

    def lift(school: School) -> School:
        rows: list[ChoiceRow] = []
        for student_id, blocks in school.attended.items():
            ranks = school.ranks(student_id, block)
            if block in blocks and activity_id not in ranks:
                new = {**ranks, activity_id: max(ranks.values(), default=0) + 1}
                rows += [
                    ChoiceRow(student_id=student_id, block=block, rank=rank, activity_id=one)
                    for one, rank in new.items()
                ]
        ours = {row.student_id for row in rows}
        rest = (c for c in school.choices if c.block != block or c.student_id not in ours)
        return school.replaced(choices=(*rest, *rows))

    return lift


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
    if pin.block is None:
        return
    asked = "homework" if kind == "tutoring" else kind
    grades = {c.grade for c in school.classes if pin.class_id in (None, c.class_id)}
    fits = (
        bool(pin.block in school.blocks and grades & school.blocks[pin.block].grades)
        if kind == "club"
        else any(r.slot_id == pin.block and r.kind == asked and r.grade in grades for r in school.pattern)
    )
    if not fits:
        yield Setting("never_kind", activity.activity_id, f"{pin.block};{pin.class_id or ''}", lambda s: s)


def _list(school: School, pin: PinPlacementRow) -> Iterator[Setting]:
    """A student's list without the club that is pinned."""
    if pin.activity_id not in school.ranks(pin.student_id, pin.block):
        rows = [c for c in school.choices if c.student_id == pin.student_id and c.block == pin.block]
        last = max((c.rank for c in rows), default=0)
        row = ChoiceRow(student_id=pin.student_id, block=pin.block, rank=last + 1, activity_id=pin.activity_id)
        yield Setting("list", pin.student_id, pin.activity_id, lambda s: s.replaced(choices=(*s.choices, row)))


def _duty(school: School, pin: PinDutyRow) -> Iterator[Setting]:
    one = next((s for s in school.duty_staff if s.staff_id == pin.staff_id), None)
    post = next((p for p in school.posts if p.post_id == pin.post_id), None)
    if one is None or post is None:
        return
    cells: list[tuple[str, str, dict[str, object]]] = [
        ("week", str(one.max_week), {"max_week": 9}),
        ("gap", str(one.min_gap), {"min_gap": 1}),
        ("weekdays", ";".join(map(str, one.weekdays)), {"weekdays": (*EVERY_SCHOOL_DAY, 6, 7)}),
    ]
    if one.posts and pin.post_id not in one.posts:
        cells.append(("posts", ";".join(one.posts), {"posts": ()}))
    if post.role not in one.roles:
        cells.append(("roles", "", {"roles": ("lead", "supervisor")}))
    for name, value, change in cells:
        yield Setting(f"duty_{name}", one.staff_id, value, _row("duty_staff", "staff_id", one.staff_id, **change))
    if post.windows and school.duty_posts:
        windows = ";".join(f"{w.start:%H:%M}–{w.end:%H:%M}" for w in post.windows)
        yield Setting("post_windows", post.post_id, windows, _row("duty_posts", "post_id", post.post_id, windows=()))
    away = [row for row in school.leave if row.person_id == pin.staff_id and row.start <= pin.date <= row.end]
    if away:
        lift: Lift = lambda s: s.replaced(leave=tuple(r for r in s.leave if r not in away))  # noqa: E731
        yield Setting("duty_leave", pin.staff_id, pin.date.isoformat(), lift)
    leave_by = [c.leave_by for c in school.childcare if c.teacher_id == pin.staff_id]
    if leave_by:
        yield Setting("person_leaves", pin.staff_id, f"{min(leave_by):%H:%M}", _childless(pin.staff_id))
