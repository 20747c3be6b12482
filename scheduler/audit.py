"""The drawing of lots again, from a plan's record: whether every place that the lots decide agrees.

How many places each club has is the search's answer and is not repeated; what its goals are worth, and that every rule
holds, is the verifier's to say.
"""

from dataclasses import dataclass

from models.plan import Plan
from models.policy import Goal
from models.school import School
from scheduler import __version__
from scheduler.files import school_digest
from scheduler.lots import dealt, drawn, free
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name
from scheduler.verify import Breach, verify


@dataclass(frozen=True)
class Fault:
    """Something that does not agree: a key of the catalogue's room ``audit`` and its blanks; students by id."""

    key: str
    blanks: dict[str, str]


@dataclass(frozen=True)
class Audit:
    """What an audit found. ``places``: rows of the plan (student and block); ``decided``: how many of them the lots
    decided, None where they could not be dealt again; ``same_version``: whether the plan is of this program's version,
    which is no fault by itself."""

    places: int
    decided: int | None
    faults: tuple[Fault, ...]
    breaches: tuple[Breach, ...]
    same_version: bool

    @property
    def good(self) -> bool:
        """Whether everything agrees."""
        return not self.faults and not self.breaches


def audit(school: School, plan: Plan, previous: Plan | None = None) -> Audit:
    """Repeat what a plan's record lets anyone repeat; ``previous``: the plan that a rerun was made from.

    A rerun without its ``previous`` is not dealt again, since places that stay as they were count there; nor is one that
    a limit of changes kept from better choices, or whose tables break a rule; a wrong figure does not matter to the lots.
    """
    breaches = verify(school, plan, previous).breaches
    faults = [] if plan.run.digest == school_digest(school) else [Fault("other_instance", {})]
    decided: int | None = None
    if plan.run.lots is None:
        faults.append(Fault("no_record", {}))
    else:
        faults += _order(school, plan)
        freely = free(_goals(school, plan), plan.run.max_changes)
        of_lists = [one for one in breaches if one.rule != "scores"]
        if not of_lists and (previous or not plan.run.parent) and freely:
            wrong, decided = _places(school, plan, previous)
            faults += wrong
    return Audit(len(plan.placements), decided, tuple(faults), breaches, plan.run.version == __version__)


def _order(school: School, plan: Plan) -> list[Fault]:
    """The recorded order against the seed's."""
    order, recorded = drawn(school.attended, plan.run.seed, school.term.name), list(plan.run.lots or ())
    if order == recorded:
        return []
    first = next((n for n, pair in enumerate(zip(order, recorded, strict=False)) if pair[0] != pair[1]), -1)
    if first < 0 or len(order) != len(recorded):
        return [Fault("other_students", {"recorded": str(len(recorded)), "found": str(len(order))})]
    other = sum(a != b for a, b in zip(order, recorded, strict=True))
    blanks = {"number": str(first + 1), "student": recorded[first], "drawn": order[first], "count": str(other)}
    return [Fault("order", blanks)]


def _goals(school: School, plan: Plan) -> tuple[Goal, ...]:
    return plan.run.goals or school.policy.order(rerun=plan.run.parent is not None)


def _places(school: School, plan: Plan, previous: Plan | None) -> tuple[list[Fault], int]:
    """Every place as it is against the one that the lots deal."""
    has = {(row.student_id, row.block): row.activity_id for row in plan.placements}
    before = {(row.student_id, row.block): row.activity_id for row in previous.placements} if previous else None
    dealt_again, decided = dealt(school, has, plan.run.seed, order=_goals(school, plan), before=before)
    return [
        Fault("place", {"student": key[0], "block": key[1], "has": has[key] or "", "lot": dealt_again[key] or ""})
        for key in sorted(has)
        if has[key] != dealt_again[key]
    ], decided


def describe(fault: Fault, lang: Lang, school: School) -> str:
    """A fault as one sentence."""
    blanks = dict(fault.blanks)
    for name in ("has", "lot"):
        if name in blanks:
            blanks[name] = activity_name(lang, school, blanks[name]) if blanks[name] else say(lang, "audit.no_club")
    if "block" in blanks:
        blanks["block"] = block_name(lang, school, blanks["block"])
    return say(lang, f"audit.{fault.key}", **blanks)
