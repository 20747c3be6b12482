"""``kehou hours``: who worked how long, by the plan and its ledger, for a month or any other span of dates."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from models.school import School
from models.titles import TABLE_TITLES
from scheduler.cli import export_files, options
from scheduler.cli.faults import OK
from scheduler.cli.guard import keep_apart
from scheduler.cli.help import Command, UsageFault, pad, width
from scheduler.cli.printing import complain, give, give_json
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from scheduler.cli.export_progress import Counter
    from scheduler.hours import Report, Table, Timeline

_NO_FOLDER = {".csv", ".xls", ".xlsm", ".json", ".html", ".htm", ".pdf", ".ics", ".txt"}
_SHOWN = (
    "person_id",
    "person",
    "held_lessons",
    "held_minutes",
    "evening_held",
    "duties_held",
    "stood_in",
    "missed",
    "dinners",
    "pay",
)
_NAMED = 6


class Month(click.ParamType[tuple[date, date]]):
    """A month as 2026-10: its first and last day."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, date]:
        """The two days; anything else is a usage error."""
        found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", str(value).strip())
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
            raise UsageFault("want_month", param, value=value)
        year, month = int(found[1]), int(found[2])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.plan_folder(),
        click.Option(["--month"], type=Month(), metavar="MONTH"),
        click.Option(["--from", "first"], type=options.Date(), metavar="DATE"),
        click.Option(["--to", "last"], type=options.Date(), metavar="DATE"),
        click.Option(["--instance"], type=options.Place(there=True), metavar="INSTANCE"),
        options.previous(),
        click.Option(["--out"], type=options.Place(), metavar="PATH"),
        options.quiet(),
        options.as_json(),
        options.force(),
    ]
    return Command("hours", lang, run, params)


def run(
    lang: Lang,
    folder: Path,
    month: tuple[date, date] | None,
    first: date | None,
    last: date | None,
    instance: Path | None,
    previous: Path | None,
    out: Path | None,
    quiet: bool,
    as_json: bool,
    force: bool,
) -> int:
    """Count, say what it comes to, and write the tables where a path is given."""
    from scheduler.cli.export_progress import counting
    from scheduler.hours import doubts, hours_of, tables
    from scheduler.hours.off import overdrawn

    if out is not None:
        keep_apart(out, folder)
        _check(out, force=force)
    with counting(lang, quiet=quiet) as counter:
        counter.phase("export_reading")
        school, notices = _school(folder, instance, lang)
        start, end = _span(school, month, first, last)
        timeline, read = _timeline(folder, previous)
        if timeline.begins and end < timeline.begins:
            raise UsageFault("hours_before", since=timeline.begins.isoformat())
        counter.phase("hours_counting")
        report = hours_of(school, timeline, start, end, counter)
        found = tables(report, lang)
        if out is not None:
            counter.phase("export_writing")
            _write(found, report, out, counter, lang, force=force)
    notices += doubts(school, lang) + _warnings(report, timeline, start, lang)
    if as_json or (quiet and out is not None):  # else the summary says so
        notices += overdrawn(report.time_off, report.school, lang)
    complain(*(say(lang, "cli.warning", text=text) for text in notices))
    if read and not quiet and timeline.at(start) is not timeline:
        complain(say(lang, "cli.hours_past", since=timeline.plan.run.since, read=f"{read.astimezone():%Y-%m-%d %H:%M}"))
    _tell(report, found, lang, as_json=as_json, quiet=quiet, written=out is not None)
    if out is not None and not quiet:
        complain(say(lang, "cli.hours_written", path=out, tables=len(found)))
    return OK


def _school(folder: Path, instance: Path | None, lang: Lang) -> tuple[School, list[str]]:
    """The school of the plan; leave, time off, calendar and rules as they are now, where the instance is named: then also
    what does not fit between the two. Another school altogether is a usage error."""
    from scheduler.files import load_school
    from scheduler.files.plans import load_instance_of
    from scheduler.hours.now import differing, is_other, strangers, updated
    from scheduler.messages.names import listing

    school = load_instance_of(folder)
    if instance is None:
        return school, []
    now = load_school(instance)
    if is_other(school, now):
        raise UsageFault("hours_other_school", path=instance, folder=folder)
    found: list[str] = []
    if tables := differing(school, now):
        named = listing(lang, [TABLE_TITLES[name] if lang == "zh" else name for name in tables], len(tables))
        found.append(say(lang, "cli.hours_differs", tables=named))
    if people := strangers(school, now):
        found.append(say(lang, "cli.hours_strangers", count=len(people), ids=listing(lang, people, _NAMED)))
    return updated(school, now), found


def _span(school: School, month: tuple[date, date] | None, first: date | None, last: date | None) -> tuple[date, date]:
    """The dates that are asked for, cut to the term; the whole term where none are named."""
    if month and (first or last):
        raise UsageFault("not_together", first="--month", second="--from" if first else "--to")
    start, end = month or (first or school.term.start, last or school.term.end)
    if end < start:
        raise UsageFault("to_before_from", start=start.isoformat(), end=end.isoformat())
    found = max(start, school.term.start), min(end, school.term.end)
    if found[1] < found[0]:
        raise UsageFault("outside_term", start=school.term.start.isoformat(), end=school.term.end.isoformat())
    return found


def _timeline(folder: Path, previous: Path | None) -> "tuple[Timeline, datetime | None]":
    """What ran when: before the plan that which is named, else what the plan remembers, with the time as of which."""
    from scheduler.files.ledger import load_ledger
    from scheduler.files.past import load_past
    from scheduler.files.plans import load_instance_of, load_plan
    from scheduler.hours import Timeline

    plan, ledger = load_plan(folder), load_ledger(folder)
    if previous is None:
        past = load_past(folder) if plan.run.since else ()
        return Timeline(plan, ledger, Timeline.of(past)), past[-1].read if past else None
    earlier = Timeline(
        load_plan(previous), load_ledger(previous), Timeline.of(load_past(previous)), load_instance_of(previous)
    )
    return Timeline(plan, ledger, earlier), None


def _warnings(report: "Report", timeline: "Timeline", start: date, lang: Lang) -> list[str]:
    from scheduler.messages.names import listing, person_name

    found: list[str] = []
    if timeline.begins and start < timeline.begins:
        found.append(say(lang, "cli.hours_since", since=timeline.begins.isoformat()))
    if timeline.plan.run.since is None and timeline.earlier is not None:
        found.append(say(lang, "cli.hours_no_since"))
    if report.unsettled:
        names = dict.fromkeys(
            say(lang, "cli.hours_on", name=person_name(report.school, work.person), on=work.date.isoformat())
            for work in report.unsettled
        )
        named = listing(lang, list(names), _NAMED)
        found.append(say(lang, "cli.hours_unsettled", count=len(report.unsettled), names=named))
    if report.stray:
        named = listing(lang, [f"{change.date.isoformat()} {change.what}" for change in report.stray], _NAMED)
        found.append(say(lang, "cli.hours_stray", count=len(report.stray), entries=named))
    today = date.today()
    if report.end > today:
        found.append(say(lang, "cli.hours_future", today=today.isoformat()))
    return found


def _tell(report: "Report", found: Sequence["Table"], lang: Lang, *, as_json: bool, quiet: bool, written: bool) -> None:
    """The totals and the people; in quiet nothing where the tables are written, else the totals, so as not to count in vain."""
    from scheduler.hours.text import as_data, data, summary

    if as_json:
        give_json({"totals": data(report)} | {table.name: as_data(table) for table in found})
        return
    if not (quiet and written):
        give("\n".join(summary(report, lang)))
    if not quiet:
        give("\n" + "\n".join(_lines(found[0], lang)))


def _lines(people: "Table", lang: Lang) -> list[str]:
    """The table of people in the columns that matter most, for those who did or were to do anything."""
    from scheduler.hours.tables import heading

    places = [people.columns.index(name) for name in _SHOWN]
    first = people.columns.index("planned_lessons")
    shown = [row for row in people.rows if any(row[place] for place in range(first, len(row)))]
    places = [
        place for place in places if people.columns[place] != "pay" or any(row[place] is not None for row in shown)
    ]
    cells = [[heading(people.columns[place], lang) for place in places]]
    cells += [["" if row[place] is None else str(row[place]) for place in places] for row in shown]
    widths = [max(width(row[place]) for row in cells) for place in range(len(places))]
    return [
        "  ".join(
            pad(cell, widths[place]) if place < 2 else " " * (widths[place] - width(cell)) + cell
            for place, cell in enumerate(row)
        )
        for row in cells
    ]


# -- writing -------------------------------------------------------------------------------------------------


def _check(out: Path, *, force: bool) -> None:
    """A path to which nothing may be written is a fault before anything is counted."""
    suffix = out.suffix.casefold()
    if suffix in _NO_FOLDER:
        raise UsageFault("hours_ending", path=out)
    if suffix == ".xlsx":
        export_files.check(out, force=force)
    else:
        export_files.check_folder(out, force=force)


def _write(
    found: Sequence["Table"], report: "Report", out: Path, counter: "Counter", lang: Lang, *, force: bool
) -> None:
    from scheduler.files.plans import csv_bytes
    from scheduler.hours.tables import heading

    if out.suffix.casefold() == ".xlsx":
        from scheduler.hours.text import summary
        from scheduler.hours.workbook import write_workbook

        span = {"start": report.start.isoformat(), "end": report.end.isoformat()}
        title = say(lang, "hours.title", school=report.school.name, **span)
        with export_files.writing(out, force=force) as fresh:
            write_workbook(found, title, summary(report, lang), fresh, lang, counter)
        return
    files = {
        f"{table.name}.csv": csv_bytes(
            [heading(column, lang) for column in table.columns],
            [
                [str(cell) if cell is not None and not isinstance(cell, int) else cell for cell in row]
                for row in table.rows
            ],
        )
        for table in found
    }
    export_files.write_folder(out, files, force=force)
