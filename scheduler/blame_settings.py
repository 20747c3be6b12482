"""The settings that name somebody or something in pins, each with the change of its row that lifts it."""

from collections.abc import Iterator

from models.people import ChoiceRow, Instructor, Teacher
from models.pins import PinDutyRow, PinPlacementRow, PinRow
from models.places import Room
from models.row import EVERY_SCHOOL_DAY
from models.school import School
from models.services import Activity
from scheduler.blame_children import cared_for, leaving
from scheduler.blame_setting import PLENTY, Lift, Setting, row_changed


def candidates(school: School) -> Iterator[Setting]:
    """Every setting that names somebody or something in the school's pins; some more than once."""
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
        lift = row_changed(table, key, pin.leader_id or "", skills=(*leader.skills, activity.activity_id))
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
        yield Setting(
            f"person_{name}", one.teacher_id, value, row_changed("teachers", "teacher_id", one.teacher_id, **change)
        )
    yield from leaving(school, one.teacher_id)
    yield from cared_for(school, one)


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
        lift = row_changed("instructors", "instructor_id", one.instructor_id, **change)
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
        yield Setting(f"room_{name}", one.room_id, value, row_changed("rooms", "room_id", one.room_id, **change))


def _activity(one: Activity) -> Iterator[Setting]:
    cells: list[tuple[str, str, dict[str, object]]] = [("sections", str(one.max_sections), {"max_sections": 99})]
    if one.min_size > 1:
        cells.append(("least", str(one.min_size), {"min_size": 1}))
    if one.max_size is not None:
        cells.append(("most", str(one.max_size), {"max_size": None}))
    if one.blocks:
        cells.append(("blocks", ";".join(one.blocks), {"blocks": ()}))
    if one.grades and one.kind not in ("homework", "strand"):  # a grade has one homework, and as many strands as slots
        cells.append(("grades", ";".join(one.grades), {"grades": ()}))
    for name, value, change in cells:
        lift = row_changed("activities", "activity_id", one.activity_id, **change)
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
    if activity.kind == "tutoring":  # how often a strand is held is for its grades' slots to say
        often = row_changed("activities", "activity_id", one, sessions_week=len(school.slots))
        yield Setting("activity_times", one, str(activity.sessions_week), often)
    if activity.fallback and activity.kind == "club" and pin.leader_id in school.instructor_by_id:
        yield Setting("activity_fallback", one, "", _chosen(one, pin.block))
    if activity.needs_skill and not pin.leader_id:
        people = [t.teacher_id for t in school.teachers if one in t.skills]
        people += [i.instructor_id for i in school.instructors if one in i.skills and not activity.teacher_only]
        anybody = row_changed("activities", "activity_id", one, skill_needed=False)
        yield Setting("activity_led" if people else "activity_unled", one, ";".join(people), anybody)
    if activity.kind == "club" and not activity.fallback and pin.block in school.blocks:
        yield Setting("activity_wanted", one, pin.block, _wanted(one, pin.block))


def _any_room(activity_id: str) -> Lift:
    """Every room will do."""
    tag = f"\u2063{activity_id}"

    def lift(school: School) -> School:
        rooms = tuple(r.model_copy(update={"kinds": (*r.kinds, tag)}) for r in school.rooms)
        return row_changed("activities", "activity_id", activity_id, room_kinds=(tag,))(school.replaced(rooms=rooms))

    return lift


def _chosen(activity_id: str, block: str | None) -> Lift:
    """A club for those who ask for it, as everybody does."""
    no_fallback = row_changed("activities", "activity_id", activity_id, fallback=False)

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
        yield Setting(
            f"duty_{name}", one.staff_id, value, row_changed("duty_staff", "staff_id", one.staff_id, **change)
        )
    if post.windows and school.duty_posts:
        windows = ";".join(f"{w.start:%H:%M}–{w.end:%H:%M}" for w in post.windows)
        yield Setting(
            "post_windows", post.post_id, windows, row_changed("duty_posts", "post_id", post.post_id, windows=())
        )
    away = [row for row in school.leave if row.person_id == pin.staff_id and row.start <= pin.date <= row.end]
    if away:
        lift: Lift = lambda s: s.replaced(leave=tuple(r for r in s.leave if r not in away))  # noqa: E731
        yield Setting("duty_leave", pin.staff_id, pin.date.isoformat(), lift)
    yield from leaving(school, pin.staff_id)  # the children's rooms do not serve duties
