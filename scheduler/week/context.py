"""What every rule and goal of the week sees: the school's data, the CP-SAT model, its variables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from models.plan import Session
from models.policy import Goal
from models.row import Row
from models.school import School
from scheduler.week.data import Group, Offer, Option, WeekData
from scheduler.week.groups import student_groups
from scheduler.week.rooms import RoomPlan

Var = cp_model.IntVar
Where = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A term of a goal: ``weight`` times ``var``, and what it is for."""

    where: Where
    var: Var
    weight: int


@dataclass
class Section:
    """A numbered section of an offer that a pin names: whether it exists, which named leader and room it has.

    ``kept``: whether it is an earlier session, with its place in the context's list.
    """

    exists: Var
    leaders: dict[str, Var] = field(default_factory=dict)
    rooms: dict[str, Var] = field(default_factory=dict)
    kept: list[tuple[Var, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """The decision to keep a session of the earlier plan: what it rests on.

    ``leader`` and ``escort``: the decisions that put these people to work; ``room_class``: that of its room.
    """

    var: Var
    session: Session
    offer: Offer
    leader: Var
    escort: Var | None
    room_class: int


@dataclass(frozen=True)
class Busy:
    """The decision that somebody works in one of these slots of a weekday, which leaves none of the ``closed`` duties; ``working``: what
    puts them to work there."""

    var: Var
    working: tuple[Var, ...]
    closed: tuple[Var, ...]


@dataclass
class Context:
    """The model while it is built. Rules ask it questions such as :meth:`working`; goals add priced terms.

    Variables, by what they say: ``held`` sessions of an offer; ``own`` a class's own teacher leads its homework;
    ``lead`` a teacher leads a session of a pool; ``visit_lead`` an instructor does; ``cover`` a teacher leads or
    escorts at a time where any teacher will do; ``care`` a teacher cares for children in a slot; ``rooms`` sessions
    of an offer in a room class; ``place`` students of a group in an option; ``tutored`` a student in a slot;
    ``room_used`` a childcare room with carers in a slot; ``duties`` duties of (person, weekday, post), ``dated`` a duty on a date;
    ``roles`` what a teacher may do in a slot, where that is several things; ``busy`` work of (person, weekday) beside duties;
    ``covered`` sessions of a pool that covering teachers lead; ``sections`` the numbered sections of offers that pins name;
    ``unplaced`` students of a group in a block, ``unheld`` strands of a class in a slot, ``untutored`` sessions of a
    student, ``unfilled`` dates of a (weekday, post): the gaps;
    ``comes`` an instructor on a weekday; ``whole_groups`` all groups of a tutoring activity over the week;
    ``kept`` the sessions of an earlier plan that can be kept, ``kept_duties`` how many duties of (person, weekday, post),
    ``kept_empty`` how many unfilled places of (weekday, post);
    ``pin_holds`` whether a pin holds, where that is open; ``pin_matches`` whether a numbered section is a pin's, with all
    that must then be true of it; ``chains`` the steps that add up to the sum of other variables, cheapest first.
    """

    data: WeekData
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    held: dict[Offer, Var] = field(default_factory=dict)
    own: dict[tuple[str, Offer], Var] = field(default_factory=dict)
    lead: dict[tuple[str, tuple[str, str]], Var] = field(default_factory=dict)
    visit_lead: dict[tuple[str, tuple[str, str]], Var] = field(default_factory=dict)
    cover: dict[tuple[str, str], Var] = field(default_factory=dict)
    care: dict[tuple[str, str], Var] = field(default_factory=dict)
    rooms: dict[tuple[Offer, int], Var] = field(default_factory=dict)
    place: dict[tuple[int, str, Option], Var] = field(default_factory=dict)
    bad_week: dict[int, Var] = field(default_factory=dict)
    tutored: dict[tuple[str, str, str], Var] = field(default_factory=dict)
    room_used: dict[tuple[str, str], Var] = field(default_factory=dict)
    duties: dict[tuple[str, int, str], Var] = field(default_factory=dict)
    dated: dict[tuple[str, int, str], Var] = field(default_factory=dict)
    roles: dict[tuple[str, str], tuple[Var, ...]] = field(default_factory=dict)
    busy: dict[tuple[str, int], list[Busy]] = field(default_factory=lambda: defaultdict(list))
    covered: dict[tuple[str, str], Var] = field(default_factory=dict)
    sections: dict[Offer, list[Section]] = field(default_factory=dict)
    unplaced: dict[tuple[int, str], Var] = field(default_factory=dict)
    unheld: dict[tuple[str, str], Var] = field(default_factory=dict)
    untutored: dict[tuple[str, str], Var] = field(default_factory=dict)
    unfilled: dict[tuple[int, str], Var] = field(default_factory=dict)
    comes: dict[tuple[str, int], Var] = field(default_factory=dict)
    whole_groups: dict[str, Var] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    kept_duties: dict[tuple[str, int, str], Var] = field(default_factory=dict)
    kept_empty: dict[tuple[int, str], Var] = field(default_factory=dict)
    pin_holds: dict[Row, Var] = field(default_factory=dict)
    pin_matches: list[tuple[Var, tuple[Var, ...]]] = field(default_factory=list)
    chains: list[tuple[list[Var], list[Var]]] = field(default_factory=list)
    terms: dict[Goal, list[Term]] = field(default_factory=lambda: defaultdict(list))
    constants: dict[Goal, int] = field(default_factory=lambda: defaultdict(int))
    _working: dict[tuple[str, str], list[Var]] = field(default_factory=lambda: defaultdict(list))
    _coming: dict[tuple[str, str], list[Var]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.room_plan = RoomPlan(self.data)
        self.groups: tuple[Group, ...] = student_groups(self.data)

    @property
    def school(self) -> School:
        """The school itself."""
        return self.data.school

    # -- making variables ----------------------------------------------------------------------------------
    def boolean(self, *name: str) -> Var:
        """A decision; its name serves explanations only."""
        return self.model.new_bool_var("/".join(name))

    def integer(self, most: int, *name: str) -> Var:
        """A count from 0 to ``most``."""
        return self.model.new_int_var(0, most, "/".join(name))

    def gap(self, most: int, *name: str) -> Var:
        """How much is missing of something. As a variable of its own it can be held at 0 once nothing needs to be."""
        return self.boolean(*name) if most == 1 else self.integer(most, *name)

    def teacher_role(self, teacher_id: str, time: str, *name: str) -> Var:
        """A decision that makes the teacher work at a time: lead, escort or care."""
        var = self.boolean(teacher_id, time, *name)
        for slot_id in self.data.times[time]:
            self._working[teacher_id, slot_id].append(var)
        return var

    def instructor_role(self, instructor_id: str, time: str, *name: str) -> Var:
        """A decision that makes the instructor come at a time."""
        var = self.boolean(instructor_id, time, *name)
        for slot_id in self.data.times[time]:
            self._coming[instructor_id, slot_id].append(var)
        return var

    def pin(self, pin: Row) -> Var | int:
        """1 where every pin holds; else the decision whether this one does."""
        if not self.data.loose_pins:
            return 1
        if pin not in self.pin_holds:
            self.pin_holds[pin] = self.boolean("pin holds")
        return self.pin_holds[pin]

    def one_role(self, teacher_id: str, slot_id: str) -> None:
        """Keep a teacher to one role in a slot. Where there are several, whether they work is a decision of its own: what depends on it
        then names one variable, not twenty."""
        roles = self._working.get((teacher_id, slot_id), [])
        if len(roles) > 1:
            works = self.boolean("works", teacher_id, slot_id)
            self.model.add(total(roles) == works)
            self.roles[teacher_id, slot_id] = tuple(roles)
            self._working[teacher_id, slot_id] = [works]

    # -- questions that rules ask --------------------------------------------------------------------------
    def working(self, teacher_id: str, slot_id: str) -> Sequence[Var]:
        """The decisions that put the teacher to work in the slot, at most one of them true: just one of its own once R1 is there."""
        return self._working.get((teacher_id, slot_id), ())

    def coming(self, instructor_id: str, slot_id: str) -> Sequence[Var]:
        """The decisions that bring the instructor in the slot; at most one of them is true (R1)."""
        return self._coming.get((instructor_id, slot_id), ())

    def engaged(self, person: str, slot_id: str) -> Sequence[Var]:
        """The decisions that keep a teacher or an instructor busy in the slot (who share no id)."""
        return self.working(person, slot_id) or self.coming(person, slot_id)

    # -- rules and goals -----------------------------------------------------------------------------------
    def most(self, variables: Sequence[Var], limit: int) -> None:
        """The sum of the variables is at most ``limit``; nothing is added where that is plain."""
        if limit <= 0:
            for var in variables:
                self.model.add(var == 0)
        elif limit == 1 and all(v.is_boolean for v in variables):
            if len(variables) > 1:
                self.model.add_at_most_one(variables)
        elif sum(1 if v.is_boolean else limit + 1 for v in variables) > limit:
            self.model.add(total(variables) <= limit)

    def penalise(self, goal: Goal, where: Where, var: Var, weight: int) -> None:
        """Add ``weight`` times ``var`` to a goal."""
        if weight:
            self.terms[goal].append(Term(where, var, weight))

    def constant(self, goal: Goal, value: int) -> None:
        """Add a fixed amount to a goal."""
        self.constants[goal] += value


def total(variables: Iterable[Var]) -> cp_model.LinearExpr:
    """The sum of variables as one flat expression."""
    return cp_model.LinearExpr.sum(list(variables))


def weighted(variables: Iterable[Var], weights: Iterable[int]) -> cp_model.LinearExpr:
    """The weighted sum of variables as one flat expression."""
    return cp_model.LinearExpr.weighted_sum(list(variables), list(weights))
