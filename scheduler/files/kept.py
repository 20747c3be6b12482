"""A plan written where another one is: what only the old folder knows of the term is kept in a copy beside it."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from models.ledger import Change
from models.past import Past
from models.plan import Plan
from models.school import School
from scheduler.errors import InputFault, OutputRefused
from scheduler.files.ledger import ledger_bytes
from scheduler.files.past import check_past, past_file
from scheduler.files.plans import LEDGER_FILE, check_output, load_run, save_plan


def write_plan(
    plan: Plan,
    school: School,
    out: Path,
    *,
    ledger: Sequence[Change] = (),
    past: tuple[Past, ...] = (),
    force: bool = False,
    now: datetime | None = None,
) -> Path | None:
    """Write the plan's folder with its ledger and its past; gives the copy of the old folder, where one had to be kept.

    One is kept where the plan in ``out`` has a ledger, a past or a line of parents that the new one does not know.
    Raises :class:`OutputRefused`, with everything as it was.
    """
    beside = ({LEDGER_FILE: ledger_bytes(ledger)} if ledger else {}) | past_file(past)
    check_output(out, force=force, rerun=True)
    kept = _copy(out, now or datetime.now()) if _knows_more(out, plan, past) else None
    try:
        save_plan(plan, school, out, force=force, beside=beside)
    except OutputRefused:
        if kept:
            shutil.rmtree(kept, ignore_errors=True)
        raise
    return kept


def _knows_more(out: Path, plan: Plan, past: tuple[Past, ...]) -> bool:
    """Whether the plan in ``out`` knows of arrangements or of earlier plans what the new one does not."""
    if not (out / "plan.json").is_file():
        return False
    if (out / LEDGER_FILE).is_file():
        return True
    try:
        check_past(out, past)
        known = {one.digest for one in plan.run.line}
        return any(one.digest not in known for one in load_run(out).line)
    except (InputFault, OutputRefused):
        return True


def _copy(out: Path, now: datetime) -> Path:
    """A whole copy under a name of its own; nothing is left of one that fails."""
    real = out.resolve()
    stamp = f"{real.name}.bak-{now:%Y%m%d-%H%M%S}"
    names = (real.with_name(stamp + (f"-{count}" if count else "")) for count in range(1000))
    copy = next(name for name in names if not name.exists())
    try:
        shutil.copytree(real, copy, symlinks=True)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(copy, ignore_errors=True)
        raise OutputRefused("plans.cannot_keep", str(copy)) from error
    return copy
