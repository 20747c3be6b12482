"""What stands before and after the table of ways out: what is missing, which rows close it, and what then."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scheduler.cli.printing import typed
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name, listing, sentences

if TYPE_CHECKING:
    from models.plan import Gap
    from models.school import School
    from scheduler.ways_out import Report, Together
    from scheduler.ways_out.together import Steps


class Asked(NamedTuple):
    """What the ways out were asked for: the instance, and the plan's folder if one was given."""

    instance: Path
    folder: Path | None


_OF_STUDENTS = ("tutoring", "placement")
_MOST = 10
_ROWS = 4
"""Rows that are named for one kind of gap."""


def summary(report: "Report", lang: Lang) -> list[str]:
    """By kind of gap how many there are, and which rows of the table close all of them or some."""
    from scheduler.ways_out import KINDS

    counts = Counter(KINDS[gap.what] for gap in report.gaps)
    if not counts:
        return [say(lang, "ways.no_gaps")]
    lines = [say(lang, "ways.lack_head", count=len(report.gaps))]
    for kind in dict.fromkeys(KINDS.values()):
        if counts[kind]:
            lines.append(_line(report, lang, kind, counts[kind]))
    return lines


def _line(report: "Report", lang: Lang, kind: str, count: int) -> str:
    lack = say(lang, f"ways.lack.{kind}", count=count)
    gains = {row: getattr(one.gain, kind) for row, one in enumerate(report.ways, 1) if getattr(one.gain, kind) > 0}
    whole = [row for row, gained in gains.items() if gained >= count]
    if not gains:
        return _none(report, lang, kind, lack)
    if whole:
        rows = say(lang, "ways.or").join(say(lang, "ways.lack_row", row=row) for row in whole[:_ROWS])
        return say(lang, "ways.lack_all" if len(whole) > 1 else "ways.lack_one", lack=lack, rows=rows)
    joined = next((one for one in report.together if one.kind == kind), None)
    told = _joined(report, lang, joined, lack, count) if joined else ""
    if told:
        return told
    parts = [say(lang, "ways.lack_row_part", row=row, count=gained) for row, gained in gains.items()]
    return say(lang, "ways.lack_some", lack=lack, rows=listing(lang, parts, len(parts)))


def _none(report: "Report", lang: Lang, kind: str, lack: str) -> str:
    """That nothing in the table helps is said only where everything was tried to its end."""
    tally = report.tallies.get(kind)
    if tally is None or tally.over:
        return say(lang, "ways.lack_none", lack=lack)
    key = "short" if tally.begun == tally.total else "so_far" if tally.begun else "later"
    return say(lang, f"ways.lack_{key}", lack=lack, total=tally.total, tried=tally.begun, unknown=tally.unknown)


def tried(report: "Report", lang: Lang, asked: Asked) -> list[str]:
    """Where not all was tried: how many of how many and why, which, and what can be read of the gaps all the same."""
    from scheduler.ways_out import kinds_words

    count = report.total - report.begun
    if not count or report.ended in ("all", "broken"):
        return []
    key = {"time": "ways.more_time", "stop": "ways.more_stopped", "enough": "ways.more_enough"}[report.ended]
    words = [say(lang, "ways.tried", total=report.total, tried=report.begun), say(lang, key, count=count)]
    if report.untried:
        words.append(say(lang, "ways.untried", kinds=kinds_words(report.untried, lang)))
    found = [sentences(lang, words)]
    if asked.folder and any(not tally.over for tally in report.tallies.values()):
        found.append(say(lang, "ways.reasons", command=typed("kehou", "explain", asked.instance, asked.folder)))
    return found


def _joined(report: "Report", lang: Lang, joined: "Together", lack: str, count: int) -> str:
    """The rows that go together, each with those that do as well; blank where they were not all tried, or one of them is no
    longer in the table."""
    numbers = {one.steps: number for number, one in enumerate(report.ways, 1)}
    single = len(joined.ways) == 1
    if not all(steps in numbers for steps in joined.ways) or (single and joined.untried):
        return ""

    def rows(named: "Sequence[Steps]") -> str:
        known = [say(lang, "ways.lack_row", row=numbers[steps]) for steps in named if steps in numbers]
        return say(lang, "ways.or").join(known[:_ROWS])

    words: list[str] = []
    for steps, instead in zip(joined.ways, joined.instead, strict=True):
        others = rows(instead)
        words.append(say(lang, f"ways.lack_row{'_instead' if others else ''}", row=numbers[steps], others=others))
    every = listing(lang, words, len(words))
    if joined.closed >= count:
        return say(lang, "ways.lack_together_all", lack=lack, rows=every)
    beside = (("idle", rows(joined.idle)), ("untried", rows(joined.untried)))
    more = "".join(say(lang, f"ways.lack_{what}", rows=named) for what, named in beside if named)
    key = "ways.lack_most" if single else "ways.lack_together"
    return say(lang, key, lack=lack, rows=every, closed=joined.closed, rest=count - joined.closed, more=more)


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
    """The gaps that no row closes: those for which everything was tried, and those that others may close yet."""
    from scheduler.ways_out import KINDS

    early = {kind for kind, tally in report.tallies.items() if not tally.over}
    waiting = [gap for gap in report.left if KINDS[gap.what] in early]
    over = [gap for gap in report.left if KINDS[gap.what] not in early]
    parts = (("ways.lack_left", over), ("ways.lack_waiting", waiting))
    return [say(lang, key, gaps=_named(gaps, school, lang)) for key, gaps in parts if gaps]


def _named(gaps: "Sequence[Gap]", school: "School", lang: Lang) -> str:
    from scheduler.cli.gaps import gap_place

    students = Counter((gap.what, gap.where.partition(";")[2]) for gap in gaps if gap.what in _OF_STUDENTS)
    names = [
        say(lang, "ways.left_tutoring", activity=activity_name(lang, school, second), count=count)
        if what == "tutoring"
        else say(lang, "ways.left_places", block=block_name(lang, school, second), count=count)
        for (what, second), count in students.items()
    ]
    names += [
        say(lang, "ways.left_one", place=gap_place(gap, lang, school), what=say(lang, f"cli.gap_{gap.what}"))
        for gap in gaps
        if gap.what not in _OF_STUDENTS
    ]
    return listing(lang, list(dict.fromkeys(names)), _MOST)


def alike(report: "Report", lang: Lang) -> list[str]:
    """What else than points the table tells of choices holds for one plan of many as good."""
    return [say(lang, "ways.alike")] if any(one.gain.cost > 0 for one in report.ways) else []


def points(report: "Report", school: "School", lang: Lang) -> list[str]:
    """What the points of choices are, where the table tells of any."""
    if not any(one.gain.cost > 0 for one in report.ways):
        return []
    policy = school.policy
    ranks = max((row.rank for row in school.choices), default=1)
    costs = listing(lang, [str(policy.cost_of_rank(n)) for n in range(1, ranks + 1)], _MOST)
    return [say(lang, "explain.points", costs=costs, fallback=policy.fallback_cost, bad=policy.bad_week_cost)]
