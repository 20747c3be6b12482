"""A difference as text for people and as rows for a spreadsheet."""

from collections.abc import Iterable, Sequence

from scheduler.diff.compare import Difference, Entry
from scheduler.messages import Lang, say
from scheduler.messages.names import listing
from scheduler.verify import Changes

COLUMNS = ("kind", "id", "name", "class_id", "when", "before", "after", "sentence")

_MOST = 10**6


def text(found: Difference, lang: Lang, why: Sequence[str] = (), goal: tuple[int, bool] | None = None) -> str:
    """The sums, why it had to change, then what changed for the students by class, for the staff, and of the duties.

    ``why``: causes in words. ``goal``: where the new plan was made from the old one, how many changes its scores count, and whether
    something was arranged for single dates, which these do not know of.
    """
    if found.empty:
        return say(lang, "changes.nothing")
    parts = [
        _section(lang, "why", [f"  - {one}" for one in why]),
        _section(lang, "classes", list(_classes(found, lang))),
        _section(lang, "staff", list(_staff(found, lang))),
        _section(lang, "duties", [f"  {shift.sentence}" for shift in found.shifts]),
    ]
    return "\n\n".join(["\n".join(_summary(found, lang, goal)), *filter(None, parts)])


def rows(found: Difference) -> list[list[str]]:
    """A row for each change, by :data:`COLUMNS`."""
    return [
        [entry.kind, entry.id, entry.name, entry.class_id, change.when, change.before, change.after, change.sentence]
        for entry in found.entries
        for change in entry.changes
    ]


def counted(lang: Lang, counts: Changes, unfilled: int = 0, out: int = 0) -> str:
    """How many sessions, students and duties are changed, of those of which any are; ``unfilled``: duties that nobody has now,
    ``out``: places of students who have no club now."""
    without = {"students": out, "duties": unfilled}
    parts = [
        say(lang, f"changes.part_{part}{'_out' if without.get(part) else ''}", count=count, out=without.get(part, 0))
        for part, count in counts._asdict().items()
        if count
    ]
    return say(lang, "changes.comma").join(parts)


def _summary(found: Difference, lang: Lang, goal: tuple[int, bool] | None) -> Iterable[str]:
    """The sums, a line for each question."""
    total = sum(found.counts)
    if total:
        yield say(lang, "changes.total", count=total, parts=counted(lang, found.counts, found.unfilled, found.unplaced))
    else:
        yield say(lang, "changes.total_none")
    if goal is not None and goal[0] != total:
        yield say(lang, "changes.goal_ledger" if goal[1] else "changes.goal_other", count=goal[0])
    if found.more:
        yield say(lang, "changes.more" if found.more > 0 else "changes.fewer", count=abs(found.more))
    yield from _of_students(found, lang)
    staff = sum(entry.kind == "staff" for entry in found.entries)
    if staff:
        yield say(lang, "changes.touched_staff", count=staff)
    if found.gaps[1] > found.gaps[0]:
        yield say(lang, "changes.gaps", was=found.gaps[0], now=found.gaps[1])


def _of_students(found: Difference, lang: Lang) -> Iterable[str]:
    """How many students have another club, or only another leader or room; who is new, has left, or is in another class."""
    known = [e for e in found.entries if e.kind == "student" and e.id not in {*found.came, *found.left}]
    moved = sum(any(change.activity for change in entry.changes) for entry in known)
    counts = {
        "students_moved": moved,
        "students_led": len(known) - moved,
        "students_came": len(found.came),
        "students_left": len(found.left),
        "students_transferred": len(found.transfers),
    }
    parts = [say(lang, f"changes.{key}", count=count) for key, count in counts.items() if count]
    if parts:
        yield say(lang, "changes.students", parts=say(lang, "changes.comma").join(parts))


def _section(lang: Lang, key: str, lines: list[str]) -> str:
    return "\n".join([say(lang, f"changes.head_{key}"), *lines]) if lines else ""


def _classes(found: Difference, lang: Lang) -> Iterable[str]:
    """Class by class: its homework and courses, who came and left, and what changed for its students, those alike in one line."""
    own = {entry.id: entry for entry in found.entries if entry.kind == "class"}
    students = [entry for entry in found.entries if entry.kind == "student"]
    ids = {*own, *(entry.class_id for entry in students), *(one.after for one in found.transfers)}
    for class_id in sorted(ids):
        yield say(lang, "changes.who_class", id=class_id)
        yield from (f"  {change.sentence}" for change in (own[class_id].changes if class_id in own else ()))
        for one in found.transfers:
            if one.after == class_id:
                yield "  " + say(lang, "changes.transfer", who=_named(lang, one.name, one.id), before=one.before)
        yield from _of_class(found, [entry for entry in students if entry.class_id == class_id], lang)


def _of_class(found: Difference, entries: Sequence[Entry], lang: Lang) -> Iterable[str]:
    """What changed for the students of a class, in the order of the week; of those who left only that they did."""
    gone = [_named(lang, entry.name, entry.id) for entry in entries if entry.id in found.left]
    alike: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        for change in entry.changes if entry.id not in found.left else ():
            alike.setdefault((change.week_time, change.sentence), []).append(_named(lang, entry.name, entry.id))
    if gone:
        yield "  " + say(lang, "changes.gone_students", count=len(gone), students=listing(lang, gone, _MOST))
    for (_, sentence), names in sorted(alike.items()):
        yield f"  {sentence}"
        yield "    " + say(lang, "changes.for_students", count=len(names), students=listing(lang, names, _MOST))


def _staff(found: Difference, lang: Lang) -> Iterable[str]:
    """Person by person what changed in the week; duties have a section of their own."""
    for entry in found.entries:
        weekly = [change for change in entry.changes if change.week_time]
        if entry.kind == "staff" and weekly:
            yield _named(lang, entry.name, entry.id)
            yield from (f"  {change.sentence}" for change in weekly)


def _named(lang: Lang, name: str, one: str) -> str:
    return one if name == one else say(lang, "changes.who", name=name, id=one)
