"""Clubs that instructors must lead, against the weekly budget: what they cost at least, and what is told of it."""

from shortage_schools import acts, found, small, teachers
from test_shortages_planted import least_coverage
from test_shortages_sections import wishes

from scheduler.shortages import describe, notes, shortages

OUTSIDE = {"skills": "go;sing", "available": "f1;f2", "escort": "no"}


def school(budget, *, staff="chess;art", strand_fee=None, **lists):
    """Chess is led by teachers; go and singing by E for 120 or F for 200; perhaps art by one who is paid for it."""
    people = [OUTSIDE | {"instructor_id": "e", "name": "E", "fee": 60}]
    people += [OUTSIDE | {"instructor_id": "f", "name": "F", "fee": 100}]
    if strand_fee is not None:
        art = {"skills": "art", "available": "t1", "escort": "no", "fee": strand_fee}
        people += [{"instructor_id": i, "name": i.upper()} | art for i in ("x", "y")]
    clubs = {one: {"kind": "club", "max_size": 5} for one in ("go", "sing")}
    return small(
        activities=acts(chess={"fallback": False}, **clubs),
        teachers=teachers("a", "b", "c", "d", skills=staff),
        instructors=people,
        choices=wishes(**lists),
        policy={"weekly_budget": budget},
    )


def test_a_club_beyond_the_budget_leaves_its_students_without_any():
    short = school(119, go=2, chess=8)
    assert found(short) == [("budget", ("go",), 120, 119)]
    assert least_coverage(short) == 20
    assert found(school(120, go=2, chess=8)) == []
    assert found(school(0, go_chess=2, chess=8)) == []


def test_each_club_needs_its_own_and_those_with_one_in_common_need_no_more_than_that():
    assert found(school(319, go=2, sing=2, chess=6)) == [("budget", ("go", "sing"), 320, 319)]
    assert found(school(120, go_sing=2, go=2, sing_chess=6)) == []
    assert found(school(319, go_sing=6, chess=4)) == [("budget", ("go", "sing"), 320, 319)]


def test_strands_that_instructors_must_lead_cost_beside_clubs():
    """Two sessions of art for 50 each leave 119 of the budget; alone they are within it."""
    short = school(219, staff="chess", strand_fee=50, go=2, chess=8)
    assert found(short) == [("budget", ("go",), 220, 219)]
    assert "（其中共同课程100元）" in describe(shortages(short)[0], "zh", short)
    assert found(school(220, staff="chess", strand_fee=50, go=2, chess=8)) == []


def test_it_is_told_with_how_much_is_enough_and_no_note_besides():
    short = school(119, go=2, chess=8)
    (one,) = shortages(short)
    assert describe(one, "zh", short) == (
        "只靠教师带，周五社团课（16:00–17:00）至少有2名学生没有社团可去，要在Go里请外聘至少带1个班。外聘每周最少要120元，超过“学校”表的“每周预算”119元（最便宜的人选：E）。"
        "请把“每周预算”至少提高到120元（这是最低的数，改后请再排一次，看够不够），或让教师也能带这些社团（“教师”表的“可任活动”），或请这些学生改填志愿。"
    )
    assert describe(one, "en", short) == (
        "With teachers alone, at least 2 students have no club in Friday's clubs (16:00–17:00): instructors must lead at least 1 "
        "section of Go. Instructors cost 120 CNY a week or more, over the budget of 119; cheapest: E. Raise weekly_budget to at "
        "least 120 (less is never enough; plan again to see whether this is), or let teachers lead these clubs too (skills in teachers), or let these students choose other clubs."
    )
    assert any("119" in text for text in notes(short, "zh"))
    assert not any("119" in text for text in notes(short, "zh", (one,)))
