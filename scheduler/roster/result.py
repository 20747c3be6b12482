"""What the roster hands back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from models.plan import Duty
from scheduler.roster.context import RosterData

Answer = Literal["found", "impossible", "timeout"]


@dataclass(frozen=True)
class Realised:
    """Dates for given counts. ``impossible`` is proven; ``timeout``: time was over, or a stop was asked for."""

    status: Answer
    duties: tuple[Duty, ...] = ()


def duties_of(data: RosterData, chosen: Mapping[tuple[int, str], str]) -> tuple[Duty, ...]:
    """A row for every post and open date, in order; ``chosen`` is by (date index, post id)."""
    return tuple(
        Duty(
            date=data.days[i].date,
            weekday=data.days[i].weekday,
            post_id=post,
            role=data.posts[post].role,
            staff_id=chosen.get((i, post)),
        )
        for i, post in data.places
    )


@dataclass(frozen=True)
class RosterResult:
    """The best roster found, with proven bounds.

    ``unfilled``: places without a person (each costs 100 of coverage); ``goal``: the duty goal; ``bound_goal`` is given
    that many unfilled places. ``impossible``: what was settled beforehand breaks the rules; then there are no duties.
    """

    duties: tuple[Duty, ...]
    unfilled: int
    goal: int
    bound_unfilled: int
    bound_goal: int
    impossible: bool = False

    @property
    def optimal(self) -> bool:
        """Whether both values meet their bounds."""
        return not self.impossible and (self.unfilled, self.goal) == (self.bound_unfilled, self.bound_goal)
