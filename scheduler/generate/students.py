"""Students of a made-up school: when they stay, what they wish for, who is tutored."""

from random import Random

from models.people import ChoiceRow, Student, TutoringRow
from scheduler.generate.names import person
from scheduler.generate.outline import Offer, Outline

_TASTE = 2.5


def students(outline: Outline, rng: Random) -> tuple[Student, ...]:
    """Every student, spread over the classes so that sizes differ by a few."""
    classes = outline.class_ids()
    sizes = [outline.students // len(classes)] * len(classes)
    for n in range(outline.students % len(classes)):
        sizes[n] += 1
    for n in range(1, len(sizes), 2):
        shift = rng.randint(-2, 2)
        if sizes[n] + shift > 0 and sizes[n - 1] - shift > 0:
            sizes[n] += shift
            sizes[n - 1] -= shift
    rows: list[Student] = []
    for (class_id, grade), size in zip(classes, sizes, strict=True):
        days = sorted({slot.weekday for slot in outline.slots if grade in slot.grades})
        blocks = [block for block, slots in outline.elective_slots().items() if grade in slots[0].elective]
        for n in range(1, size + 1):
            stays = days
            if rng.random() >= outline.stay_all and len(days) > 2:
                stays = sorted(rng.sample(days, rng.randint(2, max(2, len(days) - 1))))
            attended: tuple[str, ...] = ()
            if len(blocks) > 1 and len(stays) == len(days) and rng.random() < 0.02:
                attended = (rng.choice(blocks),)
            rows.append(
                Student(
                    student_id=f"S{class_id}{n:02d}",
                    name=person(rng),
                    class_id=class_id,
                    weekdays=tuple(stays),
                    blocks=attended,
                )
            )
    return tuple(rows)


def _pick(rng: Random, offers: list[Offer], weights: list[float], count: int) -> list[str]:
    """A ranked list without repetition: the heavier, the earlier."""
    left, heavy = list(offers), list(weights)
    found: list[str] = []
    while left and len(found) < count:
        at = rng.choices(range(len(left)), heavy)[0]
        found.append(left.pop(at).activity_id)
        heavy.pop(at)
    return found


def choices(outline: Outline, everyone: tuple[Student, ...], rng: Random) -> tuple[ChoiceRow, ...]:
    """Ranked lists: for each block, or one list with a blank block for some of those who attend several."""
    blocks = outline.elective_slots()
    clubs = [offer for offer in outline.activities if offer.kind == "club" and offer.popularity > 0]
    categories = sorted({offer.category or "" for offer in clubs})
    open_to: dict[tuple[str, str], list[Offer]] = {
        (grade, block): [o for o in clubs if o.for_grade(grade) and (not o.blocks or block in o.blocks)]
        for grade in outline.grades
        for block in blocks
    }
    grade_of = dict(outline.class_ids())
    rows: list[ChoiceRow] = []
    for student in everyone:
        grade = grade_of[student.class_id]
        attended = [
            block
            for block, slots in blocks.items()
            if grade in slots[0].elective
            and slots[0].weekday in student.weekdays
            and (not student.blocks or block in student.blocks)
        ]
        taste = rng.choice(categories) if categories else ""
        one_list = len(attended) > 1 and rng.random() < outline.one_list
        for block in [None] if one_list else attended:
            offers = _offers(open_to, grade, attended if block is None else [block])
            weights = [o.popularity * (_TASTE if (o.category or "") == taste else 1.0) for o in offers]
            wanted = _pick(rng, offers, weights, rng.randint(*outline.list_length))
            rows += [
                ChoiceRow(student_id=student.student_id, block=block, rank=rank, activity_id=activity_id)
                for rank, activity_id in enumerate(wanted, start=1)
            ]
    return tuple(rows)


def _offers(open_to: dict[tuple[str, str], list[Offer]], grade: str, blocks: list[str]) -> list[Offer]:
    """What may be on a list for these blocks: for several blocks, what runs in all of them, if that is enough."""
    everywhere = set.intersection(*({o.activity_id for o in open_to[grade, block]} for block in blocks))
    common = [o for o in open_to[grade, blocks[0]] if o.activity_id in everywhere]
    if len(blocks) == 1 or len(common) >= 5:
        return common
    found: dict[str, Offer] = {}
    for block in blocks:
        found |= {o.activity_id: o for o in open_to[grade, block]}
    return list(found.values())


def tutored(outline: Outline, everyone: tuple[Student, ...], rng: Random) -> tuple[TutoringRow, ...]:
    """Who is tutored in what: students who stay all week, each in one group at most."""
    grade_of = dict(outline.class_ids())
    days = {slot.weekday for slot in outline.slots}
    pool = [student for student in everyone if len(student.weekdays) == len(days)]
    rng.shuffle(pool)
    rows: list[TutoringRow] = []
    taken: set[str] = set()
    for offer in outline.activities:
        if offer.kind != "tutoring":
            continue
        fit = [s for s in pool if s.student_id not in taken and offer.for_grade(grade_of[s.class_id])]
        for student in sorted(fit[: offer.named], key=lambda s: s.student_id):
            rows.append(TutoringRow(student_id=student.student_id, activity_id=offer.activity_id))
            taken.add(student.student_id)
    return tuple(rows)
