"""The drawing of lots again, from a plan's record: whether every place that the lots decide agrees.

How many places each club has is the search's answer and is not repeated; what its goals are worth, and that every rule
holds, is the verifier's to say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from models.ledger import Change
from models.plan import Plan
from models.policy import Goal
from models.school import School
from scheduler import __version__
from scheduler.files import school_digest
from scheduler.files.cells import shown
from scheduler.files.plans import plan_digest
from scheduler.ledger import arranged
from scheduler.lots import dealt, drawn, free
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name
from scheduler.verify import Breach, verify

_VERSION = re.compile(r"\d+(\.\d+)+\S*")


@dataclass(frozen=True)
class Fault:
    """Something that does not agree, or could not be checked: a key of the catalogue's room ``audit`` and its blanks;
    students by id."""

    key: str
    blanks: dict[str, str]


@dataclass(frozen=True)
class Audit:
    """What an audit found. ``places``: rows of the plan (student and block); ``decided``: how many of them the lots
    decided, None where they could not be dealt again; ``kept``: how many are as they were in the plan before, None where
    there was none; ``unchecked``: why the lots could not be dealt again though nothing contradicts the plan;
    ``same_version``: whether the plan is of this program's version, which is no fault by itself."""

    places: int
    decided: int | None
    kept: int | None
    faults: tuple[Fault, ...]
    unchecked: tuple[Fault, ...]
    breaches: tuple[Breach, ...]
    same_version: bool

    @property
    def good(self) -> bool:
        """Whether everything was checked and agrees."""
        return not self.faults and not self.unchecked and not self.breaches


def audit(
    school: School,
    plan: Plan,
    previous: Plan | None = None,
    ledger: Sequence[Change] = (),
    *,
    untouched: bool | None = None,
    statuses: Mapping[str, str] | None = None,
) -> Audit:
    """Repeat what a plan's record lets anyone repeat; ``previous``: the plan that a rerun was made from, with its ``ledger``;
    ``untouched``: whether the record is as it was written, None where nothing tells; ``statuses``: as for :func:`verify`.

    Places that a rerun left as they were are that plan's to answer for. The lots are not dealt again without it, nor where
    the record contradicts itself, where a limit of changes kept from better choices, or where the tables break a rule; a
    wrong figure does not matter to them.
    """
    parent = previous is not None and plan.run.parent == plan_digest(previous)
    known = arranged(previous, ledger, plan.run.made) if previous and parent else None
    breaches = verify(school, plan, known, statuses).breaches
    faults = [] if plan.run.digest == school_digest(school) else [Fault("other_instance", {})]
    contradictions = list(_contradictions(school, plan))
    if untouched is False and not contradictions:
        contradictions.append(Fault("record_edited", {}))
    kept = sum(_taken(known).get(key, "") == activity for key, activity in _taken(plan).items()) if known else None
    unchecked = list(_unchecked(plan, previous, parent=parent, drawn=kept != len(plan.placements)))
    if known and not contradictions and not free(_goals(school, plan), plan.run.max_changes):
        unchecked.append(Fault("limited", {"limit": str(plan.run.max_changes)}))
    faults += [*contradictions, *_order(school, plan)]
    decided = None
    if not contradictions and not unchecked and all(one.rule == "scores" for one in breaches):
        wrong, decided = _places(school, plan, known)
        faults += wrong
    return Audit(
        places=len(plan.placements),
        decided=decided,
        kept=kept,
        faults=tuple(faults),
        unchecked=tuple(unchecked),
        breaches=breaches,
        same_version=plan.run.version == __version__,
    )


def _contradictions(school: School, plan: Plan) -> Iterator[Fault]:
    """What the record says that no run can have written."""
    run = plan.run
    possible = {
        "version": _VERSION.fullmatch(run.version) is not None,
        "seed": run.seed >= 0,
        "time_limit": 0 < run.time_limit < inf,
        "gap": 0 <= run.gap < inf,
        "workers": run.workers >= 0,
    }
    for name in (name for name, so in possible.items() if not so):
        yield Fault("record_value", {"name": name, "found": shown(getattr(run, name))})
    changes = next((score.value for score in plan.scores if score.goal == "changes"), None)
    if run.parent is None:
        of_reruns = {
            "max_changes": run.max_changes,
            "since": run.since,
            "line": run.line or None,
            "changes": changes,
        }
        for name, value in of_reruns.items():
            if value is not None:
                yield Fault("record_alone", {"name": name})
    elif not run.line or run.line[-1].digest != run.parent:
        yield Fault("record_line", {})
    order = school.policy.order(rerun=True)
    if run.goals and (run.parent is None or run.goals != (*(g for g in order if g != "changes"), "changes")):
        yield Fault("record_goals", {"found": ";".join(run.goals)})
    if run.parent is not None and run.max_changes is not None and changes is not None and changes > run.max_changes:
        yield Fault("record_limit", {"found": str(changes), "limit": str(run.max_changes)})


def _unchecked(plan: Plan, previous: Plan | None, *, parent: bool, drawn: bool) -> Iterator[Fault]:
    """Why the lots cannot be dealt again; ``parent``: whether ``previous`` is the plan that this one was made from;
    ``drawn``: whether there is a place that it did not have already."""
    run = plan.run
    if run.lots is None and drawn:
        yield Fault("no_record", {})
    if previous is not None and not parent:
        yield Fault("other_previous" if run.parent else "not_made_again", {})
    elif run.parent and previous is None:
        yield Fault("needs_previous", {})


def _order(school: School, plan: Plan) -> list[Fault]:
    """The recorded order against the seed's."""
    if plan.run.lots is None:
        return []
    order, recorded = drawn(school.attended, plan.run.seed, school.term.name), list(plan.run.lots)
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
    has, before = _taken(plan), _taken(previous) if previous else None
    dealt_again, decided = dealt(school, has, plan.run.seed, order=_goals(school, plan), before=before)
    return [
        Fault("place", {"student": key[0], "block": key[1], "has": has[key] or "", "lot": dealt_again[key] or ""})
        for key in sorted(has)
        if has[key] != dealt_again[key]
    ], decided


def _taken(plan: Plan) -> dict[tuple[str, str], str | None]:
    """The activity of each student and block."""
    return {(row.student_id, row.block): row.activity_id for row in plan.placements}


def describe(fault: Fault, lang: Lang, school: School) -> str:
    """A fault as one sentence."""
    blanks = dict(fault.blanks)
    for name in ("has", "lot"):
        if name in blanks:
            blanks[name] = activity_name(lang, school, blanks[name]) if blanks[name] else say(lang, "audit.no_club")
    if "block" in blanks:
        blanks["block"] = block_name(lang, school, blanks["block"])
    return say(lang, f"audit.{fault.key}", **blanks)
