"""A finished plan as a point of the model, without the goal ``changes``: where a question about it begins.

Whoever uses it asks the model whether it keeps every row; after a change of the school it may not.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from models.plan import Plan, Session
from scheduler.week.context import Context, Var
from scheduler.week.data import Offer
from scheduler.week.follow import follow
from scheduler.week.layers import Indexes, duty_layer, staff_layer, student_layer
from scheduler.week.rules.r13_pins import supply_of
from scheduler.week.start import Chains, Whole


def point_of(ctx: Context, plan: Plan) -> Whole:
    """The plan's decisions as far as the model still has them; what they leave open is missing."""
    found = _Point(ctx, plan)
    found.students()
    found.tutoring()
    found.sessions()
    found.childcare()
    found.duties()
    follow(ctx, found.x)
    return Chains(ctx).complete(found.x)


def open_questions(ctx: Context) -> Indexes:
    """The variables that no table of a plan tells: which numbered section a pin means, which date a duty has."""
    free = [var for sections in ctx.sections.values() for s in sections for var in _names(s.leaders, s.rooms)]
    known = {v.index for table in _tables(ctx) for v in table} | {v.index for v in free}
    unknown = set(range(len(ctx.model.proto.variables))) - known
    return np.array(sorted(unknown | {v.index for v in free}), dtype=np.int64)


def parts(ctx: Context, blocks: Collection[str]) -> list[Indexes]:
    """Parts of the model that may make room for a change while the rest stays, small ones first; the last is all.

    ``blocks``: where the change is; the part before the last is their clubs and students, with the staff.
    """
    unknown = open_questions(ctx)
    everything = np.arange(len(ctx.model.proto.variables), dtype=np.int64)
    layers = [student_layer(ctx), duty_layer(ctx), staff_layer(ctx)]
    if blocks:
        layers.append(np.union1d(staff_layer(ctx), _clubs_of(ctx, blocks)))
    return [np.union1d(layer, unknown) for layer in (*layers, everything)]


def _clubs_of(ctx: Context, blocks: Collection[str]) -> Indexes:
    """The clubs of some blocks, and their students."""
    found = [*ctx.bad_week.values()]
    found += [v for (_, block, _), v in ctx.place.items() if block in blocks]
    found += [v for (_, block), v in ctx.unplaced.items() if block in blocks]
    found += [v for offer, v in ctx.held.items() if offer.time in blocks]
    found += [v for (offer, _), v in ctx.rooms.items() if offer.time in blocks]
    return np.array(sorted({v.index for v in found}), dtype=np.int64)


def moves(ctx: Context, plan: Plan) -> Whole:
    """A cost for each variable: 1 taken off for every student who stays in an activity in which the group has somebody."""
    cost = np.zeros(len(ctx.model.proto.variables), dtype=np.int64)
    was_in = {(row.student_id, row.block, row.activity_id) for row in plan.placements}
    for (index, block, option), var in ctx.place.items():
        cost[var.index] = -any((s, block, option.offer.activity) in was_in for s in ctx.groups[index].students)
    return cost


Rank = int | None
"""Of a place on the student's list; 0 is a fallback, None no club."""


@dataclass(frozen=True)
class Moved:
    """Places (student and block) that are worse in another plan, and better; of the worse ones that are in a club still that which
    falls furthest, from which rank to which; how many are in no club there and in one here (``lost``), and how many the other way round (``gained``)."""

    worse: int
    better: int
    furthest: tuple[Rank, Rank] | None
    lost: int = 0
    gained: int = 0


def others_moved(ctx: Context, plan: Plan, x: Whole, but: frozenset[str]) -> Moved:
    """The places that are worse in ``x`` than in the plan, and better; but for these students' own.

    Students of a group are interchangeable: as many as can be keep what they had.
    """
    pairs = list(_pairs(ctx, plan, x, but))
    falls = [(before, after) for before, after in pairs if after > before]
    in_clubs = [fall for fall in falls if fall[1] != _NOWHERE]
    furthest = max(in_clubs, key=lambda fall: (fall[1] - fall[0], fall[1]), default=None)
    better = sum(after < before for before, after in pairs)
    ranks = (_rank(furthest[0]), _rank(furthest[1])) if furthest else None
    lost = sum(after == _NOWHERE for _, after in falls)
    gained = sum(before == _NOWHERE > after for before, after in pairs)
    return Moved(len(falls), better, ranks, lost, gained)


def _pairs(ctx: Context, plan: Plan, x: Whole, but: frozenset[str]) -> Iterator[tuple[int, int]]:
    """What each place was like, and what it is in ``x``."""
    was_in = {(row.student_id, row.block): row.activity_id for row in plan.placements}
    now: dict[tuple[int, str], list[int]] = defaultdict(list)
    for (index, block, option), var in ctx.place.items():
        now[index, block] += [_liking(option.rank)] * int(x[var.index])
    for index, group in enumerate(ctx.groups):
        if but & set(group.students):
            continue
        for block, options in group.options:
            liking = {option.offer.activity: _liking(option.rank) for option in options}
            before = sorted(liking.get(was_in.get((s, block)) or "", _NOWHERE) for s in group.students)
            after = sorted([*now[index, block], *[_NOWHERE] * (group.count - len(now[index, block]))])
            yield from zip(before, after, strict=True)


_NOWHERE = 10**9


def _liking(rank: int) -> int:
    return rank or _NOWHERE - 1


def _rank(liking: int) -> Rank:
    return {_NOWHERE: None, _NOWHERE - 1: 0}.get(liking, liking)


def _names(*tables: dict[str, Var]) -> list[Var]:
    return [var for table in tables for var in table.values()]


def _tables(ctx: Context) -> list[list[Var]]:
    dicts = (
        ctx.held, ctx.own, ctx.lead, ctx.visit_lead, ctx.cover, ctx.care, ctx.rooms, ctx.place, ctx.bad_week,
        ctx.tutored, ctx.room_used, ctx.duties, ctx.covered, ctx.unplaced, ctx.unheld, ctx.untutored, ctx.unfilled,
        ctx.comes, ctx.whole_groups,
    )  # fmt: skip
    steps = [var for chain, _ in ctx.chains for var in chain]
    return [*([*table.values()] for table in dicts), steps]


class _Point:
    def __init__(self, ctx: Context, plan: Plan) -> None:
        self.ctx, self.plan = ctx, plan
        self.x: Whole = np.zeros(len(ctx.model.proto.variables), dtype=np.int64)

    def add(self, var: Var | None, more: int = 1) -> None:
        if var is not None:
            self.x[var.index] += more

    def at(self, var: Var) -> int:
        return int(self.x[var.index])

    def students(self) -> None:
        was_in = {(row.student_id, row.block): row.activity_id for row in self.plan.placements}
        for (index, block, option), var in self.ctx.place.items():
            members = self.ctx.groups[index].students
            self.add(var, sum(was_in.get((s, block)) == option.offer.activity for s in members))

    def tutoring(self) -> None:
        for row in self.plan.tutoring:
            self.add(self.ctx.tutored.get((row.student_id, row.activity_id, row.slot_id)))

    def sessions(self) -> None:
        offers = {(o.activity, o.time, o.class_id): o for o in self.ctx.held}
        by_offer: dict[Offer, list[Session]] = defaultdict(list)
        for session in self.plan.sessions:
            offer = offers.get((session.activity_id, session.block, session.class_id))
            if offer:
                by_offer[offer].append(session)
        for offer, found in by_offer.items():
            self.add(self.ctx.held[offer], len(found))
            if self.ctx.room_plan.choices[offer] != (self.ctx.room_plan.choices[offer][0],):
                for session in found:
                    room_class = self.ctx.room_plan.class_of.get(session.room_id, -1)
                    self.add(self.ctx.rooms.get((offer, room_class)))
            for session in found:
                self._led(offer, session)
            self._sections(offer, found)

    def _sections(self, offer: Offer, found: list[Session]) -> None:
        """The numbered sections of an offer that a pin names, with those of their leaders and rooms that are named."""
        in_order = sorted(found, key=lambda session: session.section)
        for section, session in zip(self.ctx.sections.get(offer, ()), in_order, strict=False):
            if section.exists is not self.ctx.held[offer]:
                self.add(section.exists)
            self.add(section.leaders.get(session.leader_id))
            self.add(section.rooms.get(session.room_id))

    def _led(self, offer: Offer, session: Session) -> None:
        leader = supply_of(self.ctx, session.leader_id, offer)
        self.add(leader)
        if leader is not None and leader is self.ctx.cover.get((session.leader_id, offer.time)):
            self.add(self.ctx.covered[offer.pool])
        if session.escort_id is not None:
            self.add(self.ctx.cover.get((session.escort_id, offer.time)))

    def childcare(self) -> None:
        for row in self.plan.carers:
            self.add(self.ctx.care.get((row.teacher_id, row.slot_id)))
            room = self.ctx.room_used.get((row.room_id, row.slot_id))
            if room is not None:
                self.x[room.index] = 1

    def duties(self) -> None:
        for row in self.plan.duties:
            if row.staff_id is not None:
                self.add(self.ctx.duties.get((row.staff_id, row.weekday, row.post_id)))
        filled: Counter[tuple[int, str]] = Counter()
        for (_, weekday, post), var in self.ctx.duties.items():
            filled[weekday, post] += self.at(var)
        duty = self.ctx.data.duty
        for key, gap in self.ctx.unfilled.items():
            self.add(gap, (duty.demand[key] if duty else 0) - filled[key])
