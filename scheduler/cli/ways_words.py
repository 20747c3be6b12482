"""What stands before and after the table of ways out: what is missing, which rows close it, and what then."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scheduler.cli.printing import typed
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name, listing

if TYPE_CHECKING:
    from models.school import School
    from scheduler.ways_out import Report


class Asked(NamedTuple):
    """What the ways out were asked for: the instance, and the plan's folder if one was given."""

    instance: Path
    folder: Path | None


_KIND = {"homework": "sessions", "strand": "sessions", "duty": "duties", "tutoring": "tutoring", "placement": "places"}
_OF_STUDENTS = ("tutoring", "placement")
_MOST = 10
_ROWS = 4
"""Rows that are named for one kind of gap."""


def summary(report: "Report", lang: Lang) -> list[str]:
    """By kind of gap how many there are, and which rows of the table close all of them or some."""
    counts = Counter(_KIND[gap.what] for gap in report.gaps)
    if not counts:
        return [say(lang, "ways.no_gaps")]
    lines = [say(lang, "ways.lack_head", count=len(report.gaps))]
    for kind in dict.fromkeys(_KIND.values()):
        if counts[kind]:
            lines.append(_line(report, lang, kind, counts[kind]))
    return lines


def _line(report: "Report", lang: Lang, kind: str, count: int) -> str:
    lack = say(lang, f"ways.lack.{kind}", count=count)
    gains = {row: getattr(one.gain, kind) for row, one in enumerate(report.ways, 1) if getattr(one.gain, kind) > 0}
    whole = [row for row, gained in gains.items() if gained >= count]
    if not gains:
        return say(lang, "ways.lack_none", lack=lack)
    if whole:
        rows = say(lang, "ways.or").join(say(lang, "ways.lack_row", row=row) for row in whole[:_ROWS])
        return say(lang, "ways.lack_all" if len(whole) > 1 else "ways.lack_one", lack=lack, rows=rows)
    parts = [say(lang, "ways.lack_row_part", row=row, count=gained) for row, gained in gains.items()]
    return say(lang, "ways.lack_some", lack=lack, rows=listing(lang, parts, len(parts)))


def afterwards(report: "Report", lang: Lang, asked: Asked) -> list[str]:
    """The commands that take what was chosen into a plan: one that closes gaps and changes little else, and one from the
    start, where choices become better, which a rerun that spares changes would leave as they are."""
    if asked.folder is None:
        return [say(lang, "ways.solve", command=typed("kehou", "solve", asked.instance, "--out", "plan"))]
    name, found = asked.folder.resolve().name, list[str]()
    if report.gaps:
        command = typed("kehou", "rerun", asked.instance, "--previous", asked.folder, "--out", f"{name}-2")
        found.append(say(lang, "ways.next", command=command))
    if not found or any(one.gain.cost > 0 for one in report.ways):
        command = typed("kehou", "solve", asked.instance, "--out", f"{name}-new")
        found.append(say(lang, "ways.anew", command=command))
    return found


def left(report: "Report", school: "School", lang: Lang) -> list[str]:
    """The gaps that no row closes."""
    from scheduler.cli.gaps import gap_place

    students = Counter((gap.what, gap.where.partition(";")[2]) for gap in report.left if gap.what in _OF_STUDENTS)
    names = [
        say(lang, "ways.left_tutoring", activity=activity_name(lang, school, second), count=count)
        if what == "tutoring"
        else say(lang, "ways.left_places", block=block_name(lang, school, second), count=count)
        for (what, second), count in students.items()
    ]
    names += [
        say(lang, "ways.left_one", place=gap_place(gap, lang, school), what=say(lang, f"cli.gap_{gap.what}"))
        for gap in report.left
        if gap.what not in _OF_STUDENTS
    ]
    return [say(lang, "ways.lack_left", gaps=listing(lang, list(dict.fromkeys(names)), _MOST))] if names else []


def points(report: "Report", school: "School", lang: Lang) -> list[str]:
    """What the points of choices are, where the table tells of any."""
    if not any(one.gain.cost > 0 for one in report.ways):
        return []
    policy = school.policy
    ranks = max((row.rank for row in school.choices), default=1)
    costs = listing(lang, [str(policy.cost_of_rank(n)) for n in range(1, ranks + 1)], _MOST)
    return [say(lang, "explain.points", costs=costs, fallback=policy.fallback_cost, bad=policy.bad_week_cost)]
