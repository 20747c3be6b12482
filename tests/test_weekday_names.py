"""Weekdays in sentences are names, joined as the language does, Monday first; in cells they are ``1;2;3``."""

import re

import pytest

from models.school import School
from scheduler.errors import InputProblem
from scheduler.files import describe
from scheduler.files.cells import native, plain
from scheduler.messages import LANGS, Lang, catalogue
from scheduler.messages.names import weekday_names
from scheduler.verify import describe as breach_words
from scheduler.verify.report import breach


@pytest.mark.parametrize(("lang", "said"), [("zh", "周一、周三、周五"), ("en", "Monday, Wednesday, Friday")])
def test_one_way_in_sentences(lang: Lang, said: str) -> None:
    assert weekday_names(lang, (5, 1, 3, 1)) == said


def test_one_way_in_cells() -> None:
    school = School.model_validate(
        {
            "name": "x",
            "term": {"name": "t", "start": "2026-09-01", "end": "2026-09-02"},
            "students": [{"student_id": "s", "class_id": "c", "weekdays": "3；1、5"}],
        }
    )
    for lang in LANGS:
        assert plain(native(school.students[0].weekdays, lang)) == "1;3;5"


@pytest.mark.parametrize(("lang", "day"), [("zh", "周三"), ("en", "Wednesday")])
def test_faults_and_breaches_name_the_weekday(lang: Lang, day: str) -> None:
    problem = InputProblem("students.csv", 2, "blocks", "thu", "files.block_weekday", {"weekday": 3})
    assert day in describe(problem, lang)
    for key in ("R6.day", "R6.visit", "R11.weekday", "R14.day"):
        blanks = dict.fromkeys(("person", "found", "limit", "date", "post", "student", "activity"), "x")
        said = breach_words(breach(key, "x", weekday=3, **blanks), lang)
        assert day in said
        assert not re.search(r"星期 ?3|weekday 3", said)


def test_no_sentence_puts_a_number_after_the_word_weekday() -> None:
    found = [k for lang in LANGS for k, text in catalogue(lang).items() if re.search(r"(星期|[Ww]eekday) ?\{", text)]
    assert found == []
