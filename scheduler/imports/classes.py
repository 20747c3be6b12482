"""Classes in their many spellings: 三年级2班, 三(2)班, 3-2, 302, 初一3班 — matched only where one class alone fits."""

import re
from collections import defaultdict

from models.school import School
from scheduler.imports.numerals import NUMBER, small_number
from scheduler.spelling import tidy

_STAGES = {"初": 6, "高": 9}
_BRACKETS = str.maketrans("[]【】〔〕", "()()()")
_CHINESE = "[一二三四五六七八九]"
_APART = re.compile(rf"[a-z]*({NUMBER})[-./_·()]+({NUMBER})\)?班?")
_NAMED = re.compile(rf"(初|高)?({NUMBER})(?:年级|年)\(?({NUMBER})\)?班?")
_STAGED = re.compile(rf"(初|高)({NUMBER})\(?({NUMBER})\)?班?")
_BRACKETED = re.compile(rf"()({NUMBER})\(({NUMBER})\)班?")
_BRACKETED_GRADE = re.compile(rf"()\(({NUMBER})\)\(?({NUMBER})\)?班")
_SHORT = re.compile(rf"()({_CHINESE})([0-9]{{1,2}}|{_CHINESE})班")
_PACKED = re.compile(r"[a-z]*0?([1-9][0-9]?)([0-9]{2})班?")
_GRADE = re.compile(rf"(初|高)?中?({NUMBER})(?:年级|年)?")

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DATE = re.compile(
    rf"(?:[0-9]{{4}}[-/年])?[0-9]{{1,2}}月[0-9]{{1,2}}日|[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{1,2}}|[0-9]{{4}}([-/])[0-9]{{1,2}}\1[0-9]{{1,2}}"
)
#: More classes than these are no help to somebody who reads them.
MOST_CLASSES = 6

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
        forms = (_NAMED, _STAGED, _BRACKETED, _BRACKETED_GRADE, _SHORT)
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

    def fitting(self, text: str, grade: str = "") -> list[str]:
        """Every class that a text (with the text of a grade beside it) can mean, where :meth:`find` gives none."""
        number, whole = _number_alone(text), grade_number(text)
        wanted = {pair for pair in (class_pair(text),) if pair}
        if number is not None:
            wanted |= {pair for pair in self._pairs if pair[1] == number}
            wanted.add(divmod(number, 10))
        elif whole is not None:
            wanted |= {pair for pair in self._pairs if pair[0] == whole}
        own = grade_number(grade) if grade else None
        return [one for pair, ids in self._pairs.items() if pair in wanted and own in (None, pair[0]) for one in ids]


def class_fault(classes: Classes, text: str, grade: str) -> tuple[str, dict[str, str | int]]:
    """What is to be said of a class that is not clear: with all that it can be, unless they are too many to read."""
    fit = classes.fitting(text, grade)
    if is_excel_date(text):
        return "files.became_date", {}
    if fit and len(fit) <= MOST_CLASSES:
        return "imports.class_fits", {"classes": "; ".join(fit)}
    return "imports.unknown_class", {}


def is_excel_date(text: str) -> bool:
    """Whether a text is what a spreadsheet makes of 3-2 and writes into a CSV file: 3月2日, 2-Mar, 2026/3/2."""
    return bool(_DATE.fullmatch(tidy(text)))


def _number_alone(text: str) -> int | None:
    found = re.fullmatch(rf"\(?({NUMBER})\)?班?", tidy(text).translate(_BRACKETS))
    return small_number(found[1]) if found else None
