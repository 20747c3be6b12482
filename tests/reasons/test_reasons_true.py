"""Each reason is true of its plan: whoever is said to have been unable breaks just that rule if they are put there
after all, whoever is said to have been free breaks none, and nobody is left out. The verifier is the judge."""

from datetime import date

from hypothesis import given
from schools import examples, schools

from models.people import ChildRow
from models.plan import Duty, Plan, Session
from models.school import School
from models.services import Activity
from scheduler.calendar import open_days
from scheduler.messages import say
from scheduler.messages.names import MOST_NAMES
from scheduler.options import Options
from scheduler.plan import solve
from scheduler.reasons.held import Held
from scheduler.reasons.offer import Offers
from scheduler.reasons.posts import why_not_on_duty
from scheduler.verify import verify

LANGS = ("zh", "en")
OF_PERSON = {
    "unavailable": {"R6.unavailable"},
    "busy": {"R1.teacher", "R1.instructor"},
    "caring": {"R1.teacher"},
    "has_duties": {"R12.service"},
    "week_limit": {"R6.week"},
    "day_limit": {"R6.day"},
    "load_limit": {"R6.load"},
    "child": {"R9.no_seat"},
    "not_cleared": {"R7.clearance"},
    "cannot_come": {"R6.available"},
    "short_visit": {"R6.visit"},
    "budget": {"R6.budget"},
    "no_escort": {"R5.no_escort"},
}
OF_ROOM = {"closed": {"R8.closed"}, "small": {"R8.capacity"}, "taken": {"R8.groups"}}
OF_DUTY = {
    "not_post": {"R11.posts"},
    "not_weekday": {"R11.weekday"},
    "leave": {"R11.leave"},
    "child": {"R12.child"},
    "other_post": {"R11.two"},
    "max_week": {"R11.week"},
    "max_week_none": {"R11.week"},
    "min_gap": {"R11.gap"},
    "min_gap_before": {"R11.gap"},
    "min_gap_after": {"R11.gap"},
    "post_busy": {"R12.service"},
    "post_caring": {"R12.service"},
}


def table(causes: dict[str, set[str]], key: str) -> set[str]:
    """The rules of a cause; of the longest name that its key begins with."""
    return causes[max((name for name in causes if key.startswith(name)), key=len)]


def broken(school: School, plan: Plan, **tables: object) -> set[str]:
    """What the verifier finds with other tables, as keys."""
    return {b.key for b in verify(school, plan.model_copy(update=tables)).breaches}


class Case:
    """A plan of a school, asked about its gaps."""

    def __init__(self, school: School) -> None:
        self.school, self.plan = school, solve(school, Options(time_limit=10, workers=1))
        plan = self.plan
        self.held = Held(
            school, plan.sessions, plan.placements, plan.duties, plan.childcare, plan.carers, plan.tutoring,
            open_days(school),
        )  # fmt: skip
        self.offers = Offers(self.held, "en")
        self.seen = 0

    # -- homework and strands --------------------------------------------------------------------------------
    def session(self, activity: Activity, class_id: str, slot_id: str, leader: str, room_id: str) -> Session:
        slot = self.school.slot_by_id[slot_id]
        return Session(
            session_id="extra", kind=activity.kind, activity_id=activity.activity_id, section=1, class_id=class_id,
            block=slot_id, slots=(slot_id,), weekday=slot.weekday, start=slot.start, end=slot.end, leader_id=leader,
            escort_id=None, room_id=room_id, enrolled=self.held.students_staying(class_id, slot_id),
        )  # fmt: skip

    def sessions(self) -> None:
        for gap in self.plan.gaps:
            if gap.what in ("homework", "strand"):
                class_id, slot_id = gap.where.split(";")
                grade = self.school.class_by_id[class_id].grade
                for activity in self.school.activity_by_id.values():
                    if activity.kind == gap.what and activity.for_grade(grade):
                        self.people(activity, class_id, slot_id, gap.reason)
                        self.rooms(activity, class_id, slot_id)

    def able(self, activity: Activity) -> list[str]:
        """Who may lead it, from the tables alone."""
        found = [
            t.teacher_id for t in self.school.teachers if not activity.needs_skill or activity.activity_id in t.skills
        ]
        if activity.kind == "homework" or activity.fallback:
            return found
        return found + [
            i.instructor_id
            for i in self.school.instructors
            if not activity.needs_skill or activity.activity_id in i.skills
        ]

    def people(self, activity: Activity, class_id: str, slot_id: str, reason: str) -> None:
        able = self.able(activity)
        assert sorted(able) == sorted(self.offers.people.candidates(activity))
        rooms = self.school.rooms
        for person in able if rooms else ():
            cause = self.offers.people.why_not(person, (slot_id,))
            extra = self.session(activity, class_id, slot_id, person, rooms[0].room_id)
            found = broken(self.school, self.plan, sessions=(*self.plan.sessions, extra))
            self.seen += 1
            if cause is not None:
                assert table(OF_PERSON, cause.key) & found, (person, cause, found)
                if cause.key == "child_barred":
                    assert any(not child.may_use_room for child in self.to_fetch(person, slot_id)), cause
                elif cause.key.startswith("child_"):
                    group = cause.key.removeprefix("child_")
                    groups = [group] if group in ("preschool", "primary") else ["preschool", "primary"]
                    assert any(self.no_place(person, slot_id, one) for one in groups), cause
                if cause.key == "no_escort":
                    self.nobody_free(slot_id, person)
                continue
            wrong = {key for key in found if key.startswith(("R6", "R7", "R12", "R1."))}
            assert wrong <= {"R1.student"}, (person, wrong)
        spots = {s for gap in self.plan.gaps for s in [gap.where]}
        if (
            spots
            and activity.kind == "homework"
            and 0 < len(able) <= MOST_NAMES
            and self.room_for(activity, class_id, slot_id)
        ):
            names = {t.teacher_id: t.name for t in self.school.teachers}
            free = [p for p in able if self.offers.people.why_not(p, (slot_id,)) is None]
            assert all(names[p] in reason for p in free or able)

    def room_for(self, activity: Activity, class_id: str, slot_id: str) -> bool:
        """Whether a room could have taken it, so that the leaders alone are the reason."""
        students = self.held.students_staying(class_id, slot_id)
        rooms = self.offers.rooms_for(activity, class_id)
        return any(self.offers.why_not_room(room, (slot_id,), students) is None for room in rooms)

    def to_fetch(self, person: str, slot_id: str) -> list[ChildRow]:
        """The person's children who cannot wait until the slot's end."""
        slot = self.school.slot_by_id[slot_id]
        mine = [child for child in self.school.childcare if child.teacher_id == person]
        return [child for child in mine if slot.weekday in child.weekdays and slot.end > child.leave_by]

    def no_place(self, person: str, slot_id: str, group: str) -> bool:
        """Whether the rooms of the group that are in use or need no carer have fewer places than the person has children."""
        children = [child for child in self.to_fetch(person, slot_id) if child.group == group]
        taken = [s.room_id for s in self.plan.childcare if s.slot_id == slot_id]
        places = sum(
            room.places - taken.count(room.room_id)
            for room in self.school.childcare_rooms
            if room.group == group
            and (not room.slots or slot_id in room.slots)
            and (not room.carers or room.room_id in taken)
        )
        return places < len(children)

    def nobody_free(self, slot_id: str, person: str) -> None:
        """Every teacher as an escort would break a rule."""
        for teacher in self.school.teachers:
            assert self.offers.people.why_not(teacher.teacher_id, (slot_id,)) is not None, person

    def rooms(self, activity: Activity, class_id: str, slot_id: str) -> None:
        students = self.held.students_staying(class_id, slot_id)
        leader = self.school.teachers[0].teacher_id
        for room in self.offers.rooms_for(activity, class_id):
            cause = self.offers.why_not_room(room, (slot_id,), students)
            extra = self.session(activity, class_id, slot_id, leader, room.room_id)
            found = broken(self.school, self.plan, sessions=(*self.plan.sessions, extra))
            self.seen += 1
            if cause is not None:
                assert table(OF_ROOM, cause.key) & found, (room, cause, found)
            else:
                assert not {key for key in found if key.startswith("R8")}, (room, found)

    # -- duties ----------------------------------------------------------------------------------------------
    def duties(self) -> None:
        days = {day.date: day for day in open_days(self.school)}
        for gap in [g for g in self.plan.gaps if g.what == "duty"][:8]:
            when, post_id = gap.where.split(";")
            day = days[date.fromisoformat(when)]
            post = next(p for p in self.school.posts if p.post_id == post_id)
            for person in self.school.duty_staff:
                if post.role not in person.roles:
                    continue
                cause = why_not_on_duty(self.offers, person, day, post)
                row = Duty(
                    date=day.date, weekday=day.weekday, post_id=post_id, role=post.role, staff_id=person.staff_id
                )
                others = [d for d in self.plan.duties if (d.date, d.post_id) != (day.date, post_id)]
                found = broken(
                    self.school, self.plan, duties=tuple(sorted([*others, row], key=lambda d: (d.date, d.post_id)))
                )
                self.seen += 1
                if cause is None:
                    assert not {key for key in found if key.startswith(("R11", "R12"))}, (person, found)
                else:
                    assert OF_DUTY[cause.key] & found, (person, cause, found)

    # -- what is proven --------------------------------------------------------------------------------------
    def settled(self) -> None:
        """Where no plan has fewer gaps, nobody was free for one: else the plan with it would have fewer."""
        coverage = next(score for score in self.plan.scores if score.goal == "coverage")
        assert self.held.coverage == coverage.value
        if coverage.status == "optimal":
            free = [say(lang, f"reasons.yet.{proven}") for lang in LANGS for proven in ("open", "settled", "limited")]
            assert not [gap for gap in self.plan.gaps if any(words in gap.reason for words in free)]


@examples(120)
@given(schools())
def test_each_reason_is_true(school: School) -> None:
    case = Case(school)
    case.sessions()
    case.duties()
    case.settled()
