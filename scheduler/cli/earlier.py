"""What the commands that start from an earlier plan read, and how they write the plan that takes over from it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from models.ledger import Change
from models.past import Past
from models.plan import Plan
from models.school import School
from scheduler.cli.region import must_be_known
from scheduler.errors import InputProblem
from scheduler.messages.origin import Origin

Moved = tuple[tuple[Change, ...], tuple[Change, ...]]
"""Entries of the earlier plan's ledger that go on with the new plan, and those that do not fit any more."""


@dataclass(frozen=True)
class Given:
    """``school`` as it is now and ``then``, when the plan ``earlier`` was made; what was arranged in that plan; what ran
    before ``since``, from when on the new one runs (None: the whole term); ``origin``: where the rows of ``school`` stand;
    ``doubted``: what of them is likely wrong."""

    school: School
    then: School
    earlier: Plan
    ledger: tuple[Change, ...]
    past: tuple[Past, ...]
    since: date | None
    origin: Origin
    doubted: tuple[InputProblem, ...] = ()

    def asked(self, max_changes: int | None, **more: Any) -> dict[str, Any]:
        """What :func:`scheduler.rerun.rerun` takes by name."""
        return {"from_date": self.since, "max_changes": max_changes, "ledger": self.ledger, "then": self.then, **more}

    def write(self, plan: Plan, out: Path, *, force: bool = False) -> tuple[Moved, Path | None]:
        """Write the plan's folder; gives what became of the ledger, and the copy of what was there, if one was kept."""
        from scheduler.canonical import as_kept
        from scheduler.files.kept import write_plan
        from scheduler.ledger import carried

        moved = carried(self.ledger, self.earlier, plan, self.since)
        past = tuple(timeless(one, plan) for one in self.past)
        return moved, write_plan(plan, as_kept(self.school, plan), out, ledger=moved[0], past=past, force=force)


def timeless(one: Past, plan: Plan) -> Past:
    """What ran before, without when it was read for a plan that is to be the same each time."""
    if plan.run.reproducible and one.digest == plan.run.parent:
        return one.model_copy(update={"read": None})
    return one


def read(instance: Path, previous: Path, since: date | None) -> Given:
    """Read the school and the plan's folder. Raises :class:`InputFault`."""
    from scheduler.files import load_with_doubts
    from scheduler.files.ledger import load_ledger
    from scheduler.files.past import past_of
    from scheduler.files.plans import load_instance_of, load_plan

    (school, origin, doubted), earlier, ledger = load_with_doubts(instance), load_plan(previous), load_ledger(previous)
    must_be_known(school, instance)
    from scheduler.rerun import runs_from

    since = runs_from(earlier, since)
    past = past_of(previous, since)
    return Given(school, load_instance_of(previous), earlier, ledger, past, since, origin, tuple(doubted))
