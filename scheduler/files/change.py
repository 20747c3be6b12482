"""Changing an instance where it lies: what changes is made first and read back, then put in place; the old is kept."""

import os
import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.row import Row
from models.school import TABLES, School
from scheduler.errors import OutputRefused
from scheduler.files import names
from scheduler.files.edit_csv import codec_of, edit_csv, new_csv
from scheduler.files.edit_json import edit_json
from scheduler.files.edit_workbook import edit_workbook
from scheduler.files.edits import Added, TableEdit, language
from scheduler.files.folder import SETTINGS_FILE, is_table, parse_csv
from scheduler.files.load import assemble, load_school, read_source
from scheduler.files.texts import Unreadable, decode, encode, read_bytes
from scheduler.messages import Lang

#: Marks of a workbook that is open in a spreadsheet program, put before its name.
_LOCKS = ("~$", ".~lock.")


@dataclass(frozen=True)
class FileChange:
    """A file of an instance as it was (None: not there) and as it shall be."""

    path: Path
    old: bytes | None
    new: bytes


def file_changes(instance: Path, edits: Sequence[TableEdit], expected: School) -> list[FileChange]:
    """The instance's files with the changes, in the order of ``edits``; nothing is written yet.

    What they hold is read back first and must be ``expected``. Raises :class:`OutputRefused`.
    """
    path = Path(os.path.realpath(instance))
    try:
        if path.is_dir():
            found = _in_folder(path, edits)
        else:
            data = read_bytes(path)
            edit = edit_json if path.suffix.casefold() == ".json" else edit_workbook
            found = [FileChange(path, data, edit(data, list(edits)))]
    except Unreadable as error:
        raise OutputRefused(error.key, str(instance)) from error
    try:
        same = _same(_read_back(path, found), expected)
    except OSError as error:
        raise OutputRefused("files.cannot_write", str(instance)) from error
    if not same:
        raise OutputRefused("files.cannot_edit", str(instance))
    return found


def append_rows(instance: Path, added: Mapping[str, Sequence[Row]], now: datetime | None = None) -> list[Path]:
    """Add rows at the end of tables of an instance, which must be free of faults, as must the rows; gives the copies that
    are kept of the files as they were.

    Raises :class:`OutputRefused`, with everything as it was, where that cannot be done.
    """
    edits = [TableEdit(table, added=tuple(map(Added, rows))) for table, rows in added.items() if rows]
    if not edits:
        return []
    school = load_school(instance)
    tables: dict[str, object] = {table: (*getattr(school, table), *rows) for table, rows in added.items()}
    return put_in_place(file_changes(instance, edits, school.replaced(**tables)), now)


def _in_folder(folder: Path, edits: Sequence[TableEdit]) -> list[FileChange]:
    tables = {names.table_of(e.name): e for e in sorted(folder.iterdir(), reverse=True) if is_table(e.name)}
    found: list[FileChange] = []
    for edit in edits:
        path = tables.get(edit.table)
        if path is None:
            found.append(FileChange(folder / f"{edit.table}.csv", None, _new_file(edit, list(tables.values()))))
        else:
            path = Path(os.path.realpath(path))
            data = read_bytes(path)
            found.append(FileChange(path, data, edit_csv(data, edit)))
    return found


def _new_file(edit: TableEdit, others: list[Path]) -> bytes:
    """A new table, in the language and the encoding of the others."""
    data = [read_bytes(path) for path in others]
    lang: Lang = "en"
    if data:
        lang = language([cell for row in parse_csv(decode(data[0]))[:3] for cell in row])
    chinese = bool(data) and all(codec_of(one).startswith("gb18030") for one in data)
    return encode(new_csv(edit, lang), "gb18030" if chinese else "utf-8-sig")


def _read_back(path: Path, found: Sequence[FileChange]) -> School | None:
    with tempfile.TemporaryDirectory(prefix="kehou-") as place:
        copy = Path(place) / path.name
        if path.is_dir():
            copy.mkdir()
            for entry in path.iterdir():
                if is_table(entry.name) or entry.name.casefold() == SETTINGS_FILE:
                    shutil.copyfile(entry, copy / entry.name)
        for change in found:
            (copy / change.path.name if path.is_dir() else copy).write_bytes(change.new)
        source = read_source(copy)
        school = assemble(source, check=False)
        return None if source.problems else school


def _same(school: School | None, expected: School) -> bool:
    """Whether both hold the same rows, in whichever order, and the same settings."""
    if school is None:
        return False
    return all(
        Counter(getattr(school, name)) == Counter(getattr(expected, name))
        if name in TABLES
        else getattr(school, name) == getattr(expected, name)
        for name in School.model_fields
    )


def put_in_place(changes: Sequence[FileChange], now: datetime | None = None) -> list[Path]:
    """Write the files, one whole file after the other; gives the copies that are kept of what was there.

    Nothing is written where a file is no longer as it was read, or is open in a spreadsheet program. Raises
    :class:`OutputRefused`, with every file as it was.
    """
    for change in changes:
        _refuse(change)
    kept: dict[Path, Path] = {}
    stamp = (now or datetime.now()).strftime("%Y%m%d-%H%M%S")
    done: list[FileChange] = []
    try:
        for change in changes:
            if change.old is not None:
                kept[change.path] = _keep(change, stamp)
        for change in changes:
            _replace(change.path, change.new)
            done.append(change)
    except OSError as error:
        _undo(done, kept)
        raise OutputRefused("files.cannot_write", str(error.filename or changes[0].path)) from error
    return list(kept.values())


def _refuse(change: FileChange) -> None:
    path = change.path
    if any((path.parent / f"{lock}{path.name}{'#' * (lock == _LOCKS[1])}").exists() for lock in _LOCKS):
        raise OutputRefused("files.is_open", str(path))
    try:
        now = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise OutputRefused("files.cannot_write", str(path)) from error
    if now != change.old:
        raise OutputRefused("files.changed_meanwhile", str(path))


def _keep(change: FileChange, stamp: str) -> Path:
    """A copy beside the file, under a name that no loader takes for a table."""
    path = change.path
    for count in range(1000):
        mark = f"bak-{stamp}" + (f"-{count}" if count else "")
        is_csv = path.suffix.casefold() == ".csv"
        copy = path.with_name(f"{path.name}.{mark}" if is_csv else f"{path.stem}.{mark}{path.suffix}")
        if not copy.exists():
            shutil.copy2(path, copy)
            return copy
    raise FileExistsError(0, "", str(path))


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.kehou-{uuid.uuid4().hex[:12]}")
    try:
        with fresh.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _undo(done: Sequence[FileChange], kept: Mapping[Path, Path]) -> None:
    for change in reversed(done):
        if change.path in kept:
            _replace(change.path, kept[change.path].read_bytes())
        else:
            change.path.unlink(missing_ok=True)
