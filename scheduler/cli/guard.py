"""What a command was given to read must not be what it replaces."""

from pathlib import Path

from scheduler.errors import OutputRefused


def keep_apart(out: Path, source: Path) -> None:
    """Raise :class:`OutputRefused` where writing ``out`` as a whole would wipe ``source``."""
    real, read = out.resolve(), source.resolve()
    if real == read or real in read.parents:
        raise OutputRefused("cli.would_wipe_input", str(out))
