"""What really happens on a date: the weekly plan and the duty roster with the ledger's entries applied."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from models.ledger import Change, write_task
from models.people import ChildRow
from models.plan import Carer, Duty, Gap, GapKind, Placement, Plan, Seat, Session, TutoringSeat
from models.school import School
from scheduler.calendar import SchoolDay


def in_force(ledger: Iterable[Change], on: date) -> tuple[Change, ...]:
    """The entries for tasks of one date, oldest first; of several for one task the last, but for carers, who may be several."""
    found: dict[tuple[str, str | None], Change] = {}
    for change in _of_tasks(ledger, on):
        key = (change.what, change.was if change.what.startswith("carer:") else None)
        found.pop(key, None)
        found[key] = change
    return tuple(found.values())


def declared(ledger: Iterable[Change], on: date) -> dict[str, Change]:
    """The last entry about each person's absence on a date, by person."""
    found = sorted((c for c in ledger if c.date == on and c.is_absence), key=lambda c: c.when)
    return {change.task.ids[0]: change for change in found}


def missing(ledger: Iterable[Change], on: date) -> frozenset[str]:
    """Who was declared absent on a date, whether somebody stands in for them or not."""
    return frozenset(person for person, change in declared(ledger, on).items() if change.now is None)


def relieved(ledger: Sequence[Change], on: date) -> frozenset[str]:
    """Who counts as absent on a date: who was declared so, and who was relieved of a task and got nothing in return.

    Whoever is declared to be there counts as there, until they are relieved again.
    """
    said = declared(ledger, on)
    there = {person: change.when for person, change in said.items() if change.now is not None}
    left = frozenset(p for p, when in replaced_on(ledger, on).items() if p not in there or when > there[p])
    return left | missing(ledger, on)


def replaced_on(ledger: Sequence[Change], on: date) -> dict[str, datetime]:
    """Who was relieved of a task on a date and got nothing in return, with when that was last written down.

    Whoever swaps, or moves up in a chain, gets something by an entry that was made at the same time. Whoever hands a task
    back to the person it came from is relieved of nothing. Nobody is who was let go: work after school that is not held
    or needs nobody, since that says nothing of the person.
    """
    given = {(change.when, change.now) for change in ledger if not change.is_absence}
    by_task: dict[str, list[Change]] = defaultdict(list)
    for change in _of_tasks(ledger, on):
        by_task[change.what].append(change)
    left: dict[str, datetime] = {}
    back: set[str | None] = set()
    for entries in by_task.values():
        standing = _standing(entries)
        back |= {change.now for change in standing} - {change.was for change in standing}
        for change in standing:
            freed = change.task.kind != "duty" and change.now is None
            if change.was is not None and not freed and (change.when, change.was) not in given:
                left[change.was] = max(change.when, left.get(change.was, change.when))
    return {person: when for person, when in left.items() if person not in back}


def _standing(entries: Sequence[Change]) -> list[Change]:
    """The entries of one task, oldest first, without those undone since: the task is back where it came from."""
    found: list[Change] = []
    for change in entries:
        first = next((c for c in found if change.now is not None and c.was == change.now), None)
        if first is None:
            found.append(change)
            continue
        undone: Change | None = first
        while undone is not None:
            found.remove(undone)
            holder = undone.now
            undone = None if holder == change.was else next((c for c in found if c.was == holder), None)
    return found


def _of_tasks(ledger: Iterable[Change], on: date) -> list[Change]:
    """The entries for tasks of one date, oldest first."""
    return sorted((c for c in ledger if c.date == on and not c.is_absence), key=lambda c: c.when)


def duties_of_term(plan: Plan, ledger: Sequence[Change]) -> tuple[Duty, ...]:
    """Every duty of the plan with the people that the ledger names."""
    last = {(c.date, c.what): c.now for c in sorted(ledger, key=lambda c: c.when)}
    return tuple(
        duty.model_copy(update={"staff_id": last[key]})
        if (key := (duty.date, write_task("duty", duty.post_id))) in last
        else duty
        for duty in plan.duties
    )


def arranged(plan: Plan, ledger: Sequence[Change], until: datetime | None = None) -> Plan:
    """The plan with the duties that the ledger had arranged ``until`` then (None: ever): where a rerun starts from."""
    known = [change for change in ledger if until is None or change.when <= until]
    return plan.model_copy(update={"duties": duties_of_term(plan, known)})


def carried(
    ledger: Sequence[Change], old: Plan, new: Plan, since: date | None
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What a ledger has arranged for sessions and rooms for children from a date on: the entries that fit the new plan as
    they fitted the old, and those that do not. Duties are in the new plan itself; an absence fits any plan.
    """
    before, after = _tasks(old), _tasks(new)
    kept: list[Change] = []
    gone: list[Change] = []
    for change in ledger:
        if change.task.kind == "duty" or (since is not None and change.date < since):
            continue
        if change.is_absence:
            kept.append(change)
            continue
        here, there = (change.what, change.was), (change.what, None)
        cares = change.task.kind == "carer" and change.was is not None
        same = here in after if cares else there in before and before[there] == after.get(there)
        (kept if same else gone).append(change)
    return tuple(kept), tuple(gone)


def _tasks(plan: Plan) -> dict[tuple[str, str | None], object]:
    """What the week has for each task of the ledger, and for each carer of a room."""
    found: dict[tuple[str, str | None], object] = {}
    for one in plan.sessions:
        session = (one.activity_id, one.class_id, one.block, one.leader_id, one.escort_id)
        for kind in ("leader", "escort"):
            found[write_task(kind, one.session_id), None] = session
    for row in plan.carers:
        what = write_task("carer", row.slot_id, row.room_id)
        found[what, None] = found[what, row.teacher_id] = True
    return found


def plan_of_day(plan: Plan, school: School, ledger: Sequence[Change], day: SchoolDay) -> Plan:
    """The plan of one date: sessions, carers, children's seats, placements, tutoring, duties and gaps of that date.

    Sessions that are not held are left out, and their students are unplaced, or back in their homework session. A child
    has a seat where its parent works; rooms for children in which nobody is left have no carers.
    """
    changes = in_force(ledger, day.date)
    named = {change.what: change for change in changes}
    sessions: list[Session] = []
    dropped: dict[str, Change] = {}
    for session in plan.sessions:
        if session.weekday != day.weekday:
            continue
        led, escorted = (named.get(write_task(kind, session.session_id)) for kind in ("leader", "escort"))
        if led is not None and led.now is None:
            dropped[session.session_id] = led
            continue
        update = {"leader_id": led.now} if led else {}
        sessions.append(session.model_copy(update=update | ({"escort_id": escorted.now} if escorted else {})))
    tutoring = tuple(row for row in plan.tutoring if _runs(school, row.slot_id, day) and row.session_id not in dropped)
    placements = tuple(_placement(row, dropped) for row in plan.placements if _meets(school, row.block, day))
    seats, carers = _children(plan, school, sessions, changes, day)
    return Plan(
        run=plan.run,
        sessions=tuple(_counted(session, school, tutoring) for session in sessions),
        placements=placements,
        duties=tuple(duty for duty in duties_of_term(plan, ledger) if duty.date == day.date),
        childcare=seats,
        carers=carers,
        tutoring=tutoring,
        gaps=_gaps(plan, school, dropped, named, day),
    )


def _runs(school: School, slot_id: str, day: SchoolDay) -> bool:
    slot = school.slot_by_id.get(slot_id)
    return slot is not None and slot.weekday == day.weekday


def _meets(school: School, block_id: str, day: SchoolDay) -> bool:
    block = school.blocks.get(block_id)
    return block is not None and block.weekday == day.weekday


def _placement(row: Placement, dropped: Mapping[str, Change]) -> Placement:
    if row.session_id not in dropped:
        return row
    return row.model_copy(update={"session_id": None, "activity_id": None, "rank": None})


def _counted(session: Session, school: School, tutoring: Sequence[TutoringSeat]) -> Session:
    """Homework and strands with their students: those who stay, less those in tutoring that is held."""
    if session.kind not in ("homework", "strand") or session.class_id is None:
        return session
    members = school.students_of_class.get(session.class_id, ())
    out = {row.student_id for row in tutoring if row.slot_id in session.slots}
    count = sum(session.weekday in s.weekdays and s.student_id not in out for s in members)
    return session.model_copy(update={"enrolled": count})


def seats_without(
    plan: Plan, school: School, ledger: Sequence[Change], day: SchoolDay, away: frozenset[str]
) -> tuple[Seat, ...]:
    """The children's seats of a date, if those who are ``away`` neither work nor care and nobody follows them."""
    today = plan_of_day(plan, school, ledger, day)
    sessions = [
        session.model_copy(
            update={
                "leader_id": "" if session.leader_id in away else session.leader_id,
                "escort_id": None if session.escort_id in away else session.escort_id,
            }
        )
        for session in today.sessions
    ]
    left = plan.model_copy(update={"carers": tuple(row for row in today.carers if row.teacher_id not in away)})
    return _children(left, school, sessions, (), day)[0]


# -- gaps --------------------------------------------------------------------------------------------------


def _gaps(
    plan: Plan, school: School, dropped: Mapping[str, Change], named: Mapping[str, Change], day: SchoolDay
) -> tuple[Gap, ...]:
    """What is missing on the date: of the plan's own gaps those of it, and what the ledger leaves open, with its reason."""
    found = {(gap.what, gap.where): gap for gap in plan.gaps if _is_of(gap, school, day)}

    def add(what: GapKind, where: str, reason: str) -> None:
        found.setdefault((what, where), Gap(what=what, where=where, reason=reason))

    for duty in plan.duties:
        change = named.get(write_task("duty", duty.post_id))
        if duty.date == day.date and change is not None:
            where = f"{duty.date.isoformat()};{duty.post_id}"
            found.pop(("duty", where), None)
            if change.now is None:
                add("duty", where, change.reason)
    for session in plan.sessions:
        change = dropped.get(session.session_id)
        if change is not None and (session.kind == "homework" or session.kind == "strand"):
            add(session.kind, f"{session.class_id};{session.block}", change.reason)
    for row in plan.placements:
        change = dropped.get(row.session_id or "")
        if change is not None:
            add("placement", f"{row.student_id};{row.block}", change.reason)
    for row in plan.tutoring:
        if row.session_id in dropped:
            add("tutoring", f"{row.student_id};{row.activity_id}", dropped[row.session_id].reason)
    return tuple(found[key] for key in sorted(found))


def _is_of(gap: Gap, school: School, day: SchoolDay) -> bool:
    first, _, last = gap.where.partition(";")
    match gap.what:
        case "duty":
            return first == day.date.isoformat()
        case "homework" | "strand":
            return _runs(school, last, day)
        case "placement":
            return _meets(school, last, day)
        case "tutoring":  # missing in the week, on no day in particular
            return False


# -- teachers' children ------------------------------------------------------------------------------------


def _children(
    plan: Plan, school: School, sessions: Sequence[Session], changes: Sequence[Change], day: SchoolDay
) -> tuple[tuple[Seat, ...], tuple[Carer, ...]]:
    """Who sits where and who cares, slot by slot."""
    working: dict[str, set[str]] = defaultdict(set)
    for session in sessions:
        for slot in session.slots:
            working[slot] |= {session.leader_id, *([session.escort_id] if session.escort_id else [])}
    caring = _caring(plan, school, changes, day)
    children: dict[str, list[ChildRow]] = defaultdict(list)
    for row in school.childcare:
        children[row.teacher_id].append(row)
    seats: list[Seat] = []
    carers: list[Carer] = []
    for slot in sorted(slot.slot_id for slot in school.slots if slot.weekday == day.weekday):
        earlier = {(s.teacher_id, s.child): s.room_id for s in plan.childcare if s.slot_id == slot}
        rooms = caring.get(slot, {})
        while True:
            people = working[slot] | {person for found in rooms.values() for person in found}
            seated = _seats(school, slot, people, children, rooms, earlier)
            used = {seat.room_id for seat in seated}
            if rooms.keys() <= used:
                break
            # A carer who is not needed goes home, and so does their own child: look again.
            rooms = {room: found for room, found in rooms.items() if room in used}
        seats += seated
        carers += [
            Carer(slot_id=slot, room_id=room, teacher_id=p) for room in sorted(rooms) for p in sorted(rooms[room])
        ]
    seats.sort(key=lambda seat: (seat.teacher_id, seat.child, seat.slot_id))
    return tuple(seats), tuple(carers)


def _caring(plan: Plan, school: School, changes: Sequence[Change], day: SchoolDay) -> dict[str, dict[str, list[str]]]:
    """The carers of each slot and room, with the ledger's entries applied one after the other."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in plan.carers:
        if _runs(school, row.slot_id, day):
            found[row.slot_id][row.room_id].append(row.teacher_id)
    for change in changes:
        kind, ids = change.task
        if kind != "carer" or not _runs(school, ids[0], day):
            continue
        people = found[ids[0]][ids[1]]
        if change.was is not None and change.was not in people:
            continue
        if change.was is not None:
            people.remove(change.was)
        if change.now is not None and change.now not in people:
            people.append(change.now)
    return {slot: {room: people for room, people in rooms.items() if people} for slot, rooms in found.items()}


def _seats(
    school: School,
    slot_id: str,
    people: Iterable[str],
    children: Mapping[str, Sequence[ChildRow]],
    caring: Mapping[str, Sequence[str]],
    earlier: Mapping[tuple[str, int], str],
) -> list[Seat]:
    """A seat for each child that needs one: its own of every week where that is open, else any that is left."""
    slot = school.slot_by_id[slot_id]
    needs = [
        (person, number, child)
        for person in sorted(people)
        for number, child in enumerate(children.get(person, ()), start=1)
        if child.may_use_room and slot.weekday in child.weekdays and slot.end > child.leave_by
    ]
    needs.sort(key=lambda need: (need[:2] not in earlier, need[:2]))
    open_rooms = [
        room
        for room in school.childcare_rooms
        if (not room.slots or slot_id in room.slots) and len(caring.get(room.room_id, ())) == room.carers
    ]
    left = {room.room_id: room.places for room in open_rooms}
    seats: list[Seat] = []
    for person, number, child in needs:
        fit = [room.room_id for room in open_rooms if room.group == child.group and left[room.room_id] > 0]
        own = earlier.get((person, number))
        chosen = own if own in fit else (fit[0] if fit else own)
        if chosen is not None:
            left[chosen] = left.get(chosen, 0) - 1
            seats.append(Seat(teacher_id=person, child=number, slot_id=slot_id, room_id=chosen))
    return seats
