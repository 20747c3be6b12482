"""Who could lead, escort and care on a weekday: every outcome by who works when."""

from functools import cache
from itertools import combinations

from tiny import Held, Tiny
from tiny_sessions import Day

Work = tuple[tuple[int, ...], tuple[int, ...]]
"""The slots that each teacher, and each instructor, works, as bits."""


class Staff:
    """The staff of a school and what a weekday could ask of them."""

    def __init__(self, tiny: Tiny) -> None:
        self.tiny = tiny
        self.teachers = tiny.school.teachers
        end = tiny.school.term.end
        self.instructors = [i for i in tiny.school.instructors if i.cleared_until is None or i.cleared_until >= end]
        self.open = [sum(b for s, b in tiny.bit.items() if s not in t.unavailable) for t in self.teachers]
        self.come = [sum(b for s, b in tiny.bit.items() if s in i.available) for i in self.instructors]

    def outcomes(self, day: Day, forced: dict[Held, str]) -> dict[Work, int]:
        """Least continuity by who works when (R1, R5, R6 within the day, R9); ``forced`` leaders are pinned."""
        states: dict[Work, int] = {((0,) * len(self.teachers), (0,) * len(self.instructors)): 0}
        for held in day:
            after: dict[Work, int] = {}
            for (teachers, instructors), value in states.items():
                for work, price in self._led(held, teachers, instructors, forced.get(held)):
                    after[work] = min(value + price, after.get(work, value + price))
            states = after
        weekday = self.tiny.weekday(day[0].offer.time) if day else None
        for slot in self.tiny.school.slots:
            if slot.weekday == weekday:
                states = self._cared(slot.slot_id, states)
        return {work: value for work, value in states.items() if self._within_day(work)}

    def _led(self, held: Held, teachers: tuple[int, ...], instructors: tuple[int, ...], forced: str | None):
        activity = self.tiny.activities[held.offer.activity]
        needs = activity.kind != "homework" if activity.skill_needed is None else activity.skill_needed
        mask = self.tiny.mask(held.offer.time)
        for n, t in enumerate(self.teachers):
            free = mask & self.open[n] == mask and not teachers[n] & mask
            fit = not needs or activity.activity_id in t.skills
            if free and fit and forced in (None, t.teacher_id):
                yield (_plus(teachers, n, mask), instructors), self._continuity(held, t.teacher_id)
        if activity.kind in ("homework", "tutoring") or activity.fallback:
            return
        for n, i in enumerate(self.instructors):
            free = mask & self.come[n] == mask and not instructors[n] & mask
            fit = not needs or activity.activity_id in i.skills
            if not (free and fit and forced in (None, i.instructor_id)):
                continue
            comes = _plus(instructors, n, mask)
            if not i.escort:
                yield (teachers, comes), 0
                continue
            for k in range(len(self.teachers)):
                if mask & self.open[k] == mask and not teachers[k] & mask:
                    yield (_plus(teachers, k, mask), comes), 0

    def _continuity(self, held: Held, teacher: str) -> int:
        if self.tiny.activities[held.offer.activity].kind != "homework":
            return 0
        item = self.tiny.classes[held.offer.class_id]
        if item.head_teacher == teacher:
            return 0
        taught = any((r.class_id, r.teacher_id) == (item.class_id, teacher) for r in self.tiny.school.teaching)
        return 1 if taught else 3

    def _cared(self, slot: str, states: dict[Work, int]) -> dict[Work, int]:
        """The same with every choice of carers in a slot with which all children there have their places."""
        if not self.tiny.school.childcare:
            return states
        bit = self.tiny.bit[slot]
        skilled = [n for n, t in enumerate(self.teachers) if "childcare" in t.skills and self.open[n] & bit]
        after: dict[Work, int] = {}
        for (teachers, instructors), value in states.items():
            free = [n for n in skilled if not teachers[n] & bit]
            for size in range(len(free) + 1):
                for carers in combinations(free, size):
                    now = tuple(m | bit if n in carers else m for n, m in enumerate(teachers))
                    here = frozenset(n for n, m in enumerate(now) if m & bit)
                    if _seated(self, slot, here, size):
                        work = (now, instructors)
                        after[work] = min(value, after.get(work, value))
        return after

    def _within_day(self, work: Work) -> bool:
        teachers, instructors = work
        return all(m.bit_count() <= t.max_sessions_day for m, t in zip(teachers, self.teachers, strict=True)) and all(
            not m or m.bit_count() >= i.min_sessions_visit for m, i in zip(instructors, self.instructors, strict=True)
        )

    def within_week(self, work: Work) -> bool:
        """R6 over the week: sessions, loads and fees."""
        teachers, instructors = work
        for m, t in zip(teachers, self.teachers, strict=True):
            n = m.bit_count()
            if n > t.max_sessions_week or (n and t.max_load is not None and t.day_load + n > t.max_load):
                return False
        if any(m.bit_count() > i.max_sessions_week for m, i in zip(instructors, self.instructors, strict=True)):
            return False
        budget = self.tiny.school.policy.weekly_budget
        return budget is None or self.cost(work) <= budget

    def cost(self, work: Work) -> int:
        """External fees a week."""
        return sum(m.bit_count() * i.fee for m, i in zip(work[1], self.instructors, strict=True))

    def fairness(self, work: Work) -> int:
        """Day load and work, squared."""
        return sum(
            (t.day_load + m.bit_count()) ** 2 - t.day_load**2 for m, t in zip(work[0], self.teachers, strict=True)
        )

    def wishes(self, work: Work) -> int:
        """Slots that teachers would rather not have, or did not ask for."""
        found = 0
        for m, t in zip(work[0], self.teachers, strict=True):
            for slot, bit in self.tiny.bit.items():
                if m & bit:
                    found += 3 * (slot in t.avoid) + (bool(t.prefer) and slot not in t.prefer)
        return found

    def slots_of(self, work: Work) -> dict[str, int]:
        """The slots in which each person works, as bits."""
        names = [*(t.teacher_id for t in self.teachers), *(i.instructor_id for i in self.instructors)]
        return dict(zip(names, [*work[0], *work[1]], strict=True))


def _plus(masks: tuple[int, ...], n: int, mask: int) -> tuple[int, ...]:
    return (*masks[:n], masks[n] | mask, *masks[n + 1 :])


@cache
def _seated(staff: Staff, slot_id: str, working: frozenset[int], carers: int) -> bool:
    """R9 in a slot: whether rooms with so many carers in all can take the children of all who work."""
    school, slot = staff.tiny.school, staff.tiny.slots[slot_id]
    parents = {staff.teachers[n].teacher_id for n in working}
    here = [
        c for c in school.childcare if c.teacher_id in parents and slot.weekday in c.weekdays and slot.end > c.leave_by
    ]
    if not all(c.may_use_room for c in here):
        return False
    rooms = [r for r in school.childcare_rooms if not r.slots or slot_id in r.slots]
    staffed, own = [r for r in rooms if r.carers], [r for r in rooms if not r.carers]
    for size in range(len(staffed) + 1):
        for used in combinations(staffed, size):
            if sum(r.carers for r in used) == carers and all(
                sum(r.group == group and r.places > 0 for r in used) == sum(r.group == group for r in used)
                and sum(r.group == group for r in used)
                <= sum(c.group == group for c in here)
                <= sum(r.places for r in [*used, *own] if r.group == group)
                for group in ("preschool", "primary")
            ):
                return True
    return False
