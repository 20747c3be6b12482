"""What the school wants most: the order of the goals and the price of each choice."""

from datetime import time
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, field_validator
from pydantic_core import PydanticCustomError

from models.row import Clock, Frozen, Int, Ints, column, split_list

Goal = Literal["coverage", "choices", "fairness", "duty", "wishes", "continuity", "cost", "changes"]
Swaps = Literal["office", "private"]
GOALS: tuple[Goal, ...] = get_args(Goal)
DEFAULT_PRIORITIES: tuple[Goal, ...] = GOALS[:-1]


class Policy(Frozen):
    """The settings of a school."""

    priorities: Annotated[tuple[Goal, ...], BeforeValidator(split_list)] = column(
        "目标次序",
        "The goals, most important first; coverage is always first.",
        "目标的先后次序，coverage 始终第一。",
        default=DEFAULT_PRIORITIES,
    )
    rank_cost: Ints = column(
        "志愿代价",
        "Cost of a place in the 1st, 2nd, … choice; a longer list goes on with the last step.",
        "录取第一、第二……志愿的代价；更长的志愿按最后一步递增。",
        default=(0, 1, 3, 6, 10),
    )
    fallback_cost: Int = column(
        "兜底代价", "Cost of a place that was not chosen.", "安排到未选活动的代价。", default=20, ge=0
    )
    bad_week_cost: Int = column(
        "整周失望代价",
        "Added once for a student who gets neither a 1st nor a 2nd choice in any block.",
        "学生一周内没有任何第一或第二志愿时另加的代价。",
        default=5,
        ge=0,
    )
    weekly_budget: Int | None = column(
        "每周预算",
        "Most external fees in a week, CNY; blank: no limit.",
        "每周外聘费用上限（元）；留空为不限。",
        default=None,
        ge=0,
    )
    meal_after: Clock = column(
        "用餐时间",
        "Whoever works past it is counted for the canteen.",
        "超过此时间仍在岗者计入食堂用餐。",
        default=time(18, 0),
    )
    swaps: Swaps = column(
        "换班",
        "Who may swap sessions and duties: office = only the office, private = people among themselves.",
        "谁可以调换活动和值班：office 只由办公室，private 教师之间可自行调换。",
        default="office",
    )

    @field_validator("priorities")
    @classmethod
    def _complete(cls, value: tuple[Goal, ...]) -> tuple[Goal, ...]:
        if len(set(value)) != len(value) or (value and "coverage" in value and value[0] != "coverage"):
            wanted = "each goal once, coverage first"
            raise PydanticCustomError("cell", "{wanted}", {"cell": "priorities", "wanted": wanted})
        return value

    @field_validator("rank_cost")
    @classmethod
    def _some(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or any(cost < 0 for cost in value):
            wanted = "one or more whole numbers, none below 0"
            raise PydanticCustomError("cell", "{wanted}", {"cell": "rank_cost", "wanted": wanted})
        return value

    def order(self, rerun: bool = False) -> tuple[Goal, ...]:
        """Every goal that counts, most important first; goals that were not named follow in the usual order.

        ``changes`` counts only on a rerun, right after coverage unless it was named.
        """
        named: list[Goal] = [goal for goal in self.priorities if goal != "coverage" and (rerun or goal != "changes")]
        rest: list[Goal] = [goal for goal in DEFAULT_PRIORITIES if goal != "coverage" and goal not in named]
        if rerun and "changes" not in named:
            named.insert(0, "changes")
        return ("coverage", *named, *rest)

    def cost_of_rank(self, rank: int) -> int:
        """Cost of a place in the ``rank``-th choice (1 = first)."""
        costs = list(self.rank_cost)
        if rank <= len(costs):
            return costs[rank - 1]
        step = costs[-1] - costs[-2] if len(costs) > 1 else 0
        return costs[-1] + step * (rank - len(costs))
