"""Students: the counts of every group told apart by the seed, and the students of an offer shared over its sections."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.school import School
from models.services import Activity
from scheduler.lots import dealt, drawn, free
from scheduler.week.context import Context
from scheduler.week.data import Offer
from scheduler.week.goals.choices import GOOD_RANKS
from scheduler.week.solution import Solution


@dataclass(frozen=True)
class Enrolment:
    """A student in an offer, by the rank on their list (0 = fallback)."""

    student_id: str
    rank: int


def students_by_offer(solution: Solution, seed: int, *, deal: bool = True) -> dict[Offer, list[Enrolment]]:
    """Who is in which club offer.

    Within a group the order is by lot. In each block the good places go to those who have none yet, so that as few as
    possible are left without any, which is what the model counts (:mod:`.goals.choices`). Then the lots decide whatever
    else the goals leave open, between groups too (:mod:`scheduler.lots`), unless they need not be dealt.
    """
    ctx = solution.ctx
    found: dict[Offer, list[Enrolment]] = defaultdict(list)
    for index, group in enumerate(ctx.groups):
        waiting = drawn(group.students, seed, ctx.school.term.name)
        content: set[str] = set()
        for block, options in group.options:
            order = [s for s in waiting if s not in content] + [s for s in waiting if s in content]
            for option in sorted(options, key=lambda o: o.rank not in GOOD_RANKS):
                var = ctx.place.get((index, block, option))
                taken = order[: solution.value(var)] if var is not None else []
                order = order[len(taken) :]
                found[option.offer] += [Enrolment(s, option.rank) for s in taken]
                if option.rank in GOOD_RANKS:
                    content |= set(taken)
    return _by_lot(ctx, found, seed) if deal else found


def _by_lot(ctx: Context, found: dict[Offer, list[Enrolment]], seed: int) -> dict[Offer, list[Enrolment]]:
    """The same places, dealt by the lots wherever the goals leave that open."""
    school, earlier = ctx.school, ctx.data.earlier
    places: dict[tuple[str, str], str | None] = {(s, b): None for s, blocks in school.attended.items() for b in blocks}
    places |= {(e.student_id, offer.time): offer.activity for offer, rows in found.items() for e in rows}
    before = ctx.data.was_in if earlier else None
    if not free(ctx.data.order, ctx.data.max_changes):
        return found
    order = ctx.data.order or school.policy.order(rerun=earlier is not None)
    now, _ = dealt(school, places, seed, order=order, before=before)
    offers = {(o.activity, o.time, o.class_id or ""): o for o in found}
    again: dict[Offer, list[Enrolment]] = {offer: [] for offer in found}
    for (student_id, block), activity in now.items():
        if activity is not None:
            own = school.student_by_id[student_id].class_id
            class_id = own if school.activity_by_id[activity].scope == "class" else ""
            rank = school.ranks(student_id, block).get(activity, 0)
            again[offers[activity, block, class_id]].append(Enrolment(student_id, rank))
    return again


def tutored_by_offer(solution: Solution) -> dict[Offer, list[str]]:
    """Who is in which tutoring offer."""
    ctx = solution.ctx
    offers = {o.pool: o for o in ctx.held if ctx.data.activity(o).kind == "tutoring"}
    found: dict[Offer, list[str]] = defaultdict(list)
    for student_id, activity, slot_id in sorted(solution.true(ctx.tutored)):
        found[offers[activity, slot_id]].append(student_id)
    return found


def share_out(
    students: list[str],
    activity: Activity,
    capacities: list[int],
    school: School,
    stay: Sequence[frozenset[str]] = (),
) -> list[list[str]]:
    """The students in sections of nearly equal size, each from min_size to min(max_size, capacity); classes together.

    ``stay``: who was in each section earlier and stays there as far as its size allows.
    """
    ordered = sorted(students, key=lambda s: (school.student_by_id[s].class_id, s))
    most = [min(c, c if activity.max_size is None else activity.max_size) for c in capacities]
    least = max(1, activity.min_size)
    parts = [[s for s in ordered if s in here][:limit] for here, limit in zip(stay, most, strict=True)] if stay else []
    parts = parts or [[] for _ in capacities]
    settled = {s for part in parts for s in part}
    sizes = _sizes([len(part) for part in parts], least, most, len(ordered))
    loose = [s for s in ordered if s not in settled]
    for part, size in zip(parts, sizes, strict=True):
        loose += part[size:]
        del part[size:]
    for part, size in zip(parts, sizes, strict=True):
        more = size - len(part)
        part += loose[:more]
        del loose[:more]
    return parts


def _sizes(settled: list[int], least: int, most: list[int], count: int) -> list[int]:
    """A size for each section, as near to equal as those who are settled allow; all of ``count`` have a place."""
    sizes = [max(n, least) for n in settled]
    for _ in range(sum(sizes) - count):
        sizes[max((i for i in range(len(sizes)) if sizes[i] > least), key=lambda i: sizes[i])] -= 1
    for _ in range(count - sum(sizes)):
        sizes[min((i for i in range(len(sizes)) if sizes[i] < most[i]), key=lambda i: sizes[i])] += 1
    return sizes
