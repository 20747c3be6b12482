"""Changing single rows of a table where it lies, so that all else that its file holds stays as its owner left it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from models.row import Row
from models.school import TABLES
from scheduler.files import cells
from scheduler.messages import Lang


@dataclass(frozen=True)
class Added:
    """A new row; ``after`` is the number of the row that it belongs behind, None for the end of the table."""

    row: Row
    after: int | None = None


@dataclass(frozen=True)
class TableEdit:
    """What is to change in a table. Rows are numbered as the user's file numbers them.

    ``changed``: row number → the row as it shall be, and the columns in which it differs; ``dropped``: rows that go.
    """

    table: str
    changed: dict[int, tuple[Row, tuple[str, ...]]] = field(default_factory=dict[int, tuple[Row, tuple[str, ...]]])
    dropped: frozenset[int] = frozenset()
    added: tuple[Added, ...] = ()

    def columns(self, present: Sequence[str | None]) -> list[str]:
        """The columns that are needed but not among those ``present``, in the table's order."""
        model = TABLES[self.table]
        wanted = {name for _, names in self.changed.values() for name in names}
        wanted |= {name for name, info in model.model_fields.items() if info.is_required()}
        for one in self.added:
            wanted |= {name for name, info in model.model_fields.items() if getattr(one.row, name) != info.default}
        return [name for name in model.model_fields if name in wanted and name not in present]


def table_edit(
    table: str, old: Sequence[Row], numbers: Sequence[int], new: Sequence[Row], key: Callable[[Row], Hashable]
) -> TableEdit | None:
    """What turns ``old`` into ``new``; None where nothing does. ``key`` tells the rows of each apart.

    ``numbers`` are the file's numbers of the old rows. A new row belongs behind the one that precedes it in ``new``;
    of rows with the same key the first is the twin of the first, and so on.
    """
    places: dict[Hashable, list[int]] = {}
    for index, row in reversed(list(enumerate(old))):
        places.setdefault(key(row), []).append(index)
    changed: dict[int, tuple[Row, tuple[str, ...]]] = {}
    added: list[Added] = []
    kept: set[int] = set()
    after: int | None = None
    for row in new:
        waiting = places.get(key(row))
        if not waiting:
            added.append(Added(row, after))
            continue
        index = waiting.pop()
        kept.add(index)
        after = numbers[index]
        names = tuple(name for name, value in row if value != getattr(old[index], name))
        if names:
            changed[after] = (row, names)
    last = max(numbers, default=None)
    tidy = tuple(Added(one.row, None if one.after == last else one.after) for one in added)
    dropped = frozenset(number for index, number in enumerate(numbers) if index not in kept)
    return TableEdit(table, changed, dropped, tidy) if changed or dropped or added else None


def native(row: Row, column: str, lang: Lang) -> str | int | None:
    """A row's cell as text or number, as a file in the language holds it."""
    value = cells.native(getattr(row, column), lang)
    return value if isinstance(value, int) or value is None else cells.plain(value)


def language(headings: Sequence[object]) -> Lang:
    """The language of a row of headings."""
    return "zh" if any("\u4e00" <= char <= "\u9fff" for cell in headings for char in str(cell or "")) else "en"
