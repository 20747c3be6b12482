"""Merged cells: every cell of a merged range holds what its first one does."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl.utils import range_boundaries

from scheduler.files.parts import sheet_parts

Box = tuple[int, int, int, int]

#: A merged range of more cells than this is a format of whole columns, not a cell.
_MOST = 20_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([^"]{1,40})"')


def merged_ranges(data: bytes) -> dict[str, list[Box]]:
    """The merged ranges of each sheet by its title: first and last column and row of each, counted from 1."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        return {
            title: [box for ref in _MERGED.findall(archive.read(part)) if (box := _box(ref.decode("latin-1")))]
            for title, part in sheet_parts(archive).items()
            if part in names
        }


def filled(rows: Sequence[Sequence[object]], boxes: Iterable[Box]) -> list[list[object]]:
    """The rows with the first cell of each range in all of its cells."""
    found = [list(row) for row in rows]
    for left, top, right, bottom in boxes:
        first = found[top - 1][left - 1] if top <= len(found) and left <= len(found[top - 1]) else None
        if first is None:
            continue
        for row in found[top - 1 : bottom]:
            row += [None] * (right - len(row))
            row[left - 1 : right] = [first] * (right - left + 1)
    return found


def _box(reference: str) -> Box | None:
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return None
    if left is None or top is None or right is None or bottom is None:
        return None
    return (left, top, right, bottom) if 0 < (right - left + 1) * (bottom - top + 1) <= _MOST else None
