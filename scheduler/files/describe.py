"""Faults of the input in words."""

from collections.abc import Sequence
from dataclasses import replace

from models.checks_doubts import NO_CHOICES
from models.checks_ids import EMPTY
from models.school import TABLES
from models.titles import TABLE_TITLES, WORDS, YES_NO_ZH, heading, settings_keys
from scheduler.errors import InputProblem
from scheduler.files import cells, names
from scheduler.files.folder import SETTINGS_FILE
from scheduler.messages import Lang, say
from scheduler.messages.names import blocks_with_days, listing, weekday_name
from scheduler.messages.origin import spans

#: Of more rows, or runs of rows, with the same fault the first ones are named.
_MOST_ROWS = 10

#: More rows than these in which a cell is blank that must not be were not forgotten one by one.
_FEW_BLANK = 3

#: Of more clubs with the same fault in one block, or names in place of ids in one column, all are said in one line.
_MOST_ALIKE = 3

_YES_NO = ("yes", "no")

#: Names where ids belong, and how many of them are told.
_BY_NAME = {"files.person_by_name": "files.people_by_name", "files.thing_by_name": "files.things_by_name"}


def describe_all(problems: Sequence[InputProblem], lang: Lang) -> list[str]:
    """A line for each fault, in their order; one for all rows that have the same in the same column, whichever student it is."""
    groups: dict[object, list[InputProblem]] = {}
    for problem in problems:
        args = tuple(sorted((name, str(value)) for name, value in problem.args.items() if name != "student"))
        key = (problem.file, problem.column, problem.found, problem.wanted, args)
        groups.setdefault(key, []).append(problem)
    return [_describe_group(group, lang) for group in _together(list(groups.values()))]


def _together(groups: Sequence[list[InputProblem]]) -> list[list[InputProblem]]:
    """The same groups, but as one what is one fault in many: clubs that do not run in a block, which is a fault of the table of
    activities, and a column in which names are written for ids."""
    alike: dict[tuple[str, str, str], list[list[InputProblem]]] = {}
    for group in groups:
        if key := _one_fault(group[0]):
            alike.setdefault(key, []).append(group)
    many = {key for key, found in alike.items() if len(found) > _MOST_ALIKE}
    joined: dict[object, list[InputProblem]] = {}
    for number, group in enumerate(groups):
        key = _one_fault(group[0])
        joined.setdefault(key if key in many else number, []).extend(group)
    return list(joined.values())


def _one_fault(problem: InputProblem) -> tuple[str, str, str] | None:
    """What is equal for problems that are one fault where there are many of them."""
    if problem.wanted == "files.activity_block":
        return problem.wanted, problem.file, str(problem.args["block"])
    if problem.wanted in _BY_NAME:
        return problem.wanted, problem.file, str(problem.column)
    return None


def _describe_group(group: Sequence[InputProblem], lang: Lang) -> str:
    """One line for the same fault in many rows, with the students of all of them."""
    students = list(dict.fromkeys(str(p.args["student"]) for p in group if "student" in p.args))
    first = replace(group[0], args=group[0].args | {"student": "\n".join(students)}) if students else group[0]
    clubs = list(dict.fromkeys(str(p.args.get("name", "")) for p in group))
    if len(clubs) > 1 and first.wanted in _BY_NAME:
        pairs = dict.fromkeys(
            say(lang, "files.with_id", **{key: str(p.args[key]) for key in ("name", "ids")}) for p in group
        )
        first = replace(first, found="", wanted=_BY_NAME[first.wanted], args=first.args | {"samples": "\n".join(pairs)})
    elif len(clubs) > 1:
        first = replace(first, found="", args=first.args | {"name": listing(lang, clubs, len(clubs))})
    rows = sorted({p.row for p in group if p.row is not None})
    if first.wanted == "files.required" and len(rows) > _FEW_BLANK:
        first = replace(first, wanted="files.required_many")
    return describe(first, lang, rows)


def describe(problem: InputProblem, lang: Lang, rows: Sequence[int] = ()) -> str:
    """One line: file or sheet, row or ``rows``, column in the language, what was found, what is wanted."""
    table = str(problem.args.get("in_table", "")) or names.table_of(problem.file)
    absent = (
        problem.wanted in (EMPTY, NO_CHOICES) and problem.file in TABLES
    )  # no file and no sheet has this name, but the table has a title
    parts = [say(lang, "names.table", title=_blank("table", problem.file, None, lang)) if absent else problem.file]
    if len(rows) > 1:
        parts.append(_rows(rows, lang))
    elif problem.row is not None:
        parts.append(say(lang, "files.at_row", row=problem.row))
    if problem.column is not None:
        parts.append(_column(problem, table, lang))
    blanks = {name: _blank(name, value, table, lang) for name, value in problem.args.items()}
    wanted = _by_file(problem, say(lang, problem.wanted, **blanks), lang)
    found = say(lang, "files.found", found=problem.found) if problem.found else ""
    hint = (
        say(lang, "files.nearest", nearest=cells.shown(problem.args["nearest"])) if problem.args.get("nearest") else ""
    )
    return say(lang, "files.line", where=say(lang, "files.and").join(parts), wanted=wanted, found=found, hint=hint)


def _column(problem: InputProblem, table: str | None, lang: Lang) -> str:
    """The column in the language; in a folder as it stands in the file, with the language's name in brackets; a setting with the
    heading under which it stands there."""
    title = column_title(table, problem.column or "", lang)
    if problem.file == SETTINGS_FILE and problem.column in settings_keys():
        part, _, name = problem.column.rpartition(".")
        key = "files.at_setting_under" if part else "files.at_column" if name == title else "files.at_setting"
        return say(lang, key, part=part, name=name, column=title)
    if table == "school":
        return say(lang, "files.at_entry", column=title)
    heading = str(problem.args.get("heading", "")) or title
    key = "files.at_column" if heading == title else "files.at_heading"
    return say(lang, key, column=title, heading=heading)


def _heading(table: str | None, named: str, lang: Lang) -> str:
    """A heading as it should be typed, with the language's name in brackets: the column's name, and how it would be typed."""
    column, _, typed = named.partition("=")
    title = column_title(table, column, lang)
    if lang == "en":
        return typed or title
    return f"“{typed}”（{title}）" if typed and typed != title else f"“{title}”"


def _by_file(problem: InputProblem, wanted: str, lang: Lang) -> str:
    """The sentence with the names of files for those of tables, where the school is a folder of such files."""
    stem, _, suffix = problem.file.rpartition(".")
    tables = (suffix == "csv" and stem in TABLES) or problem.file == SETTINGS_FILE
    if lang == "zh" and tables and "in_table" not in problem.args:
        for table, title in TABLE_TITLES.items():
            wanted = wanted.replace(f"“{title}”表", f"{table}.csv（{title}）")
    return wanted


def _rows(rows: Sequence[int], lang: Lang) -> str:
    found = spans(rows)
    parts = [str(a) if a == b else say(lang, "files.row_span", first=a, last=b) for a, b in found[:_MOST_ROWS]]
    more = sum(b - a + 1 for a, b in found[_MOST_ROWS:])
    return say(
        lang, "files.at_many_rows" if more else "files.at_rows", rows=say(lang, "names.comma").join(parts), more=more
    )


def column_title(table: str | None, column: str, lang: Lang) -> str:
    """The heading of a column in a language; a column that is not known keeps its name."""
    if lang == "en":
        return column
    if table in TABLES and column in TABLES[table].model_fields:
        return heading(TABLES[table], column)
    if column in settings_keys():
        return heading(*settings_keys()[column])
    return column


def _blank(name: str, value: str | int, table: str | None, lang: Lang) -> str:
    text = str(value)
    if name == "known":
        return text
    if name == "table" and lang == "zh":
        return TABLE_TITLES.get(text, text)
    if name == "student":
        return listing(lang, [cells.shown(one) for one in text.split("\n")], of="people")
    if name == "samples":
        return listing(lang, text.split("\n"))
    if name == "headings":
        return listing(lang, [_heading(table, one, lang) for one in text.split(";")])
    if name == "place":
        return say(lang, f"files.column_{'number' if text.isdigit() else 'letter'}", place=text)
    if name in ("slots", "asked") and not text.isdigit():
        return say(lang, "names.comma").join(cells.shown(one) for one in text.split(";"))
    if name in ("weekday", "day"):
        return weekday_name(lang, int(value))
    if name == "of":
        return listing(
            lang, [say(lang, "names.table", title=_blank("table", one, None, lang)) for one in text.split(";")]
        )
    if name == "meant" and text in _YES_NO:
        return YES_NO_ZH[text == "yes"] if lang == "zh" else text
    if name == "advice":
        return say(lang, f"files.advice_{text}") if text else ""
    if name in ("alike", "listed"):
        return say(lang, f"files.{name}", ids=_blank("ids", text, table, lang)) if text else ""
    if name == "step":
        return say(lang, f"files.step_{text}")
    if name == "missing":
        return say(lang, "names.comma").join(cells.shown(one) for one in text.split(";"))
    if name == "uncleared":
        return say(lang, "files.uncleared", count=value) if value else ""
    if name == "differ":
        return listing(lang, [column_title(table, one, lang) for one in text.split(";")])
    if name in ("column", "setting"):
        return column_title(table, text, lang)
    if name == "blocks":
        return blocks_with_days(lang, cells.shown(text))
    if name == "keys":
        pairs = [cell.partition("=") for cell in text.split("\n")]
        said = [f"{column_title(table, column, lang)} {cells.shown(found)}" for column, _, found in pairs]
        return say(lang, "names.comma").join(said)
    if name == "ids":
        return listing(lang, [cells.shown(one) for one in text.split(";")])
    if name == "existing":
        return listing(lang, [cells.shown(one) for one in text.split(";") if one]) or say(lang, "files.nothing")
    if name == "options":
        words = [f"{word}（{WORDS[word][0]}）" if lang == "zh" else word for word in text.split(";")]
        return ("、" if lang == "zh" else ", ").join(words)
    return cells.shown(value)
