"""Copies of the good school with some bytes of its files changed."""

import shutil
from pathlib import Path

import pytest

from scheduler.errors import InputFault
from scheduler.files import load_school


def broken(data: Path, folder: Path, *changes: tuple[str, str, str]) -> InputFault:
    """What loading says where in each named file the first of a text is replaced by another."""
    shutil.copytree(data / "good", folder)
    for file, old, new in changes:
        text = (folder / file).read_bytes()
        assert old.encode() in text
        (folder / file).write_bytes(text.replace(old.encode(), new.encode(), 1))
    with pytest.raises(InputFault) as caught:
        load_school(folder)
    return caught.value
