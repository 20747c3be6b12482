"""R5: every session has one leader with the skill; an instructor with ``escort`` also has a teacher with them.

Where any teacher will do (homework of another class, an activity without skill, an escort) teachers are counted by
the time at which they ``cover``, and paired with the sessions afterwards.
"""

from collections import defaultdict

from scheduler.week.context import Context, Var, total


def add(ctx: Context) -> None:
    """As many leaders as sessions in every pool, as many covering teachers as are wanted at every time."""
    escorted = {i.instructor_id for i in ctx.data.usable_instructors if i.escort}
    leads: dict[tuple[str, str], list[Var]] = defaultdict(list)
    visits: dict[tuple[str, str], list[Var]] = defaultdict(list)
    cover: dict[str, list[Var]] = defaultdict(list)
    wanted: dict[str, list[Var]] = defaultdict(list)
    for (_, pool), var in ctx.lead.items():
        leads[pool].append(var)
    for (person, pool), var in ctx.visit_lead.items():
        visits[pool].append(var)
        if person in escorted:
            wanted[pool[1]].append(var)
    for (_, time), var in ctx.cover.items():
        cover[time].append(var)
    own = _own(ctx)
    for pool, offers in ctx.data.pools.items():
        held = [ctx.held[o] for o in offers if o in ctx.held]
        if not held:
            continue
        leaders = [*leads[pool], *visits[pool], *own.get(pool, [])]
        if not ctx.school.activity_by_id[pool[0]].needs_skill:
            covered = ctx.integer(sum(o.limit for o in offers), "covered", *pool)
            ctx.covered[pool] = covered
            wanted[pool[1]].append(covered)
            leaders.append(covered)
        ctx.model.add(total(held) == total(leaders))
    for time in {**wanted, **cover}:
        ctx.model.add(total(cover[time]) == total(wanted[time]))


def _own(ctx: Context) -> dict[tuple[str, str], list[Var]]:
    by_offer: dict[object, list[Var]] = defaultdict(list)
    by_pool: dict[tuple[str, str], list[Var]] = defaultdict(list)
    for (_, offer), var in ctx.own.items():
        by_offer[offer].append(var)
        by_pool[offer.pool].append(var)
    for offer, held in ctx.held.items():
        if by_offer.get(offer):
            ctx.model.add(total(by_offer[offer]) <= held)
    return by_pool
