"""R13: what was fixed by hand."""

from collections import defaultdict

from models.pins import PinRow
from models.plan import Session
from scheduler.verify.planned import Planned
from scheduler.verify.report import Breaches, breach


def check_pins(planned: Planned) -> Breaches:
    """R13: every pin on a session, a placement or a duty holds."""
    school, plan = planned.given.school, planned.plan
    by_block: defaultdict[str, list[Session]] = defaultdict(list)
    for session in plan.sessions:
        by_block[session.block].append(session)
    for pin in school.pins:
        among = plan.sessions if pin.block is None else by_block[pin.block]
        if not any(agrees(pin, session) for session in among):
            filled = pin.model_dump(exclude_none=True)
            cells = ", ".join(f"{column}={value}" for column, value in filled.items())
            yield breach("R13.session", *filled.values(), cells=cells)
    placed = {(row.student_id, row.block, row.activity_id) for row in plan.placements}
    for pin in school.pin_placements:
        if (pin.student_id, pin.block, pin.activity_id) not in placed:
            where = (pin.student_id, pin.block, pin.activity_id)
            yield breach("R13.placement", *where, student=where[0], block=where[1], activity=where[2])
    filled = {(row.date, row.post_id, row.staff_id) for row in plan.duties}
    for pin in school.pin_duties:
        if (pin.date, pin.post_id, pin.staff_id) not in filled and not planned.over(pin.date):
            where = (pin.date.isoformat(), pin.post_id, pin.staff_id)
            yield breach("R13.duty", *where, date=where[0], post=where[1], person=where[2])


def agrees(pin: PinRow, session: Session) -> bool:
    """Whether a session has every cell that a pin fills in."""
    pairs = (
        (pin.block, session.block),
        (pin.activity_id, session.activity_id),
        (pin.class_id, session.class_id),
        (pin.section, session.section),
        (pin.leader_id, session.leader_id),
        (pin.room_id, session.room_id),
    )
    return all(wanted is None or wanted == found for wanted, found in pairs)
