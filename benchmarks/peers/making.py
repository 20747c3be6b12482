"""What every maker of plans is given, what it tells while it works, and how its tables become a plan."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.plan import Carer, Duty, Placement, Plan, Run, Score, Seat, Session, TutoringSeat
from models.policy import Goal
from models.school import School
from scheduler import __version__
from scheduler.calendar import open_days
from scheduler.files import school_digest
from scheduler.reasons import gaps
from scheduler.verify import verify

Values = Mapping[str, int]


@dataclass(frozen=True)
class Order:
    """What is asked of a maker. ``began`` on the clock of :func:`time.monotonic`; ``limit`` in seconds from then, with all of
    reading and building; ``base``: the folder of a plan whose sessions stand, for those who only place students."""

    limit: float
    seed: int = 0
    workers: int = 8
    base: Path | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(0.0, self.began + self.limit - time.monotonic())

    def share(self, goals_left: int) -> float:
        """Seconds for the next goal: half of what is left, all of it for the last."""
        return self.left / (2 if goals_left > 1 else 1)


@dataclass(frozen=True)
class Tables:
    """What a maker has decided."""

    sessions: tuple[Session, ...] = ()
    placements: tuple[Placement, ...] = ()
    duties: tuple[Duty, ...] = ()
    seats: tuple[Seat, ...] = ()
    carers: tuple[Carer, ...] = ()
    tutoring: tuple[TutoringSeat, ...] = ()


@dataclass(frozen=True)
class Made:
    """A maker's plan and the bounds that it has proven; no bound for a goal means that it proves none."""

    plan: Plan
    bounds: Values


Maker = Callable[[School, Order], Made]


def tell(values: Values) -> None:
    """Tell the watching process of a better plan: its goals' values, as a line of JSON."""
    print(json.dumps({"values": dict(values)}), flush=True)


def trivial_bound(school: School, goal: Goal) -> int:
    """A bound that needs no proof: no goal is below 0 but duty, by what people have taken too many of in earlier terms."""
    if goal != "duty":
        return 0
    return -sum(10 * person.carry**2 * len(set(person.roles)) for person in school.duty_staff)


def finished(school: School, tables: Tables, order: Order, bounds: Values) -> Made:
    """The tables as a plan, with its gaps, and the verifier's own values."""
    missing = gaps(
        school,
        tables.sessions,
        tables.placements,
        tables.duties,
        tables.seats,
        tables.carers,
        tables.tutoring,
        open_days(school),
        "en",
    )
    run = Run(
        version=__version__,
        digest=school_digest(school),
        seed=order.seed,
        time_limit=order.limit,
        gap=0.0,
        workers=order.workers,
        seconds={"total": round(time.monotonic() - order.began, 3)},
    )
    plan = Plan(
        run=run,
        sessions=tables.sessions,
        placements=tables.placements,
        duties=tables.duties,
        childcare=tables.seats,
        carers=tables.carers,
        tutoring=tables.tutoring,
        gaps=missing,
    )
    values = verify(school, plan).scores
    scores = tuple(
        Score(goal=g, value=values[g], bound=bounds.get(g, trivial_bound(school, g))) for g in school.policy.order()
    )
    return Made(plan.model_copy(update={"scores": scores}), bounds)
