"""``kehou rerun``: the plan after a change, with as few changes as can be."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import frontier, options
from scheduler.cli.faults import GAPS, OK
from scheduler.cli.guard import keep_apart
from scheduler.cli.help import Command
from scheduler.cli.notes import say_notes
from scheduler.cli.printing import complain, give_json, typed
from scheduler.cli.progress import goal_name
from scheduler.messages import Lang, say
from scheduler.messages.names import listing

if TYPE_CHECKING:
    from models.plan import Plan
    from scheduler.cli.earlier import Given, Moved
    from scheduler.options import Options
    from scheduler.verify import Breach

    Lost = tuple[tuple[Breach, ...], tuple[list[str], list[str]]]

_LOST_SHOWN = 20


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.instance(),
        options.previous(required=True),
        options.out(),
        click.Option(["--from", "since"], type=options.Date(), metavar="DATE"),
        options.number("max-changes", None, whole=True, least=0),
        click.Option(["--frontier", "as_table"], is_flag=True),
        *options.search(),
        options.reproducible(),
    ]
    return Command("rerun", lang, run, params)


def run(
    lang: Lang,
    instance: Path,
    previous: Path,
    out: Path,
    since: date | None,
    max_changes: int | None,
    as_table: bool,
    time_limit: float,
    gap: float,
    seed: int,
    workers: int | None,
    quiet: bool,
    as_json: bool,
    force: bool,
    reproducible: bool,
) -> int:
    """Say what the earlier plan lost, search, write the plan. 0 for a complete plan, 6 for one with gaps."""
    from scheduler.cli.solve import as_data, say_kept, say_repeatable, spare_the_input, summarise
    from scheduler.files.plans import check_output
    from scheduler.options import Options

    began = time.monotonic()
    keep_apart(out, previous)
    chosen = Options(time_limit, gap, seed, workers, lang, began, reproducible)
    if as_table:
        return frontier.run(instance, previous, out, chosen, since, max_changes, quiet=quiet, as_json=as_json)
    if force:
        spare_the_input(out, instance)
    check_output(out, force=force, rerun=True)
    plan, given, gone, moved, kept, stopped = _search(
        instance, previous, out, chosen, since, max_changes, quiet=quiet, force=force
    )
    say_kept(kept, lang)
    if reproducible:
        say_repeatable([plan], lang, quiet=quiet)
    if not quiet:
        _say_lost(gone, given, plan, lang)
        say_ledger(moved, lang, given)
        again = ("rerun", str(instance), "--previous", str(previous), "--out", str(out))
        summarise(plan, out, lang, given.school, again=again, previous=previous, stopped=stopped)
        _say_choices(given, plan, lang, instance, previous, out)
    if as_json:
        give_json(as_data(plan, out, kept) | {"lost": _data(gone[0], given, lang)} | ledger_data(moved))
    return OK if plan.complete else GAPS


def _search(
    instance: Path,
    previous: Path,
    out: Path,
    chosen: "Options",
    since: date | None,
    max_changes: int | None,
    *,
    quiet: bool,
    force: bool,
) -> "tuple[Plan, Given, Lost, Moved, Path | None, bool]":
    """The plan, which is written; what it was made from; what the earlier one lost; what its ledger had arranged; the copy of what
    was there; whether somebody ended the search."""
    from scheduler.cli.earlier import read
    from scheduler.cli.searching import searching
    from scheduler.files.past import check_past
    from scheduler.ledger import arranged

    with searching(chosen.lang, quiet=quiet) as search:
        given = read(instance, previous, since)
        if not quiet:
            say_notes(given.school, given.doubted, instance, chosen.lang)
        from scheduler.losses import Losses
        from scheduler.rerun import lost, rerun

        if not force:
            check_past(out, given.past)
        school, earlier = given.school, arranged(given.earlier, given.ledger)
        gone = lost(school, earlier, given.since)
        asked = given.asked(max_changes, on_progress=search.watcher, stop=search.stop)
        plan = search.run(lambda: rerun(school, given.earlier, replace(chosen, origin=given.origin), **asked))
        moved, kept = given.write(plan, out, force=force)
    causes = Losses(earlier, school, given.then, chosen.lang).split(gone)
    return plan, given, (gone, causes), moved, kept, search.stop.is_set()


def ledger_data(moved: "Moved") -> dict[str, Any]:
    """What became of the earlier plan's ledger, for ``--json``."""
    kept, gone = ([change.model_dump(mode="json") for change in part] for part in moved)
    return {"ledger": {"kept": kept, "gone": gone}}


def say_ledger(moved: "Moved", lang: Lang, given: "Given") -> None:
    """What of the arrangements for single dates goes on, and what does not fit any more."""
    kept, gone = moved
    if kept:
        complain(say(lang, "cli.ledger_kept", count=len(kept)))
    if gone:
        complain(say(lang, "cli.ledger_gone", count=len(gone)))
        from scheduler.substitute.words import change_words

        complain(*(f"  - {change_words(one, given.earlier, given.then, lang)}" for one in gone[:_LOST_SHOWN]))


def _data(gone: "tuple[Breach, ...]", given: "Given", lang: Lang) -> list[dict[str, Any]]:
    from scheduler.arrange import named
    from scheduler.verify import describe

    sentences = [describe(named(b, given.school, given.earlier, lang), lang) for b in gone]
    return [{"rule": b.rule, "where": b.where, "sentence": said} for b, said in zip(gone, sentences, strict=True)]


def _say_lost(gone: "Lost", given: "Given", plan: "Plan", lang: Lang) -> None:
    """What of the earlier plan cannot stay, a line for each cause; how much was changed, and what for where nothing had to be;
    and what has changed in the school besides."""
    _, (must, may) = gone
    _say_causes("lost", must, lang)
    _say_sums(given, plan, lang, forced=bool(must))
    _say_causes("lost_nothing", may, lang)


def _say_causes(key: str, causes: list[str], lang: Lang) -> None:
    if causes:
        complain(say(lang, f"cli.{key}"), *(f"  - {cause}" for cause in causes[:_LOST_SHOWN]))
    if len(causes) > _LOST_SHOWN:
        complain(say(lang, "cli.more_lost", count=len(causes) - _LOST_SHOWN))


def _say_sums(given: "Given", plan: "Plan", lang: Lang, *, forced: bool) -> None:
    """How many changes of which kind; where nothing has to change, what they are good for: the goals before ``changes`` that are
    better than before; how many sessions there are more."""
    from scheduler.diff import counted, unplaced
    from scheduler.ledger import arranged
    from scheduler.verify import changed, verify

    earlier = arranged(given.earlier, given.ledger)
    counts = changed(earlier, plan, given.school, given.since)
    total, gains, key = sum(counts), [], "changed_none" if forced else "nothing_lost"
    if total and not forced:
        before = verify(given.school, earlier).scores
        at = next((n for n, one in enumerate(plan.scores) if one.goal == "changes"), 0)
        gains = [
            say(lang, "cli.goal_fell", goal=goal_name(one.goal, lang), was=before[one.goal], now=one.value)
            for one in plan.scores[:at]
            if one.value < before[one.goal]
        ]
        key = "nothing_lost_for" if gains else "nothing_lost_but"
    elif total:
        key = "changed_for"
    complain(
        say(
            lang,
            f"cli.{key}",
            count=total,
            parts=counted(lang, counts, out=unplaced(earlier, plan)),
            gains=listing(lang, gains),
        )
    )
    more = len(plan.sessions) - len(earlier.sessions)
    if more:
        complain(say(lang, f"changes.{'more' if more > 0 else 'fewer'}", count=abs(more)))


def _say_choices(given: "Given", plan: "Plan", lang: Lang, instance: Path, previous: Path, out: Path) -> None:
    """That the choices are worse than before since few changes come first, and the command that shows what more of them would buy."""
    was, now = (next(s.value for s in one.scores if s.goal == "choices") for one in (given.earlier, plan))
    goals = [score.goal for score in plan.scores]
    if now <= was or "changes" not in goals or goals.index("changes") > goals.index("choices"):
        return
    since = ("--from", given.since.isoformat()) if given.since else ()
    beside = out.with_name(f"{out.name}-frontier")
    command = typed("kehou", "rerun", instance, "--previous", previous, "--out", beside, *since, "--frontier")
    complain(say(lang, "cli.choices_later", was=was, now=now, command=command))
