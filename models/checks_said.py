"""Grades and classes as people say them, in place of their ids: 一年级, 一（1）班, 三年级2班."""

import re
from collections.abc import Collection

from models.row import ascii_signs

_NUMBERS = "一二三四五六七八九"
_GRADE = re.compile(f"(?:小学)?([{_NUMBERS}]|[1-9])年级?")
_SPAN = re.compile(f"(?:小学)?([{_NUMBERS}]|[1-9])(?:年级?)?[-–—~～至到]([{_NUMBERS}]|[1-9])(?:年级?)?")
_SIDE = re.compile(f"(?:小学)?([{_NUMBERS}]|[1-9])年级?(及?以上|起|及?以下)")
_BUT = re.compile(f"(?:除|除了)([{_NUMBERS}]|[1-9])年级(?:外|以外|之外)?|([{_NUMBERS}]|[1-9])年级除外")
_PART = re.compile("[低中高]+(?:年级|段|年段|学段)|毕业班|非毕业班")
_CLASS = re.compile(rf"([{_NUMBERS}]|[1-9])(?:年级|年)?[(.\-]?([0-9]{{1,2}}|[{_NUMBERS}])\)?班?")


def said(name: str, known: Collection[str]) -> str:
    """The only known id of a grade or a class that is said so; empty where there is none, or more than one could be meant."""
    text = ascii_signs(name).replace(" ", "")
    if match := _GRADE.fullmatch(text) or re.fullmatch(f"([{_NUMBERS}])", text):
        return _only([_digit(match[1])], known)
    if match := _CLASS.fullmatch(text):
        grade, number = _digit(match[1]), int(_digit(match[2]))
        return _only([f"{grade}{between}{number}" for between in ("0", "", "-", ".")], known)
    return ""


def span_said(name: str, known: Collection[str]) -> list[str]:
    """The known grades of a span as people say it, 一至三年级 or 1-3年级; none where not all of it is known."""
    text = ascii_signs(name).replace(" ", "")
    match = _SPAN.fullmatch(text)
    if not match:
        return _rest_said(text, known)
    first, last = (int(_digit(sign)) for sign in match.groups())
    found = [_only([str(n), f"{_NUMBERS[n - 1]}年级"], known) for n in range(first, last + 1)]
    return found if len(found) > 1 and all(found) else []


def _rest_said(text: str, known: Collection[str]) -> list[str]:
    """The known grades, all of them in figures, from one on, up to one (which is among them), or but for one."""
    if not all(one in ("1", "2", "3", "4", "5", "6", "7", "8", "9") for one in known):
        return []
    grades = sorted(known)
    if match := _SIDE.fullmatch(text):
        own, up = _digit(match[1]), not match[2].endswith("下")
        found = [one for one in grades if (one >= own if up else one <= own)]
    elif match := _BUT.fullmatch(text):
        own = _digit(match[1] or match[2])
        found = [one for one in grades if one != own]
    else:
        return []
    return found if own in known else []


def grades_said(names: Collection[str | None], known: Collection[str]) -> str:
    """The grades that several words of a list say, 一、二年级, as the cell wants them; empty where one of them says none."""
    found = [name if name in known else said(name or "", known) for name in names]
    wrong = [name for name in names if name not in known]
    return ";".join(dict.fromkeys(str(one) for one in found)) if len(wrong) > 1 and all(found) else ""


def part_said(name: str) -> bool:
    """Whether a part of a school is named of which each school has its own grades: 低年级, 高段."""
    return bool(_PART.fullmatch(ascii_signs(name).replace(" ", "")))


def _digit(sign: str) -> str:
    return str(_NUMBERS.find(sign) + 1) if sign in _NUMBERS else sign


def _only(ids: Collection[str], known: Collection[str]) -> str:
    found = [one for one in ids if one in known]
    return found[0] if len(found) == 1 else ""
