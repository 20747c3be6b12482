"""R13: for every pin there is a session that agrees with every cell that is filled in.

Leaders, rooms and section numbers are told apart after the search; offers that a pin names by one of these are told
apart here, section by section: which of the named leaders and rooms each numbered section has. Whoever is left
can be shared out freely, since leaders, rooms and sections of an offer are equal in number.
"""

from collections import defaultdict
from itertools import pairwise

from models.pins import PinPlacementRow, PinRow
from scheduler.week.context import Context, Section, Var, total
from scheduler.week.data import Offer


def add(ctx: Context) -> None:
    """Session pins here; placement and duty pins bind single decisions."""
    matches = [(pin, [o for o in ctx.held if _fits(ctx, pin, o)]) for pin in ctx.school.pins]
    named = {o: None for pin, offers in matches if pin.leader_id or pin.room_id or pin.section for o in offers}
    for offer in named:
        _number(ctx, offer)
    for person in sorted({p.leader_id for p in ctx.school.pins if p.leader_id} | _earlier_leaders(ctx, set(named))):
        _name_leader(ctx, person, list(named))
    for offer in named:
        _one_leader(ctx, offer)
    _within_cover(ctx, list(named))
    for pin, offers in matches:
        if pin.leader_id or pin.room_id or pin.section:
            ctx.model.add(total(_sections_that_fit(ctx, pin, offers)) >= ctx.pin(pin))
        else:
            ctx.model.add(total(ctx.held[o] for o in offers) >= ctx.pin(pin))
    _placements(ctx)
    _duties(ctx)


def _earlier_leaders(ctx: Context, offers: set[Offer]) -> set[str]:
    """Who led a session of these offers in the earlier plan, so that a section can be that session."""
    keys = {(o.activity, o.time, o.class_id) for o in offers}
    sessions = ctx.data.earlier.sessions if ctx.data.earlier else ()
    return {s.leader_id for s in sessions if (s.activity_id, s.block, s.class_id) in keys}


def _fits(ctx: Context, pin: PinRow, offer: Offer) -> bool:
    homeroom_kind = ctx.data.activity(offer).kind != "club" or ctx.data.activity(offer).scope == "class"
    return (
        pin.block in (None, offer.time)
        and pin.activity_id in (None, offer.activity)
        and (pin.class_id is None or (homeroom_kind and pin.class_id == offer.class_id))
    )


def _number(ctx: Context, offer: Offer) -> None:
    limit = min(offer.limit, sum(ctx.room_plan.classes[k].groups for k in ctx.room_plan.choices[offer]))
    held = ctx.held[offer]
    exists = (
        [held] if limit == 1 else [ctx.boolean("section", offer.activity, offer.time, str(n)) for n in range(limit)]
    )
    if limit > 1:
        ctx.model.add(total(exists) == held)
        for earlier, later in pairwise(exists):
            ctx.model.add_implication(later, earlier)
    sections = [Section(var) for var in exists]
    ctx.sections[offer] = sections
    by_room = {ctx.room_plan.classes[k].rooms[0]: k for k in ctx.room_plan.choices[offer]}
    for room in sorted(ctx.data.pinned_rooms & set(by_room)):
        for section in sections:
            section.rooms[room] = ctx.boolean("section room", room)
        ctx.model.add(total(s.rooms[room] for s in sections) == ctx.rooms[offer, by_room[room]])
    for section in sections:
        if section.rooms:
            ctx.model.add(total(section.rooms.values()) <= section.exists)


def _name_leader(ctx: Context, person: str, offers: list[Offer]) -> None:
    by_supply: dict[int, tuple[Var, list[Var]]] = {}
    for offer in offers:
        supply = supply_of(ctx, person, offer)
        if supply is None:
            continue
        for section in ctx.sections[offer]:
            name = ctx.boolean("section leader", person, offer.activity, offer.time)
            section.leaders[person] = name
            by_supply.setdefault(supply.index, (supply, []))[1].append(name)
    for var, names in by_supply.values():
        ctx.model.add(total(names) <= var)


def _one_leader(ctx: Context, offer: Offer) -> None:
    for section in ctx.sections[offer]:
        if section.leaders:
            ctx.model.add(total(section.leaders.values()) <= section.exists)


def _within_cover(ctx: Context, offers: list[Offer]) -> None:
    """Named leaders take sessions that none of the class's own has; covering ones also none with the skill."""
    by_pool: dict[tuple[str, str], list[Var]] = defaultdict(list)
    for offer in offers:
        covering = [
            var
            for section in ctx.sections[offer]
            for person, var in section.leaders.items()
            if supply_of(ctx, person, offer) is ctx.cover.get((person, offer.time))
        ]
        by_pool[offer.pool] += covering
        own = [var for (_, other), var in ctx.own.items() if other == offer]
        others = [
            var
            for section in ctx.sections[offer]
            for person, var in section.leaders.items()
            if (person, offer) not in ctx.own
        ]
        if others and own:
            ctx.model.add(total(others) + total(own) <= ctx.held[offer])
    for pool, covering in by_pool.items():
        if covering:
            ctx.model.add(total(covering) <= ctx.covered[pool])


def supply_of(ctx: Context, person: str, offer: Offer) -> Var | None:
    """The decision that makes a person work at the offer's time in such a way that they can lead a session of it."""
    own = ctx.own.get((person, offer))
    if own is not None:
        return own
    lead = ctx.lead.get((person, offer.pool))
    if lead is None:
        lead = ctx.visit_lead.get((person, offer.pool))
    if lead is None and not ctx.data.activity(offer).needs_skill:
        lead = ctx.cover.get((person, offer.time))
    return lead


def _sections_that_fit(ctx: Context, pin: PinRow, offers: list[Offer]) -> list[Var]:
    found: list[Var] = []
    for offer in offers:
        for number, section in enumerate(ctx.sections[offer], 1):
            if pin.section not in (None, number):
                continue
            needs: list[Var | None] = [section.exists]
            if pin.leader_id:
                needs.append(section.leaders.get(pin.leader_id))
            if pin.room_id:
                needs.append(section.rooms.get(pin.room_id))
            given = [var for var in needs if var is not None]
            if len(given) < len(needs):
                continue
            match = ctx.boolean("pin", offer.activity, offer.time, str(number))
            for var in given:
                ctx.model.add_implication(match, var)
            ctx.pin_matches.append((match, tuple(given)))
            found.append(match)
    return found


def _placements(ctx: Context) -> None:
    """At least as many of a group are in an activity as pins put there."""
    group_of = {student_id: index for index, group in enumerate(ctx.groups) for student_id in group.students}
    places = {(index, block, option.offer.activity): var for (index, block, option), var in ctx.place.items()}
    pinned: dict[tuple[int, str, str], list[PinPlacementRow]] = defaultdict(list)
    for pin in dict.fromkeys(ctx.school.pin_placements):
        pinned[group_of.get(pin.student_id, -1), pin.block, pin.activity_id].append(pin)
    for key, pins in pinned.items():
        ctx.model.add(sum(ctx.pin(pin) for pin in pins) <= places.get(key, 0))


def _duties(ctx: Context) -> None:
    """At least as many duties over the term as are pinned to dates."""
    for key, pins in ctx.data.duty.pinned.items() if ctx.data.duty else ():
        ctx.model.add(sum(ctx.pin(pin) for pin in pins) <= ctx.duties.get(key, 0))
