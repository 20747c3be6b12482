"""What the reasons of a plan's gaps advise: every cell that they name, of people, rooms and activities, as a relaxation."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from models.people import CHILDCARE_SKILL, ChildGroup
from models.plan import Plan
from models.school import School
from models.services import Activity
from scheduler.calendar import open_days
from scheduler.reasons.cause import Cause
from scheduler.reasons.held import Held
from scheduler.reasons.offer import Offers
from scheduler.reasons.posts import why_not_on_duty
from scheduler.reasons.tutors import Tutors
from scheduler.shortages.strands import room_relief
from scheduler.ways_out.cell_steps import Items, Values, plain
from scheduler.ways_out.room_steps import MoreGroups
from scheduler.ways_out.steps import Budget, ChildPlaces, MoreSessions, Step

_WEEK = frozenset({"week_limit", "week_limit_over", "long_week", "load_limit", "load_limit_over", "long_load"})
_DAY = frozenset({"day_limit", "day_limit_over", "long_day"})
_NO_CARER = frozenset({"child_no_carer", "child_carers_busy"})
_GROUPS: dict[str, ChildGroup] = {"child_preschool": "preschool", "child_primary": "primary"}

Hope = tuple[Step, int]


class Advice:
    """The cells that stand against what a plan lacks, gathered gap by gap."""

    def __init__(self, school: School, plan: Plan) -> None:
        parts = (plan.sessions, plan.placements, plan.duties, plan.childcare, plan.carers, plan.tutoring)
        self.school, self.plan = school, plan
        self.held = Held(school, *parts, open_days(school))
        self.offers = Offers(self.held, "en")
        self._items: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
        self._values: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        self._more: dict[str, int] = {}
        self._care: dict[ChildGroup, Counter[str]] = defaultdict(Counter)
        self._fees = 0
        self._reached: Counter[object] = Counter()
        self._seen: set[object] = set()

    # -- one gap -------------------------------------------------------------------------------------------
    def session(self, activity: Activity, class_id: str | None, slots: Sequence[str], students: int, gaps: int) -> None:
        """Whoever might lead a session and wherever it might be; ``gaps``: how many it would close at most."""
        seen: set[object] = set()
        for person in self.offers.people.candidates(activity):
            cause = self.offers.people.why_not(person, slots)
            if cause:
                self._person(person, cause, slots, seen)
        if activity.kind != "club":  # of clubs a room is advised, not one that is in use
            self._rooms(activity, class_id, slots, students, seen)
        for cell in seen:
            self._reached[cell] += gaps

    def _rooms(
        self, activity: Activity, class_id: str | None, slots: Sequence[str], students: int, seen: set[object]
    ) -> None:
        for room in self.offers.rooms_for(activity, class_id):
            cause = self.offers.why_not_room(room, slots, students)
            if cause:
                self._room(room.room_id, cause, slots, students, seen)
        if activity.room_kinds:
            tags = {tag for r in self.school.rooms if r.capacity >= students for tag in r.kinds}
            for tag in sorted(tags - set(activity.room_kinds)):
                self._put("activities", "room_kinds", activity.activity_id, tag, seen)

    def _person(self, person: str, cause: Cause, slots: Sequence[str], seen: set[object]) -> None:
        teacher = self.school.teacher_by_id.get(person)
        if cause.key == "unavailable" and teacher:
            for slot in sorted(set(slots) & set(teacher.unavailable)):
                self._put("teachers", "unavailable", person, slot, seen)
        elif cause.key == "cannot_come":
            for slot in sorted(set(slots) - set(self.school.instructor_by_id[person].available)):
                self._put("instructors", "available", person, slot, seen)
        elif cause.key in _WEEK and teacher:
            self._more[person] = max(len(slots), self._more.get(person, 0))
            seen.add("more")
        elif cause.key in _WEEK:
            self._set("instructors", "max_sessions_week", person, self.held.slots_in_week(person) + len(slots), seen)
        elif cause.key in _DAY:
            now = self.held.slots_on(person, self.school.slot_by_id[slots[0]].weekday)
            self._set("teachers", "max_sessions_day", person, now + len(slots), seen)
        elif cause.key in _GROUPS:
            self._care[_GROUPS[cause.key]][slots[0]] += 1
            seen.add(_GROUPS[cause.key])
        elif cause.key in _NO_CARER:
            for one in self._carers(slots[0], person):
                self._put("teachers", "skills", one, CHILDCARE_SKILL, seen)
        elif cause.key == "not_cleared":
            self._set("instructors", "cleared_until", person, self.school.term.end.toordinal(), seen)
        elif cause.key == "short_visit":
            now = self.held.slots_on(person, self.school.slot_by_id[slots[0]].weekday)
            self._set("instructors", "min_sessions_visit", person, -(now + len(slots)), seen)
        elif cause.key == "budget":
            self._fees += self.school.instructor_by_id[person].fee * len(slots)
            seen.add("budget")

    def _carers(self, slot: str, parent: str) -> list[str]:
        """Who may come in a slot: those who have nothing else then first, of these those who work least."""
        able = [
            t.teacher_id
            for t in self.school.teachers
            if CHILDCARE_SKILL not in t.skills and t.teacher_id != parent and slot not in t.unavailable
            if t.max_sessions_week > 0
        ]
        tasks, week = self.held.tasks, self.held.slots_in_week
        return sorted(able, key=lambda t: (slot in tasks.get(t, {}), week(t), t))[:_MOST_CARERS]

    def _room(self, room_id: str, cause: Cause, slots: Sequence[str], students: int, seen: set[object]) -> None:
        if cause.key == "closed":
            for slot in sorted(set(slots) & set(self.school.room_by_id[room_id].unavailable)):
                self._put("rooms", "unavailable", room_id, slot, seen)
        elif cause.key == "small":
            self._set("rooms", "capacity", room_id, students, seen)
        elif cause.key in ("taken", "no_groups"):
            self._set("rooms", "groups", room_id, self.school.room_by_id[room_id].groups + 1, seen)

    def duty(self, day_index: int, post_id: str) -> None:
        """Everybody of a post's role on a date."""
        day, post = self.held.days[day_index], self.held.post(post_id)
        assert post
        seen: set[object] = set()
        for person in (s for s in self.school.duty_staff if post.role in s.roles):
            cause = why_not_on_duty(self.offers, person, day, post)
            if cause and cause.key == "not_weekday":
                self._put("duty_staff", "weekdays", person.staff_id, str(day.weekday), seen)
            elif cause and cause.key == "not_post":
                self._put("duty_staff", "posts", person.staff_id, post_id, seen)
        for cell in seen:
            self._reached[cell] += 1

    def smaller_groups(self, activity: Activity, students: int) -> None:
        """Groups of as few as there are."""
        if 0 < students < activity.min_size:
            seen: set[object] = set()
            self._set("activities", "min_size", activity.activity_id, -students, seen)
            self._reached.update(dict.fromkeys(seen, students))

    def block(self, activity: Activity, block: str, gaps: int) -> None:
        """One more time at which an activity may be, where its blocks leave this one out."""
        if not activity.runs_in(block):
            seen: set[object] = set()
            self._put("activities", "blocks", activity.activity_id, block, seen)
            self._reached.update(dict.fromkeys(seen, gaps))

    def fallback(self, activity: Activity, students: int) -> None:
        """A club as a fallback."""
        seen: set[object] = set()
        self._set("activities", "fallback", activity.activity_id, 1, seen)
        self._reached.update(dict.fromkeys(seen, students))

    def _put(self, table: str, column: str, row: str, item: str, seen: set[object]) -> None:
        self._items[table, column][row, item] = None
        seen.add((table, column))

    def _set(self, table: str, column: str, row: str, value: int, seen: set[object]) -> None:
        """The largest that is wanted; of what is lowered, given as a negative number, the smallest."""
        values = self._values[table, column]
        values[row] = max(value, values.get(row, value))
        seen.add((table, column))

    # -- all of them ---------------------------------------------------------------------------------------
    def steps(self) -> Iterator[Hope]:
        """A relaxation for each kind of cell, of everybody and everything named, with how many gaps it reaches at most."""
        for (table, column), changes in self._items.items():
            yield plain(Items(table, column, tuple(changes)), self.school), self._reached[table, column]
        for (table, column), values in self._values.items():
            changed = tuple((row, abs(value)) for row, value in values.items())
            yield plain(Values(table, column, changed), self.school), self._reached[table, column]
        if self._more:
            yield MoreSessions(tuple(sorted(self._more)), max(self._more.values())), self._reached["more"]
        for group, counts in self._care.items():
            places = ChildPlaces(group, max(counts.values())).within(self.school)
            if places:
                yield places, self._reached[group]
        if self._fees and self.school.policy.weekly_budget is not None:
            budget = Budget(self._fees).within(self.school)
            if budget:
                yield budget, self._reached["budget"]


_MOST_CARERS = 6
"""Teachers who might care for children."""


def advised_sessions(school: School, plan: Plan) -> Iterator[Hope]:
    """For homework and strands that are missing."""
    advice = Advice(school, plan)
    for kind, class_id, slot_id in advice.held.missing:
        homework = school.homework_of(school.class_by_id[class_id].grade)
        activities = advice.held.due(class_id) if kind == "strand" else [homework] if homework else []
        students = advice.held.students_staying(class_id, slot_id)
        for activity in activities:
            advice.session(activity, class_id, (slot_id,), students, 1)
            advice.block(activity, slot_id, 1)
    yield from advice.steps()
    for room_id, groups in room_relief(school):
        yield MoreGroups(room_id, groups - school.room_by_id[room_id].groups), len(advice.held.missing)


def advised_duties(school: School, plan: Plan) -> Iterator[Hope]:
    """For duties that nobody has."""
    advice = Advice(school, plan)
    number = {day.date.isoformat(): place for place, day in enumerate(advice.held.days)}
    for gap in plan.gaps:
        day, _, post_id = gap.where.partition(";")
        if gap.what == "duty" and day in number:
            advice.duty(number[day], post_id)
    yield from advice.steps()


def advised_tutoring(school: School, plan: Plan) -> Iterator[Hope]:
    """For tutoring sessions that students lack."""
    advice, known = Advice(school, plan), set[tuple[str, str]]()
    tutors = Tutors(advice.offers)
    lacking: dict[str, list[str]] = defaultdict(list)
    for gap in plan.gaps:
        if gap.what == "tutoring":
            student, _, activity_id = gap.where.partition(";")
            lacking[activity_id].append(student)
    for activity_id, students in lacking.items():
        activity = school.activity_by_id[activity_id]
        wanted = Counter(slot for student in set(students) for slot in tutors.slots_of(student, activity))
        anywhere = activity.model_copy(update={"blocks": ()})
        for slot_id, count in Counter(s for one in set(students) for s in tutors.slots_of(one, anywhere)).items():
            advice.block(activity, slot_id, count)
        for slot_id, count in wanted.items():
            if (activity_id, slot_id) not in known:
                known.add((activity_id, slot_id))
                advice.session(activity, None, (slot_id,), max(1, activity.min_size), count)
        if wanted:
            advice.smaller_groups(activity, max(wanted.values()))
    yield from advice.steps()


def advised_places(school: School, plan: Plan, block: str) -> Iterator[Hope]:
    """For students who have no club in a block: what keeps clubs on their lists, and fallbacks, from one more section."""
    advice = Advice(school, plan)
    wanted: Counter[tuple[str, str]] = Counter()
    grades: Counter[str] = Counter()
    clubs = [a for a in school.activity_by_id.values() if a.kind == "club"]
    running = [a for a in clubs if a.runs_in(block)]
    for gap in plan.gaps:
        student, _, where = gap.where.partition(";")
        if gap.what == "placement" and where == block:
            class_id = school.student_by_id[student].class_id
            grade, listed = school.class_by_id[class_id].grade, school.ranks(student, block)
            grades[grade] += 1
            for activity in clubs:
                if activity.for_grade(grade) and (activity.activity_id in listed or activity.fallback):
                    wanted[activity.activity_id, class_id if activity.scope == "class" else ""] += 1
                    advice.block(activity, block, 1)
    for (activity_id, class_id), count in wanted.items():
        activity = school.activity_by_id[activity_id]
        if activity not in running:
            continue
        advice.session(activity, class_id or None, school.blocks[block].slots, max(1, activity.min_size), count)
    for activity in running:
        count = sum(n for grade, n in grades.items() if activity.for_grade(grade))
        if not activity.fallback and activity.scope == "school" and count:
            advice.fallback(activity, count)
    yield from advice.steps()
