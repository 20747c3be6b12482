"""Where an export goes: over nothing but an earlier export, whole or not at all."""

import zipfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import OutputRefused

_TABLES = ("class", "teacher", "room", "student", "club", "duty", "today")
_FILES = tuple(f"{name}.csv" for name in _TABLES)
#: What an earlier export of each form says of itself, and within how many bytes.
_MARKS = {"html": b'<meta name="generator" content="kehou">', "ics": b"PRODID:-//kehou//"}
_PDF_MARK = b"/Creator (kehou)"
_WORKBOOK_MARK = b"<dc:creator>kehou</dc:creator>"
_HEAD = 2000


def check(form: str, out: Path, *, force: bool) -> None:
    """Raise :class:`OutputRefused` unless the export could be written to ``out``."""
    from scheduler.files import atomic

    if form in ("csv", "ics"):
        atomic.check_output(out, _known(form, out), (), force=force)
    elif out.is_dir():
        raise OutputRefused("cli.folder_in_the_way", str(out))
    elif out.exists() and not (force or _ours(form, out)):
        raise OutputRefused("cli.foreign_file", str(out))


def earlier_tables(out: Path) -> dict[str, bytes]:
    """The CSV files of an earlier export, which stay unless they are written anew."""
    return {name: (out / name).read_bytes() for name in _FILES if (out / name).is_file()}


def write_folder(form: str, out: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Make ``out`` a folder of exactly these files in one step."""
    from scheduler.files import atomic

    atomic.replace_folder(out, files, {*files, *_known(form, out)}, (), force=force)


@contextmanager
def writing(form: str, out: Path, *, force: bool) -> Generator[Path]:
    """Gives a place to write one file to; afterwards it becomes ``out`` in one step."""
    from scheduler.files.replace import replacing

    check(form, out, force=force)
    try:
        out.resolve().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused("plans.cannot_write", str(out)) from error
    with replacing(out, force=out.exists()) as fresh:
        yield fresh


def _known(form: str, out: Path) -> tuple[str, ...]:
    """The names in a folder that an earlier export of this form made, or that it always has."""
    if form == "csv":
        return _FILES
    return tuple(path.name for path in out.glob("*.ics") if _ours(form, path)) if out.is_dir() else ()


def _ours(form: str, path: Path) -> bool:
    """Whether a file is what an earlier export wrote."""
    try:
        if form == "xlsx":
            with zipfile.ZipFile(path) as archive:
                return _WORKBOOK_MARK in archive.read("docProps/core.xml")
        if form == "pdf":
            return _PDF_MARK in path.read_bytes()
        with path.open("rb") as file:
            return _MARKS[form] in file.read(_HEAD)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
