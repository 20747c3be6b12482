"""Whether a school, or its plan, keeps the rules of its region."""

from collections.abc import Callable, Iterator

from models.plan import Plan
from models.school import School
from scheduler.packs import money, staff, times
from scheduler.packs.finding import Broken, Facts, Finding, Judge, Judgement, Unchecked
from scheduler.packs.pack import Rule, Rules, Ruling

_OF_SCHOOLS: dict[Rule, Judge] = {
    "latest_end": times.latest_end,
    "earliest_end": times.earliest_end,
    "earliest_start": times.earliest_start,
    "evening_latest_end": times.evening_latest_end,
    "minutes_a_day": times.minutes_a_day,
    "days_a_week": times.days_a_week,
    "school_days_only": times.school_days_only,
    "fee_cap": money.fee_cap,
    "pay_floor": money.pay_floor,
    "pay_cap": money.pay_cap,
}
_OF_PLANS: dict[Rule, Callable[[Facts, Plan, Ruling], Iterator[Broken]]] = {
    "sessions_week": staff.sessions_week,
    "clearance": staff.clearance,
}


def judge(rules: Rules, school: School, plan: Plan | None = None) -> Judgement:
    """What the school breaks of a region's rules, and with a ``plan`` also what that breaks.

    Only clauses that hold on a day of the term count. What several clauses say alike is found once, with all of them.
    ``school`` must be free of input faults; the plan may be anything at all.
    """
    facts = Facts(school)
    found: dict[tuple[object, ...], tuple[Broken, list[Ruling]]] = {}
    unchecked: list[Unchecked] = []
    for ruling in rules.rulings:
        if not ruling.in_force(school.term.start, school.term.end):
            continue
        if unclear := facts.unclear(ruling):
            unchecked.append(Unchecked(ruling, "unclear_grades", {"grades": ";".join(unclear)}))
        for one in _broken(facts, ruling, plan):
            if isinstance(one, Unchecked):
                unchecked.append(one)
            else:
                key, where, args = one
                found.setdefault((key, where, tuple(sorted(args.items()))), (one, []))[1].append(ruling)
    findings = tuple(Finding(*one, tuple(rulings)) for one, rulings in found.values())
    return Judgement(findings, tuple(unchecked))


def _broken(facts: Facts, ruling: Ruling, plan: Plan | None) -> Iterator[Broken | Unchecked]:
    rule = ruling.clause.rule
    if rule in _OF_SCHOOLS and facts.meant(ruling):
        yield from _OF_SCHOOLS[rule](facts, ruling)
    elif rule in _OF_PLANS and plan is not None:
        yield from _OF_PLANS[rule](facts, plan, ruling)
