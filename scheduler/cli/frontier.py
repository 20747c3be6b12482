"""``kehou rerun --frontier``: a table of what more changes would buy, each row a plan in a folder of its own."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.cli.faults import GAPS, OK
from scheduler.cli.notes import say_notes
from scheduler.cli.printing import complain, give_json, show_table
from scheduler.errors import OutputRefused
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from models.plan import Plan
    from scheduler.frontier import Frontier
    from scheduler.options import Options

TABLE = "frontier.csv"


def run(
    instance: Path,
    previous: Path,
    out: Path,
    chosen: "Options",
    since: date | None,
    max_changes: int | None,
    *,
    quiet: bool,
    as_json: bool,
) -> int:
    """Search, write each plan as soon as it is found, say what a change buys. The code is that of the plan pointed out."""
    from scheduler.cli.earlier import read
    from scheduler.cli.searching import searching
    from scheduler.cli.solve import say_repeatable

    _must_be_new(out)
    folders: list[Path] = []
    with searching(chosen.lang, quiet=quiet) as search:
        given = read(instance, previous, since)
        if not quiet:
            say_notes(given.school, given.doubted, instance, chosen.lang)
        from scheduler.frontier import frontier

        def write(plan: "Plan") -> None:
            folders.append(out / f"{len(folders) + 1:02d}")
            given.write(plan, folders[-1])

        asked = given.asked(max_changes, on_plan=write, on_progress=search.watcher, stop=search.stop)
        found = search.run(lambda: frontier(given.school, given.earlier, replace(chosen, origin=given.origin), **asked))
    _write_table(found, folders, out)
    if chosen.reproducible:
        say_repeatable(found.plans, chosen.lang, quiet=quiet)
    return _told(found, folders, out, chosen.lang, quiet=quiet, as_json=as_json)


def _told(found: "Frontier", folders: list[Path], out: Path, lang: Lang, *, quiet: bool, as_json: bool) -> int:
    if not quiet:
        _say(found, folders, out, lang)
    if as_json:
        give_json(_data(found, folders))
    return OK if found.plans[found.best].complete else GAPS


def _must_be_new(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputRefused("cli.frontier_new_folder", str(out))


def _value(plan: "Plan", goal: str) -> int:
    return next(score.value for score in plan.scores if score.goal == goal)


def _goals(found: "Frontier") -> list[str]:
    return ["changes", *(score.goal for score in found.plans[0].scores if score.goal != "changes")]


def _write_table(found: "Frontier", folders: list[Path], out: Path) -> None:
    from scheduler.files.plans import csv_bytes
    from scheduler.files.replace import replacing

    goals = _goals(found)
    rows = [
        [folder.name, *(_value(plan, goal) for goal in goals), "yes" if n == found.best else ""]
        for n, (plan, folder) in enumerate(zip(found.plans, folders, strict=True))
    ]
    with replacing(out / TABLE, force=True) as fresh:
        fresh.write_bytes(csv_bytes(["plan", *goals, "worthwhile"], rows))


def _say(found: "Frontier", folders: list[Path], out: Path, lang: Lang) -> None:
    from scheduler.cli.progress import goal_name

    goals = [g for g in _goals(found) if g == "changes" or len({_value(plan, g) for plan in found.plans}) > 1]
    headings = [say(lang, "cli.column_plan"), *(goal_name(goal, lang) for goal in goals), ""]
    mark = say(lang, "cli.frontier_mark")
    rows = [
        [folder.name, *(str(_value(plan, goal)) for goal in goals), mark if n == found.best and found.goal else ""]
        for n, (plan, folder) in enumerate(zip(found.plans, folders, strict=True))
    ]
    show_table(headings, rows, numbers=range(1, len(goals) + 1))
    if found.goal is None:
        complain(say(lang, "cli.frontier_one"))
    else:
        few, best, most = (found.plans[n] for n in (0, found.best, -1))
        blanks = {"few": _value(few, "changes"), "more": _value(best, "changes"), "changes": _value(most, "changes")}
        blanks |= {"was": _value(few, found.goal), "now": _value(best, found.goal), "value": _value(most, found.goal)}
        name = goal_name(found.goal, lang)
        complain(
            say(
                lang,
                "cli.frontier_best",
                goal=name,
                plan=folders[found.best].name,
                folder=folders[found.best],
                **blanks,
            )
        )
    complain(say(lang, "cli.frontier_done", path=out))


def _data(found: "Frontier", folders: list[Path]) -> dict[str, Any]:
    rows = [
        {
            "plan": str(folder),
            "changes": _value(plan, "changes"),
            "worthwhile": n == found.best,
            "complete": plan.complete,
            "scores": [score.model_dump() | {"status": score.status} for score in plan.scores],
        }
        for n, (plan, folder) in enumerate(zip(found.plans, folders, strict=True))
    ]
    return {"judged_by": found.goal, "plans": rows}
