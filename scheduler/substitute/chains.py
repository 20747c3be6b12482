"""Chains: A takes what nobody can take directly, and C takes what A had; as few people as can be."""

from collections.abc import Hashable, Iterator, Sequence
from itertools import islice

import networkx as nx

from scheduler.messages import Lang
from scheduler.substitute.cause import Cause, speaks
from scheduler.substitute.day import Day, Job, Move
from scheduler.substitute.options import Option, option
from scheduler.substitute.rules import candidates, why_not
from scheduler.substitute.value import of_moves, value

#: The longest chain has so many people; more is no help on the day.
LONGEST = 6
#: So many of the people who are free count as the end of a chain.
MOST_ENDS = 4
#: So many paths are tried for one that holds as a whole.
MOST_TRIED = 60

_END = "end"
_PERSON = 1_000


def chains(day: Day, hole: Job, lang: Lang, most: int = 3) -> tuple[Option, ...]:
    """The best chains that fill the task: fewest people first, then by cost; none where none is short enough."""
    for graph in _graphs(day, hole, lang):
        found: dict[tuple[Move, ...], Option] = {}
        for path in islice(_paths(graph, hole), MOST_TRIED):
            one = _whole(day, hole, path, lang)
            if one is not None:
                found.setdefault(one.moves, one)
            if len(found) == most:
                break
        if found:
            return tuple(sorted(found.values(), key=lambda one: (len(one.moves), one.cost, str(one.person))))
    return ()


def _paths(graph: "nx.DiGraph[Hashable]", hole: Job) -> Iterator[list[Hashable]]:
    if graph.has_node(_END):
        yield from nx.shortest_simple_paths(graph, hole, _END, weight="weight")


def _graphs(day: Day, hole: Job, lang: Lang) -> "Iterator[nx.DiGraph[Hashable]]":
    """Tasks, with an edge to each task that somebody would pass on to take this one, and to each person who is free.

    It grows by a level from one turn to the next.
    """
    graph: nx.DiGraph[Hashable] = nx.DiGraph()
    graph.add_node(hole)
    level, seen = [hole], {hole}
    for _ in range(LONGEST):
        following: list[Job] = []
        for job in level:
            _free(day, graph, job, lang)
            for other, cost in _passing(day, job, lang):
                graph.add_edge(job, other, weight=_PERSON + cost)
                if other not in seen:
                    seen.add(other)
                    following.append(other)
        yield graph
        level = following


def _free(day: Day, graph: "nx.DiGraph[Hashable]", job: Job, lang: Lang) -> None:
    """The best of those who can take a task as they are."""
    ends: list[tuple[int, str]] = []
    for person in _others(day, job):
        if why_not(day, person, job, lang) is None:
            ends.append((value(day, person, job)[0], person))
    for cost, person in sorted(ends)[:MOST_ENDS]:
        graph.add_edge(job, (job, person), weight=_PERSON + cost)
        graph.add_edge((job, person), _END, weight=0)


def _passing(day: Day, job: Job, lang: Lang) -> list[tuple[Job, int]]:
    """The tasks that somebody could pass on in order to take this one, each with what that costs."""
    found: list[tuple[Job, int]] = []
    for person in _others(day, job):
        if why_not(day, person, job, lang) is None:
            continue
        for own in _could_pass(day, person, job):
            if why_not(day, person, job, lang, [own]) is None:
                found.append((own, value(day, person, job)[0]))
    return found


def _others(day: Day, job: Job) -> list[str]:
    return [person for person in candidates(day.facts, job) if person != day.holders.get(job)]


def _could_pass(day: Day, person: str, job: Job) -> list[Job]:
    """The work of the date, and duties that stand in the way: none that is over, or too far off to matter."""
    facts = day.facts
    today = [own for own in day.work(person) if own != job]
    if not job.is_duty:
        return today + [own for own in day.duties(person) if own.on == job.on]
    near = max(facts.duty_staff[person].min_gap, 1)
    index = facts.days[job.on].index
    return today * (job.on == facts.on.date) + [
        own
        for own in day.duties(person)
        if own.on >= facts.on.date
        and own != job
        and (abs(facts.days[own.on].index - index) < near or facts.days[own.on].week == facts.days[job.on].week)
    ]


def _whole(day: Day, hole: Job, path: Sequence[Hashable], lang: Lang) -> Option | None:
    """The option that a path describes, if it holds as a whole: the last one moves first."""
    jobs = [node for node in path if isinstance(node, Job)]
    last = path[len(jobs)]
    people = [day.holders.get(job) for job in jobs[1:]] + [last[1] if isinstance(last, tuple) else None]
    if None in people or len(set(people)) < len(people):
        return None
    state, moves = day, list[Move]()
    for job, person in reversed(list(zip(jobs, people, strict=True))):
        # What the taker passes on has gone to the next already.
        one = option(state, job, str(person), lang)
        if isinstance(one, Cause):
            return None
        state = state.after(one.moves)
        moves[:0] = one.moves
    # An escort may have been passed on and then let go: what counts is who has each task at the end.
    ends = {move.job: state.holders.get(move.job) for move in moves}
    moves = [Move(job, now) for job, now in ends.items() if job.was != now or job == hole]
    cost, reasons = of_moves(day, moves)
    kept = [reason for reason in reasons if reason != speaks("free")]
    count = len({move.now for move in moves if move.now is not None})
    return Option(hole, tuple(moves), cost, (*kept, speaks("chain", count=count)))
