"""R12: nobody is on a post whose window overlaps a slot in which they work, on the weekday whose timetable runs."""

from collections import defaultdict

from scheduler.week.context import Context, Var, total


def add(ctx: Context) -> None:
    """A person has duties of a weekday at posts that clash with a slot only if they do not work in that slot.

    Posts that clash with the same slot share one decision. (A child's ``leave_by`` closes posts beforehand.)
    """
    if not ctx.data.duty:
        return
    posts = {p.post_id: p for p in ctx.school.posts}
    clashing: dict[tuple[str, str], list[tuple[Var, str, int]]] = defaultdict(list)
    for (person, weekday, post), var in ctx.duties.items():
        for slot in ctx.school.slots:
            if slot.weekday == weekday and any(w.overlaps(slot.start, slot.end) for w in posts[post].windows):
                clashing[person, slot.slot_id].append((var, post, weekday))
    for (person, slot_id), found in clashing.items():
        working = ctx.working(person, slot_id)
        if working:
            most = ctx.data.duty.on_weekday[person, found[0][2]]
            variables = [v for v, _, _ in found]
            for var, post, weekday in found:
                ctx.model.add(
                    var + ctx.data.duty.most[person, weekday, post] * total(working)
                    <= ctx.data.duty.most[person, weekday, post]
                )
            ctx.model.add(total(variables) + most * total(working) <= most)
