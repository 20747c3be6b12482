"""R12: nobody is on a post whose window overlaps a slot in which they work, on the weekday whose timetable runs."""

from collections import defaultdict

from scheduler.week.context import Context, Var, total


def add(ctx: Context) -> None:
    """A person has duties of a weekday at posts that clash with a slot only if they do not work in that slot.

    Posts that clash with the same slot share one decision. (A child's ``leave_by`` closes posts beforehand.)
    """
    if not ctx.data.duty:
        return
    clashing: dict[tuple[str, str], list[tuple[Var, int]]] = defaultdict(list)
    most: dict[tuple[str, str], int] = {}
    for (person, weekday, post), var in ctx.duties.items():
        for slot_id in clashes(ctx, weekday, post):
            clashing[person, slot_id].append((var, ctx.data.duty.most[person, weekday, post]))
            most[person, slot_id] = ctx.data.duty.on_weekday[person, weekday]
    for (person, slot_id), found in clashing.items():
        if ctx.engaged(person, slot_id):
            working = total(ctx.engaged(person, slot_id))
            for var, limit in found:
                ctx.model.add(var + limit * working <= limit)
            limit = most[person, slot_id]
            ctx.model.add(total(var for var, _ in found) + limit * working <= limit)


def clashes(ctx: Context, weekday: int, post_id: str) -> list[str]:
    """The slots of the weekday that overlap a window of the post."""
    post = next(p for p in ctx.school.posts if p.post_id == post_id)
    return [
        slot.slot_id
        for slot in ctx.school.slot_by_id.values()
        if slot.weekday == weekday and any(w.overlaps(slot.start, slot.end) for w in post.windows)
    ]
