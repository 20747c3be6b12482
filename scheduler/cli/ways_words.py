"""What stands before and after the table of ways out: what is missing, which rows close it, and what then."""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scheduler.cli.faults import explain
from scheduler.cli.printing import typed
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_name, listing, sentences
from scheduler.messages.origin import Origin, row_runs

if TYPE_CHECKING:
    from models.plan import Gap
    from models.school import School
    from scheduler.ways_out import Report, Together
    from scheduler.ways_out.together import Steps


class Asked(NamedTuple):
    """What the ways out were asked for: the instance, the plan's folder if one was given, the seconds that there were, and which
    sheets or files the instance has."""

    instance: Path
    folder: Path | None
    seconds: float = 60.0
    origin: Origin | None = None


_OF_STUDENTS = ("tutoring", "placement")
_MOST = 10
"""Gaps of one kind that are named."""

_ROWS = 4
"""Rows that are named for one kind of gap."""

ROUND, _MINUTE = 30, 60
"""A longer time limit is named in steps of so many seconds; of a minute where it is long."""


def lost(report: "Report") -> dict[str, int]:
    """How many gaps the plan has, by their kind."""
    from scheduler.ways_out import KINDS

    counts = Counter(KINDS[gap.what] for gap in report.gaps)
    return {kind: counts[kind] for kind in dict.fromkeys(KINDS.values()) if counts[kind]}


def summary(report: "Report", lang: Lang) -> list[str]:
    """By kind of gap how many there are, and which rows of the table close all of them or some."""
    counts = lost(report)
    if not counts:
        return [say(lang, "ways.no_gaps")]
    head = say(lang, "ways.lack_head_better" if report.better_alone else "ways.lack_head", count=len(report.gaps))
    return [head, *(_line(report, lang, kind, count) for kind, count in counts.items())]


def _gains(report: "Report", kind: str) -> dict[int, int]:
    """The rows that close some of a kind, and how many, the most first."""
    gains = {row: getattr(one.gain, kind) for row, one in enumerate(report.ways, 1) if getattr(one.gain, kind) > 0}
    return dict(sorted(gains.items(), key=lambda pair: -pair[1]))


def rest(report: "Report", kind: str, count: int) -> int:
    """How many of so many gaps of a kind there would be left with what closes most of them: several rows that were tried
    together, or one."""
    joined = _together(report, kind)
    return max(0, count - (joined.closed if joined else max(_gains(report, kind).values(), default=0)))


def _line(report: "Report", lang: Lang, kind: str, count: int) -> str:
    lack = say(lang, f"ways.lack.{kind}", count=count)
    gains = _gains(report, kind)
    whole = [row for row, gained in gains.items() if gained >= count]
    if not gains:
        return _none(report, lang, kind, lack)
    if whole:
        rows = say(lang, "ways.or").join(say(lang, "ways.lack_row", row=row) for row in whole[:_ROWS])
        return say(lang, "ways.lack_all" if len(whole) > 1 else "ways.lack_one", lack=lack, rows=rows)
    joined = _together(report, kind)
    if joined:
        return _joined(report, lang, joined, lack, count)
    (best, closed), *others = gains.items()
    blanks = {"lack": lack, "closed": closed, "rest": count - closed}
    if not others:
        return say(lang, "ways.lack_most", rows=say(lang, "ways.lack_row", row=best), more="", **blanks)
    parts = [say(lang, "ways.lack_row_part", row=row, count=gained) for row, gained in others[:_ROWS]]
    return say(lang, "ways.lack_some", row=best, others=listing(lang, parts, len(parts)), **blanks)


def _none(report: "Report", lang: Lang, kind: str, lack: str) -> str:
    """That nothing in the table helps is said only where everything was tried to its end."""
    from scheduler.ways_out import kinds_words

    tally = report.tallies.get(kind)
    if tally is None or tally.over:
        return say(lang, "ways.lack_none", lack=lack)
    key = "short" if tally.begun == tally.total else "so_far" if tally.begun else "later"
    blanks = {"total": tally.total, "tried": tally.begun, "unknown": tally.unknown}
    return say(lang, f"ways.lack_{key}", lack=lack, kinds=kinds_words(tally.kinds, lang), **blanks)


def tried(report: "Report", lang: Lang, asked: Asked) -> list[str]:
    """How many were tried of how many, and in what time; where not all: why, which, and what can be read of the gaps all the
    same."""
    from scheduler.ways_out import kinds_words

    count, seconds, wanted = report.total - report.begun, ceil(report.seconds), _wanted(report, asked)
    if not count:
        return [say(lang, "ways.tried_all", total=report.total, seconds=seconds)]
    if report.ended in ("all", "broken"):
        return [say(lang, "ways.tried", total=report.total, tried=report.begun, seconds=seconds)]
    time_key = "ways.more_time_kept" if report.ways else "ways.more_time"
    key = {"time": time_key, "stop": "ways.more_stopped", "enough": "ways.more_enough"}[report.ended]
    words = [
        say(lang, "ways.tried", total=report.total, tried=report.begun, seconds=seconds),
        say(lang, key, count=count, limit=f"{asked.seconds:g}", wanted=wanted, long=in_words(wanted, lang)),
    ]
    if report.untried:
        words.append(say(lang, "ways.untried", kinds=kinds_words(report.untried, lang)))
    found = [sentences(lang, words)]
    if asked.folder and any(not tally.over for tally in report.tallies.values()):
        found.append(say(lang, "ways.reasons", command=typed("kehou", "explain", asked.instance, asked.folder)))
    return found


def in_words(seconds: int, lang: Lang) -> str:
    """A time limit in hours and minutes; a short one in seconds."""
    if seconds < 2 * _MINUTE:
        return say(lang, "ways.long_seconds", seconds=seconds)
    hours, minutes = divmod(ceil(seconds / _MINUTE), _MINUTE)
    key = "both" if hours and minutes else "hours" if hours else "minutes"
    return say(lang, f"ways.long_{key}", hours=hours, minutes=minutes)


def longer(seconds: float) -> int:
    """A time limit as one is named: in steps of half a minute, from two minutes on of a whole one."""
    step = ROUND if seconds <= 2 * _MINUTE else _MINUTE
    return step * ceil(seconds / step)


def _wanted(report: "Report", asked: Asked) -> int:
    """Seconds that are likely to be enough for all of them, if each takes as long as those that were tried."""
    return longer(asked.seconds * report.total / max(1, report.begun))


def _joined(report: "Report", lang: Lang, joined: "Together", lack: str, count: int) -> str:
    """The rows that go together, or the one that is all of them, and what was added in vain or not at all."""
    own = joined.row and _rows(report, lang, [joined.row])
    every = own or _beside(report, lang, joined)
    if joined.closed >= count:
        return say(lang, "ways.lack_together_all", lack=lack, rows=every)
    beside = (("idle", _rows(report, lang, joined.idle)), ("untried", _rows(report, lang, joined.untried)))
    more = "".join(say(lang, f"ways.lack_{what}", rows=named) for what, named in beside if named)
    key = "ways.lack_most" if own or len(joined.ways) == 1 else "ways.lack_together"
    return say(lang, key, lack=lack, rows=every, closed=joined.closed, rest=count - joined.closed, more=more)


def _rows(report: "Report", lang: Lang, named: "Sequence[Steps]") -> str:
    """Some ways by their rows, any one of them."""
    numbers = {one.steps: number for number, one in enumerate(report.ways, 1)}
    known = [say(lang, "ways.lack_row", row=numbers[steps]) for steps in named if steps in numbers]
    return say(lang, "ways.or").join(known[:_ROWS])


def _beside(report: "Report", lang: Lang, joined: "Together") -> str:
    """The rows that go together, each with those that do as well."""
    numbers = {one.steps: number for number, one in enumerate(report.ways, 1)}
    words: list[str] = []
    for steps, instead in zip(joined.ways, joined.instead, strict=True):
        others = _rows(report, lang, instead)
        words.append(say(lang, f"ways.lack_row{'_instead' if others else ''}", row=numbers[steps], others=others))
    return listing(lang, words, len(words))


def parts(report: "Report", steps: "Steps") -> "Together | None":
    """What a row is made of, where it is other rows together, no more and no less."""
    known = {one.steps for one in report.ways}
    for one in report.together:
        if one.row and one.row == steps and set(one.steps) == set(steps) and known.issuperset(one.ways):
            return one
    return None


def way_words(report: "Report", steps: "Steps", school: "School", lang: Lang, origin: Origin | None) -> str:
    """What is to be done, with the rows that it is made of, if it is."""
    from scheduler.ways_out import steps_words

    words, joined = steps_words(steps, lang, school, origin), parts(report, steps)
    return say(lang, "ways.joined", rows=_beside(report, lang, joined), steps=words) if joined else words


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
    """The gaps that no row closes, by kind: those for which everything was tried, and those that others may close yet.

    They are as many as the summary says that there would be left. Where several rows each close a part, and were not tried together,
    they may be enough all the same.
    """
    over, waiting, apart = list[str](), list[str](), list[str]()
    for kind, count in lost(report).items():
        open_ones, tally, joined = rest(report, kind, count), report.tallies.get(kind), _together(report, kind)
        if not open_ones:
            continue
        early = (tally is not None and not tally.over) or (joined is not None and joined.untried)
        group = apart if joined is None and len(_gains(report, kind)) > 1 else waiting if early else over
        group += _left_of(report, school, lang, kind, open_ones, why=group is over)
    parts = (("ways.left_head", over), ("ways.apart_head", apart), ("ways.waiting_head", waiting))
    return [line for key, lines in parts if lines for line in (say(lang, key), *lines)]


def _left_of(report: "Report", school: "School", lang: Lang, kind: str, open_ones: int, *, why: bool) -> list[str]:
    """The gaps of a kind that are left: of the plan that lacks these alone, where there is one; ``why``: with their causes."""
    from scheduler.cli.gaps import cause_lines
    from scheduler.ways_out import KINDS

    what, near = say(lang, f"ways.more.{kind}", count=open_ones), report.nearest.get(kind)
    if near and len(near.plan.gaps) == open_ones:
        if why:
            lines = [say(lang, "ways.left_with", what=what, rows=_most_rows(report, lang, kind))]
            lines += [say(lang, "ways.left_cause", cause=one) for one in cause_lines(near.plan, lang, school)]
        else:
            names = _named(near.plan.gaps, school, lang)
            lines = [say(lang, "ways.left_kind", what=what, gaps=listing(lang, names, _MOST))]
        return lines + ([say(lang, "ways.left_elsewhere", count=near.elsewhere)] if near.elsewhere else [])
    gaps = [gap for gap in report.left if KINDS[gap.what] == kind]
    which = listing(lang, _named(gaps, school, lang), _MOST)
    if len(gaps) < open_ones:
        some = say(lang, "ways.left_some", gaps=which, count=open_ones - len(gaps))
        which = some if gaps else say(lang, "ways.left_varies")
    return [say(lang, "ways.left_kind", what=what, gaps=which)]


def _most_rows(report: "Report", lang: Lang, kind: str) -> str:
    """The rows with which fewest of a kind are left: one, or several that were tried together."""
    joined = _together(report, kind)
    if joined and not joined.row:
        return _beside(report, lang, joined)
    numbers = {one.steps: number for number, one in enumerate(report.ways, 1)}
    return say(lang, "ways.lack_row", row=numbers[joined.row] if joined else next(iter(_gains(report, kind))))


def _together(report: "Report", kind: str) -> "Together | None":
    """What goes together for a kind of gap, where the summary tells it."""
    steps = {one.steps for one in report.ways}
    for one in report.together:
        if one.kind == kind and steps.issuperset(one.ways) and (len(one.ways) > 1 or not one.untried):
            return one
    return None


def _named(gaps: "Sequence[Gap]", school: "School", lang: Lang) -> list[str]:
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
    return list(dict.fromkeys(names))


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


def not_least(report: "Report", lang: Lang) -> list[str]:
    """Of which rows less may be enough."""
    joined = {one.row for one in report.together}  # each of their parts has a row
    rows = [n for n, one in enumerate(report.ways, 1) if not one.least and one.steps not in joined]
    named = say(lang, "names.comma").join(row_runs(rows))
    return [say(lang, "ways.not_least", rows=named)] if rows else []


def failures(report: "Report", school: "School", lang: Lang, origin: Origin | None = None) -> list[str]:
    """Where the program failed: what was left out for it, what to do, and which errors these were."""
    from scheduler.ways_out import steps_words

    if not report.failed:
        return []
    ways = [one for one in report.failed if one.number is not None]
    found = [
        say(lang, "ways.failed_way", number=one.number, steps=steps_words(one.steps, lang, school, origin))
        for one in ways
    ]
    if len(ways) < len(report.failed):
        found.append(say(lang, "ways.failed_beside"))
    errors = [line for one in report.failed for line in explain(one.error, lang)[0]]
    return [*found, say(lang, "ways.failed_next"), *dict.fromkeys(errors)]
