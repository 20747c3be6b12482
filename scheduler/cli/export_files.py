"""Where an export goes: over nothing but an earlier export that nobody has changed, whole or not at all."""

import re
import zipfile
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scheduler import seals
from scheduler.errors import OutputRefused

#: What an earlier export of each form says of itself, and within how many bytes.
_MARKS = {"html": b'<meta name="generator" content="kehou">'}
_PDF_MARK = b"/Creator (kehou)"
_WORKBOOK_MARK = re.compile(rb"<dc:creator\b[^>]*>kehou</dc:creator>")
_HEAD = 2000
_NAMED = 3


def check(out: Path, *, force: bool) -> None:
    """Raise :class:`OutputRefused` unless one file could be written to ``out``."""
    if out.is_dir():
        raise OutputRefused("cli.folder_in_the_way", str(out))
    if out.exists() and not force:
        if not _ours(out):
            raise OutputRefused("cli.foreign_file", str(out))
        if not _untouched(out):
            raise OutputRefused("cli.changed_since", str(out))


def check_folder(out: Path, *, force: bool, replaced: Collection[str] | None = None) -> None:
    """Raise :class:`OutputRefused` unless a folder could be written to ``out``.

    ``replaced`` are the files in it that would not stay as they are [all].
    """
    from scheduler.files import atomic

    atomic.check_output(out, (*seals.recorded(out), seals.RECORD), (), force=force)
    if force:
        return
    changed = [str(out / name) for name in seals.touched(out) if replaced is None or name in replaced]
    if changed:
        raise OutputRefused("cli.changed_since", ", ".join(changed[:_NAMED]) + " …" * (len(changed) > _NAMED))


def write_folder(out: Path, files: Mapping[str, bytes], *, force: bool, keep: bool = False) -> None:
    """Make ``out`` a folder of these files in one step; with ``keep`` also of those of earlier exports."""
    from scheduler.files import atomic

    check_folder(out, force=force, replaced=files if keep else None)
    earlier = {name: digest for name, digest in seals.recorded(out).items() if keep and name not in files}
    kept = {name: (out / name).read_bytes() for name in earlier if (out / name).is_file()}
    record = seals.record(files, {name: earlier[name] for name in kept})
    written = {**kept, **files, seals.RECORD: record}
    atomic.replace_folder(out, written, (*seals.recorded(out), seals.RECORD), (), force=force)


@contextmanager
def writing(out: Path, *, force: bool) -> Generator[Path]:
    """Gives a place to write one file to; afterwards it becomes ``out`` in one step. A workbook brings its own seal."""
    from scheduler.files.replace import replacing

    check(out, force=force)
    try:
        out.resolve().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused("plans.cannot_write", str(out)) from error
    with replacing(out, force=out.exists()) as fresh:
        yield fresh
        if out.suffix.casefold() != ".xlsx":
            seals.seal(fresh)


def _ours(path: Path) -> bool:
    """Whether a file is what an earlier export wrote."""
    try:
        if path.suffix.casefold() == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                return _WORKBOOK_MARK.search(archive.read("docProps/core.xml")) is not None
        if path.suffix.casefold() == ".pdf":
            return _PDF_MARK in path.read_bytes()
        with path.open("rb") as file:
            return _MARKS["html"] in file.read(_HEAD)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _untouched(path: Path) -> bool:
    try:
        return seals.untouched(path)
    except OSError as error:
        raise OutputRefused("plans.cannot_write", str(path)) from error
