"""``kehou audit``: the drawing of lots again, from what a plan's folder holds."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli import options
from scheduler.cli.altered import say_altered
from scheduler.cli.faults import BREACH, OK
from scheduler.cli.help import Command
from scheduler.cli.printing import complain, give_json, typed
from scheduler.cli.progress import telling
from scheduler.cli.verify import say_good
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from models.plan import Plan, Score
    from models.school import School
    from scheduler.audit import Audit

_SHOWN = 20

_DIGITS = 12
"""So many digits of a fingerprint are enough to compare it by eye; the data have all of it."""


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    return Command("audit", lang, run, [options.plan_folder(), options.previous(), options.as_json()])


def run(lang: Lang, folder: Path, previous: Path | None, as_json: bool) -> int:
    """Say what does not agree, or that nothing can be checked (5), or that all agrees (0), and what an audit cannot show."""
    from scheduler.audit import audit
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_instance_of, load_plan, plan_digest
    from scheduler.ledger import arranged

    school, plan = load_instance_of(folder), load_plan(folder)
    earlier = load_plan(previous) if previous else None
    found = audit(
        school, plan, arranged(earlier, load_ledger(previous), plan.run.made) if earlier and previous else None
    )
    sound = previous is None or earlier is None or _sound(earlier, previous)
    code = OK if found.good and sound else BREACH
    if as_json:
        give_json(
            _data(found, plan, school, lang)
            | {"good": found.good and sound, "previous_good": sound if earlier else None}
        )
        return code
    if plan.run.parent and not earlier:
        again = typed("kehou", "audit", folder, "--previous", say(lang, "cli.some_earlier_plan"))
        complain(say(lang, "cli.warning", text=say(lang, "cli.audit_needs_previous", command=again)))
    complain(
        say(lang, "cli.audit_record", seed=plan.run.seed, digest=plan.run.digest[:_DIGITS], version=plan.run.version)
    )
    if not found.same_version:
        complain(say(lang, "cli.warning", text=say(lang, "cli.audit_other_version")))
    if earlier and plan.run.parent != plan_digest(earlier):
        complain(say(lang, "cli.warning", text=say(lang, "cli.other_previous")))
    _summary(found, plan, school, folder, lang)
    if not sound:
        complain(say(lang, "cli.audit_previous_bad", command=typed("kehou", "audit", previous)))
    return code


def _sound(earlier: "Plan", folder: Path) -> bool:
    """Whether the plan that a rerun was made from is as it was written, and keeps the rules of its own school where that is
    known; its lots are for an audit of its own."""
    from scheduler.files.altered import altered
    from scheduler.files.plans import load_instance_of
    from scheduler.verify import verify

    if altered(earlier, folder):
        return False
    return not (folder / "instance.json").is_file() or verify(load_instance_of(folder), earlier).good


def _summary(found: "Audit", plan: "Plan", school: "School", folder: Path, lang: Lang) -> None:
    unchecked = any(fault.key == "no_record" for fault in found.faults)
    faults, breaches = _sentences(found, plan, school, lang, but=("no_record",))
    if unchecked:
        complain(say(lang, "audit.no_record"))
    if found.decided is not None:
        complain(say(lang, "cli.audit_lots", places=found.places, decided=found.decided))
    if faults:
        complain(say(lang, "cli.audit_bad", count=len(faults)), *(f"  - {text}" for text in faults[:_SHOWN]))
        if len(faults) > _SHOWN:
            complain(say(lang, "cli.more_lost", count=len(faults) - _SHOWN))
    elif found.decided is not None:
        complain(say(lang, "cli.audit_good"))
    if breaches:
        complain(say(lang, "cli.breaches", count=len(breaches)), *(f"  - {text}" for text in breaches[:_SHOWN]))
        if not unchecked and found.decided is None:
            complain(say(lang, "cli.audit_not_drawn"))
    elif faults:
        complain(say(lang, "cli.audit_rest_good"))
    else:
        say_good(plan, lang, folder / "instance.json", folder)
    choices = next((score for score in plan.scores if score.goal == "choices"), None)
    undrawn = plan.run.parent is not None and found.decided is None
    if undrawn and not breaches and not faults:
        complain(say(lang, "cli.audit_verdict_undrawn").strip())
    elif choices and not breaches and not faults:
        complain(say(lang, "cli.audit_limits", total=_total(choices, lang)))
    if breaches or faults:
        rows = say_altered(plan, school, folder, lang)
        verdict = "cli.audit_verdict_rules" if breaches else "cli.audit_verdict"
        mend = say(lang, "cli.audit_mend" if rows else "cli.audit_mend_unknown")
        complain(say(lang, verdict, count=len(faults), mend=mend).strip())


def _total(choices: "Score", lang: Lang) -> str:
    """The points of all choices, and what is known of fewer."""
    key = "cli.audit_total"
    if telling(choices.value, choices.bound):
        key = "cli.audit_total_least" if choices.bound >= choices.value else "cli.audit_total_between"
    return say(lang, key, value=choices.value, bound=choices.bound)


def _sentences(
    found: "Audit", plan: "Plan", school: "School", lang: Lang, but: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    from scheduler.arrange import named
    from scheduler.audit import describe
    from scheduler.verify import describe as describe_breach

    return [describe(f, lang, school) for f in found.faults if f.key not in but], [
        describe_breach(named(b, school, plan, lang), lang) for b in found.breaches
    ]


def _data(found: "Audit", plan: "Plan", school: "School", lang: Lang) -> dict[str, object]:
    faults, breaches = _sentences(found, plan, school, lang)
    return {
        "good": found.good,
        "seed": plan.run.seed,
        "term": school.term.name,
        "digest": plan.run.digest,
        "version": plan.run.version,
        "same_version": found.same_version,
        "places": found.places,
        "decided": found.decided,
        "faults": [{"kind": f.key, **f.blanks, "sentence": text} for f, text in zip(found.faults, faults, strict=True)],
        "breaches": [
            {"rule": b.rule, "where": b.where, "sentence": text}
            for b, text in zip(found.breaches, breaches, strict=True)
        ],
        "lots": list(plan.run.lots or ()),
    }
