"""R10: a student who attends a block is in exactly one club of it or unplaced; and "nothing twice"."""

from collections import defaultdict

from scheduler.week.context import Context, Var, total


def add(ctx: Context) -> None:
    """At most as many places as students in each group and block; a clashing activity once in the week."""
    places: dict[tuple[int, str], list[Var]] = defaultdict(list)
    same: dict[tuple[int, str], list[Var]] = defaultdict(list)
    for (index, block, option), var in ctx.place.items():
        places[index, block].append(var)
        if ctx.groups[index].once:
            same[index, option.offer.activity].append(var)
    for (index, _), variables in places.items():
        if ctx.groups[index].count == 1:
            ctx.most(variables, 1)
        else:
            ctx.model.add(total(variables) <= ctx.groups[index].count)
    for variables in same.values():
        ctx.most(variables, 1)
