"""Classes in their many spellings: 三年级2班, 三(2)班, 3-2, 302, 初一3班 — matched only where one class alone fits."""

import re
from collections import defaultdict

from models.school import School
from scheduler.imports.numerals import NUMBER, small_number
from scheduler.spelling import nearest, tidy

_STAGES = {"初": 6, "高": 9}
_BRACKETS = str.maketrans("[]【】〔〕", "()()()")
_CHINESE = "[一二三四五六七八九]"
_APART = re.compile(rf"[a-z]*({NUMBER})[-./_·()]+({NUMBER})\)?班?")
_NAMED = re.compile(rf"(初|高)?({NUMBER})(?:年级|年)\(?({NUMBER})\)?班?")
_STAGED = re.compile(rf"(初|高)({NUMBER})\(?({NUMBER})\)?班?")
_BRACKETED = re.compile(rf"()({NUMBER})\(({NUMBER})\)班?")
_SHORT = re.compile(rf"()({_CHINESE})([0-9]{{1,2}}|{_CHINESE})班")
_PACKED = re.compile(r"[a-z]*0?([1-9][0-9]?)([0-9]{2})班?")
_GRADE = re.compile(rf"(初|高)?中?({NUMBER})(?:年级|年)?")

Pair = tuple[int, int]


def grade_number(text: str) -> int | None:
    """The grade from 1 to 12 that a text names: ``3``, ``三年级``, ``初一`` (7), ``高二`` (11)."""
    found = _GRADE.fullmatch(tidy(text).removeprefix("grade"))
    number = small_number(found[2]) if found else None
    return None if found is None or number is None else number + _STAGES.get(found[1] or "", 0)


def class_pair(text: str) -> Pair | None:
    """Grade and number of a class in any spelling that has but one meaning; None for all others."""
    plain = tidy(text).replace("class", "").removeprefix("小学").translate(_BRACKETS)
    found = _PACKED.fullmatch(plain) or _APART.fullmatch(plain)
    if found:
        grade, number, stage = small_number(found[1]), small_number(found[2]), ""
    else:
        # 32班 or 十一班 may be a class of grade 3 or 10, or class 32 or 11: it matches none of these.
        forms = (_NAMED, _STAGED, _BRACKETED, _SHORT)
        found = next((match for form in forms if (match := form.fullmatch(plain))), None)
        if found is None:
            return None
        stage, grade, number = found[1] or "", small_number(found[2]), small_number(found[3])
    return (grade + _STAGES.get(stage, 0), number) if grade and number else None


class Classes:
    """The school's classes, to be found by what people call them."""

    def __init__(self, school: School) -> None:
        self._ids: dict[str, str] = {tidy(c.class_id): c.class_id for c in school.classes}
        self._pairs: dict[Pair, list[str]] = defaultdict(list)
        for one in school.classes:
            pair = class_pair(one.class_id)
            grade = grade_number(one.grade)
            if pair is None and grade is not None and (own := _number_alone(one.class_id)) is not None:
                pair = (grade, own)
            if pair is not None:
                self._pairs[pair if grade is None else (grade, pair[1])].append(one.class_id)

    def find(self, text: str, grade: str = "") -> str | None:
        """The one class that the text (with the text of a grade beside it) can mean; None where not one alone can."""
        exact = self._ids.get(tidy(text))
        if exact is not None and not grade:
            return exact
        pair = class_pair(text)
        number = _number_alone(text)
        if pair is None and grade and number is not None and (own := grade_number(grade)) is not None:
            pair = (own, number)
        found = set(self._pairs.get(pair, ())) if pair else set[str]()
        if exact is not None:
            found.add(exact)
        return found.pop() if len(found) == 1 else None

    def of_title(self, title: str) -> str:
        """The class that a sheet's title names, blank where it names none: a bare number may count anything."""
        named = "班" in title or tidy(title) in self._ids or "class" in title.casefold()
        return (self.find(title) if named else None) or ""

    def like(self, text: str) -> str:
        """The class whose id is most like a text."""
        return nearest(text, self._ids.values())


def _number_alone(text: str) -> int | None:
    found = re.fullmatch(rf"\(?({NUMBER})\)?班?", tidy(text).translate(_BRACKETS))
    return small_number(found[1]) if found else None
