"""Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030."""

import codecs
from pathlib import Path
from typing import Literal

Encoding = Literal["utf-8-sig", "gb18030"]

#: No file of a school is larger; whatever is, is not one.
MOST_BYTES = 200_000_000
_GB_MARK = b"\x84\x31\x95\x33"


class Unreadable(Exception):
    """A file that cannot be read; ``key`` is the message that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file; raises :class:`Unreadable`."""
    try:
        if path.is_dir():
            raise Unreadable("files.is_folder")
        if not path.is_file():
            raise Unreadable("files.not_found")
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable("files.too_large")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise Unreadable("files.cannot_read") from error


def decode(data: bytes, *, guess: bool = True) -> str:
    """The text of a file; raises :class:`Unreadable` where it is none.

    ``guess``: bytes that are Chinese in GB18030 but few foreign letters in UTF-8 count as Chinese. Formats that are
    UTF-8 by definition want no guess.
    """
    try:
        text = _decode(data, guess)
    except UnicodeDecodeError as error:
        raise Unreadable("files.not_text") from error
    if "\0" in text:
        raise Unreadable("files.not_text")
    return text.removeprefix("\ufeff")


def _decode(data: bytes, guess: bool) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")
    foreign = [char for char in text if char > "\x7f"]
    # A few Chinese characters in GB18030, such as 一, are also valid UTF-8 for Greek, Cyrillic or Arabic letters.
    if guess and foreign and all("\u0370" <= char <= "\u07ff" for char in foreign):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return text
    return text


def encode(text: str, encoding: Encoding) -> bytes:
    """The bytes of a text that :func:`decode` gives back unchanged."""
    data = text.encode(encoding)
    if encoding == "gb18030" and _decode(data, True) != text:
        return _GB_MARK + data
    return data
