"""Two plans side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from models.plan import Plan
from models.school import School
from scheduler.diff.facts import WEEKLY, Kind, Meeting, OnDuty, When, Who, Words, facts
from scheduler.messages import Lang
from scheduler.verify import Changes, changed

Holders = Mapping[tuple[date, str], str | None]
"""Who has a post on a date in the new plan."""

_ORDER: tuple[Kind, ...] = ("class", "staff", "student")


@dataclass(frozen=True)
class Change:
    """What is otherwise at one time; ``before`` and ``after`` in words, blank for nothing. ``week_time``: weekday and start,
    such as 5 16:50, blank for a date; ``activity``: whether the activity is another one, not only its leader or its room."""

    when: str
    before: str
    after: str
    sentence: str
    week_time: str = ""
    activity: bool = True


@dataclass(frozen=True)
class Entry:
    """Everything that changed for a class or a person, by time; ``class_id`` for students."""

    kind: Kind
    id: str
    name: str
    class_id: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Shift:
    """A date's post that somebody else has now, or that is new or no more; names, blank for nobody."""

    date: str
    post: str
    before: str
    after: str
    sentence: str


@dataclass(frozen=True)
class Transfer:
    """A student who is in another class now."""

    id: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """``counts``: sessions, students and duties as the goal ``changes`` counts them; ``unfilled``: how many of these duties
    nobody has now; ``gaps``: how many gaps there were and are; ``more``: how many sessions more there are; ``came`` and ``left``: students.
    ``unplaced``: how many of the students' changes leave
    them without a club; ``shifts``: every date and post with somebody else; ``transfers``: students in another class."""

    counts: Changes
    unfilled: int
    gaps: tuple[int, int]
    more: int
    came: tuple[str, ...]
    left: tuple[str, ...]
    entries: tuple[Entry, ...]
    unplaced: int = 0
    shifts: tuple[Shift, ...] = ()
    transfers: tuple[Transfer, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing changed for anybody."""
        return not (self.entries or self.came or self.left or self.shifts or self.transfers)


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
        unplaced=unplaced(old, new),
        shifts=tuple(_shifts(old, new, Words(old_school, lang), Words(new_school, lang))),
        transfers=tuple(_transfers(old_school, new_school, Words(new_school, lang))),
    )


def unplaced(old: Plan, new: Plan) -> int:
    """How many places in a club are none in the new plan."""
    had = {(row.student_id, row.block) for row in old.placements if row.activity_id is not None}
    return sum(row.activity_id is None and (row.student_id, row.block) in had for row in new.placements)


def _shifts(old: Plan, new: Plan, then: Words, now: Words) -> Iterable[Shift]:
    """The duties that somebody else has, that are new, or that are no more, by date."""
    was, given = ({(row.date, row.post_id): row.staff_id for row in plan.duties} for plan in (old, new))
    for on, post_id in sorted(was.keys() | given.keys()):
        key = on, post_id
        before, after = was.get(key), given.get(key)
        if before == after:
            continue
        words = now if key in given else then
        people = {"before": then.person(before) if before else "", "after": now.person(after) if after else ""}
        kind = "none" if key not in given else "handed" if before and after else "open" if before else "filled"
        at, post = words.when(When(on, 0, time.min, time.min)), words.post(post_id)
        yield Shift(on.isoformat(), post, **people, sentence=words.say(f"shift_{kind}", when=at, post=post, **people))


def _transfers(old: School, new: School, words: Words) -> Iterable[Transfer]:
    for student in new.students:
        before = old.student_by_id.get(student.student_id)
        if before is not None and before.class_id != student.class_id:
            name = words.student(student.student_id)
            yield Transfer(student.student_id, name, before.class_id, student.class_id)


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
    if after == words.say("unplaced"):
        key = "no_club" if before else "no_club_new"
    sentence = one or words.say(key, when=at, before=before, after=after)
    week_time = f"{when.weekday} {when.start:%H:%M}" if when.on == WEEKLY else ""
    return Change(at, before, after, sentence, week_time, _activities(was) != _activities(now))


def _activities(facts: set[str]) -> set[str]:
    """What one does, whoever leads it wherever."""
    return {fact.activity if isinstance(fact, Meeting) else fact for fact in facts}


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
