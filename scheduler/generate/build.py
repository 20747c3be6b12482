"""A whole school from its outline."""

from collections import Counter
from random import Random

from models.places import Room
from models.school import School
from scheduler.generate.duty import duty_staff, leaves
from scheduler.generate.outline import Outline
from scheduler.generate.staff import staff
from scheduler.generate.students import choices, students, tutored


def build(outline: Outline) -> School:
    """Fills in what the outline only counts. The same outline gives the same school on every machine."""
    rng = Random(outline.seed)
    people = staff(outline, rng)
    everyone = students(outline, rng)
    duty = duty_staff(outline, people.officers, people.leads, rng)
    largest = max(Counter(student.class_id for student in everyone).values(), default=0)
    homes = tuple(
        Room(room_id=f"R{class_id}", name=f"{class_id}班教室", kinds=("教室",), capacity=max(45, largest + 2))
        for class_id, _ in outline.class_ids()
    )
    return School(
        name=outline.name,
        region=outline.region,
        term=outline.term,
        policy=outline.policy,
        hours=outline.hours,
        slots=tuple(slot.slot() for slot in outline.slots),
        pattern=tuple(row for slot in outline.slots for row in slot.pattern()),
        classes=people.classes,
        teachers=people.teachers,
        teaching=people.teaching,
        childcare=people.childcare,
        childcare_rooms=outline.childcare_rooms,
        instructors=outline.instructors,
        rooms=(*homes, *outline.rooms),
        activities=tuple(offer.activity() for offer in outline.activities),
        students=everyone,
        choices=choices(outline, everyone, rng),
        tutoring=tutored(outline, everyone, rng),
        duty_posts=outline.duty_posts,
        duty_staff=duty,
        leave=tuple(leaves(outline, duty, people.teachers, rng)),
        calendar=outline.calendar,
        pins=outline.pins,
        pin_placements=outline.pin_placements,
        pin_duties=outline.pin_duties,
    )
