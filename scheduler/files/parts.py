"""The parts of a workbook as they lie in its zip, and the places of the cells in a sheet's bytes.

Editing a workbook through a spreadsheet library drops what the library does not know: charts, pictures, buttons. Here
the bytes of a sheet are changed only where a cell changes, and every other part stays as it is.
"""

import posixpath
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]+)")
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"


@dataclass
class Spot:
    """Where an element lies: bytes from ``start`` to ``end``, its start tag up to ``inside``; its attributes."""

    start: int
    inside: int
    end: int
    attributes: dict[str, str]
    formula: bool = False


@dataclass
class RowSpot(Spot):
    """A row with its cells by column, counted from 1."""

    number: int = 0
    cells: dict[int, Spot] = field(default_factory=dict[int, Spot])


@dataclass
class Spots:
    """A sheet's rows by number, and its element ``sheetData``; ``prefix`` is that of its names."""

    rows: dict[int, RowSpot] = field(default_factory=dict[int, RowSpot])
    data: Spot | None = None
    dimension: Spot | None = None
    prefix: str = ""


def local(name: str) -> str:
    """An element's name without its prefix."""
    return name.rpartition(":")[2]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.found = Spots()
        self._row: RowSpot | None = None
        self._cell: Spot | None = None
        self._last = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def run(self) -> Spots:
        self._parser.Parse(self.content, True)
        return self.found

    def _spot(self) -> tuple[int, int]:
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self.content, start)
        return start, tag.end() if tag else start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "dimension":
            start, inside = self._spot()
            self.found.dimension = Spot(start, inside, inside, attributes)
        elif kind == "sheetData":
            start, inside = self._spot()
            self.found.prefix = name[: -len(kind)]
            self.found.data = Spot(start, inside, inside, attributes)
        elif kind == "row":
            self._start_row(attributes)
        elif kind == "c" and self._row is not None:
            self._start_cell(attributes, self._row)
        elif kind == "f" and self._cell is not None:
            self._cell.formula = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        start, inside = self._spot()
        number = attributes.get("r", "")
        self._last = int(number) if number.isdigit() else self._last + 1
        self._row = self.found.rows[self._last] = RowSpot(start, inside, inside, attributes, number=self._last)

    def _start_cell(self, attributes: dict[str, str], row: RowSpot) -> None:
        start, inside = self._spot()
        named = _CELL.fullmatch(attributes.get("r", ""))
        column = column_index_from_string(named[1]) if named else max(row.cells, default=0) + 1
        self._cell = row.cells[column] = Spot(start, inside, inside, attributes)

    def _end(self, name: str) -> None:
        kind = local(name)
        spot = {"c": self._cell, "row": self._row, "sheetData": self.found.data}.get(kind)
        if spot is not None and self.content[spot.inside - 2 : spot.inside] != b"/>":
            spot.end = self.content.index(b">", self._parser.CurrentByteIndex) + 1
        if kind == "c":
            self._cell = None
        elif kind == "row":
            self._row = None


def spots(content: bytes) -> Spots:
    """The places in a sheet's bytes; what is not well-formed ends the list."""
    reader = _Reader(content)
    try:
        return reader.run()
    except (expat.ExpatError, ValueError):
        return reader.found


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each sheet, by its title."""
    names = archive.namelist()
    if WORKBOOK not in names or RELATIONS not in names:
        return {}
    targets = {
        a.get("Id", ""): a.get("Target", "") for kind, a in elements(archive.read(RELATIONS)) if kind == "Relationship"
    }
    found: dict[str, str] = {}
    for kind, attributes in elements(archive.read(WORKBOOK)):
        if kind == "sheet":
            relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[attributes.get("name", "")] = part
    return found


def formats_filled(archive: zipfile.ZipFile, colour: str) -> frozenset[str]:
    """The numbers of the cell formats that are filled with a colour (six hexadecimal digits)."""
    if STYLES not in archive.namelist():
        return frozenset()
    fill, number, within = -1, -1, ""
    fills: set[str] = set()
    found: set[str] = set()
    for kind, attributes in elements(archive.read(STYLES)):
        if kind in ("fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            within = kind
        elif (within, kind) == ("fills", "fill"):
            fill += 1
        elif (within, kind) == ("fills", "fgColor") and attributes.get("rgb", "").endswith(colour):
            fills.add(str(fill))
        elif (within, kind) == ("cellXfs", "xf"):
            number += 1
            found |= {str(number)} if attributes.get("fillId") in fills else set()
    return frozenset(found)


def elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of a part in order: its name without prefix, and its attributes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((local(name), attributes))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with suppress(expat.ExpatError, ValueError):
        parser.Parse(content, True)
    return found
