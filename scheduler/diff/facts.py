"""A plan as facts: what each class and each person does at each time, in words."""

from collections import defaultdict
from datetime import date, time
from typing import Literal, NamedTuple

from models.plan import Plan, Session
from models.school import School
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, post_name

Kind = Literal["class", "student", "staff"]


class Who(NamedTuple):
    """A class or a person by id."""

    kind: Kind
    id: str


class When(NamedTuple):
    """A time of the week, or (``on``) a date; sorts weekly times first."""

    on: date
    weekday: int
    start: time
    end: time


class Meeting(str):
    """A session as those in it are told of it: the words, with the names that they hold; ``leader`` is blank for the leader."""

    __slots__ = ("activity", "leader", "room")

    activity: str
    leader: str
    room: str


class OnDuty(str):
    """A duty in words, with the post's id."""

    __slots__ = ("post_id",)

    post_id: str


Facts = dict[Who, dict[When, set[str]]]

WEEKLY = date.min
"""The date of what is of every week."""


class Words:
    """Names beside ids, in a language; an id that the school does not know stands for itself."""

    def __init__(self, school: School, lang: Lang) -> None:
        self.school = school
        self.lang: Lang = lang
        self._staff = {row.staff_id: row.name for row in school.duty_staff if row.name}

    def say(self, key: str, **blanks: object) -> str:
        """A sentence of the room ``changes``."""
        return say(self.lang, f"changes.{key}", **blanks)

    def person(self, person_id: str) -> str:
        """A teacher's, an instructor's or another duty person's name."""
        found = self.school.teacher_by_id.get(person_id) or self.school.instructor_by_id.get(person_id)
        return found.name if found else self._staff.get(person_id, person_id)

    def student(self, student_id: str) -> str:
        """A student's name."""
        found = self.school.student_by_id.get(student_id)
        name = found.name if found else None
        return student_id if name is None else name

    def activity(self, activity_id: str) -> str:
        """An activity's name."""
        return activity_name(self.lang, self.school, activity_id)

    def room(self, room_id: str) -> str:
        """A room's name."""
        found = self.school.room_by_id.get(room_id)
        return (found.name if found else None) or room_id

    def children_room(self, room_id: str) -> str:
        """A room for teachers' children by its group, and by its own name or id where there are several of the group."""
        groups = [room.group for room in self.school.childcare_rooms if room.room_id == room_id]
        if not groups:
            return self.room(room_id)
        several = sum(room.group == groups[0] for room in self.school.childcare_rooms) > 1
        name = say(self.lang, f"outputs.hut_{groups[0]}")
        return self.say("room_one", group=name, room=self.room(room_id)) if several else name

    def seat(self, teacher_id: str, child: int, room_id: str) -> str:
        """A child's place in a room; of several children which one."""
        several = sum(row.teacher_id == teacher_id for row in self.school.childcare) > 1
        return self.say("seat_one" if several else "seat", child=child, room=self.children_room(room_id))

    def post(self, post_id: str) -> str:
        """A duty post's name."""
        return post_name(self.lang, self.school, post_id)

    def when(self, when: When) -> str:
        """A time of the week or a date."""
        if when.on != WEEKLY:
            return self.say("date", date=when.on.isoformat(), weekday=self.say(f"weekday_{when.on.isoweekday()}"))
        weekday = self.say(f"weekday_{when.weekday}")
        return self.say("weekly", weekday=weekday, start=f"{when.start:%H:%M}", end=f"{when.end:%H:%M}")


def facts(plan: Plan, school: School, lang: Lang) -> Facts:
    """Everything that a plan says of each class and person."""
    words = Words(school, lang)
    found: Facts = defaultdict(lambda: defaultdict(set))
    for session in plan.sessions:
        _session(found, session, words)
    by_id = {session.session_id: session for session in plan.sessions}
    for row in plan.placements:
        session, when = by_id.get(row.session_id or ""), _block(school, row.block)
        if session is not None:
            found[Who("student", row.student_id)][_weekly(session)].add(_meeting(session, words))
        elif when is not None:
            found[Who("student", row.student_id)][when].add(words.say("unplaced"))
    for row in plan.tutoring:
        if row.session_id in by_id:
            session = by_id[row.session_id]
            found[Who("student", row.student_id)][_weekly(session)].add(_meeting(session, words))
    _childcare(found, plan, words)
    for row in plan.duties:
        if row.staff_id is not None:
            when = When(row.date, 0, time.min, time.min)
            found[Who("staff", row.staff_id)][when].add(_duty(row.post_id, words))
    return found


def _duty(post_id: str, words: Words) -> OnDuty:
    found = OnDuty(words.say("duty", post=words.post(post_id)))
    found.post_id = post_id
    return found


def _session(found: Facts, session: Session, words: Words) -> None:
    when = _weekly(session)
    if session.class_id is not None:
        found[Who("class", session.class_id)][when].add(_meeting(session, words))
    found[Who("staff", session.leader_id)][when].add(_leading(session, words))
    if session.escort_id is not None:
        leader = words.person(session.leader_id)
        activity, room = words.activity(session.activity_id), words.room(session.room_id)
        escorts = words.say("escorts", leader=leader, activity=activity, room=room)
        found[Who("staff", session.escort_id)][when].add(escorts)


def _leading(session: Session, words: Words) -> Meeting:
    """What the leader is told: of homework and the like with the class."""
    activity, room, class_id = words.activity(session.activity_id), words.room(session.room_id), session.class_id
    key = "leads" if class_id is None else "leads_class"
    found = Meeting(words.say(key, activity=activity, class_id=class_id, room=room))
    found.activity = activity if class_id is None else words.say("of_class", activity=activity, class_id=class_id)
    found.leader, found.room = "", room
    return found


def _meeting(session: Session, words: Words) -> Meeting:
    activity, leader = words.activity(session.activity_id), words.person(session.leader_id)
    room = words.room(session.room_id)
    found = Meeting(words.say("meeting", activity=activity, leader=leader, room=room))
    found.activity, found.leader, found.room = activity, leader, room
    return found


def _childcare(found: Facts, plan: Plan, words: Words) -> None:
    for row in plan.childcare:
        when = _slot(words.school, row.slot_id)
        if when is not None:
            fact = words.seat(row.teacher_id, row.child, row.room_id)
            found[Who("staff", row.teacher_id)][when].add(fact)
    for row in plan.carers:
        when = _slot(words.school, row.slot_id)
        if when is not None:
            found[Who("staff", row.teacher_id)][when].add(words.say("cares", room=words.children_room(row.room_id)))


def _weekly(session: Session) -> When:
    return When(WEEKLY, session.weekday, session.start, session.end)


def _slot(school: School, slot_id: str) -> When | None:
    slot = school.slot_by_id.get(slot_id)
    return When(WEEKLY, slot.weekday, slot.start, slot.end) if slot else None


def _block(school: School, block_id: str) -> When | None:
    block = school.blocks.get(block_id)
    if block is None:
        return None
    slots = [school.slot_by_id[slot_id] for slot_id in block.slots]
    return When(WEEKLY, block.weekday, slots[0].start, max(slot.end for slot in slots))
