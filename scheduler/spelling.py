"""How people type the same thing: names compared without case, spaces and full-width forms; the nearest known one."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_LOOSE = re.compile(r"[\s_\-*]+")
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●.", "·"))


def loose(name: object) -> str:
    """A name without case, spaces, underscores, stars and full-width forms, for comparing."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", str(name))).casefold()


def tidy(text: object) -> str:
    """A text without case, full-width forms and any spaces, also those within and those that nobody sees."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", str(text))).casefold()


def person(name: object) -> str:
    """A person's name for comparing: like :func:`tidy`, and every dot between its parts is the same dot."""
    return tidy(name).translate(_DOTS)


def nearest(name: str, known: Iterable[str], least: float = 0.0) -> str:
    """The known name that is most like ``name``; empty where none is at least ``least`` (0 to 1) like it."""
    by_loose = {loose(candidate): candidate for candidate in known}
    found = get_close_matches(loose(name)[:100], by_loose, n=1, cutoff=least)
    return by_loose[found[0]] if found else ""
