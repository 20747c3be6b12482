"""An earlier plan as a point of the model: what of it can be kept is kept, all else is missing.

It is a start for the search, not an answer: whoever uses it asks the model whether it keeps every row.
"""

from collections import Counter, defaultdict

import numpy as np

from models.people import ChildGroup
from scheduler.week.context import Context, Kept, Var
from scheduler.week.data import DutyDates, Offer
from scheduler.week.follow import follow, roles
from scheduler.week.groups import NOT_THERE
from scheduler.week.rules.r09_childcare import children_of
from scheduler.week.rules.r12_duty_and_service import clashes
from scheduler.week.start import Chains, Whole


def recalled(ctx: Context) -> Whole | None:
    """The earlier plan's point, None without one. Sections that pins number are left out: it does not tell them apart."""
    if ctx.data.earlier is None:
        return None
    found = _Recall(ctx)
    found.students()
    found.tutoring()
    found.sessions()
    found.childcare()
    found.duties()
    return Chains(ctx).complete(found.x)


class _Recall:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.x: Whole = np.zeros(len(ctx.model.proto.variables), dtype=np.int64)
        self.kept = _of_different_people(ctx.kept)
        self.members: Counter[Offer] = Counter()

    def put(self, var: Var, value: int) -> None:
        self.x[var.index] = value

    def at(self, var: Var) -> int:
        return int(self.x[var.index])

    def students(self) -> None:
        """Everybody where they were."""
        for (index, block, option), var in self.ctx.place.items():
            group = self.ctx.groups[index]
            if self.ctx.data.was_in.get((group.students[0], block), NOT_THERE) == option.offer.activity:
                self.put(var, group.count)
                self.members[option.offer] += group.count

    def tutoring(self) -> None:
        offers = {o.pool: o for o in self.ctx.held if self.ctx.data.activity(o).kind == "tutoring"}
        earlier = self.ctx.data.earlier
        for row in earlier.tutoring if earlier else ():
            var = self.ctx.tutored.get((row.student_id, row.activity_id, row.slot_id))
            if var is not None:
                self.put(var, 1)
                self.members[offers[row.activity_id, row.slot_id]] += 1

    def sessions(self) -> None:
        """Those that their students still fill, with leaders, escorts and rooms; then what is missing."""
        by_offer: dict[Offer, list[Kept]] = defaultdict(list)
        for kept in self.kept:
            by_offer[kept.offer].append(kept)
        for offer, found in by_offer.items():
            fewest = max(1, self.ctx.data.activity(offer).min_size)
            if self.ctx.data.activity(offer).kind in ("club", "tutoring"):
                del found[self.members[offer] // fewest :]
            self._hold(offer, found)
        for offer in self.ctx.held:
            if not by_offer.get(offer):
                self._nobody_in(offer)
        follow(self.ctx, self.x)

    def _hold(self, offer: Offer, found: list[Kept]) -> None:
        self.put(self.ctx.held[offer], len(found))
        rooms = Counter(kept.room_class for kept in found)
        for k in self.ctx.room_plan.choices[offer]:
            self.put(self.ctx.rooms[offer, k], rooms[k])
        for kept in found:
            self.put(kept.var, 1)
            self.put(kept.leader, 1)
            if kept.escort is not None:
                self.put(kept.escort, 1)
            if kept.leader is self.ctx.cover.get((kept.session.leader_id, offer.time)):
                self.x[self.ctx.covered[offer.pool].index] += 1

    def _nobody_in(self, offer: Offer) -> None:
        for (_, _, option), var in self.ctx.place.items():
            if option.offer == offer:
                self.put(var, 0)
        for (_, activity, slot_id), var in self.ctx.tutored.items():
            if (activity, slot_id) == offer.pool:
                self.put(var, 0)

    def childcare(self) -> None:
        """Rooms with their carers, where children of those who still work come."""
        ctx = self.ctx
        groups: dict[str, ChildGroup] = {r.room_id: r.group for r in ctx.school.childcare_rooms}
        for row in ctx.data.earlier.carers if ctx.data.earlier else ():
            room, care = ctx.room_used.get((row.room_id, row.slot_id)), ctx.care.get((row.teacher_id, row.slot_id))
            if room is None or care is None:
                continue
            if any(self.at(v) for v in children_of(ctx, groups[row.room_id], row.slot_id)):
                self.put(room, 1)
                self.put(care, 1)
        roles(ctx, self.x)

    def duties(self) -> None:
        """What each can keep beside the sessions that they have."""
        ctx, duty = self.ctx, self.ctx.data.duty
        if duty is None or duty.kept is None:
            return
        if duty.dates:
            self.dates(duty.dates)
            return
        left = Counter(duty.kept.together)
        filled: Counter[tuple[int, str]] = Counter()
        for (person, weekday, post), most in duty.kept.most.items():
            var = ctx.duties.get((person, weekday, post))
            busy = [v for s in clashes(ctx, weekday, post) for v in ctx.engaged(person, s)]
            if var is None or any(self.at(v) for v in busy):
                continue
            n = min(most, left[person], duty.most[person, weekday, post])
            left[person] -= n
            filled[weekday, post] += n
            self.put(var, n)
            self.put(ctx.kept_duties[person, weekday, post], n)
        for (weekday, post), gap in ctx.unfilled.items():
            self.put(gap, duty.demand[weekday, post] - filled[weekday, post])
        for (weekday, post), var in ctx.kept_empty.items():
            self.put(var, min(duty.kept.empty[weekday, post], self.at(ctx.unfilled[weekday, post])))

    def dates(self, dates: DutyDates) -> None:
        """The same date by date: as many of each person's as their week and gap let stay."""
        ctx = self.ctx
        weekday_of = {date: weekday for (weekday, _), asking in dates.asking.items() for date in asking}
        last: dict[str, int] = {}
        weeks = Counter(dates.used)
        filled: Counter[tuple[int, str]] = Counter()
        for (date, post), person in sorted(dates.kept.items()):
            var, week, weekday = ctx.dated.get((person, date, post)), dates.week[date], weekday_of[date]
            near = person in last and date - last[person] < max(1, dates.min_gap[person])
            busy = [v for s in clashes(ctx, weekday, post) for v in ctx.engaged(person, s)]
            if var is None or near or weeks[person, week] >= dates.max_week[person] or any(map(self.at, busy)):
                continue
            self.put(var, 1)
            self.x[ctx.duties[person, weekday, post].index] += 1
            filled[weekday, post] += 1
            last[person] = date
            weeks[person, week] += 1
        for place, gap in ctx.unfilled.items():
            self.put(gap, len(dates.asking[place]) - filled[place])


def _of_different_people(kept: list[Kept]) -> list[Kept]:
    """Those whose leader and escort nobody before them has; a broken plan may have somebody twice."""
    taken: set[int] = set()
    found: list[Kept] = []
    for one in kept:
        people = {one.leader.index} | ({one.escort.index} if one.escort is not None else set())
        if not people & taken:
            taken |= people
            found.append(one)
    return found
