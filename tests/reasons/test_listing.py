"""Names in one line: all of them up to fifteen, then how many more, with the right measure word."""

import pytest

from scheduler.messages.names import listing


@pytest.mark.parametrize(
    ("of", "more"), [("things", "另有2个"), ("people", "另有2人"), ("rooms", "另有2间"), ("classes", "另有2个班")]
)
def test_a_long_list(of, more):
    names = [f"n{i}" for i in range(17)]
    assert listing("zh", names, of=of) == "、".join(names[:15]) + "，" + more
    assert listing("en", names, of=of) == ", ".join(names[:15]) + " and 2 more"
    assert listing("zh", names[:15], of=of) == "、".join(names[:15])
