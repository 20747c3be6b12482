"""``kehou solve``: the plan of a term."""

import time
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import click

from models.plan import PLAN_TABLES, Plan, Score
from models.school import School
from scheduler.cli import options
from scheduler.cli.faults import GAPS, OK
from scheduler.cli.guard import keep_apart
from scheduler.cli.help import Command
from scheduler.cli.notes import say_notes
from scheduler.cli.printing import complain, give_json, show_table, typed
from scheduler.cli.region import must_be_known
from scheduler.messages import Lang, say

_LEAST_SECONDS = 60
"""A longer limit is advised in steps of so many seconds."""

_BUSY = 2
"""A run that took so many times its limit had hardly any of the machine."""


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.instance(),
        options.out(),
        *options.search(),
        options.reproducible(),
    ]
    return Command("solve", lang, run, params)


def run(
    lang: Lang,
    instance: Path,
    out: Path,
    time_limit: float,
    gap: float,
    seed: int,
    workers: int | None,
    quiet: bool,
    as_json: bool,
    force: bool,
    reproducible: bool,
) -> int:
    """Search, write the plan, say what it is worth. 0 for a complete plan, 6 for one with gaps."""
    from scheduler.canonical import as_kept
    from scheduler.cli.searching import searching
    from scheduler.files import load_with_doubts
    from scheduler.files.kept import write_plan
    from scheduler.files.plans import check_output
    from scheduler.options import Options

    began = time.monotonic()
    if force:
        spare_the_input(out, instance)
    check_output(out, force=force)
    chosen = Options(time_limit, gap, seed, workers, lang, began, reproducible)
    with searching(lang, quiet=quiet) as search:
        school, origin, doubted = load_with_doubts(instance)
        must_be_known(school, instance)
        if not quiet:
            say_notes(school, doubted, instance, lang)
        from scheduler.plan import solve

        asked = replace(chosen, origin=origin)
        plan = search.run(lambda: solve(school, asked, search.watcher, search.stop))
        kept = write_plan(plan, as_kept(school, plan), out, force=force)
    say_kept(kept, lang)
    if reproducible:
        say_repeatable([plan], lang, quiet=quiet)
    if not quiet:
        again = ("solve", str(instance), "--out", str(out))
        summarise(plan, out, lang, school, again=again, stopped=search.stop.is_set())
    if as_json:
        give_json(as_data(plan, out, kept))
    return OK if plan.complete else GAPS


def say_repeatable(plans: Sequence[Plan], lang: Lang, *, quiet: bool) -> None:
    """Whether the plans are what was asked for: such as come out the same each time."""
    if not all(plan.run.reproducible for plan in plans):
        complain(say(lang, "cli.not_reproducible"))
    elif not quiet:
        complain(say(lang, "cli.reproducible"))


def spare_the_input(out: Path, instance: Path) -> None:
    """Even ``--force`` does not wipe what is read; a plan made again from its own folder keeps its instance."""
    from scheduler.errors import OutputRefused
    from scheduler.files.plans import check_output

    try:
        check_output(out)
    except OutputRefused:
        keep_apart(out, instance)


def say_kept(kept: Path | None, lang: Lang) -> None:
    """Where the plan that was there is now; also said when nothing else is."""
    if kept:
        complain(say(lang, "cli.plan_kept", path=kept))


def as_data(plan: Plan, out: Path, kept: Path | None) -> dict[str, Any]:
    """What ``--json`` prints."""
    return {
        "out": str(out),
        "kept": None if kept is None else str(kept),
        "complete": plan.complete,
        "scores": [score.model_dump() | {"status": score.status} for score in plan.scores],
        "counts": {table: len(getattr(plan, table)) for table in PLAN_TABLES if table != "scores"},
        "gaps": [gap.model_dump() for gap in plan.gaps],
        "seconds": plan.run.seconds,
    }


def _status(score: Score, *, after_open: bool) -> str:
    """How good a figure is; of gaps that stay it is not said that they are the best there is, nor anything of what comes
    ``after_open``: a goal above that may still get better, and this one worse for it."""
    if after_open:
        return "cli.status_waits"
    if score.goal == "coverage" and score.value and score.status == "optimal":
        return "cli.status_gaps"
    return f"cli.status_{score.status}"


def _longer(plan: Plan) -> int:
    """Seconds to give a run that had too few."""
    limit, took = plan.run.time_limit, plan.run.seconds.get("total", 0.0)
    return max(2 * _LEAST_SECONDS, _LEAST_SECONDS * ceil(max(4 * limit, 2 * took) / _LEAST_SECONDS))


def is_empty(plan: Plan) -> bool:
    """Whether the time was over before anything was planned: nothing is held, and nobody proved that nothing can be."""
    coverage = next((score for score in plan.scores if score.goal == "coverage"), None)
    return not plan.sessions and coverage is not None and coverage.value > coverage.bound


def summarise(
    plan: Plan,
    out: Path,
    lang: Lang,
    school: School | None = None,
    *,
    again: Sequence[str] = (),
    previous: Path | None = None,
    stopped: bool = False,
) -> None:
    """The goals' figures, what is missing and why, and where the plan is; of an empty one only that it is so.

    ``again``: the command that made it; ``previous``: the plan that it was made from; ``stopped``: whether somebody ended it.
    """
    if is_empty(plan) and stopped:
        complain(say(lang, "cli.plan_empty_stopped", command=typed("kehou", *again)))
        return
    if is_empty(plan):
        limit, took = plan.run.time_limit, plan.run.seconds.get("total", 0.0)
        command = typed("kehou", *again, "--time-limit", _longer(plan))
        key = "plan_empty_busy" if took > _BUSY * limit else "plan_empty"
        complain(say(lang, f"cli.{key}", limit=f"{limit:g}", took=f"{took:.0f}", command=command))
        return
    from scheduler.cli.progress import bound_text, gap_text, goal_name

    headings = [say(lang, f"cli.column_{name}") for name in ("goal", "in_plan", "bound", "gap", "status")]
    settled = [score.status == "optimal" for score in plan.scores]
    rows = [
        [
            goal_name(score.goal, lang),
            str(score.value),
            bound_text(score.value, score.bound, lang),
            gap_text(score.value, score.bound),
            say(lang, _status(score, after_open=not all(settled[:number]))),
        ]
        for number, score in enumerate(plan.scores)
    ]
    show_table(headings, rows, numbers=(1, 2, 3))
    complain(say(lang, "cli.figures_help"))
    if plan.gaps:
        _say_gaps(plan, out, lang, school, again)
    else:
        complain(say(lang, "cli.no_gaps"))
    if previous is None:
        complain(say(lang, "cli.solve_done", path=out))
    else:
        complain(say(lang, "cli.rerun_done", path=out, command=typed("kehou", "diff", previous, out)))


def _say_gaps(plan: Plan, out: Path, lang: Lang, school: School | None, again: Sequence[str]) -> None:
    """What is missing and why, and what to do: search longer where fewer gaps may be possible, else look for ways out."""
    from scheduler.cli.gaps import gap_lines, still_open

    complain(say(lang, "cli.gaps", count=len(plan.gaps)))
    complain(*gap_lines(plan, lang, out / "gaps.csv", school))
    complain(say(lang, "cli.gaps_file", file=out / "gaps.csv"))
    if again and still_open(plan):
        command = typed("kehou", *again, "--time-limit", _longer(plan))
        complain(say(lang, "cli.gaps_longer", command=command))
    elif again:
        command = typed("kehou", "explain", again[1], out, "--ways-out")
        complain(say(lang, "cli.gaps_ways", command=command))
