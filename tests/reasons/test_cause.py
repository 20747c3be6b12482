"""Causes of many people at once, said briefly."""

import pytest

from scheduler.messages import Lang
from scheduler.reasons.cause import because, grouped


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "must fetch a child, and the primary room has no carer"),
        ("zh", "要接孩子，乐学小屋没有照看教师，开不了"),
    ],
)
def test_many_with_one_cause_are_told_briefly_with_what_it_names(lang: Lang, said: str) -> None:
    room = {"en": "primary room", "zh": "乐学小屋"}[lang]
    cause = because("child_no_carer", "child_no_carer_brief", time="17:00", hut=room)
    people = [(f"T{k:02}", cause) for k in range(13)]
    words = grouped(lang, people, lambda who: who, every=True)
    assert said in words
    assert all(who in words for who, _ in people)
    assert "17:00" not in words
    assert "17:00" in grouped(lang, people[:12], lambda who: who, every=True)
