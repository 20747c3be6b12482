"""Ways out that must go together: where none closes all gaps of a kind, which of them do, tried one upon the other."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from models.plan import Plan
from models.school import School
from scheduler.ways_out.compare import WayOut
from scheduler.ways_out.steps import Step

Steps = tuple[Step, ...]

#: Kinds of gaps as they are counted in a gain, by what the plan's table calls them.
KINDS: Mapping[str, str] = {
    "homework": "sessions",
    "strand": "sessions",
    "duty": "duties",
    "tutoring": "tutoring",
    "placement": "places",
}


@dataclass(frozen=True)
class Together:
    """Of one kind of gap: ways out of which each closes some that those before it leave open, and how many a plan with all of
    them closes. ``instead``: for each, the others that close as many of the same sort. ``idle``: what closed nothing more when
    it was added; ``untried``: what there was no time to add. ``plan``: the one with all of them, where they are several; ``row``:
    the steps of the way out that is all of them in one, () where there is none."""

    kind: str
    ways: tuple[Steps, ...]
    instead: tuple[tuple[Steps, ...], ...]
    closed: int
    idle: tuple[Steps, ...] = ()
    untried: tuple[Steps, ...] = ()
    plan: Plan | None = field(default=None, compare=False, repr=False)
    row: Steps = ()

    @property
    def steps(self) -> Steps:
        """All that is done together."""
        return tuple(step for steps in self.ways for step in steps)


#: Takes a plan, the school that it is of, and one more way out: a better plan of the school with it, None if there is
#: none. Raises TimeoutError where no time is left.
Further = Callable[[Plan, School, WayOut], Plan | None]


@dataclass(frozen=True)
class _Part:
    """A way out that closes some gaps: how many of each sort. Which of the sort, one plan may choose otherwise than another."""

    way: WayOut
    plan: Plan
    closes: Counter[str]


def parted(plan: Plan, found: Sequence[tuple[WayOut, Plan]]) -> dict[str, list[_Part]]:
    """By kind of gap that no single one of ``found`` closes wholly: those that close some, what closes most first."""
    answer: dict[str, list[_Part]] = {}
    for kind in dict.fromkeys(KINDS.values()):
        gaps = _of_kind(plan, kind)
        parts = [_Part(one, shown, gaps - _of_kind(shown, kind)) for one, shown in found]
        parts = [part for part in parts if part.closes]
        if parts and all(part.closes.total() < gaps.total() for part in parts):
            answer[kind] = sorted(parts, key=lambda part: -part.closes.total())
    return answer


def together(
    school: School,
    plan: Plan,
    found: Sequence[tuple[WayOut, Plan]],
    relaxed: Callable[[School, Steps], School],
    further: Further,
) -> tuple[Together, ...]:
    """For each kind of gap that is closed in part: one way out after the other on top of the best, as long as it closes more.

    ``relaxed``: a school with steps.
    """
    kinds = parted(plan, found)
    return tuple(_joined(school, plan, kind, parts, relaxed, further) for kind, parts in kinds.items())


def _joined(
    school: School,
    plan: Plan,
    kind: str,
    parts: Sequence[_Part],
    relaxed: Callable[[School, Steps], School],
    further: Further,
) -> Together:
    first, *others = parts
    taken, idle, untried = [first], list[_Part](), list[_Part]()
    shown, now = first.plan, relaxed(school, first.way.steps)
    for part in others:
        left = _of_kind(shown, kind)
        if not part.closes & left or any(_same_thing(part.way, other.way) for other in taken):
            continue
        try:
            better = further(shown, now, part.way)
        except TimeoutError:
            untried.append(part)
            continue
        if better is not None and _of_kind(better, kind).total() < left.total():
            taken.append(part)
            shown, now = better, relaxed(now, part.way.steps)
        else:
            idle.append(part)
    rest = [part for part in parts if part not in (*taken, *idle, *untried)]
    return Together(
        kind,
        tuple(part.way.steps for part in taken),
        tuple(tuple(o.way.steps for o in rest if part.closes <= o.closes) for part in taken),
        (_of_kind(plan, kind) - _of_kind(shown, kind)).total(),
        tuple(part.way.steps for part in idle),
        tuple(part.way.steps for part in untried),
        shown if len(taken) > 1 else None,
    )


def _of_kind(plan: Plan, kind: str) -> Counter[str]:
    return Counter(gap.what for gap in plan.gaps if KINDS[gap.what] == kind)


def _same_thing(one: WayOut, other: WayOut) -> bool:
    """Whether both relax the same cell, or add the same: then they are no two things to do."""
    return any(_alike(a, b) for a in one.steps for b in other.steps)


def _alike(one: Step, other: Step) -> bool:
    if type(one) is not type(other):
        return False
    (name, mine), theirs = next(iter(vars(one).items())), vars(other)
    return bool(set(mine) & set(theirs[name])) if isinstance(mine, tuple) else mine == theirs[name]
