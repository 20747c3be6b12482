"""``kehou explain --ways-out``: small changes of the school that help most, each tried by a solve."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.cli.faults import OK
from scheduler.cli.printing import complain, give_json, show_table
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from threading import Event

    from models.plan import Plan
    from models.school import School
    from scheduler.options import Options
    from scheduler.ways_out import Try, Way, WayOut

_FIRST_SHARE = 0.4
"""Share of the time for a plan, where none was given."""


def run_ways_out(
    lang: Lang,
    instance: Path,
    folder: Path | None,
    *,
    time_limit: float,
    seed: int = 0,
    workers: int | None = None,
    quiet: bool = False,
    as_json: bool = False,
) -> int:
    """Say which small changes of the school would help a plan of it, best first; always 0.

    Without a plan's ``folder`` a plan is made first. ``time_limit``: seconds for everything. An interrupt keeps what was
    found.
    """
    from scheduler.cli.explain import made_for
    from scheduler.cli.stop import listening, run_beside
    from scheduler.files import load_school
    from scheduler.files.plans import load_plan
    from scheduler.options import Options

    began = time.monotonic()
    school = load_school(instance)
    plan = load_plan(folder) if folder else None
    if folder and plan:
        school = made_for(lang, school, plan, folder)
    options = Options(time_limit=time_limit, seed=seed, workers=workers, lang=lang, began=began)
    news = _News(lang, school, began, quiet=quiet)
    with listening() as stopper:

        def stopping() -> None:
            if not quiet:
                complain(say(lang, "ways.stopping"))

        found = run_beside(lambda: _found(school, plan, options, stopper.asked, news), stopper, stopping)
    if as_json:
        give_json(
            {"tried": news.tried, "unknown": news.unknown, "ways_out": [_data(one, school, lang) for one in found]}
        )
    elif found:
        complain(say(lang, "ways.list"))
        show_table(
            [say(lang, f"ways.head_{name}") for name in ("way", "gain", "seconds")],
            [[*_words(one, school, lang), f"{one.seconds:.0f}"] for one in found],
            numbers=(2,),
        )
    else:
        complain(say(lang, "ways.nothing" if news.tried else "ways.nothing_to_try", tried=news.tried))
    if news.unknown and not as_json:
        complain(say(lang, "ways.unknown", unknown=news.unknown))
    return OK


def _found(
    school: "School", plan: "Plan | None", options: "Options", stop: "Event", news: "_News"
) -> "tuple[WayOut, ...]":
    from dataclasses import replace

    from scheduler.plan import solve
    from scheduler.ways_out import find

    if plan is None:
        news.say("ways.first")
        plan = solve(school, replace(options, time_limit=_FIRST_SHARE * options.time_limit), None, stop)
    left = options.time_limit - (time.monotonic() - (options.began or 0.0))
    limits = replace(options, time_limit=left)
    return find(school, plan, limits, stop, on_try=news.trying, on_found=news.found, on_unknown=news.not_known)


class _News:
    """What is said while ways are tried."""

    def __init__(self, lang: Lang, school: "School", began: float, *, quiet: bool) -> None:
        self._lang: Lang = lang
        self._school, self._began, self._quiet = school, began, quiet
        self.tried = self.unknown = 0

    def say(self, key: str, **blanks: object) -> None:
        """A line with the seconds so far."""
        if not self._quiet:
            complain(f"{time.monotonic() - self._began:6.1f} s  {say(self._lang, key, **blanks)}")

    def trying(self, one: "Try") -> None:
        """A way is begun."""
        self.tried = one.number
        self.say("ways.trying", number=one.number, total=one.total)

    def not_known(self, _way: "Way") -> None:
        """A way of which nobody knows whether it helps."""
        self.unknown += 1

    def found(self, one: "WayOut") -> None:
        """A way that helps."""
        steps, gain = _words(one, self._school, self._lang)
        self.say("ways.found", steps=steps, gain=gain)


def _words(one: "WayOut", school: "School", lang: Lang) -> tuple[str, str]:
    from scheduler.ways_out import gain_words, steps_words

    return steps_words(one.steps, lang, school), gain_words(one.gain, lang, sure=one.sure)


def _data(one: "WayOut", school: "School", lang: Lang) -> dict[str, Any]:
    steps, gain = _words(one, school, lang)
    return {
        "steps": [{"kind": type(step).__name__, **_plain(step)} for step in one.steps],
        "way": steps,
        "gain": asdict(one.gain),
        "result": gain,
        "sure": one.sure,
        "seconds": round(one.seconds, 1),
    }


def _plain(step: object) -> dict[str, Any]:
    return dict(vars(step))
