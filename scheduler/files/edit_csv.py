"""Changing rows of a CSV file: every row that is not changed keeps its bytes; so do encoding and line ends."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator

from models.row import Row
from models.school import TABLES
from models.titles import heading
from scheduler.files import cells
from scheduler.files.edits import TableEdit, language, native
from scheduler.files.source import locate
from scheduler.files.texts import decode, encode
from scheduler.messages import Lang

#: Ways to write a file, in the order in which they are tried on what is there.
_CODECS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "gb18030": lambda text: encode(text, "gb18030"),
    "gb18030 with mark": lambda text: ("\ufeff" + text).encode("gb18030"),
    "utf-16 little": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
}


class _Record:
    """One row: its cells, and its text with the line end."""

    def __init__(self, values: list[str], raw: str) -> None:
        self.values = values
        self.raw = raw


def codec_of(data: bytes) -> str:
    """How the bytes are written: the name of the first way that gives them back."""
    text = decode(data)
    return next((name for name, write in _CODECS.items() if write(text) == data), "utf-8 with mark")


def edit_csv(data: bytes, edit: TableEdit) -> bytes:
    """The file with the changes. Raises as :func:`decode` and the CSV reader do."""
    codec = codec_of(data)
    text = decode(data)
    delimiter = "\t" if "\t" in (first := text.split("\n", 1)[0]) and "," not in first else ","
    records = _records(text, delimiter)
    end = next((e for e in ("\r\n", "\n", "\r") if any(r.raw.endswith(e) for r in records)), "\r\n")
    head, columns = locate(edit.table, [[cells.unguard(cell) for cell in record.values] for record in records])
    if head is None:
        return _CODECS[codec](new_csv(edit, "en", end))
    writer = _Writer(edit, columns, language(records[head].values), delimiter, end)
    return _CODECS[codec]("".join(writer.lines(records, head)))


def new_csv(edit: TableEdit, lang: Lang, end: str = "\r\n") -> str:
    """The text of a file that holds nothing but the new rows."""
    columns: list[str | None] = list(TABLES[edit.table].model_fields)
    writer = _Writer(edit, columns, lang, ",", end)
    titles = [heading(TABLES[edit.table], name) if lang == "zh" else name for name in TABLES[edit.table].model_fields]
    return writer.text(titles, False) + "".join(writer.new(one.row) for one in edit.added)


def _records(text: str, delimiter: str) -> list[_Record]:
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    found: list[_Record] = []
    for values in csv.reader(lines(), delimiter=delimiter, strict=True):
        found.append(_Record(values, "".join(taken)))
        taken.clear()
    return found


class _Writer:
    def __init__(self, edit: TableEdit, columns: list[str | None], lang: Lang, delimiter: str, end: str) -> None:
        self.edit = edit
        self.lang: Lang = lang
        self.delimiter = delimiter
        self.end = end
        self.more = edit.columns(columns)
        self.columns = [*columns, *self.more]

    def lines(self, records: list[_Record], head: int) -> Iterator[str]:
        """The text of each row of the new file."""
        behind: dict[int | None, list[str]] = {}
        for one in self.edit.added:
            behind.setdefault(one.after, []).append(self.new(one.row))
        last = max((i for i, r in enumerate(records) if any(cell.strip() for cell in r.values)), default=head)
        for index, record in enumerate(records):
            ended = record.raw.endswith(("\n", "\r"))
            new = behind.pop(index + 1, []) + (behind.pop(None, []) if index == last else [])
            text = "" if index + 1 in self.edit.dropped else self._record(record, index + 1, index == head)
            yield text if ended or not new or not text else text + self.end
            yield from new

    def _record(self, record: _Record, number: int, is_head: bool) -> str:
        change = self.edit.changed.get(number)
        if is_head and self.more:
            row = TABLES[self.edit.table]
            values = self._padded(record.values)
            values[-len(self.more) :] = [heading(row, n) if self.lang == "zh" else n for n in self.more]
        elif change:
            row, names = change
            values = self._padded(record.values)
            for name in names:
                values[self.columns.index(name)] = self._cell(native(row, name, self.lang))
        else:
            return record.raw
        return self._ended(self.text(values, record.raw.startswith('"')), record.raw)

    def _padded(self, values: list[str]) -> list[str]:
        return values + [""] * (len(self.columns) - len(values))

    def _ended(self, text: str, raw: str) -> str:
        own = next((end for end in ("\r\n", "\n", "\r") if raw.endswith(end)), "")
        return text.removesuffix(self.end) + own

    def _cell(self, value: str | int | None) -> str:
        return "" if value is None else str(value) if isinstance(value, int) else cells.guard(value)

    def new(self, row: Row) -> str:
        """A row that was not there before."""
        return self.text([self._cell(native(row, n, self.lang)) if n else "" for n in self.columns], False)

    def text(self, values: list[str], quoted: bool) -> str:
        """A row as text with a line end."""
        out = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.end, quoting=quoting).writerow(values)
        return out.getvalue()
