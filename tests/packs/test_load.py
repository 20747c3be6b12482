"""Packs are found by name or file, and every fault of a file is named at once."""

from pathlib import Path

import pytest

from scheduler.errors import InputFault
from scheduler.files import describe
from scheduler.messages import LANGS
from scheduler.packs import rules_of, shipped
from scheduler.packs.load import parse

DISTRICT = """
title = "区"
includes = ["national"]
[documents.d]
title = "文件"
source = "—"
sure = "reported"
[[clauses]]
rule = "latest_end"
value = "17:30"
document = "d"
clause = "三"
from = 2026-09-01
says = "话"
"""


def faults(text: str) -> list[tuple[str | None, str, str]]:
    """Key, what was found and the message of every fault; that it can be said is looked at on the way."""
    with pytest.raises(InputFault) as caught:
        parse(text, "区.toml")
    for problem in caught.value.problems:
        for lang in LANGS:
            assert "{" not in describe(problem, lang)
    return [(p.column, p.found, p.wanted.removeprefix("packs.")) for p in caught.value.problems]


@pytest.mark.parametrize("name", shipped())
def test_every_clause_of_a_shipped_pack_is_cited(name: str) -> None:
    rules = rules_of(name)
    assert rules.rulings
    for ruling in rules.rulings:
        clause, document = ruling.clause, ruling.document
        assert document.source
        assert document.title_en
        assert clause.clause_en
        assert clause.says_en
        assert not clause.reading or clause.reading_en
        assert ruling.sure in ("official text", "reported", "unsure")


def test_there_are_packs_with_a_floor_and_with_a_cap_on_pay() -> None:
    def pay(region: str) -> set[tuple[str, int, str]]:
        rulings = rules_of(region).rulings
        return {(r.clause.rule, r.value, r.sure) for r in rulings if r.clause.rule.startswith("pay")}

    assert pay("shandong") == {("pay_floor", 50, "reported")}
    assert pay("pay-cap") == {("pay_cap", 50, "unsure")}
    assert len(shipped()) >= 3


@pytest.mark.parametrize("name", ["shandong", "山东", "山东省", "Shandong", " SHANDONG "])
def test_a_pack_has_several_names(name: str) -> None:
    assert rules_of(name).name == "shandong"


def test_a_pack_holds_what_it_includes_once_and_widest_first() -> None:
    packs = [ruling.pack for ruling in rules_of("shandong-rural").rulings]
    assert list(dict.fromkeys(packs)) == ["national", "shandong", "shandong-rural"]
    assert packs.count("national") == len(shipped()["national"].clauses)


def test_an_unknown_region_names_the_known_ones_and_the_nearest() -> None:
    with pytest.raises(InputFault) as caught:
        rules_of("shandon", Path("x/school.json"))
    (problem,) = caught.value.problems
    assert (problem.file, problem.column, problem.found) == ("school.json", "region", "shandon")
    assert problem.args["nearest"] == "shandong"
    assert str(problem.args["known"]).split(", ") == list(shipped())
    with pytest.raises(InputFault) as caught:
        rules_of("火星", Path("school.json"))
    assert caught.value.problems[0].args["nearest"] == ""


@pytest.mark.parametrize("place", ["school", "."])
def test_a_file_of_ones_own_stands_in_the_school_or_beside_it(tmp_path: Path, place: str) -> None:
    (tmp_path / "school").mkdir()
    (tmp_path / place / "district.toml").write_text(DISTRICT, encoding="utf-8-sig")
    rules = rules_of("district.toml", tmp_path / "school")
    assert [ruling.pack for ruling in rules.rulings][-1] == "district.toml"
    assert len(rules.rulings) == 1 + len(shipped()["national"].clauses)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as caught:
        rules_of("district.toml", tmp_path)
    assert [(p.file, p.wanted) for p in caught.value.problems] == [("school.toml", "packs.no_such_file")]


def test_files_may_include_each_other(tmp_path: Path) -> None:
    for one, other in (("a.toml", "b.toml"), ("b.toml", "a.toml")):
        (tmp_path / one).write_text(DISTRICT.replace("national", other), encoding="utf-8")
    assert [ruling.pack for ruling in rules_of("a.toml", tmp_path).rulings] == ["b.toml", "a.toml"]


def test_an_include_that_is_not_known_is_named_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(DISTRICT.replace("national", "nationwide"), encoding="utf-8")
    with pytest.raises(InputFault) as caught:
        rules_of("a.toml", tmp_path)
    assert [(p.file, p.column, p.found) for p in caught.value.problems] == [("a.toml", "includes", "nationwide")]


def test_every_fault_of_a_file_at_once() -> None:
    text = (
        DISTRICT.replace('sure = "reported"', 'sure = "perhaps"')
        .replace('value = "17:30"', 'value = "half past five"')
        .replace("from = 2026-09-01", 'from = "soon"')
        .replace('says = "话"', 'say = "话"')
    )
    assert faults(text) == [
        ("clauses.1.value", "half past five", "value_time"),
        ("documents.d.sure", "perhaps", "one_of"),
        ("clauses.1.from", "soon", "want_date"),
        ("clauses.1.says", "", "missing_key"),
        ("clauses.1.say", "话", "unknown_key"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('rule = "latest_end"', 'rule = "latest"', ("clauses.1.rule", "latest", "one_of")),
        ('rule = "latest_end"', "rule = [1]", ("clauses.1.rule", "", "one_of")),
        ('value = "17:30"', "", ("clauses.1.value", "", "value_time")),
        ('rule = "latest_end"', 'rule = "clearance"', ("clauses.1.value", "17:30", "no_value")),
        ('rule = "latest_end"', 'rule = "sessions_week"', ("clauses.1.value", "17:30", "value_count")),
        ('rule = "latest_end"', 'rule = "pay_cap"', ("clauses.1.value", "17:30", "value_money")),
        ('value = "17:30"', 'value = "17:30"\nper = "term"', ("clauses.1.per", "term", "per_only")),
        ('value = "17:30"', 'value = "17:30"\nlevels = [0]', ("clauses.1.levels.1", "0", "want_level")),
        ('document = "d"', 'document = "D2"', ("clauses.1.document", "D2", "no_such_document")),
        ('title = "区"', "title = 1.5", ("title", "1.5", "want_text")),
        ("[[clauses]]", "[clauses]", ("clauses", "", "want_text")),
    ],
)
def test_what_can_be_wrong_with_a_clause(old: str, new: str, fault: tuple[str, str, str]) -> None:
    assert faults(DISTRICT.replace(old, new, 1)) == [fault]


def test_a_fee_says_what_it_is_for() -> None:
    text = DISTRICT.replace('rule = "latest_end"', 'rule = "fee_cap"').replace('"17:30"', "2.5")
    assert faults(text) == [("clauses.1.per", "", "per_missing")]


@pytest.mark.parametrize("text", ["title =", "= 1", "[" * 3000, "title = '''"])
def test_what_is_no_toml(text: str) -> None:
    ((_, _, wanted),) = faults(text)
    assert wanted == "files.bad_toml"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\xb5\xd8\xc7\xf8"])
def test_what_is_no_text(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(data)
    with pytest.raises(InputFault) as caught:
        rules_of("a.toml", tmp_path)
    assert [p.wanted for p in caught.value.problems] == ["files.not_text"]
