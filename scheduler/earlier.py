"""The plan that a rerun starts from, and what it asks of the new one."""

from dataclasses import dataclass
from datetime import date

from models.plan import Duty, Gap, Plan
from models.policy import Goal, Policy
from models.school import School
from scheduler.calendar import SchoolDay
from scheduler.messages import Lang, say


@dataclass(frozen=True)
class Earlier:
    """``since``: duties before it stay as they are; ``max_changes``: no plan with more; None = no such limit;
    ``changes_last``: within that limit changes cost nothing until every other goal is as good as can be.

    ``digest``: the earlier plan's own, which the new one names as its parent. ``school``: the one it was made for, where that
    is known: it has the names of whoever left.
    """

    plan: Plan
    digest: str
    since: date | None = None
    max_changes: int | None = None
    changes_last: bool = False
    school: School | None = None

    def order(self, policy: Policy) -> tuple[Goal, ...]:
        """The goals, most important first."""
        found = policy.order(rerun=True)
        return (*(goal for goal in found if goal != "changes"), "changes") if self.changes_last else found

    def over(self, day: date) -> bool:
        """Whether a date's duties stay as they are."""
        return self.since is not None and day < self.since

    def past(self, school: School, days: tuple[SchoolDay, ...]) -> tuple[Duty, ...]:
        """The duties that stay as they are: every earlier row, and an unfilled one for each place that had none."""
        found = {(row.date, row.post_id): row for row in self.plan.duties if self.over(row.date)}
        for day in days:
            for post in school.posts:
                if self.over(day.date) and day.weekday in post.weekdays and (day.date, post.post_id) not in found:
                    found[day.date, post.post_id] = Duty(
                        date=day.date, weekday=day.weekday, post_id=post.post_id, role=post.role, staff_id=None
                    )
        return tuple(found[key] for key in sorted(found))

    def explained(self, missing: tuple[Gap, ...], lang: Lang) -> tuple[Gap, ...]:
        """The gaps, with the true reason of places that nobody can fill any more."""
        over = [gap.what == "duty" and self.over(date.fromisoformat(gap.where.split(";")[0])) for gap in missing]
        reason = say(lang, "reasons.over")
        return tuple(
            gap.model_copy(update={"reason": reason}) if late else gap for gap, late in zip(missing, over, strict=True)
        )

    def coming(self, school: School) -> School:
        """The school without the pins of duties that are over: these stay as they are, pinned or not."""
        return school.replaced(pin_duties=tuple(pin for pin in school.pin_duties if not self.over(pin.date)))
