"""Replacing an output folder as a whole, so that a kill at any moment leaves the old one or the new one."""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import OutputRefused

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None

_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
_NEW, _OLD = "kehou-new", "kehou-old"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def check_output(out: Path, names: Collection[str], needed: Collection[str], *, force: bool = False) -> None:
    """Say whether ``out`` may become a folder of the files ``names``; nothing is changed but old debris.

    It may where it does not exist, is empty, or holds ``needed`` and nothing foreign; with ``force`` whatever it
    holds. Never the working folder, a folder around it, or a mounted place, which no rename can replace. Call it
    before a long search. Raises :class:`OutputRefused`.
    """
    out = _real(out)
    try:
        _recover(out)
        _allowed(out, names, needed, force)
        _writable(out.parent)
    except OSError as error:
        raise _refusal(error, out) from error


def replace_folder(
    out: Path, files: Mapping[str, bytes], names: Collection[str], needed: Collection[str], *, force: bool = False
) -> None:
    """Make ``out`` a folder of exactly ``files`` (name → bytes), in one step; see :func:`check_output` for the rest.

    The files are written to a sibling folder and synced to the disk, then both are exchanged; the old one goes
    last. Raises :class:`OutputRefused`, with the old folder whole, where that cannot be done.
    """
    check_output(out, names, needed, force=force)
    out = _real(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _workspace(out) as new:
            for name, content in files.items():
                _write(new / name, content)
            if out.is_dir():
                shutil.copymode(out, new)
            _sync_folder(new)
            _allowed(out, names, needed, force)
            _swap(new, out)
            _sync_folder(out.parent)
    except OSError as error:
        raise _refusal(error, out) from error


def _real(out: Path) -> Path:
    return Path(os.path.realpath(out))


def _refusal(error: OSError, out: Path) -> OutputRefused:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return OutputRefused("plans.disk_full" if full else "plans.cannot_write", str(out))


def _allowed(out: Path, names: Collection[str], needed: Collection[str], force: bool) -> None:
    here = Path.cwd()
    if out == here or out in here.parents or out == Path(os.path.expanduser("~")) or os.path.ismount(out):
        raise OutputRefused("plans.not_this_place", str(out))
    if force or not os.path.lexists(out):
        return
    if not out.is_dir():
        raise OutputRefused("plans.not_a_folder", str(out))
    found = {entry.name for entry in out.iterdir()} - _LITTER
    if found and not (set(needed) <= found <= set(names)):
        raise OutputRefused("plans.foreign_folder", str(out))


def _writable(folder: Path) -> None:
    while not folder.exists():
        folder = folder.parent
    tempfile.TemporaryFile(dir=folder).close()  # unlike a named probe, nothing that a kill could leave behind


def _siblings(out: Path, kind: str) -> list[Path]:
    return sorted(out.parent.glob(f".{_escape(out.name)}.{kind}-*")) if out.parent.is_dir() else []


def _escape(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _recover(out: Path) -> None:
    """Put back what a kill between two renames left aside, and remove what no living run is writing."""
    aside = _siblings(out, _OLD)
    if aside and not os.path.lexists(out):
        os.rename(aside.pop(), out)
    for path in aside + _siblings(out, _NEW):
        with _lock(path) as mine:
            if mine:
                _remove(path)


@contextmanager
def _lock(folder: Path) -> Generator[bool]:
    """Hold a folder for as long as the process lives; False where another one holds it or it is gone."""
    if fcntl is None:
        yield False
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = folder.exists() and os.path.samestat(os.fstat(handle), os.stat(folder))
        except OSError:
            mine = False
        yield mine
    finally:
        os.close(handle)


@contextmanager
def _workspace(out: Path) -> Generator[Path]:
    """A new empty sibling of ``out``, gone at the end whatever it then holds."""
    new = out.parent / f".{out.name}.{_NEW}-{uuid.uuid4().hex[:12]}"
    new.mkdir()
    try:
        with _lock(new):
            yield new
    finally:
        _remove(new)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(new: Path, out: Path) -> None:
    """Bring ``new`` to the name ``out``; what was there ends under the name ``new``, to be removed."""
    if not os.path.lexists(out):
        os.rename(new, out)
    elif not _exchange(new, out):
        aside = new.with_name(new.name.replace(_NEW, _OLD))
        os.rename(out, aside)
        try:
            os.rename(new, out)
        except OSError:
            os.rename(aside, out)
            raise
        os.rename(aside, new)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the system has no such call."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = os.fsencode(first), os.fsencode(second)
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(second))
