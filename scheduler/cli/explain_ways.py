"""``kehou explain --ways-out``: small changes of the school that help most, each tried by a solve."""

import os
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.cli.faults import BUG, OK, TIME
from scheduler.cli.printing import complain, give_json, show_table
from scheduler.cli.ways_words import (
    Asked,
    afterwards,
    alike,
    failures,
    in_words,
    left,
    longer,
    lost,
    not_least,
    points,
    rest,
    summary,
    tried,
    way_words,
)
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from threading import Event

    from models.plan import Plan
    from models.school import School
    from scheduler.messages.origin import Origin
    from scheduler.options import Options
    from scheduler.ways_out import Report, Step, Tried, Try, WayOut

_FIRST_SHARE = 0.4
"""Share of the time for a plan, where none was given."""

_TIMES = 4
"""How many times a limit that is too short is worth trying."""


def run_ways_out(
    lang: Lang,
    instance: Path,
    folder: Path | None,
    *,
    time_limit: float,
    began: float | None = None,
    seed: int = 0,
    workers: int | None = None,
    quiet: bool = False,
    as_json: bool = False,
) -> int:
    """Say which small changes of the school would help a plan of it, best first. TIME where the time was too short to try
    one, BUG where the program failed in one of them, else OK.

    Without a plan's ``folder`` a plan is made first. ``time_limit``: seconds for everything since ``began``, a moment of ``time.monotonic``. An interrupt keeps what was
    found.
    """
    from scheduler.cli.explain import made_for
    from scheduler.cli.stop import listening, run_beside
    from scheduler.files import load_with_origin
    from scheduler.files.plans import load_plan
    from scheduler.options import Options

    began = began or time.monotonic()
    school, origin = load_with_origin(instance)
    asked = Asked(instance, folder, time_limit, origin)
    plan = load_plan(folder) if folder else None
    if folder and plan:
        school = made_for(lang, school, plan, folder)
    options = Options(time_limit=time_limit, seed=seed, workers=workers, lang=lang, began=began, origin=origin)
    news = _Talk(lang, school, began, origin, quiet=quiet)
    with listening() as stopper:

        def stopping() -> None:
            if not quiet:
                complain(say(lang, "ways.stopping"))

        try:
            report = run_beside(lambda: _found(school, plan, options, stopper.asked, news), stopper, stopping)
        finally:
            if news.broken:  # the error itself is said last, where every error is
                if not as_json:
                    complain(say(lang, "ways.broken"))
                _give(news.broken, school, lang, time_limit, asked, as_json=as_json)
    _give(report, school, lang, time_limit, asked, as_json=as_json)
    if report.failed and os.environ.get("KEHOU_TRACEBACK"):
        raise report.failed[0].error
    return BUG if report.failed else TIME if _too_short(report) else OK


def _give(report: "Report", school: "School", lang: Lang, time_limit: float, asked: Asked, *, as_json: bool) -> None:
    if as_json:
        give_json(_data(report, school, lang, asked.origin))
    else:
        _show(report, school, lang, time_limit, asked)
    complain(*failures(report, school, lang, asked.origin))


def _found(school: "School", plan: "Plan | None", options: "Options", stop: "Event", news: "_Talk") -> "Report":
    from dataclasses import replace

    from scheduler.plan import solve
    from scheduler.ways_out import News, find

    if plan is None:
        news.say("ways.first")
        plan = solve(school, replace(options, time_limit=_FIRST_SHARE * options.time_limit), None, stop)
    left = options.time_limit - (time.monotonic() - (options.began or 0.0))
    heard = News(news.trying, news.tried, news.proving, news.joining, news.broke, news.sparing)
    return find(school, plan, replace(options, time_limit=left), stop, news=heard)


class _Talk:
    """What is said while ways are tried."""

    def __init__(self, lang: Lang, school: "School", began: float, origin: "Origin", *, quiet: bool) -> None:
        self._lang: Lang = lang
        self._origin = origin
        self._school, self._began, self._quiet = school, began, quiet
        self.broken: Report | None = None

    def say(self, key: str, **blanks: object) -> None:
        """A line with the seconds so far."""
        if not self._quiet:
            complain(f"{time.monotonic() - self._began:6.1f} s  {say(self._lang, key, **blanks)}")

    def trying(self, one: "Try") -> None:
        """A way is begun."""
        self._about("ways.trying", one)

    def proving(self, one: "Try") -> None:
        """More is looked for with one of those that help."""
        self._about("ways.proving", one)

    def sparing(self, one: "Try") -> None:
        """Less of one of those that help is tried."""
        self._about("ways.sparing", one)

    def _about(self, key: str, one: "Try") -> None:
        self.say(key, number=one.number, total=one.total, steps=self._steps(one))

    def _steps(self, one: "WayOut | Try") -> str:
        from scheduler.ways_out import steps_words

        return steps_words(one.steps, self._lang, self._school, self._origin)

    def joining(self, _: None) -> None:
        """Ways that help are tried together."""
        self.say("ways.together")

    def tried(self, one: "Tried") -> None:
        """What came of a way; what it asks for where less is enough."""
        from scheduler.ways_out import gain_words

        number, found = one.way.number, one.found
        if found is None:
            self.say({"cut": "ways.cut", "failed": "ways.skipped"}.get(one.result, "ways.vain"), number=number)
            return
        steps, gain = self._steps(found), gain_words(found, self._lang)
        key = "ways.helps" if found.steps == one.way.steps else "ways.helps_less"
        self.say(key, number=number, steps=steps, gain=gain)

    def broke(self, found: "Report") -> None:
        """The program fails; this was found before."""
        self.broken = found


# -- the end -------------------------------------------------------------------------------------------------
def _too_short(report: "Report") -> bool:
    return report.total > 0 and not report.begun and report.ended == "time"


def _show(report: "Report", school: "School", lang: Lang, time_limit: float, asked: Asked) -> None:
    if report.ways:
        complain(*tried(report, lang, asked), *summary(report, lang))
        closing = sum(one.gain.coverage > 0 for one in report.ways)
        if closing:
            complain(say(lang, "ways.list"))
            _table(report, school, lang, 0, closing, asked.origin)
            complain(*left(report, school, lang))
        if closing < len(report.ways):
            complain(say(lang, "ways.besides" if closing else "ways.list_choices"))
            _table(report, school, lang, closing, len(report.ways), asked.origin)
        complain(*not_least(report, lang), *alike(report, lang), *points(report, school, lang))
    complain(*remarks(report, lang, time_limit))
    if not report.ways and 0 < report.begun < report.total:
        complain(*tried(report, lang, asked))
    if report.ways:
        complain(*afterwards(report, lang, asked))


def _table(
    report: "Report", school: "School", lang: Lang, first: int, end: int, origin: "Origin | None" = None
) -> None:
    """The ways from a row on, up to another: those that close gaps, or those for choices."""
    rows = [
        [str(n), way_words(report, one.steps, school, lang, origin), _result(report, one, lang)]
        for n, one in enumerate(report.ways[first:end], first + 1)
    ]
    show_table([say(lang, f"ways.head_{name}") for name in ("row", "way", "gain")], rows, numbers=(0,))


def _result(report: "Report", one: "WayOut", lang: Lang) -> str:
    """What it brings, with a mark where some of it may be had without it; and what a smaller one does not, unless it is all
    that could be brought."""
    from scheduler.ways_out import closes_all, gain_words

    gain = gain_words(one, lang, None if closes_all(one) else _row(report, one))
    return gain if one.sure else say(lang, "ways.unsure", gain=gain)


def _row(report: "Report", one: "WayOut") -> int | None:
    """The row of the smaller way out that one is compared with."""
    rows = {other.steps: number for number, other in enumerate(report.ways, 1)}
    return rows[one.beyond.steps] if one.beyond else None


def remarks(report: "Report", lang: Lang, time_limit: float) -> list[str]:
    """What the table does not say: what was tried in vain, what is not known, what was left out."""
    from scheduler.ways_out import closes_all, kinds_words

    found = [say(lang, "ways.better_alone")] if report.better_alone else []
    if not report.total:
        return [*found, say(lang, "ways.no_way" if report.lacking else "ways.nothing_to_try")]
    if _too_short(report):
        wanted = longer(_TIMES * time_limit)
        return [say(lang, "ways.too_short", limit=f"{time_limit:g}", wanted=wanted, long=in_words(wanted, lang))]
    if not report.begun:
        return [say(lang, "ways.stopped")]
    if not report.ways:
        key = "ways.nothing_known" if report.unknown else "ways.nothing"
        key = "ways.nothing_cut" if report.unknown >= report.begun else key
        found.append(say(lang, key, tried=report.begun, kinds=kinds_words(report.tried, lang)))
    if any(not one.sure for one in report.ways):
        found.append(say(lang, "ways.unsure_rerun" if report.rerun else "ways.unsure_means"))
    if any(not one.proven and not closes_all(one) for one in report.ways):
        found.append(say(lang, "ways.at_least_means"))
    if report.covered:
        found.append(say(lang, "ways.covered", count=report.covered))
    if report.unknown and (report.ways or report.unknown < report.begun):
        found.append(say(lang, "ways.unknown", unknown=report.unknown))
    return found


def _data(report: "Report", school: "School", lang: Lang, origin: "Origin | None" = None) -> dict[str, Any]:
    rows = {one.steps: number for number, one in enumerate(report.ways, 1)}
    return {
        "tried": report.begun,
        "tried_by_kind": dict(report.tried),
        "gaps": _gaps(report),
        "unknown": report.unknown,
        "failed": [
            {"way": one.number, "steps": _steps(one.steps), "error": type(one.error).__name__} for one in report.failed
        ],
        "not_tried": report.total - report.begun,
        "left_out": report.covered,
        "ended": report.ended,
        "better_alone": report.better_alone,
        "ways_out": [_data_of(report, one, school, lang, origin) for one in report.ways],
        "together": [
            {"kind": one.kind, "rows": [rows.get(steps) for steps in one.ways], "closed": one.closed}
            | {"row": rows.get(one.row)}
            for one in report.together
        ],
    }


def _data_of(report: "Report", one: "WayOut", school: "School", lang: Lang, origin: "Origin | None") -> dict[str, Any]:
    from scheduler.ways_out import gain_words

    row = _row(report, one)
    return {
        "steps": _steps(one.steps),
        "way": way_words(report, one.steps, school, lang, origin),
        "gain": asdict(one.gain),
        "result": gain_words(one, lang, row),
        "sure": one.sure,
        "proven": one.proven,
        "exact": one.exact,
        "least": one.least,
        "beyond_row": row,
        "seconds": round(one.seconds, 1),
    }


def _gaps(report: "Report") -> list[dict[str, Any]]:
    """By kind of gap how many the plan lacks, how many no row closes, and how many of the ways for it were tried, by their kind."""
    tallies = report.tallies
    return [
        {
            "kind": kind,
            "missing": count,
            "left": rest(report, kind, count),
            "ways": tallies[kind].total if kind in tallies else 0,
            "tried_by_kind": dict(tallies[kind].kinds) if kind in tallies else {},
        }
        for kind, count in lost(report).items()
    ]


def _steps(steps: "Sequence[Step]") -> list[dict[str, Any]]:
    return [{"kind": type(step).__name__, **_cells(step)} for step in steps]


def _cells(step: "Step") -> dict[str, Any]:
    """The fields of a step, dates as text."""
    return {
        name: [list(map(str, pair)) for pair in value] if name == "spans" else value
        for name, value in vars(step).items()
    }
