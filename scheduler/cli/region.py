"""What a school's region lays down, and what of it is broken, in words."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.plan import Plan
from models.school import School
from scheduler.messages import Lang, say

if TYPE_CHECKING:
    from scheduler.packs import Finding


@dataclass(frozen=True)
class Region:
    """The judgement on a school and its plan: sentences of what is broken, warnings, and the same as data."""

    broken: tuple[str, ...]
    warnings: tuple[str, ...]
    data: tuple[dict[str, object], ...]


def must_be_known(school: School, instance: Path) -> None:
    """Raise :class:`InputFault` where the school names a region that there is not, or whose pack has faults."""
    if school.region is not None:
        from scheduler.packs import rules_of

        rules_of(school.region, instance)


def judged(school: School, instance: Path, lang: Lang, plan: Plan | None = None) -> Region:
    """What the school, and a plan of it, breaks of its region's rules. Raises :class:`InputFault`."""
    if school.region is None:
        return Region((), (), ())
    from scheduler.packs import describe, describe_unchecked, judge, rules_of

    found = judge(rules_of(school.region, instance), school, plan)
    pairs = [(finding, describe(finding, lang, school)) for finding in found.findings]
    unsure = [say(lang, "cli.region_unsure", text=text) for finding, text in pairs if not finding.binding]
    unchecked = [describe_unchecked(one, lang, school) for one in found.unchecked]
    return Region(
        tuple(text for finding, text in pairs if finding.binding),
        (*unsure, *unchecked),
        tuple(_data(finding, text) for finding, text in pairs),
    )


def _data(finding: "Finding", sentence: str) -> dict[str, object]:
    clauses = [
        {
            "pack": ruling.pack,
            "rule": ruling.clause.rule,
            "document": ruling.document.title,
            "clause": ruling.clause.clause,
            "from": ruling.clause.begins.isoformat(),
            "until": ruling.clause.ends.isoformat() if ruling.clause.ends else None,
            "source": ruling.document.source,
            "sure": ruling.sure,
        }
        for ruling in finding.rulings
    ]
    return {"binding": finding.binding, "where": list(finding.where), "sentence": sentence, "clauses": clauses}
