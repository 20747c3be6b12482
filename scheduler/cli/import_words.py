"""An import in words and as data."""

from dataclasses import asdict
from typing import Any

from scheduler.files import describe
from scheduler.importing import Import
from scheduler.imports.choices import Merged
from scheduler.imports.text import note, preview, renamed
from scheduler.messages import Lang, say


def sentences(lang: Lang, found: Import, *, names: bool) -> list[str]:
    """What would change, what is worth knowing, and every fault. ``names``: with students' names as the file has them."""
    lines = preview(lang, found.school, found.kind, found.merged, names=names)
    lines += [say(lang, "cli.warning", text=note(lang, one)) for one in found.findings.notes]
    if found.outdated:
        key = "cli.import_lists_dropped" if found.lists_dropped else "cli.import_outdated"
        lines.append(say(lang, key, count=len(found.outdated)))
    if found.problems:
        lines.append(say(lang, "cli.import_faults", count=len(found.problems)))
        lines += [f"  - {describe(problem, lang)}" for problem in found.problems]
    if found.renamed:
        lines.append(say(lang, "cli.import_renamed", count=len(found.renamed)))
        lines += renamed(lang, found.renamed) if names else []
    return lines


def as_data(lang: Lang, found: Import) -> dict[str, Any]:
    """The whole of it, for other programs."""
    merged = found.merged
    data: dict[str, Any] = {"kind": found.kind, "unchanged": merged.unchanged}
    if isinstance(merged, Merged):
        data["lists"] = [{k: v for k, v in asdict(one).items() if k != "name"} for one in merged.lists]
        data["shorter"] = sum(one.lost > 0 for one in merged.lists)
        data["absent"] = merged.absent
    else:
        data["people"] = [
            {
                "id": one.id,
                "new": one.old is None,
                "columns": list(one.columns),
                "row": one.row,
            }
            for one in merged.changes
        ]
        data |= {"missing": list(merged.missing), "removed": merged.removed}
    data["notes"] = [note(lang, one) for one in found.findings.notes]
    data["faults"] = [
        {"file": p.file, "row": p.row, "column": p.column, "found": p.found, "sentence": describe(p, lang)}
        for p in found.problems
    ]
    return data
