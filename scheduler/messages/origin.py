"""Where a row stands in what its user filled in: the file or the sheet, and the row as a spreadsheet counts it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.row import Row
from models.school import School
from models.titles import TABLE_TITLES
from scheduler.messages import Lang, say


@dataclass(frozen=True)
class Origin:
    """The name of each table's file or sheet, and the number of each of its rows, in the order of the table of the school as it was ``read``. It goes
    beside a school, never into it: the same school from another form is the same school."""

    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    numbers: Mapping[str, Sequence[int]] = field(default_factory=dict[str, Sequence[int]])
    read: School | None = None

    def rows(self, school: School, table: str, meant: Callable[[Row], bool]) -> list[int]:
        """The numbers of the rows of a table that are ``meant``; rows that were added since have none. The school's own rows may be in
        another order, and fewer or more, than those that were read."""
        rows: tuple[Row, ...] = getattr(self.read or school, table)
        return [number for row, number in zip(rows, self.numbers.get(table, ()), strict=False) if meant(row)]


def table_name(lang: Lang, table: str, origin: Origin | None) -> str:
    """A table by its title; where the school is a folder of files, by its file."""
    label = origin.labels.get(table, "") if origin else ""
    title = TABLE_TITLES[table] if lang == "zh" else table
    if not label.casefold().endswith((".csv", ".toml")):
        return say(lang, "names.table", title=title)
    alike = label.rpartition(".")[0] == title
    return say(lang, "names.table_alike" if alike else "names.table_file", title=title, file=label)


def row_runs(numbers: Iterable[int]) -> list[str]:
    """Numbers in order, three or more that follow each other as a run: 2–4, 7, 8."""
    return [str(first) if first == last else f"{first}–{last}" for first, last in spans(numbers)]


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of three or more numbers that follow each other, and every other twice."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [one for run in runs for one in ([(run[0], run[-1])] if len(run) > 2 else [(n, n) for n in run])]


def rows_name(lang: Lang, table: str, numbers: Iterable[int], origin: Origin | None) -> str:
    """A table and rows of it: “固定学生”表第2–26行."""
    name, given = table_name(lang, table, origin), sorted(set(numbers))
    if not given:
        return name
    key = "names.rows" if len(given) > 1 else "names.row"
    return say(lang, key, table=name, rows=say(lang, "names.comma").join(row_runs(given)))


def by_file(text: str, lang: Lang, origin: Origin | None) -> str:
    """A sentence with the names of files for those of tables, where the school is a folder of files."""
    if lang == "zh" and origin:
        for table in origin.labels:
            name = table_name(lang, table, origin)
            text = text.replace(say(lang, "names.table", title=TABLE_TITLES[table]), name)
    return text
