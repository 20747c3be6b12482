"""Choices: the price of every place, and ``bad_week_cost`` for a student with neither a 1st nor a 2nd choice.

A group's bad weeks are its students less those with a good place in some block; students of a group can always be
paired with its places so that no two good places fall to one student while another has none (:mod:`.read`), so the
count depends on the number of good places alone. With one block it is linear in the places themselves.
"""

from scheduler.week.context import Context, Var, total

GOOD_RANKS = (1, 2)


def add(ctx: Context) -> None:
    """Terms by group."""
    good: dict[int, list[Var]] = {}
    for (index, block, option), var in ctx.place.items():
        ctx.penalise("choices", (str(index), block, option.offer.activity), var, option.cost)
        if option.rank in GOOD_RANKS:
            good.setdefault(index, []).append(var)
    price = ctx.school.policy.bad_week_cost
    if not price:
        return
    for index, group in enumerate(ctx.groups):
        here = good.get(index, [])
        if len(group.options) == 1 or not here:
            ctx.constant("choices", price * group.count)
            for var in here:
                ctx.penalise("choices", (str(index), "bad week"), var, -price)
            continue
        name = (str(index), "bad week")
        bad = ctx.boolean(*name) if group.count == 1 else ctx.integer(group.count, *name)
        ctx.bad_week[index] = bad
        ctx.model.add(bad + total(here) >= group.count)
        ctx.penalise("choices", name, bad, price)
