"""Figures of a plan for those who would rather look than read: what the pictures of the web page show."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.plan import Plan
from models.school import School
from scheduler.messages import Lang
from scheduler.messages.names import mean_text
from scheduler.outputs.cells import units
from scheduler.outputs.names import Names
from scheduler.outputs.views import VIEWS
from scheduler.outputs.week import Meeting, Week

#: Bars or rows in one picture; more go into a next one, so that none is broken by the end of a page.
MOST_ROWS = 40
#: A label longer than so many half-width characters is cut; up to there it is written smaller where it must.
_LABEL_UNITS = 48


@dataclass(frozen=True)
class Bar:
    """A bar of parts, each with the kind that gives its colour and its size; ``text`` stands at its end."""

    label: str
    full: str
    parts: tuple[tuple[str, int], ...]
    text: str


@dataclass(frozen=True)
class Bars:
    """Bars on one scale that ends at ``most``, with a line at ``mean``; ``legend``: kinds and their words."""

    title: str
    bars: tuple[Bar, ...]
    most: int
    mean: float | None
    mean_text: str
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Squares:
    """A row of squares for each room, one for each slot of the week: (kind, its number, what it says)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pictures:
    """All the pictures of a plan."""

    bars: tuple[Bars, ...]
    squares: tuple[Squares, ...]


def build_pictures(plan: Plan, school: School, lang: Lang, views: Collection[str] = VIEWS) -> Pictures:
    """How many got which choice, the load of each teacher, the duties of each person, and the rooms in use.

    Each only where its view is asked for: a page for parents does not show what teachers work.
    """
    names, week = Names(school, lang), Week(plan, school)
    bars: list[Bars] = []
    if "student" in views or "club" in views:
        bars += _choices(plan, names)
    if "teacher" in views:
        bars += _loads(week, names)
    if "duty" in views:
        bars += _duties(plan, names)
    return Pictures(tuple(bars), tuple(_rooms(week, names)) if "room" in views else ())


def _short(text: str) -> str:
    if units(text) <= _LABEL_UNITS:
        return text
    while units(text) > _LABEL_UNITS - 2:
        text = text[:-1]
    return text + "…"


def _bar(label: str, parts: Sequence[tuple[str, int]], text: str) -> Bar:
    return Bar(_short(label), label, tuple(parts), text)


def _split(
    title: str, bars: Sequence[Bar], mean: float | None, mean_text: str, legend: Sequence[tuple[str, str]]
) -> list[Bars]:
    most = max((sum(size for _, size in bar.parts) for bar in bars), default=0) or 1
    parts = [bars[at : at + MOST_ROWS] for at in range(0, len(bars), MOST_ROWS)]
    return [
        Bars(_numbered(title, number, len(parts)), tuple(part), most, mean, mean_text, tuple(legend))
        for number, part in enumerate(parts, 1)
    ]


def _numbered(title: str, number: int, of: int) -> str:
    return f"{title} {number}/{of}" if of > 1 else title


def _choices(plan: Plan, names: Names) -> list[Bars]:
    if not plan.placements:
        return []
    count = Counter(place.rank if place.session_id else None for place in plan.placements)
    ranks = [*sorted(rank for rank in count if rank), *((0,) if count[0] else ()), *((None,) if count[None] else ())]
    bars: list[Bar] = []
    for rank in ranks:
        kind = "missing" if rank is None else "club" if rank else "tutoring"
        label = names.word("missing_place") if rank is None else names.choice(rank)
        share = mean_text(100 * count[rank], len(plan.placements))
        bars.append(_bar(label, [(kind, count[rank])], names.word("bar_share", count=count[rank], share=share)))
    return _split(names.word("picture_choices", count=len(plan.placements)), bars, None, "", ())


def _loads(week: Week, names: Names) -> list[Bars]:
    work = {person: sum(len(m.slots) for _, m in parts) for person, parts in week.by_person().items()}
    teachers = names.school.teachers
    if not teachers:
        return []
    loads = {t.teacher_id: (t.day_load, work.get(t.teacher_id, 0)) for t in teachers}
    total, people = sum(map(sum, loads.values())), len(loads)
    ordered = sorted(loads, key=lambda person: -sum(loads[person]))
    bars = [
        _bar(
            names.called(person),
            [("none", loads[person][0]), ("homework", loads[person][1])],
            f"{loads[person][0]} + {loads[person][1]} = {sum(loads[person])}",
        )
        for person in ordered
    ]
    legend = [("none", names.word("legend_day")), ("homework", names.word("legend_after"))]
    said = names.word("mean", mean=mean_text(total, people))
    return _split(names.word("picture_loads"), bars, total / people, said, legend)


def _duties(plan: Plan, names: Names) -> list[Bars]:
    """A picture for each role: who leads and who supervises do not share the same duties."""
    count = Counter((duty.role, duty.staff_id) for duty in plan.duties if duty.staff_id)
    found: list[Bars] = []
    for role, kind in (("lead", "club"), ("supervisor", "strand")):
        if not any(duty.role == role for duty in plan.duties):
            continue
        staff = [s.staff_id for s in names.school.duty_staff if role in s.roles]
        sizes = {person: count[role, person] for person in dict.fromkeys([*staff, *(p for r, p in count if r == role)])}
        ordered = sorted(sizes, key=lambda person: -sizes[person])
        bars = [_bar(names.staff(person), [(kind, sizes[person])], str(sizes[person])) for person in ordered]
        total, people = sum(sizes.values()), max(1, len(sizes))
        said = names.word("mean", mean=mean_text(total, people))
        found += _split(names.word("picture_duties", role=names.role(role)), bars, total / people, said, ())
    return found


def _rooms(week: Week, names: Names) -> list[Squares]:
    slots = list(names.school.slot_by_id.values())
    used = week.by_room()
    rooms = dict.fromkeys([*names.school.room_by_id, *used])
    if not slots or not rooms:
        return []
    heads = tuple(f"{names.short_weekday(slot.weekday)} {slot.start:%H:%M}" for slot in slots)
    rows: list[tuple[str, str, tuple[tuple[str, str, str], ...]]] = []
    for room in rooms:
        at: dict[str, list[Meeting]] = {}
        for meeting in used.get(room, ()):
            for slot in meeting.slots:
                at.setdefault(slot, []).append(meeting)
        label = names.room_called(room)
        squares = tuple(_square(names, at.get(slot.slot_id, [])) for slot in slots)
        rows.append((_short(label), label, squares))
    kinds = ("homework", "tutoring", "strand", "club", "childcare")
    legend = tuple((kind, names.kind(kind)) for kind in kinds)
    parts = [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]
    title = names.word("picture_rooms", used=len(used), count=len(rooms))
    return [Squares(_numbered(title, n, len(parts)), heads, tuple(part), legend) for n, part in enumerate(parts, 1)]


def _square(names: Names, meetings: Sequence[Meeting]) -> tuple[str, str, str]:
    if not meetings:
        return "", "", ""
    said = names.word("comma").join(names.titled(meeting) for meeting in meetings)
    return meetings[0].kind, str(len(meetings)) if len(meetings) > 1 else "", said
