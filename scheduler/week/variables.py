"""The decisions of the week. A decision that a rule forbids by itself (no skill, not available) is not made at all."""

from scheduler.week.context import Context


def add_variables(ctx: Context) -> None:
    """Make every variable of the week, in a fixed order."""
    _offers(ctx)
    _teachers(ctx)
    _instructors(ctx)
    _students(ctx)
    _childcare(ctx)
    _duties(ctx)


def _offers(ctx: Context) -> None:
    for offer in ctx.data.offers:
        rooms = ctx.room_plan.choices[offer]
        if not rooms:
            continue
        name = (offer.activity, offer.time, offer.class_id or "")
        limit = min(offer.limit, sum(ctx.room_plan.classes[k].groups for k in rooms))
        ctx.held[offer] = ctx.boolean(*name) if limit == 1 else ctx.integer(limit, *name)
        if len(rooms) == 1:
            ctx.rooms[offer, rooms[0]] = ctx.held[offer]
            continue
        for k in rooms:
            most = min(limit, ctx.room_plan.classes[k].groups)
            var = ctx.boolean(*name, str(k)) if most == 1 else ctx.integer(most, *name, str(k))
            ctx.rooms[offer, k] = var


def _teachers(ctx: Context) -> None:
    times: dict[str, None] = {}
    for pool, offers in ctx.data.pools.items():
        held = [o for o in offers if o in ctx.held]
        if not held:
            continue
        activity = ctx.data.activity(held[0])
        times[pool[1]] = None
        if activity.needs_skill:
            for teacher in ctx.school.teachers:
                if activity.activity_id in teacher.skills and ctx.data.teacher_free(teacher.teacher_id, pool[1]):
                    key = (teacher.teacher_id, pool)
                    ctx.lead[key] = ctx.teacher_role(teacher.teacher_id, pool[1], "lead", *pool)
        if activity.kind == "homework":
            _own(ctx, activity.needs_skill, pool)
    for time in times:
        for teacher in ctx.school.teachers:
            if ctx.data.teacher_free(teacher.teacher_id, time):
                ctx.cover[teacher.teacher_id, time] = ctx.teacher_role(teacher.teacher_id, time, "cover")


def _own(ctx: Context, needs_skill: bool, pool: tuple[str, str]) -> None:
    for offer in ctx.data.pools[pool]:
        if offer not in ctx.held or offer.class_id is None:
            continue
        for teacher_id in ctx.data.class_teachers(offer.class_id):
            skilled = pool[0] in ctx.school.teacher_by_id[teacher_id].skills
            if (skilled or not needs_skill) and ctx.data.teacher_free(teacher_id, offer.time):
                ctx.own[teacher_id, offer] = ctx.teacher_role(teacher_id, offer.time, "own", offer.class_id)


def _instructors(ctx: Context) -> None:
    for pool, offers in ctx.data.pools.items():
        if not any(o in ctx.held for o in offers):
            continue
        activity = ctx.data.activity(offers[0])
        if activity.teacher_only:
            continue
        for instructor in ctx.data.usable_instructors:
            skilled = activity.activity_id in instructor.skills or not activity.needs_skill
            if skilled and ctx.data.instructor_free(instructor, pool[1]):
                key = (instructor.instructor_id, pool)
                ctx.visit_lead[key] = ctx.instructor_role(instructor.instructor_id, pool[1], "lead", *pool)


def _students(ctx: Context) -> None:
    for index, group in enumerate(ctx.groups):
        for block, options in group.options:
            for option in options:
                if option.offer in ctx.held:
                    name = (str(index), block, option.offer.activity)
                    var = ctx.boolean(*name) if group.count == 1 else ctx.integer(group.count, *name)
                    ctx.place[index, block, option] = var
    slots = {(o.activity, o.time): o for o in ctx.held if ctx.data.activity(o).kind == "tutoring"}
    for key in ctx.data.tutoring_slots:
        if (key[1], key[2]) in slots:
            ctx.tutored[key] = ctx.boolean("tutored", *key)


def _childcare(ctx: Context) -> None:
    staffed = {r.room_id: r for r in ctx.school.childcare_rooms if r.carers}
    for (_, slot_id), rooms in ctx.data.open_rooms.items():
        for room_id in rooms:
            if room_id in staffed and (room_id, slot_id) not in ctx.room_used:
                ctx.room_used[room_id, slot_id] = ctx.boolean("used", room_id, slot_id)
    for slot_id in {slot_id: None for _, slot_id in ctx.room_used}:
        for teacher_id in ctx.data.carers:
            if ctx.data.teacher_free(teacher_id, slot_id):
                ctx.care[teacher_id, slot_id] = ctx.teacher_role(teacher_id, slot_id, "care")


def _duties(ctx: Context) -> None:
    duty = ctx.data.duty
    if duty:
        for (person, weekday, post), most in duty.most.items():
            if most:
                ctx.duties[person, weekday, post] = ctx.integer(most, "duty", person, str(weekday), post)
