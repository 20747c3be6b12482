"""The planner itself, by its own pipeline and default settings."""

from benchmarks.peers.making import Made, Order, tell
from models.school import School
from scheduler.options import Options, Progress
from scheduler.plan import solve


def make(school: School, order: Order) -> Made:
    """The pipeline's plan and bounds."""
    last: dict[str, int] = {}

    def hear(progress: Progress) -> None:
        values = {g.goal: g.value for g in progress.goals if g.value is not None}
        if values and values != last:
            last.clear()
            last.update(values)
            tell(values)

    plan = solve(school, Options(time_limit=order.limit, seed=order.seed, began=order.began), hear)
    return Made(plan, {score.goal: score.bound for score in plan.scores})
