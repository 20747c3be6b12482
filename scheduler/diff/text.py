"""A difference as text for people and as rows for a spreadsheet."""

from collections.abc import Sequence

from scheduler.diff.compare import Difference, Entry
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, sentences

COLUMNS = ("kind", "id", "name", "class_id", "when", "before", "after", "sentence")


def text(found: Difference, lang: Lang) -> str:
    """The summary, then a paragraph for each class and person."""
    if found.empty:
        return say(lang, "changes.nothing")
    return "\n\n".join([_summary(found, lang), *(_paragraph(entry, lang) for entry in found.entries)])


def rows(found: Difference) -> list[list[str]]:
    """A row for each change, by :data:`COLUMNS`."""
    return [
        [entry.kind, entry.id, entry.name, entry.class_id, change.when, change.before, change.after, change.sentence]
        for entry in found.entries
        for change in entry.changes
    ]


def _summary(found: Difference, lang: Lang) -> str:
    counts = found.counts
    duties = say(
        lang,
        "changes.duties_open" if found.unfilled else "changes.duties",
        unfilled=found.unfilled,
        count=counts.duties,
    )
    sessions = say(
        lang, "changes.sessions_more" if found.more > 0 else "changes.sessions", count=counts.sessions, more=found.more
    )
    classes, staff = _count(found, "class"), _count(found, "staff")
    students = [entry for entry in found.entries if entry.kind == "student"]
    lines = [
        say(lang, "changes.summary", sessions=sessions, students=counts.students, duties=duties),
        say(lang, "changes.classes" if classes else "changes.no_class", classes=classes),
        say(lang, "changes.staff", staff=staff) if staff else "",
        _students(students, lang) if students else "",
    ]
    lines = [lines[0], sentences(lang, lines[1:])]
    if found.came or found.left:
        lines.append(say(lang, "changes.students", came=len(found.came), left=len(found.left)))
    if found.gaps[1] > found.gaps[0]:
        lines.append(say(lang, "changes.gaps", was=found.gaps[0], now=found.gaps[1]))
    return "\n".join(lines)


def _students(entries: Sequence[Entry], lang: Lang) -> str:
    """How many students, and of which classes."""
    classes = sorted({entry.class_id for entry in entries if entry.class_id})
    return say(lang, "changes.touched", count=len(entries), classes=listing(lang, classes))


def _count(found: Difference, kind: str) -> int:
    return sum(entry.kind == kind for entry in found.entries)


def _paragraph(entry: Entry, lang: Lang) -> str:
    named = say(lang, f"changes.who_{entry.kind}", name=entry.name, id=entry.id, class_id=entry.class_id)
    return "\n".join([named, *(f"  {change.sentence}" for change in entry.changes)])
