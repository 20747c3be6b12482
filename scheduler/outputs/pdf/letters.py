"""The font of a PDF: how wide text is, where lines break, and which characters it cannot show."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FONT = "NotoSansSC-Regular"
#: What stands for a character that the font does not have: the printers' sign for a missing type.
STAND_IN = "〓"
#: Text takes so much of its size above the base line, and lines are so many sizes apart.
ASCENT, LEADING = 0.88, 1.24
_WORDS = re.compile(r"[!-~\u00a1-\u02ff]+|\s+|.")
_NO_START = frozenset("，。、；：！？）】》”’…—,.;:!?)]}%")
_NO_END = frozenset("（【《“‘([{")
_TO_UNICODE = re.compile(r"<([0-9A-F]{2})> <([0-9A-F]{5,6})>")


class _Embedded(TTFont):
    """A font that is embedded with the characters used, those beyond the first 65,536 too."""

    def addObjects(self, doc: Any) -> None:
        """Put the font into a document; the text of a rare character is written as UTF-16, as the format wants."""
        super().addObjects(doc)
        for name, found in list(doc.idToObject.items()):
            if str(name).startswith("toUnicodeCMap:"):
                found.content = _TO_UNICODE.sub(_as_utf16, found.content)


def _as_utf16(match: re.Match[str]) -> str:
    return f"<{match[1]}> <{chr(int(match[2], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def _face() -> Any:
    """The font's table of characters and widths; it is read once."""
    rl_config.useA85 = 0  # streams as they are: a fifth smaller, and made in half the time
    with as_file(files("scheduler.outputs") / "fonts" / f"{FONT}.ttf") as path:
        font: Any = _Embedded(FONT, str(path))
    pdfmetrics.registerFont(font)
    return font.face


class Letters:
    """Text as the font can show it, measured and broken into lines. Raises :class:`TTFError` where there is no font."""

    def __init__(self) -> None:
        face = _face()
        self._known: dict[int, int] = face.charToGlyph
        self._widths: dict[int, int] = face.charWidths
        self._default: int = face.defaultWidth
        self._shown: dict[str, str] = {}
        self._wide: dict[str, float] = {}
        self._lines: dict[tuple[str, float, float], tuple[str, ...]] = {}

    def missing(self, texts: Iterable[str]) -> str:
        """The characters that the font does not have, each once, in the order of their codes."""
        found: set[str] = set()
        for text in set(texts):
            found.update(_composed(text))
        return "".join(sorted(char for char in found if not _silent(char) and ord(char) not in self._known))

    def shown(self, text: str) -> str:
        """The text with a sign for each character that the font does not have."""
        found = self._shown.get(text)
        if found is None:
            kept = (char for char in _composed(text) if char == "\n" or not _silent(char))
            found = "".join(char if char == "\n" or ord(char) in self._known else STAND_IN for char in kept)
            self._shown[text] = found
        return found

    def width(self, text: str, size: float) -> float:
        """Points across that a shown text takes."""
        wide = self._wide.get(text)
        if wide is None:
            wide = self._wide[text] = sum(self._widths.get(ord(char), self._default) for char in text)
        return wide * size / 1000

    def fitting(self, text: str, width: float, size: float, least: float) -> float:
        """The size, no more than the one given nor less than ``least``, at which a text fits on one line."""
        wide = self.width(self.shown(text), size)
        return size if wide <= width else max(least, size * width / wide)

    def lines(self, text: str, width: float, size: float) -> tuple[str, ...]:
        """The text broken into lines of no more than a width. No closing mark begins a line, no opening one ends it."""
        key = (text, round(width, 1), size)
        found = self._lines.get(key)
        if found is None:
            found = tuple(line for part in self.shown(text).split("\n") for line in self._broken(part, width, size))
            self._lines[key] = found
        return found

    def _broken(self, text: str, width: float, size: float) -> list[str]:
        if self.width(text, size) <= width:
            return [text]
        found: list[str] = []
        line: list[str] = []
        used = 0.0
        for word in self._pieces(text, width, size):
            wide = self.width(word, size)
            if line and used + wide > width:
                if word.isspace():
                    continue
                carried = _carried(line, word)
                found.append("".join(line).rstrip())
                line = carried
                used = sum(self.width(piece, size) for piece in line)
            line.append(word)
            used += wide
        return [*found, "".join(line).rstrip()]

    def _pieces(self, text: str, width: float, size: float) -> Iterable[str]:
        """Words, and the single characters of words that no line could hold."""
        for word in _WORDS.findall(text):
            if len(word) > 1 and self.width(word, size) > width:
                yield from word
            else:
                yield word


def _carried(line: list[str], word: str) -> list[str]:
    """Takes from a line's end what has to stand before the next word."""
    carried: list[str] = []
    if word[0] in _NO_START and len(line) > 1:
        carried.insert(0, line.pop())
    while len(line) > 1 and line[-1] in _NO_END:
        carried.insert(0, line.pop())
    return carried


def _composed(text: str) -> str:
    """Letters and their accents as one character. Only where there are some: old forms of characters stay as typed."""
    return unicodedata.normalize("NFC", text) if any("\u0300" <= char <= "\u036f" for char in text) else text


def _silent(char: str) -> bool:
    """Whether a character has no shape of its own: controls, joiners, selectors of a variant."""
    return (
        unicodedata.category(char) in ("Cc", "Cf", "Cs")
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


__all__ = ["ASCENT", "FONT", "LEADING", "STAND_IN", "Letters", "TTFError"]
