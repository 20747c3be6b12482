"""``kehou export``: timetables and rosters for people."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from models.school import School
from scheduler.cli import options
from scheduler.cli.faults import OK
from scheduler.cli.guard import keep_apart
from scheduler.cli.help import Command, UsageFault, Words
from scheduler.cli.printing import complain
from scheduler.messages import Lang, say

VIEWS = ("class", "teacher", "room", "student", "club", "duty", "today")
_FILES = tuple(f"{name}.csv" for name in VIEWS)


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.plan_folder(),
        options.out("PATH"),
        click.Option(["--format", "form"], type=Words(("csv",)), default="csv", metavar="csv"),
        click.Option(["--view", "views"], type=Words(VIEWS), multiple=True, metavar="VIEW"),
        click.Option(["--date", "on"], type=Date(), metavar="DATE"),
        options.force(),
    ]
    return Command("export", lang, run, params)


class Date(click.ParamType[date]):
    """A date as 2026-09-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; anything else is a usage error."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise UsageFault("want_date", param, value=value) from None


def run(lang: Lang, folder: Path, out: Path, form: str, views: tuple[str, ...], on: date | None, force: bool) -> int:  # noqa: ARG001
    """Write a file for each view into a folder; those of earlier views that are not asked for now stay."""
    from scheduler.files import atomic
    from scheduler.files.plans import csv_bytes, load_instance_of, load_plan
    from scheduler.outputs import build_view

    keep_apart(out, folder)
    atomic.check_output(out, _FILES, (), force=force)
    school, plan = load_instance_of(folder), load_plan(folder)
    chosen = [name for name in VIEWS if name in (views or VIEWS)]
    if "today" in chosen:
        on = on or date.today()
        if not _open(school, on):
            if "today" in views:
                raise UsageFault("no_school_on", on=on.isoformat())
            chosen.remove("today")
            complain(say(lang, "cli.today_left_out", on=on.isoformat()))
    files = {name: (out / name).read_bytes() for name in _FILES if (out / name).is_file()}
    for name in chosen:
        view = build_view(name, plan, school, lang, on)
        files[f"{name}.csv"] = csv_bytes(view.headings, view.rows)
    atomic.replace_folder(out, files, _FILES, (), force=force)
    complain(say(lang, "cli.export_done", path=out, files=", ".join(f"{name}.csv" for name in chosen)))
    return OK


def _open(school: School, on: date) -> bool:
    from scheduler.calendar import open_days

    return any(day.date == on for day in open_days(school))
