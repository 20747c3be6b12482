"""Changes, on a rerun: earlier sessions with no twin, students with another activity, duties with another person.

Which leader, escort and room a session has is told apart after the search; for the earlier sessions it is told apart
here. An earlier session can be kept if the week has its offer, its leader, its escort and its room; the rest of the
sessions can then be completed freely, since leaders, rooms and sections of an offer are equal in number.

Duties are counted over the term here. That is a relaxation: dates may force more changes than counts. Where they did, the
week is made again with every date.
"""

from collections import defaultdict
from collections.abc import Iterable

from models.plan import Session
from scheduler.week.context import Context, Kept, Var, total
from scheduler.week.data import DutyDates, KeptDuties, Offer
from scheduler.week.groups import NOT_THERE
from scheduler.week.rules.r12_duty_and_service import clashes
from scheduler.week.rules.r13_pins import supply_of


def add(ctx: Context) -> None:
    """Nothing without an earlier plan."""
    if ctx.data.earlier is None:
        return
    _sessions(ctx, ctx.data.earlier.sessions)
    _students(ctx)
    _duties(ctx)
    if ctx.data.max_changes is not None:
        terms = [(t.var, t.weight) for t in ctx.terms["changes"]]
        most = ctx.data.max_changes - ctx.constants["changes"]
        ctx.model.add(sum(weight * var for var, weight in terms) <= most)


# -- sessions ----------------------------------------------------------------------------------------------
def _sessions(ctx: Context, earlier: Iterable[Session]) -> None:
    offers = {(o.activity, o.time, o.class_id): o for o in ctx.held}
    for session in earlier:
        ctx.constant("changes", 1)
        offer = offers.get((session.activity_id, session.block, session.class_id))
        if offer:
            _keep(ctx, offer, session)
    _within_offers(ctx)
    _within_people(ctx)
    _within_rooms(ctx)
    for kept in ctx.kept:
        ctx.penalise("changes", (kept.session.session_id,), kept.var, -1)


def _keep(ctx: Context, offer: Offer, session: Session) -> None:
    """A decision to keep the session, if each part of it is still there."""
    leader = supply_of(ctx, session.leader_id, offer)
    escort = ctx.cover.get((session.escort_id or "", offer.time))
    instructor = ctx.school.instructor_by_id.get(session.leader_id)
    if leader is None or (instructor is not None and instructor.escort) != (session.escort_id is not None):
        return
    if session.escort_id is not None and escort is None:
        return  # whoever came along is gone
    fixed = ctx.room_plan.fixed(offer)
    room_class = ctx.room_plan.class_of.get(session.room_id)
    if room_class is None or room_class not in ctx.room_plan.choices[offer] or fixed not in (None, session.room_id):
        return
    var = ctx.boolean("kept", session.session_id)
    ctx.kept.append(Kept(var, session, offer, leader, escort, room_class))
    if offer in ctx.sections:
        _in_a_section(ctx, ctx.kept[-1])


def _in_a_section(ctx: Context, kept: Kept) -> None:
    """Where pins name an offer's sections, the session is one of these."""
    matches: list[Var] = []
    for number, section in enumerate(ctx.sections[kept.offer]):
        match = ctx.boolean("kept as", kept.session.session_id, str(number))
        matches.append(match)
        ctx.model.add_implication(match, section.exists)
        ctx.model.add_implication(match, section.leaders[kept.session.leader_id])
        for room, var in section.rooms.items():
            if room == kept.session.room_id:
                ctx.model.add_implication(match, var)
            else:
                ctx.model.add_at_most_one([match, var])
        if kept.session.room_id in ctx.data.pinned_rooms and kept.session.room_id not in section.rooms:
            assert ctx.room_plan.fixed(kept.offer) == kept.session.room_id
        section.kept.append((match, len(ctx.kept) - 1))
    ctx.model.add(total(matches) == kept.var)


def _within_offers(ctx: Context) -> None:
    """No more than are held; and those whose leader is not the class's own leave room for those whose leader is."""
    of_offer: dict[Offer, list[Kept]] = defaultdict(list)
    for kept in ctx.kept:
        of_offer[kept.offer].append(kept)
    own: dict[Offer, list[Var]] = defaultdict(list)
    for (_, offer), var in ctx.own.items():
        own[offer].append(var)
    for offer, found in of_offer.items():
        ctx.model.add(total(k.var for k in found) <= ctx.held[offer])
        theirs = {var.index for var in own[offer]}
        others = [k.var for k in found if k.leader.index not in theirs]
        if others and own[offer]:
            ctx.model.add(total(others) + total(own[offer]) <= ctx.held[offer])
        rooms: dict[int, list[Var]] = defaultdict(list)
        for kept in found:
            rooms[kept.room_class].append(kept.var)
        for k, variables in rooms.items():
            ctx.model.add(total(variables) <= ctx.rooms[offer, k])
        for section in ctx.sections.get(offer, ()):
            if len(section.kept) > 1:
                ctx.model.add_at_most_one(match for match, _ in section.kept)
    _within_cover(ctx, of_offer)


def _within_cover(ctx: Context, of_offer: dict[Offer, list[Kept]]) -> None:
    """Whoever is named, by a kept session or a pin, and covers, is among those who cover in the pool."""
    covering: dict[tuple[str, str], list[Var]] = defaultdict(list)
    for offer in {**of_offer, **ctx.sections}:
        if offer in ctx.sections:
            named = [(who, var) for section in ctx.sections[offer] for who, var in section.leaders.items()]
        else:
            named = [(k.session.leader_id, k.var) for k in of_offer[offer]]
        for person, var in named:
            if supply_of(ctx, person, offer) is ctx.cover.get((person, offer.time)):
                covering[offer.pool].append(var)
    for pool, variables in covering.items():
        ctx.model.add(total(variables) <= ctx.covered[pool])


def _within_people(ctx: Context) -> None:
    """A person's work at a time goes to one session, be it kept or named by a pin."""
    uses: dict[int, tuple[Var, list[Var]]] = {}
    for kept in ctx.kept:
        if kept.offer not in ctx.sections:  # else the section's own name for the leader counts
            uses.setdefault(kept.leader.index, (kept.leader, []))[1].append(kept.var)
        if kept.escort is not None:
            uses.setdefault(kept.escort.index, (kept.escort, []))[1].append(kept.var)
    for offer, sections in ctx.sections.items():
        for person in sections[0].leaders if sections else ():
            supply = supply_of(ctx, person, offer)
            if supply is not None and supply.index in uses:
                uses[supply.index][1].extend(section.leaders[person] for section in sections)
    for var, found in uses.values():
        ctx.model.add(total(found) <= var)


def _within_rooms(ctx: Context) -> None:
    """A room's sessions at once, where home rooms and kept sessions meet in it or it has become smaller."""
    home: dict[tuple[str, str], list[Var]] = defaultdict(list)
    for offer, held in ctx.held.items():
        fixed = ctx.room_plan.fixed(offer)
        for slot_id in ctx.data.times[offer.time] if fixed else ():
            home[fixed or "", slot_id].append(held)
    chosen: dict[tuple[str, str], list[Var]] = defaultdict(list)
    for kept in ctx.kept:
        if not ctx.room_plan.fixed(kept.offer):
            for slot_id in ctx.data.times[kept.offer.time]:
                chosen[kept.session.room_id, slot_id].append(kept.var)
    for (room, slot_id), variables in chosen.items():
        ctx.most([*variables, *home.get((room, slot_id), ())], ctx.school.room_by_id[room].groups)


# -- students ----------------------------------------------------------------------------------------------
def _students(ctx: Context) -> None:
    """A change for each student of a group, taken off for each who is where they were."""
    where: dict[tuple[int, str], dict[str, Var]] = defaultdict(dict)
    for (index, block, option), var in ctx.place.items():
        where[index, block][option.offer.activity] = var
    for index, group in enumerate(ctx.groups):
        for block, _ in group.options:
            before = ctx.data.was_in.get((group.students[0], block), NOT_THERE)
            if before == NOT_THERE:
                continue
            var = ctx.unplaced.get((index, block)) if before is None else where[index, block].get(before)
            if before is None and var is None:
                continue  # nobody can place them now either
            ctx.constant("changes", group.count)
            if var is not None:
                ctx.penalise("changes", (str(index), block), var, -1)


# -- duties ------------------------------------------------------------------------------------------------
def _duties(ctx: Context) -> None:
    """A change for each place of the earlier roster, taken off for what counts can keep."""
    kept = ctx.data.duty.kept if ctx.data.duty else None
    if not kept:
        return
    ctx.constant("changes", kept.places)
    if ctx.data.duty and ctx.data.duty.dates:
        _on_dates(ctx, ctx.data.duty.dates)
        return
    of_person: dict[str, list[Var]] = defaultdict(list)
    for (person, weekday, post), most in kept.most.items():
        duties = ctx.duties.get((person, weekday, post))
        if duties is None:
            continue
        var = ctx.integer(most, "kept duties", person, str(weekday), post)
        ctx.model.add(var <= duties)
        for slot_id in clashes(ctx, weekday, post):
            if ctx.engaged(person, slot_id):
                ctx.model.add(var + most * total(ctx.engaged(person, slot_id)) <= most)
        of_person[person].append(var)
        ctx.kept_duties[person, weekday, post] = var
        ctx.penalise("changes", (person, str(weekday), post), var, -1)
    for person, variables in of_person.items():
        if sum(n for (who, _, _), n in kept.most.items() if who == person) > kept.together[person]:
            ctx.model.add(total(variables) <= kept.together[person])
    _only_where_somebody_left(ctx, kept)
    for (weekday, post), n in kept.empty.items():
        gap = ctx.unfilled.get((weekday, post))
        if gap is None:
            ctx.constant("changes", -n)
            continue
        var = ctx.integer(n, "kept empty", str(weekday), post)
        ctx.model.add(var <= gap)
        ctx.kept_empty[weekday, post] = var
        ctx.penalise("changes", (str(weekday), post), var, -1)


def _on_dates(ctx: Context, dates: DutyDates) -> None:
    """The same where the week has every date: exact."""
    for (date, post), person in dates.kept.items():
        var = ctx.dated.get((person, date, post))
        if var is not None:
            ctx.penalise("changes", (person, str(date), post), var, -1)
    ctx.constant("changes", -len(dates.empty))
    for (person, date, post), var in ctx.dated.items():
        if (date, post) in dates.empty:
            ctx.penalise("changes", (person, str(date), post), var, 1)


def _only_where_somebody_left(ctx: Context, kept: KeptDuties) -> None:
    """A person's other duties are on places that could keep nobody, as far as the dates suit, or were given up."""
    given_up: dict[tuple[int, str], int] = defaultdict(int)
    stay: dict[tuple[int, str], list[Var]] = defaultdict(list)
    for (_, weekday, post), most in kept.most.items():
        given_up[weekday, post] += most
    for (_, weekday, post), var in ctx.kept_duties.items():
        stay[weekday, post].append(var)
    of_person = [(who, var) for (who, _, _), var in ctx.kept_duties.items()]
    all_of: dict[str, int] = defaultdict(int)
    for (who, _, _), most in kept.most.items():
        all_of[who] += most
    for key, duties in ctx.duties.items():
        place = key[1:]
        others = [var for var in stay[place] if var is not ctx.kept_duties.get(key)]
        could, would = kept.open_to.get(key, 0), kept.beside.get(key, 0)
        ctx.model.add(duties + total(others) <= could + given_up[place])
        if would < could:
            # More only where the person gives up a duty of their own, which may be in the way of several.
            mine = [var for who, var in of_person if who == key[0]]
            ctx.model.add(
                duties + total(others) + (could - would) * total(mine)
                <= would + given_up[place] + (could - would) * all_of[key[0]]
            )
