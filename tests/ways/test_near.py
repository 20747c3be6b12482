"""Whom a way out asks first to learn an activity: those who teach its subject."""

import pytest
from ways_schools import crowded

from models.people import TeachingRow
from models.services import Activity
from scheduler.ways_out.near import near_to


@pytest.mark.parametrize(
    ("name", "category", "near"),
    [
        ("数学辅潜", None, {"m": 2, "n": 1}),
        ("Sums", "数学", {"m": 2, "n": 1}),
        ("Sums", None, {"c": 1}),  # nothing names a subject: that of the only one who leads it
    ],
)
def test_those_of_the_subject_come_first_and_of_the_class_before_them(name, category, near):
    one = crowded().teachers[0]
    rows = {"m": ("数学",), "n": ("数学",), "c": ("语文",), "d": ()}
    teachers = tuple(
        one.model_copy(
            update={"teacher_id": who, "name": who, "subjects": own, "skills": ("sums",) if who == "c" else ()}
        )
        for who, own in rows.items()
    )
    class_id = crowded().classes[0].class_id
    taught = (TeachingRow(teacher_id="m", class_id=class_id, subject="数学"),)
    school = crowded().replaced(teachers=teachers, teaching=taught)
    activity = Activity(activity_id="sums", name=name, kind="tutoring", category=category)
    assert near_to(school, activity, {class_id}) == near
