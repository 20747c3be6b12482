"""Writing without harm: what was there stays until what is new is whole."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import OutputRefused

#: Endings of files that a school is not written as; a folder with such a name would mislead.
_NOT_WRITTEN = frozenset((".csv", ".xls", ".xlsm", ".xlsb", ".ods", ".toml", ".txt", ".zip", ".pdf"))


def refuse_form(path: Path) -> None:
    """Raises :class:`OutputRefused` for a name that asks for a form in which no school is written."""
    if path.suffix.casefold() in _NOT_WRITTEN:
        raise OutputRefused("files.form_not_written", str(path))


@contextmanager
def replacing(path: Path, *, force: bool) -> Generator[Path]:
    """Gives a place beside ``path`` to write to; afterwards it becomes ``path`` in one step.

    An existing file or folder (but an empty one) is refused unless ``force`` is given, and even then it is replaced
    only as a whole at the end. Raises :class:`OutputRefused`.
    """
    target = Path(os.path.realpath(path))
    _refuse(target, path, force)
    try:
        workshop = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
    except (OSError, ValueError) as error:
        raise OutputRefused("files.cannot_write", str(path)) from error
    try:
        fresh = workshop / target.name
        yield fresh
        _sync(fresh)
        _refuse(target, path, force)
        _swap(fresh, target, workshop)
    except OSError as error:
        raise OutputRefused("files.cannot_write", str(path)) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _refuse(target: Path, path: Path, force: bool) -> None:
    try:
        if not target.parent.is_dir():
            raise OutputRefused("files.no_parent", str(path))
        if os.path.lexists(target):
            empty = target.is_dir() and not any(target.iterdir())
            if not force and not empty:
                raise OutputRefused("files.exists", str(path))
            home = {Path.cwd(), Path.home()}
            if target.is_dir() and any(place == target or target in place.parents for place in home):
                raise OutputRefused("files.would_destroy", str(path))
    except (OSError, ValueError) as error:
        raise OutputRefused("files.cannot_write", str(path)) from error


def _sync(path: Path) -> None:
    """Makes sure that every file under ``path`` is on the disk."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    for file in files:
        with file.open("rb") as handle:
            os.fsync(handle.fileno())


def _swap(fresh: Path, target: Path, workshop: Path) -> None:
    old = workshop / "old"
    if target.is_dir() or fresh.is_dir():
        if os.path.lexists(target):
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if os.path.lexists(old):
                old.rename(target)
            raise
    else:
        fresh.replace(target)
