"""``kehou export``: timetables and rosters for people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from models.ledger import Change
from models.plan import Plan
from models.school import School
from scheduler.cli import export_files, options
from scheduler.cli.export_progress import Counter, counting
from scheduler.cli.faults import OK
from scheduler.cli.guard import keep_apart
from scheduler.cli.help import Command, UsageFault, Words
from scheduler.cli.people import no_school, school_day_near
from scheduler.cli.printing import complain
from scheduler.messages import Lang, say

VIEWS = ("class", "teacher", "room", "student", "club", "duty", "today")
#: The views that a calendar can hold: those of people with dates.
_CALENDAR_VIEWS = ("teacher", "duty")
FORMATS = ("csv", "xlsx", "html", "pdf", "ics")
_ENDINGS = {".xlsx": "xlsx", ".html": "html", ".htm": "html", ".pdf": "pdf"}


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.plan_folder(),
        options.out("PATH"),
        click.Option(["--format", "form"], type=Words(FORMATS), metavar="|".join(FORMATS)),
        click.Option(["--view", "views"], type=Words(VIEWS), multiple=True, metavar="VIEW"),
        click.Option(["--date", "on"], type=options.Date(), metavar="DATE"),
        options.quiet(),
        options.force(),
    ]
    return Command("export", lang, run, params)


@dataclass(frozen=True)
class _Job:
    """What is to be written, and where. ``posted``: the plan with the duties that the ledger leaves."""

    plan: Plan
    posted: Plan
    school: School
    ledger: tuple[Change, ...]
    lang: Lang
    views: tuple[str, ...]
    on: date | None
    out: Path
    force: bool
    made: datetime


def run(
    lang: Lang, folder: Path, out: Path, form: str | None, views: tuple[str, ...], on: date | None, quiet: bool, force: bool
) -> int:  # fmt: skip
    """Write what was asked for in one step, or nothing; the form follows from the ending of PATH where none is named."""
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_instance_of, load_plan
    from scheduler.ledger import arranged

    form = _form(form, out, views)
    keep_apart(out, folder)
    if form in ("csv", "ics"):
        # Which tables of CSV are to be replaced is known once the school is read.
        export_files.check_folder(out, force=force, replaced=() if form == "csv" else None)
    else:
        export_files.check(out, force=force)
    with counting(lang, quiet=quiet) as counter:
        counter.phase("export_reading")
        school, plan, ledger = load_instance_of(folder), load_plan(folder), load_ledger(folder)
        chosen, on, left_out = _chosen(school, form, views, on)
        made = plan.run.made or datetime.fromtimestamp((folder / "plan.json").stat().st_mtime, UTC)
        made = max((made, *(change.when for change in ledger)))
        job = _Job(plan, arranged(plan, ledger), school, ledger, lang, chosen, on, out, force, made)
        counter.phase("export_writing")
        files = {"csv": _csv, "xlsx": _xlsx, "html": _html, "pdf": _pdf, "ics": _ics}[form](job, counter)
    if not quiet:
        if left_out and on:
            complain(say(lang, "cli.today_left_out", on=on.isoformat(), near=school_day_near(school, on)))
        complain(say(lang, "cli.export_done", path=out, files=files))
    return OK


def _form(form: str | None, out: Path, views: Sequence[str]) -> str:
    """The form that is meant; a name that contradicts it is a usage error."""
    by_name = _ENDINGS.get(out.suffix.casefold())
    if form is None and not by_name and re.fullmatch(r"\.[A-Za-z]\w{1,4}", out.suffix) and not out.is_dir():
        raise UsageFault("unknown_ending", path=out, ending=out.suffix)
    form = form or by_name or "csv"
    if form in ("xlsx", "html", "pdf") and by_name != form:
        raise UsageFault("want_ending", path=out, ending=f".{form}")
    if form in ("csv", "ics") and by_name:
        raise UsageFault("want_folder", path=out, form=form)
    if form == "ics":
        for view in views:
            if view not in _CALENDAR_VIEWS:
                raise UsageFault("no_such_calendar", view=view, views=", ".join(_CALENDAR_VIEWS))
    return form


def _chosen(
    school: School, form: str, views: Sequence[str], on: date | None
) -> tuple[tuple[str, ...], date | None, bool]:
    """The views, the date of the view today, and whether that view was left out for want of school on it."""
    every = _CALENDAR_VIEWS if form == "ics" else VIEWS
    chosen = [name for name in every if name in (views or every)]
    if "today" not in chosen:
        return tuple(chosen), on, False
    on = on or date.today()
    if _open(school, on):
        return tuple(chosen), on, False
    if "today" in views:
        raise no_school(school, on)
    chosen.remove("today")
    return tuple(chosen), on, True


def _open(school: School, on: date) -> bool:
    from scheduler.calendar import open_days

    return any(day.date == on for day in open_days(school))


def _csv(job: _Job, counter: Counter) -> str:
    """A file for each view; those of earlier views that are not asked for now stay as they are."""
    from scheduler.files.plans import csv_bytes
    from scheduler.outputs import build_view

    files: dict[str, bytes] = {}
    for done, name in enumerate(job.views, 1):
        view = build_view(name, job.plan, job.school, job.lang, job.on, job.ledger)
        files[f"{name}.csv"] = csv_bytes(view.headings, view.rows)
        counter(done, len(job.views))
    export_files.write_folder(job.out, files, force=job.force, keep=True)
    return ", ".join(f"{name}.csv" for name in job.views)


def _xlsx(job: _Job, counter: Counter) -> str:
    """One workbook with a sheet for each page."""
    from scheduler.outputs.booklet import build_booklet
    from scheduler.outputs.workbook import write_workbook

    booklet = build_booklet(job.plan, job.school, job.lang, job.views, job.on, job.ledger)
    with export_files.writing(job.out, force=job.force) as fresh:
        write_workbook(booklet, fresh, job.lang, counter)
    return say(job.lang, "cli.export_sheets", count=len(booklet.pages) + 1)


def _html(job: _Job, counter: Counter) -> str:
    """One web page."""
    from scheduler.outputs.booklet import build_booklet
    from scheduler.outputs.web import write_page

    booklet = build_booklet(job.plan, job.school, job.lang, job.views, job.on, job.ledger)
    with export_files.writing(job.out, force=job.force) as fresh:
        write_page(booklet, job.posted, job.school, fresh, job.lang, counter)
    return say(job.lang, "cli.export_pages", count=len(booklet.pages))


def _pdf(job: _Job, counter: Counter) -> str:
    """One file of sheets of A4; says which characters its font does not have."""
    from scheduler.outputs.booklet import build_booklet
    from scheduler.outputs.pdf import codes, write_pdf

    booklet = build_booklet(job.plan, job.school, job.lang, job.views, job.on, job.ledger)
    with export_files.writing(job.out, force=job.force) as fresh:
        paper = write_pdf(booklet, job.posted, job.school, fresh, job.lang, counter)
    if paper.missing:
        found = {"count": len(paper.missing), "letters": paper.missing, "codes": codes(paper.missing)}
        complain(say(job.lang, "cli.export_missing", **found))
    return say(job.lang, "cli.export_paper", count=paper.sheets)


def _ics(job: _Job, counter: Counter) -> str:
    """A folder with a calendar for each person."""
    from scheduler.outputs.calendars import build_calendars

    files = build_calendars(job.posted, job.school, job.lang, job.views, job.made, counter, job.ledger)
    export_files.write_folder(job.out, files, force=job.force)
    return say(job.lang, "cli.export_calendars", count=len(files))
