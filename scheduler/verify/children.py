"""R9: teachers with children of their own, the rooms for these, and who cares there."""

from collections import defaultdict

from models.people import ChildRow
from models.plan import Seat
from scheduler.verify.given import Given
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breaches, breach


def check_childcare(planned: Planned) -> Breaches:
    """R9: no late work without a fit seat for each child; places and carers hold; no seat for nothing."""
    seats = {(row.teacher_id, row.child, row.slot_id): row for row in planned.plan.childcare}
    for teacher_id, children in planned.given.children.items():
        for slot in sorted(planned.work(teacher_id)):
            for number, child in enumerate(children, start=1):
                if _needs_seat(planned.given, child, slot) and (teacher_id, number, slot) not in seats:
                    yield breach("R9.no_seat", teacher_id, number, slot, person=teacher_id, child=number, slot=slot)
    for seat in planned.plan.childcare:
        yield from _seat(planned, seat)
    yield from _rooms(planned)


def _needs_seat(given: Given, child: ChildRow, slot_id: str) -> bool:
    slot = given.slots[slot_id]
    return slot.weekday in child.weekdays and slot.end > child.leave_by


def _seat(planned: Planned, seat: Seat) -> Breaches:
    given = planned.given
    children = given.children.get(seat.teacher_id, [])
    if not 1 <= seat.child <= len(children) or seat.slot_id not in given.slots:
        return
    child, room = children[seat.child - 1], given.care_rooms.get(seat.room_id)
    where = (seat.teacher_id, seat.child, seat.slot_id)
    args: dict[str, str | int] = {"person": seat.teacher_id, "child": seat.child, "slot": seat.slot_id}
    if seat.slot_id not in planned.work(seat.teacher_id) or not _needs_seat(given, child, seat.slot_id):
        yield breach("R9.needless", *where, **args)
    if not child.may_use_room:
        yield breach("R9.may_not", *where, **args)
    if room is None:
        return
    if room.group != child.group:
        yield breach("R9.group", *where, room=seat.room_id, **args)
    if room.slots and seat.slot_id not in room.slots:
        yield breach("R9.closed", *where, room=seat.room_id, **args)


def _rooms(planned: Planned) -> Breaches:
    given = planned.given
    seated: defaultdict[tuple[str, str], int] = defaultdict(int)
    caring: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for seat in planned.plan.childcare:
        seated[seat.room_id, seat.slot_id] += 1
    for row in planned.plan.carers:
        caring[row.room_id, row.slot_id].add(row.teacher_id)
        teacher = given.teachers.get(row.teacher_id)
        if teacher is not None and "childcare" not in teacher.skills:
            yield breach(
                "R9.skill", row.teacher_id, row.slot_id, person=row.teacher_id, room=row.room_id, slot=row.slot_id
            )
    for room_id, slot in sorted(seated.keys() | caring.keys()):
        room = given.care_rooms.get(room_id)
        if room is None:
            continue
        children, carers = seated.get((room_id, slot), 0), len(caring.get((room_id, slot), ()))
        if children > room.places:
            yield breach("R9.places", room_id, slot, room=room_id, slot=slot, found=children, limit=room.places)
        wanted = room.carers if children else 0
        if carers != wanted:
            yield breach("R9.carers", room_id, slot, room=room_id, slot=slot, found=carers, wanted=wanted)
