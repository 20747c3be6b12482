"""What a region's rules find in a small school whose answers were worked out by hand."""

from typing import Any

import pytest
from small_school import small_plan, small_school

from models.hours import Hours
from models.plan import Carer, Plan
from models.school import School
from scheduler.messages import LANGS
from scheduler.packs import describe, describe_unchecked, judge
from scheduler.packs.load import parse
from scheduler.packs.names import level
from scheduler.packs.pack import Rules, Ruling

SCHOOL = small_school()


def rules(clause: str, begins: str = "2025-01-01", sure: str = "reported") -> Rules:
    """A pack of one clause."""
    text = f"""
        title = "试"
        documents.d = {{title = "文件", source = "—", sure = "{sure}"}}
        clauses = [{{document = "d", clause = "一", says = "话", from = {begins}, {clause}}}]
    """
    pack = parse(text, "试.toml")
    return Rules("试", pack.title, None, tuple(Ruling("试", c, pack.documents["d"]) for c in pack.clauses))


def found(clause: str, school: School = SCHOOL, plan: Plan | None = None, **pack: Any) -> list[tuple[Any, ...]]:
    """Key, places, what was found and the limit of each finding; that it can be said is looked at on the way."""
    judgement = judge(rules(clause, **pack), school, plan)
    for lang in LANGS:
        assert all("{" not in describe(one, lang, school) for one in judgement.findings)
        assert all("{" not in describe_unchecked(one, lang, school) for one in judgement.unchecked)
    return [(f.key, f.where, f.args.get("found"), f.args.get("limit")) for f in judgement.findings]


def unchecked(clause: str, school: School = SCHOOL) -> list[str]:
    return [one.key for one in judge(rules(clause), school).unchecked]


def with_hours(school: School = SCHOOL, **hours: object) -> School:
    return school.replaced(hours=Hours.model_validate(hours))


def with_grade(one: str, two: str) -> School:
    """The school with its grades 1 and 2 called otherwise."""
    names = {"1": one, "2": two}
    classes = tuple(c.model_copy(update={"grade": names[c.grade]}) for c in SCHOOL.classes)
    pattern = tuple(p.model_copy(update={"grade": names[p.grade]}) for p in SCHOOL.pattern)
    return SCHOOL.replaced(classes=classes, pattern=pattern)


def test_latest_end_names_the_slots_that_end_later() -> None:
    late = [("late", (slot,), "17:30", "17:29") for slot in ("mon2", "fri2")]
    assert found('rule = "latest_end", value = "17:29"') == late
    assert found('rule = "latest_end", value = 17:30:00') == []


def test_latest_end_is_for_the_grades_that_the_clause_names() -> None:
    # Grade 2 goes home on Tuesday; tue1 ends at 16:40.
    everyone = found('rule = "latest_end", value = "16:39"')
    assert [place for _, (place,), _, _ in everyone] == ["mon2", "tue1", "wed1", "fri2"]
    second = found('rule = "latest_end", value = "16:39", levels = [2]')
    assert [place for _, (place,), _, _ in second] == ["mon2", "wed1", "fri2"]
    assert found('rule = "latest_end", value = "16:39", levels = [3]') == []


def test_a_day_that_ends_too_late_is_named_once_for_each_grade_with_its_last_slot() -> None:
    # Without grade 1 in mon2, its Monday ends with mon1 at 16:40, that of grade 2 with mon2 at 17:30.
    pattern = tuple(row for row in SCHOOL.pattern if (row.grade, row.slot_id) != ("1", "mon2"))
    school = SCHOOL.replaced(pattern=pattern)
    judgement = judge(rules('rule = "latest_end", value = "16:39"'), school)
    monday = [one for one in judgement.findings if one.where[0].startswith("mon")]
    assert [(one.where, one.args["grades"]) for one in monday] == [(("mon1",), "1"), (("mon2",), "2")]
    assert "for grade 1, but" in describe(monday[0], "en", school)
    assert "：1 年级的课后服务 16:40 才结束" in describe(monday[0], "zh", school)
    friday = judgement.findings[-1]
    assert (friday.where, friday.args["grades"]) == (("fri2",), "1;2")
    assert "for grades 1, 2, but" in describe(friday, "en", school)
    named = with_grade("一年级", "二年级")
    words = describe(judge(rules('rule = "latest_end", value = "17:29"'), named).findings[0], "zh", named)
    assert "：一年级、二年级的课后服务" in words


def test_it_is_said_for_whom_a_day_is_judged() -> None:
    for levels, said in (("", "按全校合并计算"), (", levels = [1]", "按规则所涉的年级合并计算")):
        (finding, *_) = judge(rules(f'rule = "minutes_a_day", value = 91{levels}'), SCHOOL).findings
        assert said in describe(finding, "zh", SCHOOL)


def test_evening_study_is_apart_from_the_service() -> None:
    evening = with_hours(evening_from="16:50")
    assert found('rule = "latest_end", value = "17:00"', evening) == []
    late = [("evening_late", (slot,), "17:30", "17:00") for slot in ("mon2", "fri2")]
    assert found('rule = "evening_latest_end", value = "17:00"', evening) == late
    assert found('rule = "evening_latest_end", value = "17:00"') == []


def test_a_day_lasts_from_its_first_slot_to_its_last_for_all_grades_together() -> None:
    # Monday and Friday 16:00 to 17:30: 90 minutes; Tuesday and Wednesday 40; Thursday has no service.
    assert found('rule = "minutes_a_day", value = 90') == [("short_day", ("2", "3"), 40, 90)]
    assert found('rule = "minutes_a_day", value = 91') == [
        ("short_day", ("1", "5"), 90, 91),
        ("short_day", ("2", "3"), 40, 91),
    ]
    assert found('rule = "minutes_a_day", value = 40') == []
    # Without the evening, Monday and Friday have 40 minutes too.
    one = [("short_day", ("1", "2", "3", "5"), 40, 41)]
    assert found('rule = "minutes_a_day", value = 41', with_hours(evening_from="16:50")) == one


def test_days_a_week_count_working_days_with_service() -> None:
    assert found('rule = "days_a_week", value = 5') == [("few_days", (), 4, 5)]
    assert judge(rules('rule = "days_a_week", value = 5'), SCHOOL).findings[0].args["weekdays"] == "4"
    assert found('rule = "days_a_week", value = 4') == []


def test_the_service_neither_begins_nor_ends_too_early() -> None:
    assert found('rule = "earliest_start", value = "16:01"')[0] == ("early", ("mon1",), "16:00", "16:01")
    assert found('rule = "earliest_start", value = "16:00"') == []
    assert found('rule = "earliest_end", value = "17:30"') == [("ends_early", ("2", "3"), "16:40", "17:30")]
    assert found('rule = "earliest_end", value = "16:40"') == []


def test_service_on_school_days_only() -> None:
    # The school opens Sunday 28 September, an official make-up day in 2025.
    assert found('rule = "school_days_only"') == []
    saturday = SCHOOL.slots[0].model_copy(update={"weekday": 6})
    moved = SCHOOL.replaced(slots=(saturday, *SCHOOL.slots[1:]))
    assert found('rule = "school_days_only"', moved) == [("weekend_slot", ("mon1",), None, None)]


def test_days_off_that_the_calendar_opens() -> None:
    row = SCHOOL.calendar[0]

    def opened(*dates: str) -> list[tuple[Any, ...]]:
        rows = [type(row).model_validate({"date": date, "open": True}) for date in dates]
        return found('rule = "school_days_only"', SCHOOL.replaced(calendar=(*SCHOOL.calendar, *rows)))

    assert opened("2025-10-02") == [("opened_holiday", ("2025-10-02",), None, None)]
    # Friday 10 October is closed, so that one Saturday is a swap; two are not.
    assert opened("2025-09-27") == []
    assert opened("2025-09-27", "2025-10-12") == [("opened_weekends", ("2025-09-27", "2025-10-12"), 2, 1)]


def test_pay_has_floors_and_caps() -> None:
    fifty = with_hours(pay=50)
    assert found('rule = "pay_floor", value = 50', fifty) == []
    assert found('rule = "pay_floor", value = 50.5', fifty) == [("pay_low", (), "50", "50.5")]
    assert found('rule = "pay_cap", value = 50', fifty) == []
    assert found('rule = "pay_cap", value = 49.99', fifty) == [("pay_high", (), "50", "49.99")]
    assert found('rule = "pay_cap", value = 50', with_hours(pay=50, pay_escort=60)) == [("pay_high", (), "60", "50")]
    assert found('rule = "pay_floor", value = 50') == []
    assert unchecked('rule = "pay_floor", value = 50') == unchecked('rule = "pay_cap", value = 1') == ["no_pay"]


@pytest.mark.parametrize(
    ("clause", "hours", "comes_to"),
    [
        ('value = 3.5, per = "lesson"', {"student_fee": 3.5}, None),
        ('value = 3.4, per = "lesson"', {"student_fee": 3.5}, "3.5"),
        # A lesson has 40 minutes: 2 yuan a lesson are 3 yuan an hour.
        ('value = 3, per = "hour"', {"student_fee": 2}, None),
        ('value = 2.99, per = "hour"', {"student_fee": 2}, "3"),
        # Grade 1 has 2 lessons on each of 2 Mondays and 1 Friday, 1 on each of 2 Tuesdays and 2 dates with
        # Wednesday's timetable; none on a Thursday. In the term 4 + 2 + 2 + 2 = 10, all of them in September.
        ('value = 20, per = "term"', {"student_fee": 2}, None),
        ('value = 19, per = "term"', {"student_fee": 2}, "20"),
        ('value = 19, per = "month"', {"student_fee": 2}, "20"),
        # Grade 2 is not there on Tuesdays: 8 lessons.
        ('value = 16, per = "term", levels = [2]', {"student_fee": 2}, None),
        ('value = 15, per = "term", levels = [2]', {"student_fee": 2}, "16"),
        ('value = 300, per = "term"', {"student_fee": 300, "student_fee_per": "term"}, None),
        ('value = 299, per = "term"', {"student_fee": 300, "student_fee_per": "term"}, "300"),
    ],
)
def test_fees_have_caps_in_any_unit(clause: str, hours: dict[str, object], comes_to: str | None) -> None:
    got = found(f'rule = "fee_cap", {clause}', with_hours(**hours))
    assert [amount for _, _, amount, _ in got] == ([comes_to] if comes_to else [])


def test_a_fee_that_cannot_be_compared_is_named() -> None:
    assert unchecked('rule = "fee_cap", value = 1, per = "lesson"') == ["no_fee"]
    by_term = with_hours(student_fee=300, student_fee_per="term")
    assert unchecked('rule = "fee_cap", value = 1, per = "lesson"', by_term) == ["fee_unit"]
    assert found('rule = "fee_cap", value = 1, per = "lesson"', by_term) == []


def test_lessons_a_week_of_teachers_come_from_the_plan() -> None:
    # T1 has hw-1A-mon1, st-1A, w-paper-1A; T6 tu-mon1, tu-tue1, st-1B and f-games-2 of two slots: 5.
    # T4 has hw-1A-tue1 and escorts f-dance, of two slots: 3; T7 w-games and f-games-1: 3; T5 w-chess, f-chess: 3.
    plan = small_plan()
    assert found('rule = "sessions_week", value = 4', plan=plan) == [("many_sessions", ("T6",), "5", 4)]
    many = [("many_sessions", ("T1", "T4", "T5", "T6", "T7"), "3;3;3;5;3", 2)]
    assert found('rule = "sessions_week", value = 2', plan=plan) == many
    (finding,) = judge(rules('rule = "sessions_week", value = 2'), SCHOOL, plan).findings
    assert (
        "Teachers with more than 2 lessons of service a week: 5. T1 (3), T4 (3), T5 (3), T6 (5), T7 (3)."
        in describe(finding, "en", SCHOOL)
    )
    assert found('rule = "sessions_week", value = 0') == []
    # Not those of evening study: st-1B and fri2 are gone.
    evening = found('rule = "sessions_week", value = 2', with_hours(evening_from="16:50"), plan)
    assert evening == [("many_sessions", ("T6",), "3", 2)]


def test_caring_counts_as_a_lesson() -> None:
    plan = small_plan()
    more = plan.model_copy(update={"carers": (*plan.carers, Carer(slot_id="mon2", room_id="play", teacher_id="T8"))})
    ((_, who, counts, _),) = found('rule = "sessions_week", value = 1', plan=more)
    assert dict(zip(who, counts.split(";"), strict=True))["T8"] == "2"


def test_instructors_who_lead_need_a_date_of_clearance() -> None:
    # E1 is cleared to the term's last day; E2 leads st-2A and has no date.
    assert found('rule = "clearance"', plan=small_plan()) == [("not_cleared", ("E2",), None, None)]
    assert found('rule = "clearance"') == []
    one, two = SCHOOL.instructors
    short = one.model_copy(update={"cleared_until": SCHOOL.term.start})
    school = SCHOOL.replaced(instructors=(short, two))
    both = [("cleared_too_short", ("E1",), "2025-09-22", None), ("not_cleared", ("E2",), None, None)]
    assert found('rule = "clearance"', school, small_plan()) == both
    unused = small_plan().model_copy(update={"sessions": ()})
    assert found('rule = "clearance"', school, unused) == []


def test_a_reminder_is_never_broken() -> None:
    assert found('rule = "reminder"', plan=small_plan()) == []


@pytest.mark.parametrize(
    ("dates", "counts"),
    [
        ({"begins": "2025-10-12"}, True),
        ({"begins": "2025-10-13"}, False),
        ({"begins": "2025-01-01, until = 2025-09-22"}, True),
        ({"begins": "2025-01-01, until = 2025-09-21"}, False),
    ],
)
def test_a_clause_counts_if_it_is_in_force_on_a_day_of_the_term(dates: dict[str, str], counts: bool) -> None:
    assert bool(found('rule = "latest_end", value = "12:00"', **dates)) == counts


def test_a_source_that_is_unsure_only_warns() -> None:
    judgement = judge(rules('rule = "latest_end", value = "12:00"', sure="unsure"), SCHOOL)
    assert judgement.findings
    assert not judgement.broken
    assert judge(rules('rule = "latest_end", value = "12:00"'), SCHOOL).broken
    own = rules('rule = "latest_end", value = "12:00", sure = "official text"', sure="unsure")
    assert judge(own, SCHOOL).broken


def test_what_two_clauses_say_alike_is_said_once_with_both() -> None:
    one, other = rules('rule = "days_a_week", value = 5'), rules('rule = "days_a_week", value = 5', sure="unsure")
    both = Rules("x", "x", None, (*one.rulings, *other.rulings))
    (finding,) = judge(both, SCHOOL).findings
    assert finding.rulings == both.rulings
    assert finding.binding
    assert describe(finding, "zh", SCHOOL).count("〔文件，一；") == 2


def test_grades_that_nobody_can_place_are_named() -> None:
    school = with_grade("一年级", "彩虹")
    assert found('rule = "latest_end", value = "16:39", levels = [2]', school) == []
    assert unchecked('rule = "latest_end", value = "16:39", levels = [2]', school) == ["unclear_grades"]
    assert unchecked('rule = "latest_end", value = "16:39"', school) == []


@pytest.mark.parametrize(
    ("grade", "year"),
    [("1", 1), ("６", 6), ("三年级", 3), ("初一", 7), ("初三", 9), ("九年级", 9), ("G7", 7), ("grade 2", 2), ("高二", 11),
     ("08", 8), ("一", 1), ("十二年级", 12), ("13", None), ("彩虹", None), ("2026级", None), ("0", None), ("", None)],
)  # fmt: skip
def test_the_year_of_school_of_a_grade(grade: str, year: int | None) -> None:
    assert level(grade) == year
