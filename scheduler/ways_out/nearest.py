"""What a plan lacks all the same, whichever way out is taken: the gaps of the plan that was found to lack fewest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from models.plan import Gap, Plan
from scheduler.ways_out.together import KINDS


@dataclass(frozen=True)
class Nearest:
    """Of one kind of gap: the plan with the fewest, with these alone; ``elsewhere``: how many of them another plan that was
    found does not lack, which lacks others instead."""

    plan: Plan
    elsewhere: int


def nearest(base: Plan, found: Sequence[Plan]) -> dict[str, Nearest]:
    """By kind of gap of which no plan closes all, but some close a part: the first of those with the fewest."""
    answer: dict[str, Nearest] = {}
    for kind in dict.fromkeys(KINDS.values()):
        counts = [len(_of_kind(plan, kind)) for plan in (base, *found)]
        least = min(counts)
        if 0 < least < counts[0]:
            best = found[counts.index(least) - 1]
            always = reduce(Counter[str].__and__, (_places(plan, kind) for plan in (base, *found)))
            plan = best.model_copy(update={"gaps": _of_kind(best, kind)})
            answer[kind] = Nearest(plan, least - always.total())
    return answer


def _of_kind(plan: Plan, kind: str) -> tuple[Gap, ...]:
    return tuple(gap for gap in plan.gaps if KINDS[gap.what] == kind)


def _places(plan: Plan, kind: str) -> Counter[str]:
    """Where the gaps are; of tutoring whose: of which subject a session is missing, one plan may choose otherwise than another."""
    gaps = _of_kind(plan, kind)
    return Counter(gap.where.partition(";")[0] if gap.what == "tutoring" else f"{gap.what};{gap.where}" for gap in gaps)
