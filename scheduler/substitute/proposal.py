"""A proposal for the whole date: every task filled that can be, at the least cost, nobody twice."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import networkx as nx

from scheduler.ledger import seats_without
from scheduler.messages import Lang
from scheduler.substitute.cause import Cause
from scheduler.substitute.chains import chains
from scheduler.substitute.day import Day, Job, Move, changes_of
from scheduler.substitute.options import Option, find, needless, option

#: So often is it looked which chain of one task leaves a way for the others.
MOST_LOOKS = 40
#: So many pairs of a task and a person are left out in turn where a task is left over.
MOST_PAIRS = 12

_SOURCE, _SINK = "source", "sink"


def propose(day: Day, holes: Sequence[Job], lang: Lang) -> dict[Job, Option]:
    """For each task that the proposal fills the option that fills it; taken together they keep every rule.

    Rounds of matching, in each of which a person takes one task at most: as many tasks as can be, then the least cost.
    What is left over is filled by chains, which may pass through what was given before. Where a task that somebody could
    take alone is still left over, it is tried again without one or another of the pairs.
    """
    rooms = [hole for hole in holes if needless(day.facts, hole)]
    wanted = [hole for hole in holes if hole not in rooms]
    taken, state = _attempt(day, wanted, set(), lang)
    hopeful = {
        hole for hole in wanted if hole not in taken and (find(day, hole, lang).options or chains(day, hole, lang))
    }
    if hopeful:
        for hole, one in list(taken.items())[:MOST_PAIRS]:
            other, then = _attempt(day, wanted, {(hole, one.person or "")}, lang)
            if len(other) > len(taken):
                taken, state = other, then
            if len(taken) == len(wanted):
                break
    settled = _settled(day, state, taken, lang)
    settled |= {hole: find(day, hole, lang).options[0] for hole in rooms if _room_is_empty(day, settled, hole)}
    return {hole: settled[hole] for hole in holes if hole in settled}


def _attempt(
    day: Day, holes: Sequence[Job], without: set[tuple[Job, str]], lang: Lang
) -> tuple[dict[Job, Option], Day]:
    """The matching and the chains, but for some pairs of a task and a person; and the state after them."""
    state, left, banned = day, list(holes), set(without)
    taken: dict[Job, Option] = {}
    while left:
        matched = _match(state, left, banned, lang)
        if not matched:
            break
        for hole, person in matched.items():
            one = _again(state, hole, person, lang)
            if one is None:
                banned.add((hole, person))
                continue
            state = state.after(one.moves)
            taken[hole] = one
            left.remove(hole)
    more = _chained(state, left, lang, [MOST_LOOKS])
    return taken | more, state.after(move for one in more.values() for move in one.moves)


def _chained(state: Day, left: Sequence[Job], lang: Lang, looks: list[int]) -> dict[Job, Option]:
    """As many of the tasks as can be, each with one of its best chains, one after the other.

    The first way that fills all of them is taken; ``looks`` counts down how often may be looked further.
    """
    if not left:
        return {}
    hole, rest = left[0], left[1:]
    best: dict[Job, Option] = {}
    looks[0] -= 1
    direct = find(state, hole, lang).options
    for one in (direct or chains(state, hole, lang))[:3]:
        found = {hole: one, **_chained(state.after(one.moves), rest, lang, looks)}
        if len(found) > len(best):
            best = found
        if len(best) == len(left) or looks[0] <= 0:
            return best
    without = _chained(state, rest, lang, looks) if len(best) < len(left) else {}
    return best if len(best) >= len(without) else without


def _room_is_empty(day: Day, settled: Mapping[Job, Option], hole: Job) -> bool:
    """Whether a room can do without the carer even while those whose tasks nobody takes are still expected."""
    facts = day.facts
    moves = [move for one in settled.values() for move in one.moves]
    ledger = (*facts.ledger, *changes_of(moves, "", datetime.now(UTC)))
    seats = seats_without(facts.plan, facts.school, ledger, facts.on, frozenset({hole.was or ""}))
    return all((seat.slot_id, seat.room_id) != hole.task.ids for seat in seats)


def _again(state: Day, hole: Job, person: str, lang: Lang) -> Option | None:
    """The option once more, now that others of the round have taken theirs: they may have taken the last place."""
    found = option(state, hole, person, lang)
    return None if isinstance(found, Cause) else found


def _match(state: Day, holes: Sequence[Job], banned: set[tuple[Job, str]], lang: Lang) -> dict[Job, str]:
    """The most tasks with a person each, at the least cost."""
    graph: nx.DiGraph[object] = nx.DiGraph()
    for hole in holes:
        for one in find(state, hole, lang).options:
            if one.person is not None and (hole, one.person) not in banned:
                graph.add_edge(_SOURCE, hole, capacity=1, weight=0)
                graph.add_edge(hole, ("person", one.person), capacity=1, weight=one.cost)
                graph.add_edge(("person", one.person), _SINK, capacity=1, weight=0)
    if not graph.has_node(_SINK):
        return {}
    flow = nx.max_flow_min_cost(graph, _SOURCE, _SINK)
    return {hole: node[1] for hole in holes for node, units in flow.get(hole, {}).items() if units}


def _settled(day: Day, state: Day, taken: Mapping[Job, Option], lang: Lang) -> dict[Job, Option]:
    """Each task's option as it stands at the end: a chain may have changed who took another one."""
    final = {job: who for job, who in state.holders.items() if job not in day.holders or day.holders[job] != who}
    told: set[Job] = set()
    found: dict[Job, Option] = {}
    for hole, one in taken.items():
        moves = [Move(move.job, state.holders.get(move.job, move.now)) for move in one.moves]
        moves = [move for move in moves if move.job not in told and (move.job == hole or move.job not in taken)]
        # An escort who was let go needs to be told as well, although nobody follows.
        told |= {move.job for move in moves}
        alone = option(day, hole, moves[0].now, lang) if moves[0].now is not None and len(moves) == 1 else None
        reasons = alone.reasons if isinstance(alone, Option) else one.reasons
        found[hole] = Option(hole, tuple(moves), one.cost, reasons)
    rest = [job for job in final if job not in told]
    if rest and found:
        hole, one = next(iter(found.items()))
        more = tuple(Move(job, final[job]) for job in rest)
        found[hole] = Option(hole, (*one.moves, *more), one.cost, one.reasons)
    return found
