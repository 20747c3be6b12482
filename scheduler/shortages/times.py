"""Homework and strands in slots in which their ``blocks`` do not let them run: told before all else, and asked for nowhere else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.school import School
from models.services import Activity
from scheduler.shortages.network import Deficit, Network
from scheduler.shortages.shortage import Shortage


@dataclass(frozen=True)
class RuledOut:
    """Slots of a class that cannot all be filled: ``needed`` of them, of which the activities can take ``available``."""

    kind: str
    slots: tuple[str, ...]
    activities: tuple[str, ...]
    available: int

    @property
    def needed(self) -> int:
        """The slots."""
        return len(self.slots)


def most_strands(strands: Sequence[Activity], slots: Sequence[str]) -> int:
    """In how many of the slots a class can have one of the strands, each at most ``sessions_week`` times."""
    if not any(activity.blocks for activity in strands):
        return min(len(slots), sum(activity.sessions_week for activity in strands))
    return len(slots) - sum(deficit.missing for deficit in _unfilled(strands, slots))


def _unfilled(strands: Sequence[Activity], slots: Sequence[str]) -> tuple[Deficit, ...]:
    network = Network()
    for slot_id in slots:
        network.need(("slot", slot_id), 1)
        for activity in strands:
            if activity.runs_in(slot_id):
                network.link(("slot", slot_id), ("strand", activity.activity_id))
    for activity in strands:
        network.limit(("strand", activity.activity_id), activity.sessions_week)
    return network.deficits()


def ruled_out(school: School) -> dict[str, tuple[RuledOut, ...]]:
    """What each class cannot have; only classes that lack something."""
    found: dict[str, tuple[RuledOut, ...]] = {}
    known: dict[tuple[str, tuple[str, ...]], tuple[RuledOut, ...]] = {}
    for one in school.classes:
        staying = tuple(
            s for s, slot in school.slot_by_id.items() if school.staying.get((one.class_id, slot.weekday), 0)
        )
        if (one.grade, staying) not in known:
            known[one.grade, staying] = tuple(_of(school, one.grade, staying))
        if lost := known[one.grade, staying]:
            found[one.class_id] = lost
    return found


def _of(school: School, grade: str, staying: tuple[str, ...]) -> Iterator[RuledOut]:
    homework = school.homework_of(grade)
    slots = [s for s in school.slots_of(grade, "homework") if s in staying]
    if homework and (closed := tuple(s for s in slots if not homework.runs_in(s))):
        yield RuledOut("homework", closed, (homework.activity_id,), 0)
    strands = [a for a in school.activity_by_id.values() if a.kind == "strand" and a.for_grade(grade)]
    if not any(activity.blocks for activity in strands):
        return
    slots = [s for s in school.slots_of(grade, "strand") if s in staying]
    for deficit in _unfilled(strands, slots):
        nodes = {node for node in deficit.nodes if isinstance(node, tuple)}
        closed = tuple(s for s in slots if ("slot", s) in nodes)
        acts = tuple(a.activity_id for a in strands if ("strand", a.activity_id) in nodes)
        yield RuledOut("strand", closed, acts or tuple(a.activity_id for a in strands), deficit.available)


def shortages(lost: dict[str, tuple[RuledOut, ...]]) -> Iterator[Shortage]:
    """The slots of :func:`ruled_out`, classes that lack the same together."""
    classes_of: dict[RuledOut, list[str]] = {}
    for class_id, several in lost.items():
        for one in several:
            classes_of.setdefault(one, []).append(class_id)
    for one, classes in classes_of.items():
        needed, available = one.needed * len(classes), one.available * len(classes)
        args: dict[str, str | int] = {"slots": ";".join(one.slots), "activities": ";".join(one.activities)}
        args |= {"class_ids": ";".join(classes), "needed": needed, "available": available}
        key = f"blocks.{one.kind}" if one.available or one.kind == "homework" else "blocks.strand.none"
        yield Shortage("blocks", key, one.activities, needed, available, args)
