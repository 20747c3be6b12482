"""Each clause of each rule, broken alone, is named and nothing else is."""

import re
import tomllib
from pathlib import Path

import pytest
from verify_breaches_people import PEOPLE
from verify_breaches_services import SERVICES
from verify_cases import Case
from verify_edges import FINE
from verify_edits import Edit, apply, enrolled, with_gaps, with_scores

import scheduler.messages
from models.plan import Plan
from models.school import School
from scheduler.verify import Report, describe, verify
from scheduler.verify.given import Given
from scheduler.verify.missing import missing
from scheduler.verify.planned import Planned

CASES = (*SERVICES, *PEOPLE)


def settled(*edits: Edit) -> tuple[School, Plan]:
    """School and plan after the edits, with counts, gaps and scores put right, so that only the rule is broken."""
    school, plan = apply(*edits)
    plan = enrolled(school, plan)
    plan = with_gaps(plan, list(missing(Planned(Given(school), plan)).elements()))
    return school, with_scores(plan, verify(school, plan).scores)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_clause_is_named_alone(case: Case):
    report = verify(*settled(*case.edits))
    assert {found.key for found in report.breaches} == case.keys
    assert {found.rule for found in report.breaches} == {key.split(".")[0] for key in case.keys}
    if case.about is not None:
        assert {found.where for found in report.breaches} == {case.about}
        dates = [str(found.args["date"]) for found in report.breaches if "date" in found.args and found.rule != "R7"]
        assert all(date in case.about for date in dates)
    said(report)


def said(report: Report) -> None:
    for found in report.breaches:
        english, chinese = describe(found, "en"), describe(found, "zh")
        assert not re.search("[一-鿿]", english)
        assert re.search("[一-鿿]", chinese)
        if found.rule.startswith("R"):  # its number is for the data: nobody could look it up
            assert found.rule not in english + chinese
        for text in (english, chinese):
            assert "{" not in text
            assert all(
                str(value) in text for name, value in found.args.items() if name not in ("kind", "goal", "weekday")
            )


@pytest.mark.parametrize("name", FINE)
def test_the_other_side_of_the_edge_is_fine(name: str):
    assert verify(*settled(*FINE[name])).breaches == ()


def sentences(lang: str) -> dict[str, str]:
    file = Path(scheduler.messages.__file__).parent / f"verify.{lang}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_every_sentence_of_a_rule_has_its_case():
    rules = {key for key in sentences("en") if re.match(r"R\d+\.", key)}
    rules -= {"R11.past"}  # needs an earlier plan: test_verify_past.py
    assert rules == {key for case in CASES for key in case.keys if key.startswith("R")}


def test_both_languages_say_the_same_with_the_same_blanks():
    english, chinese = sentences("en"), sentences("zh")
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert sorted(re.findall(r"\{(\w+)", text)) == sorted(re.findall(r"\{(\w+)", chinese[key])), key
