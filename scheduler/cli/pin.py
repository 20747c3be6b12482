"""``kehou pin``: what of a plan is to stay, written as pins into the instance."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.help import Command, UsageFault
from scheduler.cli.printing import complain, give_json
from scheduler.errors import OutputRefused
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from models.plan import Plan
    from models.school import School
    from scheduler.pins import Pins, Wanted

_SHOWN = 10
_CHECK_SECONDS = 120


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.instance(),
        options.plan_folder(),
        click.Option(["--day", "days"], type=options.Weekday(), multiple=True, metavar="1-7"),
        click.Option(["--duties-on", "dates"], type=options.Date(), multiple=True, metavar="DATE"),
        click.Option(["--grade", "grades"], multiple=True, metavar="GRADE"),
        click.Option(["--club", "clubs"], multiple=True, metavar="ID"),
        click.Option(["--person", "people"], multiple=True, metavar="ID"),
        click.Option(["--placements"], is_flag=True),
        click.Option(["--all", "everything"], is_flag=True),
        click.Option(["--dry-run"], is_flag=True),
        options.quiet(),
        options.as_json(),
    ]
    return Command("pin", lang, run, params)


def run(
    lang: Lang,
    instance: Path,
    folder: Path,
    days: tuple[int, ...],
    dates: tuple[date, ...],
    grades: tuple[str, ...],
    clubs: tuple[str, ...],
    people: tuple[str, ...],
    placements: bool,
    everything: bool,
    dry_run: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Choose, say what is chosen, look whether it can hold, write. 3 where the pins contradict the rules."""
    from scheduler.cli.stop import listening, run_beside
    from scheduler.files import load_with_origin
    from scheduler.files.change import append_rows
    from scheduler.files.plans import load_plan
    from scheduler.options import Options
    from scheduler.pins import Wanted, clash, pinned, pins_of

    sets = (frozenset(days), frozenset(dates), *(frozenset(map(str.strip, ids)) for ids in (grades, clubs, people)))
    wanted = Wanted(*sets, placements=placements, everything=everything)
    if wanted.nothing:
        raise UsageFault("pin_what")
    if folder.resolve() in instance.resolve().parents or folder.resolve() == instance.resolve():
        raise OutputRefused("cli.pin_own_plan", str(instance))
    (school, origin), plan = load_with_origin(instance), load_plan(folder)
    _know(school, plan, wanted)
    found = pins_of(plan, school, wanted)
    if not quiet:
        _preview(found, school, lang)
    kept: list[Path] = []
    if found.count:
        if not quiet:
            complain(say(lang, "search.pins"))
        limits = Options(time_limit=_CHECK_SECONDS, lang=lang, origin=origin)
        with listening() as stopper:
            error = run_beside(lambda: clash(pinned(school, found), plan, limits, stopper.asked), stopper, _nothing)
        if error:
            raise error
        if not dry_run:
            kept = append_rows(instance, found.rows)
    if not quiet:
        key = "pin_dry" if dry_run else "pin_done" if found.count else "pin_none"
        complain(say(lang, f"cli.{key}", count=found.count, path=instance))
        complain(*(say(lang, "cli.import_kept", path=path) for path in kept))
    if as_json:
        data = _data(found, written=bool(found.count) and not dry_run)
        give_json(data | {"kept": [str(path) for path in kept]})
    return OK


def _nothing() -> None:
    """Nothing is written before the pins are known to hold, so that there is nothing to be said."""


def _know(school: "School", plan: "Plan", wanted: "Wanted") -> None:
    """Names that neither the school nor the plan knows are faults of the command line."""
    staff = {s.leader_id for s in plan.sessions} | {d.staff_id for d in plan.duties}
    known: dict[str, tuple[frozenset[str], set[str | None]]] = {
        "grade": (wanted.grades, {c.grade for c in school.classes}),
        "club": (wanted.clubs, {*school.activity_by_id, *(s.activity_id for s in plan.sessions)}),
        "person": (
            wanted.people,
            {*school.teacher_by_id, *school.instructor_by_id, *school.student_by_id, *staff}
            | {s.staff_id for s in school.duty_staff},
        ),
    }
    for option, (asked, there) in known.items():
        for name in sorted(asked - there):
            raise UsageFault("pin_unknown", option=f"--{option}", value=name)


def _preview(found: "Pins", school: "School", lang: Lang) -> None:
    from scheduler.conflict import name

    counts = {table: len(rows) for table, rows in found.rows.items()}
    complain(say(lang, "cli.pin_counts", already=found.already, **counts))
    for rows in found.rows.values():
        complain(*(f"  - {name(row, lang, school)}" for row in rows[:_SHOWN]))  # type: ignore[arg-type]
        if len(rows) > _SHOWN:
            complain(say(lang, "cli.pin_more", count=len(rows) - _SHOWN))
    if found.gone:
        complain(say(lang, "cli.pin_gone", count=len(found.gone)))
        complain(*(f"  - {name(row, lang, school)}" for row in found.gone[:_SHOWN]))
        if len(found.gone) > _SHOWN:
            complain(say(lang, "cli.pin_more", count=len(found.gone) - _SHOWN))


def _data(found: "Pins", *, written: bool) -> dict[str, Any]:
    from scheduler.conflict import TABLES

    rows = {table: [row.model_dump(mode="json") for row in added] for table, added in found.rows.items()}
    gone = [{"table": TABLES[type(row)]} | row.model_dump(mode="json", exclude_none=True) for row in found.gone]
    return rows | {"already": found.already, "gone": gone, "written": written}
