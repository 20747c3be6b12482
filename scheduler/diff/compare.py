"""Two plans side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.plan import Plan
from models.school import School
from scheduler.diff.facts import Kind, Meeting, OnDuty, When, Who, Words, facts
from scheduler.messages import Lang
from scheduler.verify import Changes, changed

Holders = Mapping[tuple[date, str], str | None]
"""Who has a post on a date in the new plan."""

_ORDER: tuple[Kind, ...] = ("class", "staff", "student")


@dataclass(frozen=True)
class Change:
    """What is otherwise at one time; ``before`` and ``after`` in words, blank for nothing."""

    when: str
    before: str
    after: str
    sentence: str


@dataclass(frozen=True)
class Entry:
    """Everything that changed for a class or a person, by time; ``class_id`` for students."""

    kind: Kind
    id: str
    name: str
    class_id: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """``counts``: sessions, students and duties as the goal ``changes`` counts them; ``unfilled``: how many of these duties
    nobody has now; ``gaps``: how many gaps there were and are; ``more``: how many sessions more there are; ``came`` and ``left``: students."""

    counts: Changes
    unfilled: int
    gaps: tuple[int, int]
    more: int
    came: tuple[str, ...]
    left: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing changed for anybody."""
        return not self.entries and not self.came and not self.left


def difference(old: Plan, new: Plan, old_school: School, new_school: School, lang: Lang) -> Difference:
    """What changed from one plan to another, each with the school that it was made for."""
    before, after = facts(old, old_school, lang), facts(new, new_school, lang)
    holders = {(row.date, row.post_id): row.staff_id for row in new.duties}
    entries: list[Entry] = []
    for who in sorted(before.keys() | after.keys(), key=lambda who: (_ORDER.index(who.kind), who.id)):
        was, now = before.get(who, {}), after.get(who, {})
        times = [when for when in sorted(was.keys() | now.keys()) if was.get(when) != now.get(when)]
        if times:
            known = _knows(new_school, who)
            words = Words(new_school if known else old_school, lang)
            changes = tuple(_change(words, when, was.get(when, set()), now.get(when, set()), holders) for when in times)
            entries.append(_entry(words, who, changes))
    return Difference(
        counts=changed(old, new, new_school),
        unfilled=sum(
            row.staff_id is not None and holders.get((row.date, row.post_id), row.staff_id) is None
            for row in old.duties
        ),
        gaps=(len(old.gaps), len(new.gaps)),
        more=len(new.sessions) - len(old.sessions),
        came=tuple(s.student_id for s in new_school.students if s.student_id not in old_school.student_by_id),
        left=tuple(s.student_id for s in old_school.students if s.student_id not in new_school.student_by_id),
        entries=tuple(entries),
    )


def _knows(school: School, who: Who) -> bool:
    if who.kind == "class":
        return who.id in school.class_by_id
    if who.kind == "student":
        return who.id in school.student_by_id
    people = {row.staff_id for row in school.duty_staff}
    return who.id in school.teacher_by_id or who.id in school.instructor_by_id or who.id in people


def _entry(words: Words, who: Who, changes: tuple[Change, ...]) -> Entry:
    student = words.school.student_by_id.get(who.id) if who.kind == "student" else None
    names = {"class": lambda: who.id, "student": lambda: words.student(who.id), "staff": lambda: words.person(who.id)}
    return Entry(who.kind, who.id, names[who.kind](), student.class_id if student else "", changes)


def _change(words: Words, when: When, was: set[str], now: set[str], holders: Holders) -> Change:
    """What was and is at a time, without what is there both times."""
    join = words.say("join")
    before, after = join.join(sorted(was - now)), join.join(sorted(now - was))
    key = "other" if before and after else "new" if after else "gone"
    at = words.when(when)
    one = _one_thing(words, at, was - now, now - was) or _handed_on(words, when, was - now, now - was, holders)
    return Change(at, before, after, one or words.say(key, when=at, before=before, after=after))


def _one_thing(words: Words, at: str, was: set[str], now: set[str]) -> str | None:
    """The sentence where one session is the same but for its leader, or but for its room."""
    if len(was) != 1 or len(now) != 1:
        return None
    (old,), (new,) = was, now
    if not isinstance(old, Meeting) or not isinstance(new, Meeting) or old.activity != new.activity:
        return None
    if old.room == new.room:
        return words.say("leader", when=at, activity=new.activity, before=old.leader, after=new.leader)
    if old.leader == new.leader:
        return words.say("room", when=at, activity=new.activity, before=old.room, after=new.room)
    return None


def _handed_on(words: Words, when: When, was: set[str], now: set[str], holders: Holders) -> str | None:
    """The sentence where somebody has no duty any more that is still due: who has it now, or that nobody does."""
    if len(was) != 1 or now:
        return None
    (old,) = was
    if not isinstance(old, OnDuty) or (when.on, old.post_id) not in holders:
        return None
    person, post = holders[when.on, old.post_id], words.post(old.post_id)
    key = "duty_open" if person is None else "duty_to"
    return words.say(key, when=words.when(when), post=post, who="" if person is None else words.person(person))
