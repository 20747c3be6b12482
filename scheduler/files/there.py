"""Which tables an instance has, by the names of its sheets or files, without reading what is in them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from openpyxl import load_workbook

from scheduler.files import names
from scheduler.files.folder import is_table

Form = Literal["workbook", "folder", "other"]


def tables_there(path: Path) -> tuple[Form, dict[str, str]]:
    """The form of a school that has been read, and the sheet or file of each table that it has; none where rows are not
    written by hand, as in JSON."""
    if path.is_dir():
        return "folder", _known(entry.name for entry in sorted(path.iterdir()) if is_table(entry.name))
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        book = load_workbook(path, read_only=True)
        titles = [title for title in book.sheetnames if not names.is_ignored_sheet(title)]
        book.close()
        return "workbook", _known(titles)
    return "other", {}


def _known(labels: Iterable[str]) -> dict[str, str]:
    return {table: label for label in labels if (table := names.table_of(label)) is not None}
