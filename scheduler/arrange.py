"""Where single dates are joined: the plan of a date with the ledger, and the verifier's word on it."""

from collections.abc import Sequence
from datetime import date

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.calendar import SchoolDay, open_days
from scheduler.ledger import duties_of_term, plan_of_day
from scheduler.verify import Breach
from scheduler.verify.day import verify_day


def school_day(school: School, on: date) -> SchoolDay | None:
    """The open date; None where there is no school on it in the term."""
    return next((day for day in open_days(school) if day.date == on), None)


def check_day(school: School, plan: Plan, ledger: Sequence[Change], on: date) -> tuple[Breach, ...]:
    """What breaks a rule on the open date ``on``, by the verifier."""
    days = {day.date: day for day in open_days(school)}
    week = {day.date: plan_of_day(plan, school, ledger, day) for day in days.values() if day.week == days[on].week}
    return verify_day(school, plan, ledger, on, week, duties_of_term(plan, ledger))
