"""``kehou audit``: the drawing of lots again, from what a plan's folder holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli import options
from scheduler.cli.altered import altered_data, say_altered, say_follows
from scheduler.cli.faults import BREACH, OK
from scheduler.cli.help import Command
from scheduler.cli.printing import complain, give_json, typed
from scheduler.cli.progress import goal_name, telling
from scheduler.cli.verify import say_good
from scheduler.messages import Lang, say
from scheduler.messages.names import listing, sentences

if TYPE_CHECKING:
    from models.plan import Plan
    from models.school import School
    from scheduler.audit import Audit
    from scheduler.files.altered import Altered

_SHOWN = 20

_DIGITS = 12
"""So many digits of a fingerprint are enough to compare it by eye; the data have all of it."""

_NOT_ITS_OWN = ("other_previous", "not_made_again")


@dataclass(frozen=True)
class _Audited:
    """A plan of the line and what an audit of it found; the rows of its tables that were changed by hand, and what an audit
    finds with these as they were; whether its record is as it was written (None: nothing tells)."""

    folder: Path
    school: "School"
    plan: "Plan"
    found: "Audit"
    rows: "tuple[Altered, ...]"
    before: "Audit"
    untouched: bool | None

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
    from scheduler.files.cells import shown
    from scheduler.files.plans import tables_untouched

    run_of = one.plan.run
    complain(
        say(lang, "cli.audit_record", seed=shown(run_of.seed), digest=run_of.digest[:_DIGITS], version=run_of.version)
    )
    if one.untouched is False and tables_untouched(one.plan, one.folder):
        complain(say(lang, "cli.warning", text=say(lang, "cli.plan_json_edited_alone")))
    if one.untouched is None:
        complain(say(lang, "cli.warning", text=say(lang, "cli.audit_no_seal")))
    if not one.found.same_version:
        complain(say(lang, "cli.warning", text=say(lang, "cli.audit_other_version")))
    _findings(one, lang)
    _say_earlier(line, [folder, *previous], lang)
    if good:
        complain(say(lang, "cli.audit_verdict_good" if one.plan.complete else "cli.audit_verdict_gaps").strip())
    elif not one.good:
        _verdict(one, [folder, *previous], lang)
    return code


def _line(folders: Sequence[Path]) -> list[_Audited]:
    """The audits of a plan and of those before it, each beside the next; it ends where one is not made from the next."""
    from scheduler.audit import audit
    from scheduler.files.altered import altered, restored
    from scheduler.files.ledger import load_ledger
    from scheduler.files.plans import load_instance_of, load_plan, record_untouched, statuses_of

    line: list[_Audited] = []
    for number, folder in enumerate(folders):
        school, plan = load_instance_of(folder), load_plan(folder)
        before = folders[number + 1] if number + 1 < len(folders) else None
        ledger = load_ledger(before) if before else ()
        earlier, rows = load_plan(before) if before else None, altered(plan, folder)
        untouched = record_untouched(folder)
        found = audit(school, plan, earlier, ledger, untouched=untouched, statuses=statuses_of(folder))
        as_made = restored(plan, folder) if rows else None
        known = audit(school, as_made, earlier, ledger, untouched=untouched) if as_made else found
        line.append(_Audited(folder, school, plan, found, rows, known, untouched))
        if any(fault.key in _NOT_ITS_OWN for fault in found.unchecked):
            break
    return line


def _say_earlier(line: Sequence[_Audited], folders: Sequence[Path], lang: Lang) -> None:
    """Whether the plans before the first pass, up to one that does not."""
    for number, one in enumerate(line[1:], 1):
        if one.good:
            found = one.found
            name = typed(one.folder)
            key = "audit_earlier_good" if found.decided or found.kept is None else "audit_earlier_kept"
            complain(say(lang, f"cli.{key}", folder=name, places=found.places, decided=found.decided or 0))
            continue
        lacks = [fault.key for fault in one.found.unchecked] == ["needs_previous"] and not one.found.faults
        key = "audit_previous_again" if lacks else "audit_previous_bad"
        again = _command([*folders[: number + 1], None] if lacks else folders[number:], lang)
        if line[0].good:
            complain(say(lang, f"cli.{key}", folder=typed(one.folder), command=again))
        else:
            complain(say(lang, "cli.audit_earlier_bad", folder=typed(one.folder), command=again))
        return


def _command(folders: Sequence[Path | None], lang: Lang) -> str:
    """The audit of a plan beside those before it; None: one that is to be named."""
    first, *rest = (folder or say(lang, "cli.some_earlier_plan") for folder in folders)
    return typed("kehou", "audit", first, *(part for folder in rest for part in ("--previous", folder)))


def _findings(one: _Audited, lang: Lang) -> None:
    """What was found, without the verdict."""
    found, plan = one.found, one.plan
    complain(*(say(lang, f"audit.{fault.key}", **fault.blanks) for fault in found.unchecked))
    _lots(found, lang)
    say_altered(one.rows, one.school, lang)
    _wrong(one, lang)
    if found.breaches and not found.unchecked and found.decided is None:
        complain(say(lang, "cli.audit_not_drawn_altered" if one.rows else "cli.audit_not_drawn"))
    elif found.faults and not found.breaches:
        complain(say(lang, "cli.audit_rest_good"))
    elif not found.faults and not found.breaches:
        say_good(plan, lang, one.folder / "instance.json", one.folder)
    if found.good and found.kept != found.places:
        complain(*_points(one, lang))


def _lots(found: "Audit", lang: Lang) -> None:
    """How many places the lots decided, and whether they agree."""
    if found.decided is None:
        return
    key = "lots"
    if found.places and found.kept == found.places:
        key = "kept_all"
    elif found.kept is not None:
        key = "kept" if found.decided or found.faults else "kept_none"
    kept = found.kept or 0
    counts = {"places": found.places, "decided": found.decided, "kept": kept, "new": found.places - kept}
    complain(say(lang, f"cli.audit_{key}", **counts))
    if not found.faults and (found.decided or found.kept is None):
        complain(say(lang, "cli.audit_good"))


def _wrong(one: _Audited, lang: Lang) -> None:
    """What does not agree: for the sake of altered rows, or besides these; without such rows, first by the lots or the
    record, then by the rules."""
    from scheduler.arrange import told
    from scheduler.audit import describe
    from scheduler.verify import apart

    found, before = one.found, one.before
    new, rest = apart(found.breaches, before.breaches)
    breaches = [told(part, one.school, one.plan, lang) for part in (new, rest)]
    faults = [
        [describe(fault, lang, one.school) for fault in found.faults if (fault in before.faults) == old]
        for old in (False, True)
    ]
    if one.rows:
        say_follows(faults[0] + breaches[0], faults[1] + breaches[1], lang, altered=True)
        return
    if faults[1]:
        heading = "cli.audit_faults" if found.decided is None else "cli.audit_bad"
        complain(say(lang, heading, count=len(faults[1])), *(f"  - {text}" for text in faults[1][:_SHOWN]))
        if len(faults[1]) > _SHOWN:
            complain(say(lang, "cli.more_lost", count=len(faults[1]) - _SHOWN))
    say_follows((), breaches[1], lang, altered=False)


def _verdict(one: _Audited, folders: Sequence[Path], lang: Lang) -> None:
    """Why a plan does not pass, and what to do."""
    mend = say(lang, "cli.audit_mend" if one.rows else "cli.audit_mend_unknown")
    found = one.found
    if any(fault.key.startswith("record_") for fault in found.faults):
        said = say(lang, "cli.audit_verdict_record")
    elif found.breaches:
        said = say(lang, "cli.audit_verdict_rules", mend=mend)
    elif found.faults:
        said = say(lang, "cli.audit_verdict", count=len(found.faults), mend=mend)
    elif one.rows:
        said = say(lang, "cli.audit_verdict_altered", mend=mend)
    else:
        said = say(lang, "cli.audit_verdict_undrawn", do=_to_do(one, folders, lang))
    complain(said.strip())


def _to_do(one: _Audited, folders: Sequence[Path], lang: Lang) -> str:
    keys = [fault.key for fault in one.found.unchecked]
    key = "needs_previous" if "needs_previous" in keys else keys[0]
    line: list[Path | None] = [folders[0]] if key == "not_made_again" else [folders[0], None]
    return say(lang, f"audit.{key}_do", command=_command(line, lang))


def _points(one: _Audited, lang: Lang) -> list[str]:
    """The points of all choices, what is known of fewer, and what that stands on."""
    goals = [score.goal for score in one.plan.scores]
    choices = next((score for score in one.plan.scores if score.goal == "choices"), None)
    if choices is None:
        return []
    before = goals[: goals.index("choices")]
    key = "audit_total"
    if telling(choices.value, choices.bound):
        key = "audit_total_least" if choices.bound >= choices.value else "audit_total_between"
    names = listing(lang, [goal_name(goal, lang) for goal in before], len(goals))
    said = [say(lang, f"cli.{key}", value=choices.value, bound=choices.bound, before=names)]
    said += [say(lang, "cli.audit_total_anew")] if "changes" in before else []
    limits = "cli.audit_limits" if one.found.kept is None else "cli.audit_limits_again"
    return [say(lang, limits, total=sentences(lang, said))]


def _data(one: _Audited, lang: Lang) -> dict[str, object]:
    from scheduler.arrange import named
    from scheduler.audit import describe
    from scheduler.verify import describe as describe_breach

    found, run = one.found, one.plan.run
    told = [*found.faults, *found.unchecked]
    breaches = [describe_breach(named(breach, one.school, one.plan, lang), lang) for breach in found.breaches]
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
        "record_untouched": one.untouched,
    }
