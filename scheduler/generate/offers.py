"""Clubs, fallbacks and tutoring of a made-up school, the rooms for them, and the external instructors."""

from math import ceil
from random import Random

from models.people import Instructor
from models.places import ChildcareRoom, Room
from models.term import Term
from scheduler.generate.names import CLUBS, person
from scheduler.generate.outline import Offer, SlotPlan
from scheduler.generate.profile import Profile

_FALLBACKS = ("自主阅读", "益智桌游", "户外游戏", "影视欣赏", "练字时光")
_LEVELS = ("", "二级", "三级", "四级", "五级", "六级", "七级", "八级")
_BANDS = (("low", ("1", "2")), ("middle", ("3", "4")), ("high", ("5", "6")))
_ORGANISATIONS = ("青少年宫", "市体育总会", "群众艺术馆", "科技馆", "晨光艺术培训学校")


def clubs(blocks: dict[str, list[SlotPlan]], classes: int, profile: Profile, rng: Random) -> list[Offer]:
    """School clubs and one class club; how popular they are follows Zipf's law in a random order."""
    count = profile.clubs or 6 + round(1.4 * classes)
    base = list(CLUBS)
    rng.shuffle(base)
    found: list[Offer] = []
    for n in range(count):
        club, level = base[n % len(base)], n // len(base)
        outdoors = club.category == "体育" and profile.gyms is not None
        only = (rng.choice(list(blocks)),) if len(blocks) > 1 and rng.random() < 0.4 else ()
        by_instructor = profile.instructors_only or n % 9 == 4
        wished = n < profile.wished_clubs if profile.wished_clubs else True
        found.append(
            Offer(
                activity_id=club.club_id + (f"-{level + 1}" if level else ""),
                name=club.name + (_LEVELS[level] if level < len(_LEVELS) else f"{level + 1}级"),
                kind="club",
                category=club.category,
                grades=_some_grades(blocks, rng) if n >= 6 else (),
                min_size=min(8, 3 + classes),
                max_size=min(club.size, 6 + 4 * classes),
                max_sections=2 if n % 5 == 3 or classes > 40 else 1,
                room_kinds=("体育馆",) if outdoors else club.room_kinds,
                blocks=() if n < 6 else only,
                popularity=1 / (n + 2) if wished else 0,
                subjects=club.subjects,
                leaders=0 if by_instructor else None,
            )
        )
    return [*found, _class_club(popularity=0 if profile.wished_clubs else 0.08), *_fallbacks(blocks, classes)]


def _some_grades(blocks: dict[str, list[SlotPlan]], rng: Random) -> tuple[str, ...]:
    """Now and then a club for the younger or the older half alone."""
    everyone = sorted({grade for slots in blocks.values() for grade in slots[0].elective})
    half = len(everyone) // 2
    draw = rng.random()
    if half < 2 or draw < 0.7:
        return ()
    return tuple(everyone[:half] if draw < 0.85 else everyone[half:])


def _class_club(popularity: float) -> Offer:
    return Offer(
        activity_id="class-club",
        name="班级特色社团",
        kind="club",
        category="班级社团",
        scope="class",
        min_size=8,
        max_size=36,
        popularity=popularity,
    )


def _fallbacks(blocks: dict[str, list[SlotPlan]], classes: int) -> list[Offer]:
    """One a block, with a seat for everybody, so that nobody has the same one twice in a week."""
    return [
        Offer(
            activity_id=f"fallback-{block}",
            name=_FALLBACKS[n % len(_FALLBACKS)],
            kind="club",
            category="自主活动",
            max_size=40,
            max_sections=classes + 1,
            blocks=(block,),
            fallback=True,
            skill_needed=False,
            popularity=0,
        )
        for n, block in enumerate(blocks)
    ]


def tutoring(grades: dict[str, int], rng: Random) -> list[Offer]:
    """Remedial groups in every pair of grades and an extension group in the highest."""
    bands = [(name, tuple(g for g in members if g in grades)) for name, members in _BANDS]
    found: list[Offer] = []
    for band, members in bands:
        if not members:
            continue
        classes = sum(grades[grade] for grade in members)
        for subject, word, kind in (
            ("语文", "辅潜", "chinese"),
            ("数学", "辅潜", "maths"),
            ("数学", "培优", "extension"),
        ):
            if kind == "extension" and band != "high":
                continue
            found.append(
                Offer(
                    activity_id=f"tutoring-{kind}-{band}",
                    name=f"{subject}{word}（{'、'.join(members)}年级）",
                    kind="tutoring",
                    category=word,
                    grades=members,
                    min_size=3,
                    max_size=8,
                    max_sections=max(2, classes // 8),
                    sessions_week=rng.choice((1, 1, 2)),
                    subjects=(subject,),
                    named=max(4, round(1.6 * classes)),
                )
            )
    return found


def rooms(classes: int, profile: Profile, rng: Random) -> tuple[Room, ...]:
    """Special rooms, the fewer the dearer; one closed slot here and there comes with the outline's weekday ids."""
    plan = (
        ("GYM", "体育馆", 18, 60, 2),
        ("MUS", "音乐室", 12, 50, 1),
        ("DAN", "舞蹈室", 18, 40, 1),
        ("ART", "美术室", 10, 45, 1),
        ("COM", "机房", 15, 48, 1),
        ("LAB", "实验室", 10, 45, 1),
        ("LIB", "阅览室", 30, 60, 1),
        ("TUT", "辅导室", 8, 16, 1),
    )
    found = [
        Room(room_id="FIELD", name="操场", kinds=("操场",), capacity=60, groups=max(3, ceil(0.45 * classes) + 2)),
    ]
    for code, name, per, capacity, groups in plan:
        count = profile.gyms if code == "GYM" and profile.gyms is not None else max(1, round(classes / per))
        for n in range(1, count + 1):
            closed = ("tue2",) if n == 1 and count > 1 and rng.random() < 0.3 else ()
            found.append(
                Room(
                    room_id=f"{code}{n}",
                    name=f"{name}{n}" if count > 1 else name,
                    kinds=(name,),
                    capacity=capacity,
                    groups=groups,
                    unavailable=closed,
                )
            )
    return tuple(found)


def childcare_rooms(parents: int) -> tuple[ChildcareRoom, ...]:
    """Both rooms, with places for most of the children; one carer where there are a few children."""
    places = max(1, round(0.4 * parents))
    return (
        ChildcareRoom(room_id="PLAY", group="preschool", places=places, carers=1),
        ChildcareRoom(room_id="STUDY", group="primary", places=places, carers=1 if parents > 6 else 0),
    )


def instructors(
    offers: list[Offer], blocks: dict[str, list[SlotPlan]], count: int, term: Term, rng: Random
) -> tuple[Instructor, ...]:
    """External instructors: first the clubs that no teacher can lead, then others; some are not cleared."""
    open_clubs = [o for o in offers if o.kind == "club" and o.scope == "school" and not o.fallback]
    orphans = [o for o in open_clubs if o.leaders == 0]
    rest = [o for o in open_clubs if o.leaders != 0]
    rng.shuffle(rest)
    found: list[Instructor] = []
    for n in range(count):
        pack = orphans[n::count] if orphans else []
        pack += [rest.pop()] if rest and len(pack) < 2 else []
        wanted = {block for o in pack for block in (o.blocks or blocks)}
        available = [slot.slot_id for block, slots in blocks.items() if block in wanted for slot in slots]
        most = max(len(slots) for slots in blocks.values())
        until = term.end.replace(year=term.end.year, month=7, day=31)
        if n % 8 == 5:
            until = term.start.replace(month=11, day=15)
        elif n % 16 == 11:
            until = term.start.replace(month=6, day=30)
        found.append(
            Instructor(
                instructor_id=f"W{n + 1:02d}",
                name=person(rng),
                organisation=rng.choice(_ORGANISATIONS),
                skills=tuple(o.activity_id for o in pack) or (open_clubs[0].activity_id,),
                available=tuple(available),
                fee=10 * rng.randint(8, 20),
                max_sessions_week=min(5, max(most, len(available))),
                min_sessions_visit=2 if most > 1 and n % 3 == 2 else 1,
                cleared_until=None if n % 6 == 0 else until,
                escort=n % 4 != 3,
            )
        )
    return tuple(found)
