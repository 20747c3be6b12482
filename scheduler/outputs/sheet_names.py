"""Names of sheets and files: legal, short enough, and no two alike."""

import re

#: The longest name of a sheet, in UTF-16 units, and of a file, in bytes without its ending.
LONGEST_SHEET, LONGEST_FILE = 31, 120
_BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")
_BAD_IN_FILE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class SheetNames:
    """Gives each sheet of a workbook its name."""

    def __init__(self) -> None:
        self._taken = {"history"}  # the one word that Excel keeps for itself

    def take(self, wanted: str) -> str:
        """The name for a new sheet, as near to what is wanted as can be."""
        text = _BAD_IN_SHEET.sub(" ", wanted).strip(" '") or "-"
        name, number = _short(text, LONGEST_SHEET), 1
        while name.casefold() in self._taken:
            number += 1
            tail = f" ({number})"
            name = _short(text, LONGEST_SHEET - len(tail)) + tail
        self._taken.add(name.casefold())
        return name


class FileNames:
    """Gives each file of a folder its name."""

    def __init__(self, ending: str) -> None:
        self._ending = ending
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """The name for a new file, with the ending."""
        text = _BAD_IN_FILE.sub("_", wanted).strip(" .") or "_"
        text = "_" + text if _RESERVED.fullmatch(text) else text
        stem = text.encode()[:LONGEST_FILE].decode(errors="ignore").strip(" .")
        name, number = stem, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem} ({number})"
        self._taken.add(name.casefold())
        return name + self._ending


def _short(text: str, most: int) -> str:
    """The text cut to a number of UTF-16 units, which is how Excel counts."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.strip(" '") or "-"
