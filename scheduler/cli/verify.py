"""``kehou verify``: every rule and every figure of a plan again, from the files alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from models.plan import Plan
from models.policy import Goal
from scheduler.cli import options
from scheduler.cli.altered import altered_data, say_altered, say_follows
from scheduler.cli.faults import BREACH, OK
from scheduler.cli.help import Command, UsageFault
from scheduler.cli.people import no_school
from scheduler.cli.printing import complain, give_json, item, show_table, typed
from scheduler.cli.progress import bound_text
from scheduler.cli.region import judged
from scheduler.messages import Lang, say
from scheduler.messages.names import listing

if TYPE_CHECKING:
    from scheduler.files.altered import Altered
    from scheduler.verify import Breach


class Figures(NamedTuple):
    """A goal that the plan reports: its value as recomputed, as written, and the bound as written."""

    goal: str
    recomputed: int | None
    value: int
    bound: int


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        options.instance(),
        options.plan_folder(),
        options.previous(),
        click.Option(["--date", "on"], type=options.Date(), metavar="DATE"),
        options.as_json(),
    ]
    return Command("verify", lang, run, params)


def run(lang: Lang, instance: Path, folder: Path, previous: Path | None, on: date | None, as_json: bool) -> int:
    """Say every broken rule and wrong figure (5), or that all is well (0)."""
    if on is not None:
        if previous is not None:
            raise UsageFault("not_together", first="--date", second="--previous")
        return _day(lang, instance, folder, on, as_json)
    from scheduler.arrange import named, told
    from scheduler.files import load_school, school_digest
    from scheduler.files.altered import altered, restored
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_plan, plan_digest, record_untouched, statuses_of, tables_untouched
    from scheduler.ledger import arranged
    from scheduler.verify import apart, describe, verify

    school, plan = load_school(instance), load_plan(folder)
    earlier = load_plan(previous) if previous else None
    known = arranged(earlier, load_ledger(previous), plan.run.made) if earlier and previous else None
    report = verify(school, plan, known, statuses_of(folder))
    same = plan.run.digest == school_digest(school)
    region = judged(school, instance, lang, plan)
    good = report.good and not region.broken
    rows = altered(plan, folder)
    if as_json:
        told_each = [describe(named(b, school, plan, lang), lang) for b in report.breaches]
        data = {"good": good, "complete": plan.complete, "same_instance": same}
        data |= {"breaches": _breach_data(report.breaches, told_each), "altered": altered_data(rows)}
        goals = [goal._asdict() for goal in _goals(report.scores, plan)]
        give_json(data | {"region": region.data, "scores": goals, "warnings": region.warnings})
        return OK if good else BREACH
    if not same:
        complain(say(lang, "cli.warning", text=say(lang, "cli.other_instance")))
    if earlier and plan.run.parent != plan_digest(earlier):
        complain(say(lang, "cli.warning", text=say(lang, "cli.other_previous")))
    if record_untouched(folder) is False:
        key = "plan_json_edited_alone" if tables_untouched(plan, folder) else "plan_json_edited"
        complain(say(lang, "cli.warning", text=say(lang, f"cli.{key}")))
    figures = _goals(report.scores, plan)
    _show(figures, lang)
    complain(*(say(lang, "cli.warning", text=text) for text in region.warnings))
    say_altered(rows, school, lang)
    if report.breaches:
        before = restored(plan, folder) if rows else None
        own = verify(school, before, known).breaches if before else report.breaches
        follow, besides = (told(part, school, plan, lang) for part in apart(report.breaches, own))
        say_follows(follow, besides, lang, altered=bool(rows))
        complain(*(below_bounds(figures, report.breaches, lang) if same else ()))
        of_figures = all(one.rule == "scores" for one in report.breaches)
        _mending(rows, instance, folder, lang, same=same, of_figures=of_figures)
    else:
        say_good(plan, lang, instance, folder)
    if rows and report.good:
        given = () if previous is None else ("--previous", previous)
        complain(say(lang, "cli.altered_but_good", command=typed("kehou", "audit", folder, *given)))
    if region.broken:
        complain(say(lang, "cli.region_broken", count=len(region.broken)))
        complain(*map(item, region.broken))
    return OK if good else BREACH


def _mending(
    rows: "Sequence[Altered]", instance: Path, folder: Path, lang: Lang, *, same: bool, of_figures: bool
) -> None:
    """What to do about a plan with breaches: ``rows`` are those changed by hand, ``same`` that the school is as it was,
    ``of_figures`` that nothing but figures is wrong, which no wish can have been behind."""
    if not same:
        again = typed("kehou", "rerun", instance, "--previous", folder, "--out", f"{folder.resolve().name}-2")
        complain(say(lang, "cli.plan_outdated_altered" if rows else "cli.plan_outdated", command=again))
        return
    if not of_figures or any(row.table != "scores" for row in rows):
        complain(say(lang, "cli.plan_altered_wish"))
        if any("escort_id" in row.columns or row.table == "carers" for row in rows):
            complain(say(lang, "cli.plan_altered_escort"))
    if rows:
        complain(say(lang, "cli.plan_altered", verify=typed("kehou", "verify", instance, folder)))
    else:
        complain(say(lang, "cli.plan_altered_unknown"))


def say_good(plan: Plan, lang: Lang, instance: Path, folder: Path) -> None:
    """That nothing is wrong; of a plan with gaps that it is not complete either, and what says more."""
    if plan.complete:
        complain(say(lang, "cli.verify_good"))
        return
    command = typed("kehou", "explain", instance, folder)
    complain(say(lang, "cli.verify_good_gaps", count=len(plan.gaps), command=command))


def below_bounds(figures: Sequence[Figures], breaches: "Sequence[Breach]", lang: Lang) -> list[str]:
    """Why goals are below their bounds: these are the least with the goals before them as they were, of any plan that keeps
    the rules."""
    broken = any(found.rule != "scores" for found in breaches)
    known = [(one, one.recomputed) for one in figures if one.recomputed is not None]
    worse: list[str] = []
    found: dict[str, list[str]] = {}
    for one, recomputed in known:
        name = say(lang, f"verify.goal.{one.goal}")
        if recomputed < one.bound:
            key = "verify_below_later" if worse else "verify_below" if broken else "verify_below_bound"
            found.setdefault(key, []).append(name)
        if recomputed > one.value:
            worse.append(name)
    return [
        say(lang, f"cli.{key}", goals=listing(lang, names), worse=listing(lang, worse)) for key, names in found.items()
    ]


def _show(figures: Sequence[Figures], lang: Lang) -> None:
    headings = [say(lang, f"cli.column_{name}") for name in ("goal", "recomputed", "written", "bound")]
    rows = [
        [
            say(lang, f"verify.goal.{one.goal}"),
            "" if one.recomputed is None else str(one.recomputed),
            str(one.value),
            bound_text(one.value, one.bound, lang),
        ]
        for one in figures
    ]
    show_table(headings, rows, numbers=(1, 2, 3))
    complain(say(lang, "cli.figures_help"), say(lang, "cli.bounds_not_again"))


def _day(lang: Lang, instance: Path, folder: Path, on: date, as_json: bool) -> int:
    """The same for one date, with what the ledger arranged for it."""
    from scheduler.arrange import STILL_OPEN, check_day, named, school_day
    from scheduler.files import load_school
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_plan
    from scheduler.verify import describe

    school, plan, ledger = load_school(instance), load_plan(folder), load_ledger(folder)
    if school_day(school, on) is None:
        raise no_school(school, on)
    if plan.run.since is not None and on < plan.run.since:
        raise UsageFault("before_plan", on=on.isoformat(), since=plan.run.since.isoformat())
    found = check_day(school, plan, ledger, on)
    told = [describe(named(one, school, plan, lang), lang) for one in found]
    if as_json:
        give_json({"good": not found, "date": on.isoformat(), "breaches": _breach_data(found, told)})
    elif found:
        complain(say(lang, "cli.breaches", count=len(found)), *(f"  - {sentence}" for sentence in told))
        if any(one.key in STILL_OPEN for one in found):
            again = typed("kehou", "substitute", instance, folder, "--date", on.isoformat())
            complain(say(lang, "cli.find_substitutes", command=again))
    else:
        complain(say(lang, "cli.day_good", on=on.isoformat()))
    return BREACH if found else OK


def _breach_data(found: "Sequence[Breach]", said: Sequence[str]) -> list[dict[str, str]]:
    pairs = zip(found, said, strict=True)
    return [{"rule": one.rule, "where": one.where, "sentence": sentence} for one, sentence in pairs]


def _goals(recomputed: Mapping[Goal, int], plan: Plan) -> list[Figures]:
    """The goals in the plan's order. A rerun's ``changes`` cannot be recomputed without the earlier plan."""
    return [Figures(score.goal, recomputed.get(score.goal), score.value, score.bound) for score in plan.scores]
