"""What ran before a plan, ``past.json`` beside it: a copy, so that nothing is lost when the earlier folder is."""

from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError

from models.past import Past, Pasts, remembered
from scheduler.errors import InputFault, InputProblem, OutputRefused
from scheduler.files.ledger import load_ledger
from scheduler.files.plans import PAST_FILE, load_instance_of, load_plan, plan_digest


def load_past(folder: Path) -> tuple[Past, ...]:
    """The plans that ran before a folder's, oldest first; none where there is no file. Raises :class:`InputFault`."""
    path = folder / PAST_FILE
    if not path.exists():
        return ()
    try:
        return Pasts.model_validate_json(path.read_bytes()).plans
    except (ValidationError, OSError):
        name = f"{folder.resolve().name}/{PAST_FILE}"
        raise InputFault([InputProblem(name, None, None, "", "plans.no_past")]) from None


def past_of(previous: Path, since: date | None) -> tuple[Past, ...]:
    """The past of a plan that takes over from the one in ``previous`` (``since`` a date): that plan's own past, then that
    plan, unless the new one replaces it for the whole term and nothing was arranged in it."""
    ledger = load_ledger(previous)
    if since is None and not ledger:
        return load_past(previous)
    plan, read = load_plan(previous), datetime.now(UTC).replace(microsecond=0)
    school = load_instance_of(previous)
    return (*load_past(previous), remembered(plan_digest(plan), plan, school, ledger, read))


def past_file(past: tuple[Past, ...]) -> dict[str, bytes]:
    """The file beside a new plan, where there is anything to be written into it."""
    return {PAST_FILE: (Pasts(plans=past).model_dump_json() + "\n").encode("utf-8")} if past else {}


def check_past(out: Path, past: tuple[Past, ...]) -> None:
    """Raise :class:`OutputRefused` where the plan in ``out`` remembers what a plan with this ``past`` does not."""
    known = {one.digest: set(one.ledger) for one in past}
    if any(not set(one.ledger) <= known.get(one.digest, set()) or one.digest not in known for one in load_past(out)):
        raise OutputRefused("plans.has_past", str(out))
