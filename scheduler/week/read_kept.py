"""Earlier sessions found again in a solution, so that they keep their number, leader, escort and room."""

from collections import defaultdict
from dataclasses import dataclass, field

from models.plan import Session
from scheduler.week.data import Offer
from scheduler.week.solution import Solution

Held = tuple[Offer, int]


@dataclass
class Again:
    """``kept``: sessions that stay as they were; ``follows``: sessions of an offer in the place of earlier ones, these
    among them; ``members``: who was in each of these."""

    kept: dict[Held, Session] = field(default_factory=dict[Held, Session])
    follows: dict[Held, Session] = field(default_factory=dict[Held, Session])
    members: dict[Held, frozenset[str]] = field(default_factory=dict[Held, frozenset[str]])


def again(solution: Solution) -> Again:
    """Nothing without an earlier plan."""
    ctx, found = solution.ctx, Again()
    earlier = ctx.data.earlier
    if earlier is None:
        return found
    _in_sections(solution, found)
    free = {
        offer: [n for n in range(1, solution.value(var) + 1) if (offer, n) not in found.kept]
        for offer, var in ctx.held.items()
    }
    loose = [k for k in ctx.kept if solution.value(k.var) and k.offer not in ctx.sections]
    found.kept |= dict(_numbered([(k.offer, k.session) for k in loose], free))
    found.follows |= found.kept
    settled = {session.session_id for session in found.kept.values()}
    offers = {(o.activity, o.time, o.class_id): o for o in ctx.held}
    others = [
        (offers[key], session)
        for session in earlier.sessions
        if session.session_id not in settled
        and (key := (session.activity_id, session.block, session.class_id)) in offers
    ]
    found.follows |= dict(_numbered(others, free))
    members: dict[str, set[str]] = defaultdict(set)
    for row in [*earlier.placements, *earlier.tutoring]:
        members[row.session_id or ""].add(row.student_id)
    found.members = {item: frozenset(members[session.session_id]) for item, session in found.follows.items()}
    return found


def _in_sections(solution: Solution, found: Again) -> None:
    """Those that a numbered section of the model stands for."""
    for offer, sections in solution.ctx.sections.items():
        for number, section in enumerate(sections, 1):
            for var, index in section.kept:
                if solution.value(var):
                    found.kept[offer, number] = solution.ctx.kept[index].session


def _numbered(sessions: list[tuple[Offer, Session]], free: dict[Offer, list[int]]) -> list[tuple[Held, Session]]:
    """A free number for each session, its own if it can be; those that find none are left out."""
    found: list[tuple[Held, Session]] = []
    waiting: list[tuple[Offer, Session]] = []
    for offer, session in sessions:
        if session.section in free[offer]:
            free[offer].remove(session.section)
            found.append(((offer, session.section), session))
        else:
            waiting.append((offer, session))
    for offer, session in waiting:
        if free[offer]:
            found.append(((offer, free[offer].pop(0)), session))
    return found
