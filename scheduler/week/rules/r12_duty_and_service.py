"""R12: nobody is on a post whose window overlaps a slot in which they work, on the weekday whose timetable runs."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from scheduler.week.context import Busy, Context, Var, total


def add(ctx: Context) -> None:
    """A person has duties of a weekday at posts that clash with slots only if they work in none of these.

    (A child's ``leave_by`` closes posts beforehand.)
    """
    duty = ctx.data.duty
    if not duty:
        return
    posts: dict[tuple[str, int], dict[str, Var]] = defaultdict(dict)
    for (person, weekday, post), var in ctx.duties.items():
        posts[person, weekday][post] = var
    for (person, weekday), own in posts.items():
        for slots in dict.fromkeys(tuple(clashes(ctx, weekday, post)) for post in own):
            working = [found for slot_id in slots if (found := ctx.engaged(person, slot_id))]
            if not working:
                continue
            busy = _busy(ctx, person, weekday, working)
            closed = [post for post in own if set(slots) <= set(clashes(ctx, weekday, post))]
            ctx.busy[person, weekday].append(Busy(busy, tuple(chain(*working)), tuple(own[post] for post in closed)))
            for post in closed:
                limit = duty.most[person, weekday, post]
                ctx.model.add(own[post] + limit * busy <= limit)
            limit = duty.on_weekday[person, weekday]
            ctx.model.add(total(own[post] for post in closed) + limit * busy <= limit)


def _busy(ctx: Context, person: str, weekday: int, working: list[Sequence[Var]]) -> Var:
    """Whether a person works in any of some slots, by what puts them to work in each: one decision, of which either answer says much, in
    place of many. Where a day's limit is less than the slots, half a day of work is half of the limit, not half of each slot."""
    busy = ctx.boolean("busy", person, str(weekday))
    for variables in working:
        ctx.model.add(total(variables) <= busy)
    teacher = ctx.school.teacher_by_id.get(person)
    if teacher and teacher.max_sessions_day < len(working):
        ctx.model.add(total(chain(*working)) <= teacher.max_sessions_day * busy)
    return busy


def clashes(ctx: Context, weekday: int, post_id: str) -> list[str]:
    """The slots of the weekday that overlap a window of the post."""
    post = next(p for p in ctx.school.posts if p.post_id == post_id)
    return [
        slot.slot_id
        for slot in ctx.school.slot_by_id.values()
        if slot.weekday == weekday and any(w.overlaps(slot.start, slot.end) for w in post.windows)
    ]
