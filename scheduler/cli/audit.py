"""``kehou audit``: the drawing of lots again, from what a plan's folder holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli import options
from scheduler.cli.altered import altered_data, say_altered
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
    from scheduler.files.altered import Altered

_SHOWN = 20

_DIGITS = 12
"""So many digits of a fingerprint are enough to compare it by eye; the data have all of it."""

_NOT_ITS_OWN = ("other_previous", "not_made_again")


@dataclass(frozen=True)
class _Audited:
    """A plan of the line, what an audit of it found, and the rows of its tables that were changed by hand."""

    folder: Path
    school: "School"
    plan: "Plan"
    found: "Audit"
    rows: "tuple[Altered, ...]"

    @property
    def good(self) -> bool:
        return self.found.good and not self.rows


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    place = options.Place(there=True, folder=True)
    previous = click.Option(["--previous"], type=place, multiple=True, metavar="DIR")
    return Command("audit", lang, run, [options.plan_folder(), previous, options.as_json()])


def run(lang: Lang, folder: Path, previous: Sequence[Path], as_json: bool) -> int:
    """Say what does not agree, or could not be checked (5), or that all agrees (0), and what an audit cannot show."""
    line = _line([folder, *previous])
    one, earlier = line[0], line[1:]
    good = all(audited.good for audited in line)
    code = OK if good else BREACH
    if as_json:
        known = all(audited.good for audited in earlier) if earlier else None
        give_json(_data(one, lang) | {"good": good, "previous_good": known})
        return code
    run_of = one.plan.run
    complain(say(lang, "cli.audit_record", seed=run_of.seed, digest=run_of.digest[:_DIGITS], version=run_of.version))
    if not one.found.same_version:
        complain(say(lang, "cli.warning", text=say(lang, "cli.audit_other_version")))
    _findings(one, lang)
    if one.good:
        _say_earlier(earlier, [folder, *previous], lang)
    if good:
        complain(say(lang, "cli.audit_verdict_good" if one.plan.complete else "cli.audit_verdict_gaps").strip())
    elif not one.good:
        _verdict(one, [folder, *previous], lang)
    return code


def _line(folders: Sequence[Path]) -> list[_Audited]:
    """The audits of a plan and of those before it, each beside the next; it ends where one is not made from the next."""
    from scheduler.audit import audit
    from scheduler.files.altered import altered
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_instance_of, load_plan

    line: list[_Audited] = []
    for number, folder in enumerate(folders):
        school, plan = load_instance_of(folder), load_plan(folder)
        before = folders[number + 1] if number + 1 < len(folders) else None
        ledger = load_ledger(before) if before else ()
        found = audit(school, plan, load_plan(before) if before else None, ledger)
        line.append(_Audited(folder, school, plan, found, altered(plan, folder)))
        if any(fault.key in _NOT_ITS_OWN for fault in found.unchecked):
            break
    return line


def _say_earlier(earlier: Sequence[_Audited], folders: Sequence[Path], lang: Lang) -> None:
    """Whether the plans before it pass, up to the first that does not."""
    for number, one in enumerate(earlier, 1):
        if one.good:
            found = one.found
            name = typed(one.folder)
            complain(say(lang, "cli.audit_earlier_good", folder=name, places=found.places, decided=found.decided or 0))
            continue
        if [fault.key for fault in one.found.unchecked] == ["needs_previous"] and not one.found.faults:
            again = _command([*folders[: number + 1], None], lang)
            complain(say(lang, "cli.audit_previous_again", folder=typed(one.folder), command=again))
        else:
            again = _command(folders[number:], lang)
            complain(say(lang, "cli.audit_previous_bad", command=again))
        return


def _command(folders: Sequence[Path | None], lang: Lang) -> str:
    """The audit of a plan beside those before it; None: one that is to be named."""
    first, *rest = (folder or say(lang, "cli.some_earlier_plan") for folder in folders)
    return typed("kehou", "audit", first, *(part for folder in rest for part in ("--previous", folder)))


def _findings(one: _Audited, lang: Lang) -> None:
    """What was found, without the verdict."""
    found, plan = one.found, one.plan
    faults, breaches = _sentences(one, lang)
    complain(*(say(lang, f"audit.{fault.key}", **fault.blanks) for fault in found.unchecked))
    if found.decided is not None:
        key = "cli.audit_lots" if found.kept is None else "cli.audit_kept"
        complain(say(lang, key, places=found.places, decided=found.decided, kept=found.kept or 0))
    if faults:
        heading = "cli.audit_faults" if found.decided is None else "cli.audit_bad"
        complain(say(lang, heading, count=len(faults)), *(f"  - {text}" for text in faults[:_SHOWN]))
        if len(faults) > _SHOWN:
            complain(say(lang, "cli.more_lost", count=len(faults) - _SHOWN))
    elif found.decided is not None:
        complain(say(lang, "cli.audit_good_none" if found.kept and not found.decided else "cli.audit_good"))
    if breaches:
        complain(say(lang, "cli.breaches", count=len(breaches)), *(f"  - {text}" for text in breaches[:_SHOWN]))
        if not found.unchecked and found.decided is None:
            complain(say(lang, "cli.audit_not_drawn"))
    elif faults:
        complain(say(lang, "cli.audit_rest_good"))
    else:
        say_good(plan, lang, one.folder / "instance.json", one.folder)
    if found.good and found.kept != found.places:
        choices = next((score for score in plan.scores if score.goal == "choices"), None)
        key = "cli.audit_limits" if found.kept is None else "cli.audit_limits_again"
        complain(*([say(lang, key, total=_total(choices, lang))] if choices else []))


def _verdict(one: _Audited, folders: Sequence[Path], lang: Lang) -> None:
    """Why a plan does not pass, and what to do."""
    rows = say_altered(one.plan, one.school, one.folder, lang)
    mend = say(lang, "cli.audit_mend" if rows else "cli.audit_mend_unknown")
    found = one.found
    if found.breaches:
        said = say(lang, "cli.audit_verdict_rules", mend=mend)
    elif any(fault.key.startswith("record_") for fault in found.faults):
        said = say(lang, "cli.audit_verdict_record")
    elif found.faults:
        said = say(lang, "cli.audit_verdict", count=len(found.faults), mend=mend)
    elif found.unchecked:
        said = say(lang, "cli.audit_verdict_undrawn", do=_to_do(one, folders, lang))
    else:
        said = say(lang, "cli.audit_verdict_altered", mend=mend)
    complain(said.strip())


def _to_do(one: _Audited, folders: Sequence[Path], lang: Lang) -> str:
    key = one.found.unchecked[0].key
    line: list[Path | None] = [folders[0]] if key == "not_made_again" else [folders[0], None]
    return say(lang, f"audit.{key}_do", command=_command(line, lang))


def _total(choices: "Score", lang: Lang) -> str:
    """The points of all choices, and what is known of fewer."""
    key = "cli.audit_total"
    if telling(choices.value, choices.bound):
        key = "cli.audit_total_least" if choices.bound >= choices.value else "cli.audit_total_between"
    return say(lang, key, value=choices.value, bound=choices.bound)


def _sentences(one: _Audited, lang: Lang) -> tuple[list[str], list[str]]:
    from scheduler.arrange import named
    from scheduler.audit import describe
    from scheduler.verify import describe as describe_breach

    return [describe(fault, lang, one.school) for fault in one.found.faults], [
        describe_breach(named(found, one.school, one.plan, lang), lang) for found in one.found.breaches
    ]


def _data(one: _Audited, lang: Lang) -> dict[str, object]:
    from scheduler.audit import describe

    found, run = one.found, one.plan.run
    told = [*found.faults, *found.unchecked]
    _, breaches = _sentences(one, lang)
    return {
        "seed": run.seed,
        "term": one.school.term.name,
        "digest": run.digest,
        "version": run.version,
        "same_version": found.same_version,
        "places": found.places,
        "kept": found.kept,
        "decided": found.decided,
        "faults": [{"kind": f.key, **f.blanks, "sentence": describe(f, lang, one.school)} for f in told],
        "breaches": [
            {"rule": b.rule, "where": b.where, "sentence": text}
            for b, text in zip(found.breaches, breaches, strict=True)
        ],
        "altered": altered_data(one.rows),
        "lots": list(run.lots or ()),
    }
