"""Names as people type them, and the year of school that a grade's name means."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", 1)} | {"十": 10, "十一": 11, "十二": 12}
_JUNIOR = re.compile(r"初([一二三])")
_SENIOR = re.compile(r"高([一二三])")
_CHINESE = re.compile(r"(十[一二]?|[一二三四五六七八九])年?级?")
_NUMBER = re.compile(r"(?:g|grade|year)?0*(1[0-2]|[1-9])(?:年级|级)?")


def loose(name: str) -> str:
    """A name without case, spaces, underscores, hyphens and full-width forms, for comparing."""
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", name)).casefold()


def nearest(name: str, known: Mapping[str, str]) -> str:
    """What the known name that is most like ``name`` stands for; empty where none is like it."""
    found = get_close_matches(loose(name), [loose(each) for each in known], n=1, cutoff=0.5)
    return next((value for each, value in known.items() if [loose(each)] == found), "")


def level(grade: str) -> int | None:
    """The year of school, 1 to 12, that a grade's name means: ``3``, ``三年级``, ``初一``, ``G7``; None where it is unclear."""
    text = loose(grade)
    for pattern, before in ((_JUNIOR, 6), (_SENIOR, 9)):
        if found := pattern.fullmatch(text):
            return _DIGITS[found[1]] + before
    if found := _CHINESE.fullmatch(text):
        return _DIGITS[found[1]]
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None
