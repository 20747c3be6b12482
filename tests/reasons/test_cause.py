"""Causes of many people at once, said briefly."""

import pytest

from scheduler.messages import Lang
from scheduler.reasons.cause import Cause, because, grouped


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "must leave for a child, and the primary room has no carer"),
        ("zh", "要照顾孩子，乐学小屋没有照看教师，开不了"),
    ],
)
def test_many_with_many_causes_are_told_briefly_with_what_each_names(lang: Lang, said: str) -> None:
    """Of thirteen people eight share a cause; the others have four or five more causes."""
    room = {"en": "primary room", "zh": "乐学小屋"}[lang]
    cause = because("child_no_carer", "child_no_carer_brief", time="17:00", hut=room)
    people = [(f"T{k:02}", cause) for k in range(8)]
    others = [(f"U{k}", because("week_limit", limit=k)) for k in range(5)]

    def told(*ends: tuple[str, Cause]) -> str:
        return grouped(lang, [*people, *ends], lambda who: who, every=True)

    words = told(*others)
    assert said in words
    assert all(who in words for who, _ in [*people, *others])
    assert "17:00" not in words
    assert "17:00" in told(*others[:4])
    assert "17:00" in told(*others[:4], ("U5", others[0][1]))


def test_so_many_names_of_each_cause() -> None:
    people = [(f"T{k}", because("cannot_come")) for k in range(5)]
    assert grouped("en", people, lambda who: who, most=3) == "T0, T1, T2 and 2 more (cannot come then)"
