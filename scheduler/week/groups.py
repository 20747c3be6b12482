"""Student groups: students with the same options in the same blocks are counted, not named, in the search."""

from collections import defaultdict

from scheduler.week.data import Group, Offer, Option, WeekData

#: Stands for the earlier activity of a student who had no row in that block.
NOT_THERE = ";"


def student_groups(data: WeekData) -> tuple[Group, ...]:
    """Every student who attends a block, in groups. A group whose blocks could clash ("nothing twice") has one student."""
    school = data.school
    by_key: dict[tuple[str, str, str | None], Offer] = {
        (o.activity, o.time, o.class_id): o for o in data.offers if data.activity(o).kind == "club"
    }
    fallbacks = [a for a in school.activity_by_id.values() if a.kind == "club" and a.fallback]
    pins: dict[tuple[str, str], set[str]] = defaultdict(set)
    for pin in school.pin_placements:
        pins[pin.student_id, pin.block].add(pin.activity_id)
    members: dict[object, list[str]] = defaultdict(list)
    made: dict[object, tuple[tuple[tuple[str, tuple[Option, ...]], ...], bool]] = {}
    for student in school.students:
        blocks = school.attended[student.student_id]
        if not blocks:
            continue
        grade = school.class_by_id[student.class_id].grade
        options: list[tuple[str, tuple[Option, ...]]] = []
        for block in blocks:
            ranks = school.ranks(student.student_id, block)
            names = [*ranks, *(a.activity_id for a in fallbacks if a.for_grade(grade) and a.activity_id not in ranks)]
            pinned = None if data.loose_pins else pins.get((student.student_id, block))
            found: list[Option] = []
            for name in names:
                activity = school.activity_by_id.get(name)
                if activity is None or not activity.for_grade(grade) or (pinned and pinned != {name}):
                    continue
                offer = by_key.get((name, block, student.class_id if activity.scope == "class" else None))
                if offer:
                    rank = ranks.get(name, 0)
                    cost = school.policy.cost_of_rank(rank) if rank else school.policy.fallback_cost
                    found.append(Option(offer, rank, cost))
            options.append((block, tuple(sorted(found, key=lambda o: (o.rank or 1_000_000, o.offer.activity)))))
        once = len(blocks) > 1 and school.nothing_twice(student.student_id) and _clash(options)
        forced = tuple((b, *sorted(pins[student.student_id, b])) for b in blocks if (student.student_id, b) in pins)
        # Students of one group had the same activities earlier, so that what changes for them can be counted.
        before = tuple(data.was_in.get((student.student_id, b), NOT_THERE) for b in blocks) if data.earlier else ()
        key = (tuple(options), forced, student.student_id if once else None, before)
        members[key].append(student.student_id)
        made[key] = (tuple(options), once)
    return tuple(Group(tuple(sorted(ids)), *made[key]) for key, ids in members.items())


def _clash(options: list[tuple[str, tuple[Option, ...]]]) -> bool:
    seen: set[str] = set()
    for _, found in options:
        names = {o.offer.activity for o in found}
        if names & seen:
            return True
        seen |= names
    return False
