"""What this program wrote, told from what somebody has changed since.

A file carries the digest of all the rest of it: a workbook in its properties, a web page and a PDF in a comment, a plan's
JSON as its last entry. A folder has a file of digests beside its tables. Whatever does not agree with its digest has been changed.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

#: The file of digests in a folder: a line for each file, as ``sha256sum`` writes them.
RECORD = ".kehou-export"
_NAME = "kehou-seal:"
_ENTRY = "seal"
_CORE = "docProps/core.xml"
_DC = "http://purl.org/dc/elements/1.1/"
_SEAL = re.compile(rf"(?:<!-- |% ){_NAME}([0-9a-f]{{64}})(?: -->)?\n".encode())
_SEAL_OF_BOOK = re.compile(rf"{_NAME}([0-9a-f]{{64}})".encode())


class SealedBook(ZipFile):
    """The archive of a new workbook. Its properties are written last, with the digest of all its other parts."""

    def __init__(self, path: Path) -> None:
        self._properties: bytes | None = None
        super().__init__(path, "w", ZIP_DEFLATED)

    def writestr(self, zinfo_or_arcname: Any, data: str | bytes, *args: Any, **more: Any) -> None:
        """Writes a part, or keeps the properties for the end."""
        if zinfo_or_arcname == _CORE:
            self._properties = data.encode() if isinstance(data, str) else data
        else:
            super().writestr(zinfo_or_arcname, data, *args, **more)

    def close(self) -> None:
        """Writes the properties, and closes the archive."""
        if self._properties is not None:
            seal = f'<dc:identifier xmlns:dc="{_DC}">{_NAME}{_digest_of_book(self)}</dc:identifier>'.encode()
            at = self._properties.rindex(b"</")  # the end of the outermost element, whatever its prefix
            super().writestr(_CORE, self._properties[:at] + seal + self._properties[at:])
            self._properties = None
        super().close()


def seal(path: Path) -> None:
    """Put its digest into a web page or a PDF that was just written."""
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    if data.startswith(b"%PDF"):
        at = data.rindex(b"startxref")  # the table that it leads to stays where it is
        path.write_bytes(data[:at] + f"% {_NAME}{digest}\n".encode() + data[at:])
    else:
        path.write_bytes(data + f"<!-- {_NAME}{digest} -->\n".encode())


def untouched(path: Path) -> bool:
    """Whether a workbook, web page or PDF is as this program wrote it. Raises OSError where it cannot be read."""
    if path.suffix.casefold() == ".xlsx":
        return _untouched_book(path)
    data = path.read_bytes()
    found = list(_SEAL.finditer(data))
    if not found:
        return False
    start, end = found[-1].span()
    return sha256(data[:start] + data[end:]).hexdigest().encode() == found[-1][1]


def _untouched_book(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            found = _SEAL_OF_BOOK.search(archive.read(_CORE))
            return found is not None and found[1].decode() == _digest_of_book(archive)
    except (BadZipFile, KeyError):
        return False


def _digest_of_book(archive: ZipFile) -> str:
    """Of the checksums that the archive keeps of its parts, so that nothing needs to be unpacked."""
    parts = sorted(
        f"{part.filename} {part.CRC} {part.file_size}" for part in archive.infolist() if part.filename != _CORE
    )
    return sha256("\n".join(parts).encode()).hexdigest()


def sealed_json(text: str) -> str:
    """A JSON object with the digest of all its entries as one more, the last: the SHA-256 of these as JSON in UTF-8 without
    blanks, the names of each object sorted, whole numbers without a fraction (other programs write 20.0 as 20)."""
    digest = _digest_of_data(json.loads(text))
    return f'{text.rstrip().removesuffix("}").rstrip()},\n "{_ENTRY}": "{digest}"\n}}'


def untouched_json(data: Mapping[str, Any]) -> bool | None:
    """Whether the entries of a JSON object are as they were sealed, however they are set out; None where it has no seal."""
    return data[_ENTRY] == _digest_of_data(data) if _ENTRY in data else None


def _digest_of_data(data: Mapping[str, Any]) -> str:
    rest = _plain({name: value for name, value in data.items() if name != _ENTRY})
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[Any]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def record(files: Mapping[str, bytes], kept: Mapping[str, str] | None = None) -> bytes:
    """The file of digests of some files by name; ``kept`` are digests that stay as they are."""
    digests = {name: sha256(data).hexdigest() for name, data in files.items()} | dict(kept or {})
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def recorded(folder: Path) -> dict[str, str]:
    """The digests that a folder keeps of its files, by name; none where it has no such file."""
    try:
        lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, gap, name in (line.partition("  ") for line in lines) if gap}


def touched(folder: Path) -> list[str]:
    """The files of a folder that are there and differ from their digests."""
    found: list[str] = []
    for name, digest in sorted(recorded(folder).items()):
        path = folder / name
        if path.is_file() and sha256(path.read_bytes()).hexdigest() != digest:
            found.append(name)
    return found
