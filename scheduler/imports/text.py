"""What an import would change, in words."""

from collections.abc import Sequence

from models.school import School
from models.titles import TABLE_TITLES, heading
from scheduler.imports.choices import Merged, NewList
from scheduler.imports.renames import rows_of
from scheduler.imports.rosters import MergedRoster, PersonChange
from scheduler.imports.sheet import Note, Question, short
from scheduler.messages import Lang, say
from scheduler.messages.names import activity_name, block_with_day, blocks_with_days, listing

#: Changes that are said one by one; of more, how many there are.
MOST_SHOWN = 20


def preview(lang: Lang, school: School, kind: str, merged: Merged | MergedRoster, *, names: bool = False) -> list[str]:
    """The counts, then the changes one by one. Students by their ids alone; ``names``: also as the file has them, where
    they were matched by name, and where a name changes, for whoever has to check that at a terminal."""
    if isinstance(merged, Merged):
        return _choices(lang, school, merged, names=names)
    return _roster(lang, kind, merged, names=names)


def renamed(lang: Lang, people: Sequence[PersonChange]) -> list[str]:
    """Whose name would change from what to what, for whoever has to check it at a terminal."""
    lines: list[str] = []
    for one in people[:MOST_SHOWN]:
        old, new = rows_of(one)
        lines.append(say(lang, "imports.renamed", id=short(one.id), old=short(old.name), new=short(new.name)))
    return lines + _more(lang, len(people))


def note(lang: Lang, one: Note) -> str:
    """A note in words."""
    args = {name: listing(lang, v, MOST_SHOWN) if isinstance(v, tuple) else v for name, v in one.args.items()}
    if "blocks" in one.args:
        args["blocks"] = blocks_with_days(lang, str(one.args["blocks"]))
    return say(lang, one.key, **args)


def question(lang: Lang, one: Question) -> list[str]:
    """A question, and its options numbered from 1."""
    lines = [say(lang, one.wanted, where=one.where, row=one.row, found=one.found)]
    lines += [say(lang, "imports.option", number=n, id=id_, text=text) for n, (id_, text) in enumerate(one.options, 1)]
    return lines


def _choices(lang: Lang, school: School, merged: Merged, *, names: bool) -> list[str]:
    new = sum(not one.old for one in merged.lists)
    shorter = [one for one in merged.lists if one.lost]
    counts = {"new": new, "changed": len(merged.lists) - new - len(shorter), "unchanged": merged.unchanged}
    lines = [say(lang, "imports.counts_choices", **counts, absent=merged.absent)]
    if shorter:
        lost = sum(one.lost for one in shorter)
        lines.append(say(lang, "imports.counts_shorter", count=len(shorter), lost=lost))
    by_name = {one.student_id for one in merged.lists if one.name}
    if by_name:
        lines.append(say(lang, "imports.counts_by_name", count=len(by_name)))
    several = len({one.label for one in merged.lists}) > 1
    # What loses something comes first, so that it is never among those that are only counted.
    ordered = shorter + [one for one in merged.lists if not one.lost]
    lines += [_list(lang, school, one, names=names, sheet=several) for one in ordered[:MOST_SHOWN]]
    return lines + _more(lang, len(merged.lists))


def _list(lang: Lang, school: School, one: NewList, *, names: bool, sheet: bool) -> str:
    def named(ids: tuple[str, ...]) -> str:
        return listing(lang, [activity_name(lang, school, id_) for id_ in ids], 10)

    key = "imports.list_changed" if one.old else "imports.list_new"
    who = "imports.who_named" if names and one.name else "imports.who"
    said = say(lang, who, student=one.student_id, class_=one.class_id, name=short(one.name))
    where = say(lang, "imports.in_sheet", sheet=short(one.label)) if sheet else ""
    lost = say(lang, "imports.lost", count=one.lost) if one.lost else ""
    block = block_with_day(lang, school, one.block) if one.block else say(lang, "imports.every_block")
    blanks = {"row": one.row, "where": where, "who": said, "block": block, "lost": lost}
    return say(lang, key, **blanks, old=named(one.old), new=named(one.new))


def _roster(lang: Lang, kind: str, merged: MergedRoster, *, names: bool) -> list[str]:
    new = [one for one in merged.changes if one.old is None]
    counts = {"new": len(new), "changed": len(merged.changes) - len(new), "unchanged": merged.unchanged}
    lines = [say(lang, f"imports.counts_{kind}", **counts)]
    lines += [_person(lang, one, names=names) for one in merged.changes[:MOST_SHOWN]]
    lines += _more(lang, len(merged.changes))
    if merged.missing:
        key = "imports.missing_removed" if merged.removed else "imports.missing_kept"
        lines.append(
            say(
                lang,
                key,
                count=len(merged.missing),
                ids=listing(lang, [short(one) for one in merged.missing], MOST_SHOWN),
            )
        )
    for table, count in merged.removed.items():
        title = TABLE_TITLES[table] if lang == "zh" else table
        lines.append(say(lang, "imports.rows_removed", table=title, count=count))
    return lines


def _person(lang: Lang, one: PersonChange, *, names: bool) -> str:
    if one.old is None:
        return say(lang, "imports.person_new", id=short(one.id), where=one.label, row=one.row)
    pieces: list[str] = []
    for column in one.columns:
        title = heading(type(one.new), column) if lang == "zh" else column
        old, new = (_value(getattr(row, column)) for row in (one.old, one.new))
        key = "imports.cell_named" if column == "name" and not names else "imports.cell_changed"
        pieces.append(say(lang, key, column=title, old=old, new=new))
    return say(lang, "imports.person_changed", id=short(one.id), what=listing(lang, pieces, 10))


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return short(";".join(str(item) for item in value)) or "–"
    return "–" if value is None else short(value)


def _more(lang: Lang, count: int) -> list[str]:
    return [say(lang, "imports.more", count=count - MOST_SHOWN)] if count > MOST_SHOWN else []
