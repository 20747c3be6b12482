"""The ledger beside a plan, ``changes.csv``: what was arranged for single dates, oldest first."""

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.ledger import LEDGER_COLUMNS, Change, read_task, write_task
from models.row import Day, Id, Text, ascii_signs, half_width
from scheduler.errors import InputFault, OutputRefused
from scheduler.files.plans import LEDGER_FILE, csv_bytes
from scheduler.files.records import Records
from scheduler.files.replace import replacing

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None

_DAY: TypeAdapter[Any] = TypeAdapter(Day)
_PERSON: TypeAdapter[Any] = TypeAdapter(Id)
_REASON: TypeAdapter[Any] = TypeAdapter(Text)


def load_ledger(folder: Path) -> tuple[Change, ...]:
    """The entries of a plan's ledger, oldest first; none where there is no file.

    Raises :class:`InputFault` with every fault of the file.
    """
    path = folder / LEDGER_FILE
    if not path.exists() or path.stat().st_size == 0:
        return ()
    reader = _Reader(folder)
    found = reader.changes()
    if reader.problems:
        raise InputFault(reader.problems)
    return tuple(sorted(found, key=lambda change: change.when))


def record(folder: Path, changes: Iterable[Change]) -> None:
    """Append entries to a plan's ledger; the file is replaced in one step, and what was in it stays.

    Raises :class:`InputFault` where the ledger cannot be read (then nothing is written) and :class:`OutputRefused`.
    """
    with _alone(folder):
        every = [*load_ledger(folder), *changes]
        with replacing(folder / LEDGER_FILE, force=True) as fresh:
            fresh.write_bytes(ledger_bytes(every))


def ledger_bytes(changes: Sequence[Change]) -> bytes:
    """The file of these entries."""
    rows = [[_cell(getattr(change, field)) for field in LEDGER_COLUMNS.values()] for change in changes]
    return csv_bytes(list(LEDGER_COLUMNS), rows)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else str(value)


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Waits until nobody else writes the ledger of this folder, so that no entry is lost."""
    if fcntl is None:
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OutputRefused("plans.cannot_write", str(folder)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class _Reader(Records):
    """Reads a ledger."""

    def changes(self) -> list[Change]:
        rows = (self._change(number, cells) for number, cells in self.rows(LEDGER_FILE, list(LEDGER_COLUMNS)))
        return [change for change in rows if change]

    def _change(self, number: int, cells: dict[str, str]) -> Change | None:
        known = len(self.problems)
        values: dict[str, Any] = {
            "date": self._cell(number, "date", "want_date", cells, _DAY),
            "what": self._what(number, cells["what"]),
            "was": self._cell(number, "from", "want_id", cells, _PERSON) if cells["from"] else None,
            "now": self._cell(number, "to", "want_id", cells, _PERSON) if cells["to"] else None,
            "reason": self._cell(number, "reason", "want_text", cells, _REASON) if cells["reason"] else "",
            "when": self._when(number, cells["when"]),
        }
        return Change.model_validate(values) if len(self.problems) == known else None

    def _cell(self, number: int, column: str, key: str, cells: dict[str, str], kind: TypeAdapter[Any]) -> Any:
        try:
            return kind.validate_python(cells[column])
        except ValidationError:
            self.fault(LEDGER_FILE, key, number, column, cells[column])
            return None

    def _what(self, number: int, text: str) -> str:
        try:
            task = read_task(half_width(text).replace("：", ":").replace("；", ";"))
        except ValueError:
            self.fault(LEDGER_FILE, "want_what", number, "what", text)
            return ""
        return write_task(task.kind, *task.ids)

    def _when(self, number: int, text: str) -> datetime | None:
        """A time with its zone; without one, this machine's. Spreadsheets write slashes and leave out the seconds."""
        plain = ascii_signs(text).replace("/", "-")
        for form in ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"):
            try:
                return datetime.strptime(plain, form).astimezone()
            except ValueError:
                continue
        self.fault(LEDGER_FILE, "want_when", number, "when", text)
        return None
