"""Grades and classes as people say them, in place of their ids: 一年级, 一（1）班, 三年级2班."""

import re
from collections.abc import Collection

from models.row import ascii_signs

_NUMBERS = "一二三四五六七八九"
_GRADE = re.compile(f"(?:小学)?([{_NUMBERS}]|[1-9])年级?")
_CLASS = re.compile(rf"([{_NUMBERS}]|[1-9])(?:年级|年)?[(.\-]?([0-9]{{1,2}}|[{_NUMBERS}])\)?班?")


def said(name: str, known: Collection[str]) -> str:
    """The only known id of a grade or a class that is said so; empty where there is none, or more than one could be meant."""
    text = ascii_signs(name).replace(" ", "")
    if match := _GRADE.fullmatch(text):
        return _only([_digit(match[1])], known)
    if match := _CLASS.fullmatch(text):
        grade, number = _digit(match[1]), int(_digit(match[2]))
        return _only([f"{grade}{between}{number}" for between in ("0", "", "-", ".")], known)
    return ""


def _digit(sign: str) -> str:
    return str(_NUMBERS.find(sign) + 1) if sign in _NUMBERS else sign


def _only(ids: Collection[str], known: Collection[str]) -> str:
    found = [one for one in ids if one in known]
    return found[0] if len(found) == 1 else ""
