"""A difference as text for people and as rows for a spreadsheet."""

from scheduler.diff.compare import Difference, Entry
from scheduler.messages import Lang, say

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
    lines = [
        say(lang, "changes.summary", sessions=counts.sessions, students=counts.students, duties=counts.duties),
        say(
            lang,
            "changes.affected",
            classes=_count(found, "class"),
            staff=_count(found, "staff"),
            students=_count(found, "student"),
        ),
    ]
    if found.came or found.left:
        lines.append(say(lang, "changes.students", came=len(found.came), left=len(found.left)))
    return "\n".join(lines)


def _count(found: Difference, kind: str) -> int:
    return sum(entry.kind == kind for entry in found.entries)


def _paragraph(entry: Entry, lang: Lang) -> str:
    named = say(lang, f"changes.who_{entry.kind}", name=entry.name, id=entry.id, class_id=entry.class_id)
    return "\n".join([named, *(f"  {change.sentence}" for change in entry.changes)])
