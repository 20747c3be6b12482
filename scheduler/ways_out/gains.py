"""What a plan has over another one."""

from collections import Counter
from dataclasses import dataclass, replace

from models.plan import Plan
from models.school import School


@dataclass(frozen=True)
class Gain:
    """What a plan of the relaxed school has over the plan before: gaps closed, by kind, and choices.

    ``cost``: by how much ``choices`` falls, ``coverage`` likewise; ``sections``: further sections of clubs; ``better`` and
    ``worse``: places (student and block) of a better or a worse choice than before; ``complete``: nothing is missing any
    more; ``whole``: the kinds of gaps of which none is left. Negative numbers are losses.
    """

    sessions: int
    duties: int
    tutoring: int
    places: int
    first_choices: int
    fallbacks: int
    sections: int
    cost: int
    coverage: int
    better: int
    worse: int
    complete: bool
    whole: tuple[str, ...] = ()

    @property
    def gaps_alone(self) -> "Gain":
        """The same without what it says of choices."""
        return replace(self, first_choices=0, fallbacks=0, sections=0, cost=0, better=0, worse=0)


def gain(school: School, before: Plan, after: Plan) -> Gain:
    """What a plan has over another, counted from their tables."""
    old, new = Counter(gap.what for gap in before.gaps), Counter(gap.what for gap in after.gaps)
    values = [{score.goal: score.value for score in plan.scores} for plan in (before, after)]
    ranks = [{(p.student_id, p.block): p.rank for p in plan.placements} for plan in (before, after)]
    clubs = [sum(s.kind == "club" for s in plan.sessions) for plan in (before, after)]

    changed = {
        "sessions": (old["homework"] + old["strand"], new["homework"] + new["strand"]),
        "duties": (old["duty"], new["duty"]),
        "tutoring": (old["tutoring"], new["tutoring"]),
        "places": (old["placement"], new["placement"]),
    }

    def price(rank: int | None) -> float:
        if rank is None:
            return float("inf")
        return school.policy.cost_of_rank(rank) if rank else school.policy.fallback_cost

    return Gain(
        **{kind: was - now for kind, (was, now) in changed.items()},
        whole=tuple(kind for kind, (was, now) in changed.items() if was and not now),
        first_choices=sum(r == 1 for r in ranks[1].values()) - sum(r == 1 for r in ranks[0].values()),
        fallbacks=sum(r == 0 for r in ranks[0].values()) - sum(r == 0 for r in ranks[1].values()),
        sections=clubs[1] - clubs[0],
        cost=values[0]["choices"] - values[1]["choices"],
        coverage=values[0]["coverage"] - values[1]["coverage"],
        better=sum(price(ranks[1].get(key)) < price(rank) for key, rank in ranks[0].items()),
        worse=sum(price(ranks[1].get(key)) > price(rank) for key, rank in ranks[0].items()),
        complete=bool(before.gaps) and not after.gaps,
    )
