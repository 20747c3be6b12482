"""What was fixed by hand about who leads a session, and how far: a pin may name the very session, or leave it open."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from models.pins import PinRow
from models.plan import Session
from scheduler.explain.facts import Facts, Said
from scheduler.explain.impossible import ever_free
from scheduler.messages.names import listing
from scheduler.messages.pins import pin_cell
from scheduler.verify import agrees

Hold = Literal["", "session", "open", "one_of"]
"""How a pin holds somebody to a session: it can mean only this one, it leaves open which and this alone keeps it, or several do."""


def fixed_by(facts: Facts, session: Session, person_id: str) -> tuple[Hold, list[Said]]:
    """How far a person is tied to the session that they lead by a pin that wants them, and the statement that says so."""
    pins = [pin for pin in facts.school.pins if pin.leader_id == person_id and agrees(pin, session)]
    if not pins:
        return "", []
    if any(_most_meant(facts, pin, person_id) == 1 for pin in pins):
        return "session", [facts.said("reason.pinned", 2)]
    counts = [sum(agrees(pin, one) for one in facts.plan.sessions) for pin in pins]
    count = min(counts)
    if count > 1:
        return "one_of", [facts.said("reason.pinned_one_of", 2, count=count)]
    cells = _cells(facts, pins[counts.index(count)])
    return "open", [facts.said("reason.pinned_open" if cells else "reason.pinned_any", 2, cells=cells)]


def _cells(facts: Facts, pin: PinRow) -> str:
    """What the pin says of the session beside who leads it."""
    given = {name: str(value) for name, value in pin.model_dump(exclude={"leader_id"}, exclude_none=True).items()}
    cells = [pin_cell(facts.lang, facts.school, PinRow, name, value) for name, value in given.items()]
    return listing(facts.lang, [" ".join(cell) for cell in cells])


def _most_meant(facts: Facts, pin: PinRow, person_id: str) -> int:
    """The most sessions of any one week that a pin could mean, with the person to lead them."""
    strands = defaultdict[str, set[tuple[str, str]]](set)
    found = 0
    for activity_id, time, class_id, limit in _offered(facts, pin, person_id):
        if facts.school.activity_by_id[activity_id].kind == "strand" and class_id:
            strands[class_id].add((activity_id, time))
        else:
            found += 1 if pin.section is not None else limit
    for both in strands.values():  # one at a time, and each as often as it is wanted
        times = {time for _, time in both}
        wanted = sum(facts.school.activity_by_id[a].sessions_week for a in {a for a, _ in both})
        found += min(len(times), wanted)
    return found


def _offered(facts: Facts, pin: PinRow, person_id: str) -> Iterable[tuple[str, str, str | None, int]]:
    """What can be held at all, and agrees with the pin: activity, time, class, how many."""
    for offer in facts.week.offers:
        activity = facts.school.activity_by_id[offer.activity]
        pairs = ((pin.block, offer.time), (pin.activity_id, offer.activity), (pin.class_id, offer.class_id))
        if any(wanted not in (None, found) for wanted, found in pairs) or (pin.section or 1) > offer.limit:
            continue
        rooms = {room.room_id for room in facts.offers.rooms_for(activity, offer.class_id)}
        leads = person_id in facts.people.candidates(activity)
        if leads and pin.room_id in {None, *rooms} and not ever_free(facts.school, facts.week, person_id, offer.time):
            yield offer.activity, offer.time, offer.class_id, offer.limit


def only_with_another(facts: Facts, person_id: str, free: list[str]) -> Said:
    """That those who were free could only have this session if the person had another that the pin can mean."""
    return facts.said(
        "reason.pinned_free",
        2,
        count=len(free),
        names=listing(facts.lang, [facts.person(one) for one in free], of="people"),
        person=facts.person(person_id),
    )
