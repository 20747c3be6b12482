"""What is said of time: a longer limit in the words of a clock, and searches that all were cut short."""

from dataclasses import replace

import pytest

from scheduler.cli.explain_ways import remarks
from scheduler.cli.ways_words import in_words, longer
from scheduler.ways_out import Report


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (90, "90秒", "90 seconds"),
        (longer(130), "3分钟", "3 minutes"),
        (7200, "2小时", "2 hours"),
        (longer(8510), "2小时22分钟", "2 hours and 22 minutes"),
    ],
)
def test_a_longer_limit_is_told_in_hours_and_minutes(seconds, zh, en):
    assert (in_words(seconds, "zh"), in_words(seconds, "en")) == (zh, en)


def test_where_no_search_ended_it_is_not_said_that_none_helps():
    report = Report((), 5, {"seats": 2}, 2, 0, "time", lacking=True, better_alone=False)
    assert remarks(report, "zh", 60) == ["试了2种办法，都没有算完，还不知道有没有用：社团多收人（2种）。"]
    one = replace(report, unknown=1)
    assert remarks(one, "zh", 60)[0].startswith("试过2种办法，没有找到更好的方案")
