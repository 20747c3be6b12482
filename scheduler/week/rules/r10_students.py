"""R10: a student who attends a block is in exactly one club of it or unplaced; and "nothing twice"."""

from collections import defaultdict

from scheduler.week.context import Context, Var, total


def add(ctx: Context) -> None:
    """As many places and gaps as students in each group and block; a clashing activity once in the week."""
    places: dict[tuple[int, str], list[Var]] = defaultdict(list)
    same: dict[tuple[int, str], list[Var]] = defaultdict(list)
    for (index, block, option), var in ctx.place.items():
        places[index, block].append(var)
        if ctx.groups[index].once:
            same[index, option.offer.activity].append(var)
    for (index, block), variables in places.items():
        gap = ctx.gap(ctx.groups[index].count, "unplaced", str(index), block)
        ctx.unplaced[index, block] = gap
        ctx.model.add(total(variables) + gap == ctx.groups[index].count)
    for variables in same.values():
        ctx.most(variables, 1)
